"""``zicha org``: decisions about the organisation from a day on."""

import pytest

ROSTER = (
    "编号,姓名,单位编号,单位,岗位,邮箱\n"
    "P1,张三,U1,一队,第一责任人,zhang@example.org\nP2,李四,U1,一队,成员,\nP3,张三,U2,二队,成员,\n"
)


@pytest.fixture
def found(zicha, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    assert (zicha("init").code, zicha("org", "import", "roster.csv").code) == (0, 0)
    return zicha


def units(found, day):
    shown = found("org", "show", "--on", day, "--format", "json").json["units"]
    return [(one["unit"], one["name"], one["parent"], one["people"]) for one in shown]


def test_year_of_changes_keeps_each_days_tree(found):
    before = [("U1", "一队", None, 2), ("U2", "二队", None, 1)]
    said = [
        found("org", "found", "U3", "三队", "--below", "一队", "--from", "2026-12-01").out,
        found("org", "rename", "U2", "先锋队", "--from", "2026-12-05").out,
        found("org", "move", "U2", "--below", "U1", "--from", "2026-12-10").out,
        found("org", "join", "P9", "--name", "何静", "--unit", "U3", "--from", "2026-12-10").out,
        found("org", "post", "张三@先锋队", "直接责任人", "--unit", "U3", "--from", "2026-12-11").out,
        found("org", "merge", "U3", "三队", "--into", "U2", "--from", "2027-01-01").out,
        found("org", "split", "U2", "U4", "新队", "--people", "何静", "--from", "2028-02-29").out,
        found("org", "leave", "P3", "--from", "2028-03-01").out,
        found("org", "close", "U2", "--from", "2028-03-01").out,
    ]
    assert [line[:14] for line in said if not line.startswith("从 20")] == []
    assert units(found, "2026-11-30") == before
    assert units(found, "2026-12-31") == [("U1", "一队", None, 2), ("U2", "先锋队", "U1", 1), ("U3", "三队", "U1", 2)]
    assert units(found, "2027-01-01") == [("U1", "一队", None, 2), ("U2", "先锋队", "U1", 2)]
    assert units(found, "2028-02-29") == [("U1", "一队", None, 2), ("U2", "先锋队", "U1", 1), ("U4", "新队", "U1", 1)]
    assert units(found, "2028-03-01") == [("U1", "一队", None, 2), ("U4", "新队", "U1", 1)]
    kinds = [one["kind"] for one in found("org", "history", "--format", "json").json["changes"]]
    assert kinds == [
        "closed", "left", "joined", "split", "merged", "appointed", "joined", "moved", "renamed", "founded",
    ]  # fmt: skip


def test_dry_run_says_and_saves_nothing(found):
    ran = found("org", "close", "U2", "--from", "2026-12-01", "--dry-run")
    assert (ran.code, ran.out) == (0, "（没有保存）从 2026-12-01 起撤销二队（U2），在其中的岗位同时结束。\n")
    assert found("org", "history", "--format", "json").json == {"changes": []}


REFUSED = {
    ("leave", "张三"): "P1（一队）；P3（二队）",
    ("leave", "王五"): "没有人员“王五”",
    ("close", "U9"): "U9",
    ("move", "U1", "--below", "U1"): "自己的上级",
    ("post", "李四", "国王", "--unit", "U1"): "没有“国王”这个岗位",
    ("found", "U1", "又一队"): "编号U1已有单位用过",
    ("rename", "U1", "新名", "--from", "2026-2-30"): "2026-2-30",
    ("contact", "李四", "--to", "11010519491231002X"): "身份证号",
}


def test_what_cannot_be_done_is_said_in_a_sentence(found):
    ran = {words: found("org", *words) for words in REFUSED}
    said = {words: (each.code, each.out, REFUSED[words] in each.err) for words, each in ran.items()}
    assert said == dict.fromkeys(REFUSED, (2, "", True))


def test_contact_is_kept_and_forgotten(found):
    assert found("org", "contact", "李四", "--to", "li@example.org", "--format", "json").json == {
        "person": "P2",
        "kept": True,
    }
    assert found("org", "contact", "李四").out == "已删去P2的联系方式。\n"


def test_vacant_posts_are_shown_beside_who_answers(found):
    found("scheme", "load", "work-safety")
    found("org", "found", "U3", "三队", "--below", "U1", "--from", "2026-01-01")
    shown = found("org", "show", "--on", "2026-11-30", "--format", "json").json["units"]
    assert {one["unit"]: one["vacant"] for one in shown} == {
        "U1": [],
        "U2": ["lead"],
        "U3": ["direct", "lead", "recorder"],
    }
    assert "第一责任人" in found("org", "show", "--on", "2026-11-30").out
