"""A report's way on the terminal: submitted, returned, accepted, archived, its bundle checked."""

import json
import zipfile

import pytest

ASKED = ("--unit", "U03", "--period", "2026H2", "--scheme", "work-safety")


@pytest.fixture
def people(copy):
    """Who leads U03, and who leads the unit above."""
    said = {each["unit"]: each["answers"] for each in copy("org", "show", "--format", "json").json["units"]}
    return said["U03"]["lead"], said["U01"]["lead"]


def test_report_goes_its_way_and_its_bundle_is_good(copy, people, tmp_path):
    below, above = people
    submitted = copy("report", "submit", *ASKED, "--by", below, "--subtree", "--format", "json").json
    assert (submitted["state"], [each["step"] for each in submitted["steps"]]) == ("submitted", ["submit"])
    returned = copy("report", "return", *ASKED, "--by", above, "--comment", "请补原因")
    assert returned.out.splitlines()[0] == "U03 园林公司 2026H2 的报告：已退回"
    assert returned.out.splitlines()[-1].endswith("请补原因")
    assert copy("report", "submit", *ASKED, "--by", below, "--subtree").code == 0
    assert copy("report", "accept", *ASKED, "--by", above).code == 0
    archived = copy("report", "archive", *ASKED, "--by", above, "--format", "json").json
    assert archived["state"] == "archived"
    assert copy("report", "history", *ASKED, "--format", "json").json | {"unsigned": None} == archived
    written = copy("report", "bundle", *ASKED, "--out", "b.zip", "--format", "json").json
    assert written["file"] == "b.zip"
    checked = copy("report", "verify-bundle", "b.zip", "--format", "json")
    assert (checked.code, checked.json["good"], checked.json["content"]) == (0, True, archived["content"])
    assert checked.json["checks"] == dict.fromkeys(["files", "content", "scheme", "log", "again", "signed"], True)


def test_bundle_is_checked_without_an_installation(demo, zicha, tmp_path):
    demo("report", "bundle", "--unit", "U02", "--period", "2026H1", "--scheme", "theory-study", "--out", "b.zip")
    assert zicha("report", "verify-bundle", "b.zip", "--offline").code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["report.docx"] += b"x"
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    ran = zicha("report", "verify-bundle", "c.zip", "--offline")
    assert (ran.code, ran.out.splitlines()[0]) == (1, "✗ 包内文件与清单一致")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report"], "缺少 --unit；请补上，或运行 zicha report --help 看用法。"),
        (
            ["report", "accept", *ASKED, "--by", "林远"],
            "只有已提交的报告可以通过。先由本单位提交。",
        ),
        (
            ["report", "bundle", *ASKED, "--out", "b.zip"],
            "U03 2026H2 的报告还没有归档，没有归档包。",
        ),
        (["report", "verify-bundle", "a.txt"], "“a.txt”不是报告归档包，或已损坏。归档包由 zicha report bundle 导出。"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(words, said, demo, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    ran = demo(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{said}\n")


def test_demo_has_reports_in_every_state(demo):
    def state(unit, period, scheme):
        asked = ("--unit", unit, "--period", period, "--scheme", scheme, "--format", "json")
        return json.loads(demo("report", "history", *asked).out)["state"]

    assert [state(unit, "2026H1", "work-safety") for unit in ("U01", "U02", "U03")] == [
        "archived", "archived", "accepted"
    ]  # fmt: skip
    assert [state(unit, "2026H2", "theory-study") for unit in ("U01", "U02", "U03", "U04")] == [
        "draft", "returned", "draft", "submitted"
    ]  # fmt: skip
