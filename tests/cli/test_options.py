"""An option that would say nothing is refused by its name, before anything is done."""

import re

import pytest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("erase", "--person", "P001", "--field", "title", "--ground", "request", "--yes"),
            "--field means something only together with --record.",
        ),
        (
            ("measure", "inspections", "--unit", "U02", "--by", "month", "--brief"),
            "--brief means nothing together with --by.",
        ),
        (("verify", "FILE", "--workers", "2"), "--workers means nothing together with FILE."),
        (("import", "FILE", "--unit", "U02", "--workers", "2"), "--by, --units and --workers go with a folder only."),
        (("import", "FILE", "--unit", "U02", "--by", "column"), "--by, --units and --workers go with a folder only."),
        (("check", "FILE", "--subtree"), "--subtree means something only together with --unit."),
        (("check", "FILE", "--scheme", "work-safety"), "--scheme means something only together with --unit."),
        (
            ("org", "post", "P001", "lead", "--unit", "U02", "--end", "--until", "2026-12-31"),
            "--until means nothing together with --end.",
        ),
        (
            ("meeting", "minutes", "3", "--period", "2026H1", "--out", "m.docx"),
            "--period means something only together with --unit.",
        ),
    ],
    ids=lambda each: each[0] + each[-2] if isinstance(each, tuple) else "",
)
def test_option_that_would_say_nothing_is_refused(copy, tmp_path, words, said):
    (tmp_path / "ledger.csv").write_text("x", "utf-8")
    named = [str(tmp_path / "ledger.csv") if word == "FILE" else word for word in words]
    found = copy(*named, "--lang", "en")
    assert (found.code, found.out, found.err) == (2, "", f"{said}\n")


def test_report_of_many_units_is_pointed_to_its_own_command(demo, tmp_path):
    words = ("report", "--unit", "U01", "--subtree", "--period", "2026H1", "--scheme", "work-safety")
    told = demo(*words, "--out", str(tmp_path))
    assert (told.code, told.err) == (
        2,
        f"{tmp_path} 不是文件名；请写成 报告.docx 这样。要给每个单位各写一份，请用 zicha report each --into 文件夹。\n",
    )
    assert "use zicha report each --into FOLDER" in demo(*words, "--out", "reports", "--lang", "en").err


def test_scheme_with_errors_is_refused_in_one_language(copy, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("scheme: [", "utf-8")
    said = copy("scheme", "load", str(wrong), "--lang", "en").err
    assert "wrong.yaml has errors" in said
    assert re.findall("[一-鿿]", said) == []
