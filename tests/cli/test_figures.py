"""``zicha figures`` as a person calls it: with and without a ledger, and on files it cannot use."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.office.suite import Suite


def edited(content, old, new):
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(old.encode(), new.encode(), 1) if name == "word/document.xml" else body)
    return stream.getvalue()


@pytest.fixture
def report(demo, tmp_path):
    ran = demo("report", "--unit", "U03", "--period", "2026H1", "--scheme", "work-safety", "--out", "r.docx")
    assert ran.code == 0, ran.err
    return tmp_path / "r.docx"


def test_fresh_report_is_unchanged_with_the_ledger_and_without(report, demo, zicha):
    asked, alone = (call("figures", report, "--format", "json") for call in (demo, zicha))
    assert (asked.code, asked.err, alone.code, alone.err) == (0, "", 0, "")
    assert [(ran.json["asked_ledger"], {each["state"] for each in ran.json["figures"]}) for ran in (asked, alone)] == [
        (True, {"unchanged"}),
        (False, {"unchanged"}),
    ]
    assert all(each["now"] == each["was"] for each in asked.json["figures"])
    assert [each["now"] for each in alone.json["figures"]] == [None] * len(asked.json["figures"])


def test_changed_number_is_told_and_the_exit_says_so(report, zicha, tmp_path):
    first = zicha("figures", report, "--format", "json").json["figures"][0]
    (tmp_path / "edited.docx").write_bytes(edited(report.read_bytes(), f">{first['was']}<", ">9999<"))
    ran = zicha("figures", "edited.docx", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("edited.docx: U03 2026H1, as known at 2026-")
    assert [line.split()[:6] for line in lines if line.startswith("changed by hand")] == [
        ["changed", "by", "hand", str(first["paragraph"]), first["was"], "9999"]
    ]
    assert lines[-1] == "The ledger was not asked whether it has moved; name the data folder with --home."
    assert lines[-2].endswith(", changed by hand: 1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old .doc file or a document with a password."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"PK\x03\x04" + bytes(40), "The document is damaged and cannot be read."),
        (b"hello", "This is not a Word (.docx) file."),
    ],
)
def test_unusable_file_is_one_sentence(zicha, tmp_path, content, said):
    (tmp_path / "r.docx").write_bytes(content)
    ran = zicha("figures", "r.docx", "--lang", "en")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(said)


def test_file_that_is_not_there(zicha):
    ran = zicha("figures", "nothing.docx", "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (2, "", "There is no nothing.docx; check the path.\n")


def test_json_has_the_keys_that_are_promised(report, demo):
    page = (Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text("utf-8")
    rows = {
        name: next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
        for name in ("`zicha figures`", "a figure found")
    }
    promised = {name: set(re.findall(r'"(\w+)"', row.split("`; ")[0].split("`: ")[0])) for name, row in rows.items()}
    shape = demo("figures", report, "--format", "json").json
    assert promised == {"`zicha figures`": set(shape) | {"changed"}, "a figure found": set(shape["figures"][0])}


@pytest.mark.needs("soffice", "uno")
def test_opendocument_is_read_as_it_is(report, demo, tmp_path):
    suite = Suite(tmp_path)
    try:
        (tmp_path / "r.odt").write_bytes(suite.edit(report.read_bytes(), target=".odt"))
    finally:
        suite.close()
    ran = demo("figures", "r.odt", "--format", "json")
    assert (ran.code, ran.err, {each["state"] for each in ran.json["figures"]}) == (0, "", {"unchanged"})
    assert ran.json["report"] == "rep-work-safety-U03-2026H1"


def test_bomb_and_half_a_file_are_one_sentence(report, zicha, tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(120_000_000))
    (tmp_path / "bomb.docx").write_bytes(bomb.getvalue())
    (tmp_path / "half.docx").write_bytes(report.read_bytes()[:9_000])
    said = [zicha("figures", name, "--lang", "en") for name in ("bomb.docx", "half.docx")]
    assert [(ran.code, ran.out, ran.err.count("\n")) for ran in said] == [(2, "", 1), (2, "", 1)]
    assert [ran.err.partition(" and ")[0].partition("unpacks")[0] for ran in said] == [
        "The document ",
        "The document is damaged",
    ]
