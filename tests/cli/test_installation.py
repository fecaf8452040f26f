"""Setting up: a folder, schemes, people, sign-ins, a server, and what stands in the way of each."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import ports

SOURCE = Path(__file__).resolve().parents[2] / "src"
ROSTER = "单位编号,单位名称,上级单位编号,人员编号,姓名,岗位,开始日期\nA1,测试公司,,X1,林远,第一责任人,2026-01-01\nA1,测试公司,,X2,苏禾,成员,2026-01-01\n"


def test_an_installation_is_set_up_step_by_step(zicha, tmp_path):
    made = zicha("init")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith(f"已建好：{tmp_path / 'zicha-data'}。")
    assert zicha("init", "--format", "json").json == {"home": str(tmp_path / "zicha-data")}
    assert zicha("scheme", "load", "work-safety").out == "已载入 work-safety 版本 1。\n"
    assert zicha("scheme", "load", "work-safety").out == "已载入 work-safety 版本 1。\n"
    shown = zicha("scheme", "show", "--format", "json").json
    assert [(each["scheme"], each["version"]) for each in shown["loaded"]] == [("work-safety", "1")]
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    first = zicha("org", "import", "roster.csv", "--format", "json")
    assert (first.code, first.err) == (0, "")
    assert (first.json["units_added"], first.json["people_added"]) == (1, 2)
    second = zicha("org", "import", "roster.csv", "--format", "json").json
    assert (second["units_added"], second["people_added"], second["holdings_added"]) == (0, 0, 0)
    tree = zicha("org", "show", "--format", "json", "--on", "2026-03-01").json
    assert [(each["unit"], each["name"], each["people"]) for each in tree["units"]] == [("A1", "测试公司", 2)]
    assert zicha("user", "add", "boss", "--admin", "--password", "a long password").out == "已添加登录账号 boss。\n"
    assert zicha("user", "add", "lin", "--person", "林远", stdin="a long password\n").out == "已添加登录账号 lin。\n"
    looked = zicha("doctor", "--format", "json")
    assert looked.code == 0
    assert {each["grade"] for each in looked.json["checks"]} <= {"fine", "note"}


def test_a_fresh_installation_says_what_is_still_missing(zicha):
    zicha("init")
    notes = [line for line in zicha("doctor").out.splitlines() if line.startswith("◬")]
    assert [("没有载入方案" in line, "没有单位" in line) for line in notes[-2:]] == [(True, False), (False, True)]
    assert zicha("board").err == "还没有单位；请先用 zicha org import 导入单位和人员。\n"


@pytest.mark.parametrize(
    "words",
    [
        ("scheme", "load", "work-safety"), ("org", "show"), ("user", "add", "x", "--admin"), ("doctor",), ("serve",),
        ("duties", "--unit", "A1"), ("board",), ("measure", "hazards", "--unit", "A1"), ("export", "entries"),
        ("explain", "-", "fig-hazards-A1-2026H1"), ("report", "--unit", "A1", "--period", "2026H1", "--out", "a.docx"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_without_an_installation_nothing_is_made_and_the_way_is_shown(here, monkeypatch, tmp_path, words):
    monkeypatch.chdir(tmp_path)
    ran = here(*words)
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == "zicha-data 里还没有数据；请先运行 zicha init，或用 --home 指定数据文件夹，或运行 zicha demo 看演示。\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_needed(zicha):
    zicha("init")
    assert zicha("user", "add", "boss", "--admin").err == "没有给密码；请在标准输入写一行，或用 --password。\n"


@pytest.mark.parametrize("word", ["org", "nobody"])
def test_an_unknown_person_gets_no_sign_in(zicha, word):
    zicha("init")
    ran = zicha("user", "add", "x", "--person", word, "--password", "a long password")
    assert (ran.code, ran.err) == (2, f"没有人员“{word}”；请写花名册里的编号或姓名。\n")


def test_a_damaged_database_is_named_and_left_as_it_is(zicha, tmp_path):
    zicha("init")
    database = tmp_path / "zicha-data" / "zicha.sqlite3"
    for rest in database.parent.glob("zicha.sqlite3-*"):
        rest.unlink()
    broken = b"not a database at all\n" * 400
    database.write_bytes(broken)
    ran = zicha("board")
    assert ran.code == 2
    assert ran.err == "数据库 zicha-data 已损坏或不是数据库；请不要改动它，先另存一份，再用备份恢复。\n"
    assert database.read_bytes() == broken


def test_a_database_without_tables_is_told_from_a_damaged_one(zicha, tmp_path):
    (tmp_path / "zicha-data").mkdir()
    (tmp_path / "zicha-data" / "zicha.sqlite3").touch()
    assert zicha("board").err == "数据库 zicha-data 里还没有建表；请先运行 zicha init。\n"
    assert zicha("serve").err == "数据库还没有建好或版本较旧；请先运行 zicha init（原有数据不变）。\n"
    assert zicha("doctor").code == 1


@pytest.mark.parametrize("url", ["mysql://u:secret@db/x", "postgresql://u:secret@db:port/x", "nonsense"])
def test_a_wrong_database_address_is_named_without_its_password(zicha, url):
    ran = zicha("board", DATABASE_URL=url)
    assert ran.code == 2
    assert ran.err.startswith("DATABASE_URL（")
    assert ran.err.count("\n") == 1
    assert "secret" not in ran.err


def test_a_database_that_does_not_answer_is_named(zicha):
    ran = zicha("board", DATABASE_URL="postgresql://u:secret@127.0.0.1:1/x")
    assert ran.code == 2
    assert ran.err == "连不上数据库 postgresql://127.0.0.1:1/x；请检查 DATABASE_URL，以及数据库是否已启动。\n"


def test_a_folder_that_may_not_be_written_is_named(here, monkeypatch, tmp_path):
    """Run as another user where this one may write everywhere."""
    (tmp_path / "a file").touch()
    ran = here("init", "--home", tmp_path / "a file" / "home")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{tmp_path / 'a file' / 'home'} 或它的上级是文件，不是文件夹；请检查路径。\n"


def test_a_port_in_use_is_refused(copy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = copy("serve", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"端口 {port} 已被占用；请停掉占用它的程序，或用 --port 换一个。\n"


def test_an_address_of_another_machine_is_refused(copy):
    assert copy("serve", "--host", "192.0.2.1").err.startswith("本机没有地址 192.0.2.1；")


def test_the_server_answers_and_stops_when_told(copy, tmp_path):
    port = ports.free()
    environ = {**os.environ, "ZICHA_HOME": str(copy.home), "PYTHONPATH": str(SOURCE)}
    environ.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port)],
        cwd=tmp_path,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout.readline() == f"请在浏览器打开 http://127.0.0.1:{port}/（按 Ctrl+C 停止）\n"
        assert first_page(f"http://127.0.0.1:{port}/") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        _out, err = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="was not tried there")
def test_server_ends_when_the_service_is_killed_and_the_port_is_free(copy, tmp_path):
    port = ports.free()
    environ = {**os.environ, "ZICHA_HOME": str(copy.home), "PYTHONPATH": str(SOURCE)}
    environ.pop("DATABASE_URL", None)
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port)]
    service = subprocess.Popen(words, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert first_page(f"http://127.0.0.1:{port}/") == 200
    finally:
        service.kill()
        service.wait()
    wait_for(lambda: is_free(port))


def is_free(port):
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) != 0


def first_page(address):
    """Return the status of the first page, asked for as long as a server may take to start."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=30) as page:
                return page.status
        except OSError:
            time.sleep(0.2)
    return None


def test_the_server_signs_the_log_while_it_runs(copy, tmp_path):
    """Every ten minutes; here every half second, and what the demo's reports had signed is gone."""
    shutil.rmtree(copy.home / "checkpoints")
    port = ports.free()
    hurried = (
        "import os, sys; from datetime import UTC, datetime; from zicha.cli import main, server; "
        "server.TICK_SECONDS = 0.5; now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC); "
        f"sys.exit(main.run(['serve', '--port', '{port}'], environ=os.environ, now=now))"
    )
    environ = {**os.environ, "PYTHONPATH": str(SOURCE), "ZICHA_HOME": str(copy.home)}
    environ.pop("DATABASE_URL", None)
    server = subprocess.Popen([sys.executable, "-c", hurried], env=environ, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: list((copy.home / "checkpoints").glob("*.txt")))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    [note] = (copy.home / "checkpoints").glob("*.txt")
    assert note.read_text().startswith("zicha/")


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def forget_rows(home):
    """As an upgrade from a version without them leaves it."""
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        for table in ("boardrow", "boardunit", "boardlayout"):
            database.execute(f"DELETE FROM store_{table}")


def kept_rows(home):
    """Those of the units; what belongs to none has rows that nobody reads."""
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        ordered = "SELECT year, unit, rec_at, cells FROM store_boardrow WHERE unit <> '' ORDER BY 1, 2, 3, 4"
        return database.execute(ordered).fetchall()


def graded(copy):
    return {each["code"]: each["grade"] for each in copy("doctor", "--format", "json").json["checks"]}


def test_what_an_upgrade_leaves_out_is_derived_by_init_and_told_by_doctor(copy):
    copy("rebuild")
    before = kept_rows(copy.home)
    assert (len(before) > 50, graded(copy)["doctor.boards_kept"]) == (True, "fine")
    forget_rows(copy.home)
    assert graded(copy)["doctor.boards_folded"] == "note"
    assert copy("init").code == 0
    assert (kept_rows(copy.home), graded(copy)["doctor.boards_kept"]) == (before, "fine")
    again = copy("rebuild", "--missing", "--lang", "en")
    assert (again.code, again.out) == (0, "Nothing derived is missing.\n")


KILLED = """
import os, signal
from zicha.cli import installation, main

def catch_up(session, begin=installation.catch_up, pieces=[]):
    from zicha.store.writes import board_rows

    def piece(one=board_rows.catch_up):
        pieces.append(1)
        return os.kill(os.getpid(), signal.SIGKILL) if len(pieces) == 3 else one()

    board_rows._PIECE, board_rows.catch_up = 2, piece
    return begin(session)

installation.catch_up = catch_up
main.main()
"""
"""Two pieces of two units, and then the process is killed."""


def test_catching_up_that_is_killed_is_taken_up_by_the_server(copy):
    copy("rebuild")
    before = kept_rows(copy.home)
    forget_rows(copy.home)
    environ = os.environ | {"PYTHONPATH": str(SOURCE), "ZICHA_HOME": str(copy.home)}
    killed = subprocess.run([sys.executable, "-c", KILLED, "rebuild", "--missing"], env=environ, check=False)
    assert (killed.returncode, 0 < len(kept_rows(copy.home)) < len(before)) == (-signal.SIGKILL, True)
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(ports.free())]
    server = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
    try:
        for _second in range(120):
            if "doctor.boards_kept" in graded(copy):
                break
            time.sleep(0.5)
    finally:
        server.terminate()
        server.wait()
    assert (graded(copy).get("doctor.boards_kept"), kept_rows(copy.home)) == ("fine", before)
