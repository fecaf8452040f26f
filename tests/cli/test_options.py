"""An option that would say nothing is refused by its name, before anything is done."""

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
