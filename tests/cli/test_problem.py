"""``zicha problem`` and ``zicha export problems``: open, list, show, take further, write out."""

import csv
import io
import json

import pytest

ON = ("--on", "2026-11-23")
UNIT = ("--unit", "U02")


@pytest.fixture
def opened(copy):
    ran = copy(
        "problem", "open", *UNIT, "--matter", "东侧通道堆放杂物", "--owner", owner(copy), "--due", "2027-12-01",
        "--scheme", "work-safety", "--clause", "c6", "--format", "json",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def owner(copy):
    return copy("problem", "list", *UNIT, "--format", "json").json["problems"][0]["owner"]


def test_list_shows_the_most_pressing_first_and_fails_when_strict(demo):
    ran = demo("problem", "list", "--format", "json", *ON)
    rows = ran.json["problems"]
    order = ["open", "handed_in", "closed", "dropped"]
    assert [order.index(row["state"]) for row in rows] == sorted(order.index(row["state"]) for row in rows)
    assert {row["due_state"] for row in rows} == {"", "soon", "overdue"}
    assert demo("problem", "list", "--strict", *ON).code == 1
    only = demo("problem", "list", "--state", "handed_in", "--strict", "--format", "json", *ON)
    assert (only.code, {row["state"] for row in only.json["problems"]}) == (0, {"handed_in"})


def test_problem_is_opened_worked_on_and_shown(copy, opened, tmp_path):
    number = opened["number"]
    photo = tmp_path / "清理后.txt"
    photo.write_text("已清")
    bare = copy("problem", "step", number, "hand_in", "--by", opened["owner"])
    assert (bare.code, "请至少附上一份整改佐证" in bare.err) == (2, True)
    handed = copy("problem", "step", number, "hand_in", "--by", opened["owner"], "--evidence", photo)
    assert handed.code == 0
    own = copy("problem", "step", number, "accept", "--by", opened["owner"])
    assert (own.code, "要由另一个人来做" in own.err) == (2, True)
    shown = copy("problem", "show", number, "--format", "json").json
    assert (shown["state"], [step["step"] for step in shown["steps"]]) == ("handed_in", ["hand_in"])
    assert shown["steps"][0]["evidence"][0]["file"] == "清理后.txt"
    assert number in copy("problem", "show", number).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("problem", "show", "安-2026-H1-U99-001"), "没有编号为 安-2026-H1-U99-001 的问题"),
        (("problem", "list", "--state", "gone"), "“gone”不是问题的状态"),
        (("problem", "step", "1", "sell", "--by", "P001"), "“sell”不是问题的办理步骤"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(demo, words, said):
    ran = demo(*words)
    assert (ran.code, ran.out, said in ran.err) == (2, "", True)


def test_problems_are_written_as_a_table_and_as_json(demo, tmp_path):
    table, plain = tmp_path / "问题.csv", tmp_path / "问题.json"
    assert demo("export", "problems", "--out", table, *ON).code == 0
    assert demo("export", "problems", "--out", plain, *ON).code == 0
    raw = table.read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    same = json.loads(plain.read_text("utf-8"))["problems"]
    assert raw.startswith(b"\xef\xbb\xbf")
    assert [row["编号"] for row in rows] == [row["number"] for row in same]
    assert demo("problem", "list", "--format", "json", *ON).json["problems"] == same


def test_list_is_imported_once_and_a_bad_cell_is_named(copy, tmp_path):
    person = owner(copy)
    listed = tmp_path / "清单.csv"
    listed.write_text(f"问题,整改责任人,整改期限\n楼道灯不亮,{person},2027-12-01\n", "utf-8")
    command = ("problem", "import", listed, *UNIT, "--format", "json")
    tried = copy(*command, "--dry-run").json
    done = [copy(*command).json for _ in range(2)]
    counts = [(each["ready"], each["added"], each["already"]) for each in (tried, *done)]
    assert counts == [(1, 0, 0), (1, 1, 0), (1, 0, 1)]
    listed.write_text("问题,整改责任人,整改期限\n楼道灯不亮,无名氏,12月\n", "utf-8")
    bad = copy("problem", "import", listed, *UNIT)
    assert (bad.code, "一个问题也没有登记" in bad.out) == (1, True)
