"""A meeting from its agenda to its minutes, with twelve telephones that sign in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.web import world
from zicha.core.sign_in import one_time_code
from zicha.formats import docx_read
from zicha.web import clock

PHONES = 12
PREPARE = """
import json, os, sys
from datetime import date
from pathlib import Path
from zicha.conf import start
start.django(home=Path(os.environ["ZICHA_HOME"]))
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster
from zicha.services import organisation, sign_in
from zicha.web import clock
from tests.web import world
names = [f"M{n:02}" for n in range(1, int(sys.argv[1]) + 1)]
people = tuple(Person(name, f"队员{name[1:]}") for name in names)
since = Span(date(2025, 1, 1), date.max)
holdings = tuple(Holding(name, "U03", "member", since) for name in names)
recorder = (Holding("P03", "U03", "recorder", since),)
organisation.apply(roster=Roster(world.UNITS, people, holdings + recorder), recorded_at=world.BEFORE)
now = clock.read()
print(json.dumps({name: sign_in.grant_pass(person=name, granted_by="P03", at=now) for name in names}))
"""
SECRET = """
import os
from pathlib import Path
from zicha.conf import start
start.django(home=Path(os.environ["ZICHA_HOME"]))
from zicha.services import sign_in
print(sign_in.require_sheet(1).secret.hex())
"""


def run(home, script, *words):
    """Do something in the installation behind the server's back, as its owner would on the terminal."""
    root = Path(__file__).resolve().parents[2]
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    environ.pop("DATABASE_URL", None)
    words = [sys.executable, "-c", script, *words]
    return subprocess.run(words, env=environ, check=True, cwd=root, stdout=subprocess.PIPE, text=True).stdout.strip()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_meeting_from_agenda_to_minutes_with_twelve_phones(size, tmp_path, open_page, picture, server):
    passes = json.loads(run(tmp_path, PREPARE, str(PHONES)))
    page = open_page(*size)
    sign_in(page)
    convene(page)
    picture(page, "agenda")
    page.get_by_role("button", name="开始签到").click()
    expect(page.get_by_text("还没有人签到。")).to_be_visible()
    secret = bytes.fromhex(run(tmp_path, SECRET))
    wall = page.context.new_page()
    wall.goto("/sheets/1/screen/")
    expect(wall.get_by_role("img", name="签到二维码")).to_be_visible()
    picture(wall, "wall")
    receipts = [arrive(open_page(390, 844), token, secret) for token in passes.values()]
    assert len(set(receipts)) == PHONES
    expect(wall.locator("[data-here]")).to_have_text(str(PHONES))
    expect(page.locator("[data-here]")).to_have_text(str(PHONES))
    picture(page, "names")
    close(page)
    minute(page)
    picture(page, "minutes")
    expect(page.get_by_text("纪要要由另一个人签发")).to_be_visible()
    approve(open_page(*size), page.url)
    page.reload()
    expect(page.get_by_text("下面是签发时的内容")).to_be_visible()
    picture(page, "approved")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载纪要").click()
    check(Path(download.value.path()).read_bytes())


def approve(page, address):
    sign_in(page, "leader")
    page.goto(address)
    page.get_by_role("button", name="签发纪要").click()
    expect(page.get_by_text("下面是签发时的内容")).to_be_visible()


def sign_in(page, username="recorder"):
    page.goto("/meetings/?unit=U03")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="会议", exact=True)).to_be_visible()


def convene(page):
    page.get_by_role("link", name="召集会议").first.click()
    page.get_by_label("会议类型").select_option("safety_meeting")
    page.get_by_label("会议名称").fill("季度安全例会")
    now = clock.read().astimezone(ZoneInfo("Asia/Shanghai"))
    page.get_by_label("开始时间").fill(f"{now:%Y-%m-%dT%H:%M}")
    page.get_by_label("地点").fill("三楼会议室")
    page.get_by_role("button", name="保存，去列议题").click()
    for topic in ("仓库用电", "消防演练"):
        page.get_by_label("议题", exact=True).fill(topic)
        page.get_by_role("button", name="加上").click()
        expect(page.get_by_role("heading", name=topic)).to_be_visible()
    page.get_by_role("button", name="把“消防演练”往前移").press("Enter")
    expect(page.get_by_role("heading", name="1. 消防演练")).to_be_visible()


def arrive(phone, token, secret):
    """Use a pass once, scan the wall, press the button, scan again; return the receipt."""
    phone.goto(f"/pass/{token}/")
    phone.get_by_role("button", name="在这台手机上使用").click()
    expect(phone.get_by_text("好了")).to_be_visible()
    receipt = []
    for again in (False, True):
        phone.goto(f"/s/1/?c={one_time_code(secret=secret, at=clock.read())}")
        if not again:
            phone.get_by_role("button", name="签到").click()
        expect(phone.get_by_text("已签到")).to_be_visible()
        receipt.append(phone.locator("dd").last.inner_text())
    assert receipt[0] == receipt[1]
    return receipt[0]


def close(page):
    page.get_by_role("link", name="结束并登记").click()
    expect(page.get_by_text(f"实到 {PHONES} 人")).to_be_visible()
    page.get_by_label("主持人").select_option(label="马越")
    page.get_by_label("议题").fill("仓库用电、消防演练")
    page.get_by_role("button", name="结束并登记").click()
    expect(page.get_by_role("heading", name="季度安全例会")).to_be_visible()


def minute(page):
    for topic, minutes in (("消防演练", "每季度一次。"), ("仓库用电", "逐户检查，登记造册。")):
        page.get_by_role("link", name=f"写记录 {topic}").click()
        page.get_by_label("会议记录").fill(minutes)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text(minutes)).to_be_visible()
    page.get_by_text("记议定事项").last.click()
    page.get_by_label("做什么").last.fill("清理东侧出口")
    page.get_by_label("责任人").last.select_option(label="队员01")
    page.get_by_role("button", name="记下").last.click()
    expect(page.get_by_text("议定：清理东侧出口")).to_be_visible()


def check(content):
    said = [paragraph.text for paragraph in docx_read.read(content).paragraphs]
    assert "二中队季度安全例会纪要" in "".join(said)
    for line in ("地点：三楼会议室", "每季度一次。", "逐户检查，登记造册。", "议定：清理东侧出口（责任人：队员01）。"):
        assert line in said
    assert said.index("每季度一次。") < said.index("逐户检查，登记造册。")
    attending = next(line for line in said if line.startswith("出席"))
    assert all(f"队员{n:02}" in attending for n in range(1, PHONES + 1))
