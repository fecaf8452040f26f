"""A member looks at the own page, takes it along, asks for erasure; the administrator answers; nothing is left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.test_main_job import SIZES, download, sign_in

ROOT = Path(__file__).resolve().parents[2]
MEET = """
import sys
from datetime import date
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from zicha.services import organisation
from tests.web import world
world.meet(date(2026, 10, 12))
organisation.set_contact(person="P04", contact="hejing@example.org")
"""


def run(home, *words):
    """Run a program on the server's folder and return its exit code."""
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environ.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *words], env=environ, check=False, cwd=ROOT, stdout=subprocess.DEVNULL
    ).returncode


def bytes_of(home):
    return b"\n".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_own_page_export_request_answer_and_nothing_left(size, dark, open_page, picture, tmp_path):
    assert run(tmp_path, "-c", MEET, str(tmp_path)) == 0
    member = open_page(*size, dark=dark)
    sign_in(member, "member")
    member.goto("/mine/")
    member.get_by_role("heading", name="我的信息").wait_for()
    picture(member, "01-mine")
    exported = json.loads(download(member, "/mine/export/").read_text("utf-8"))
    assert (exported["name"], exported["contact"]) == ("何静", "hejing@example.org")
    assert [each["lists"] for each in exported["attended"]] == [["expected", "present"]]
    member.get_by_label("删去").check()
    member.get_by_label("说明").fill("已调往外地")
    member.get_by_role("button", name="提交").click()
    member.get_by_text("等待答复").wait_for()
    picture(member, "02-asked")
    admin = open_page(*size, dark=dark)
    sign_in(admin, "admin")
    admin.get_by_role("link", name="去答复").click()
    picture(admin, "03-waiting")
    admin.get_by_role("link", name="答复 何静").click()
    picture(admin, "04-answer")
    admin.get_by_label("理由").fill("已调离，本人要求")
    admin.get_by_role("button", name="同意并删去").click()
    admin.get_by_text("已答复").wait_for()
    member.goto("/mine/")
    member.get_by_label("用户名").wait_for()
    left = bytes_of(tmp_path)
    assert "周启明".encode() in left
    assert [word for word in ("何静", "hejing@example.org", "已调往外地") if word.encode() in left] == []
    assert run(tmp_path, "-m", "zicha.cli", "verify") == 0
