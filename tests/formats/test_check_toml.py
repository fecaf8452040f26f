"""The file that switches and re-grades the checker's rules; what is wrong in it is said with its line."""

import pytest

from zicha.core import messages
from zicha.core.findings import Refusal
from zicha.formats import check_toml


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("", {}),
        ("[rules]\n", {}),
        ('[rules]\nsignature = "off"\ndoubled = "note"\n', {"signature": "off", "doubled": "note"}),
        ('[rules]\npunctuation.bracket = "error"\n', {"punctuation.bracket": "error"}),
        (
            '\ufeff[rules]\npunctuation = "off"\n"punctuation.twice" = "error"\n',
            {"punctuation": "off", "punctuation.twice": "error"},
        ),
        ('[rules.layout]\nlines = "off"\n', {"layout.lines": "off"}),
    ],
)
def test_grades_are_read(text, grades):
    assert check_toml.read(text.encode(), name="check.toml") == grades


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'[rules]\n\nspelling = "off"\n', "check_toml.rule", 3),
        (b'[rules]\npunctuation.dash = "off"\n', "check_toml.rule", 2),
        (b'[rules]\n# no\nlayout = "loud"\n', "check_toml.grade", 3),
        (b"[rules]\nlayout = false\n", "check_toml.grade", 2),
        (b'[rules]\nlayout.lines.more = "off"\n', "check_toml.grade", 2),
        (b'doubled = "off"\n', "check_toml.part", 1),
        (b'rules = "off"\n', "check_toml.part", 1),
        (b"[rules]\nlayout = off\n", "check_toml.unreadable", 2),
        (b"[rules", "check_toml.unreadable", 1),
        (b'[rules]\nlayout = "\xff"\n', "check_toml.unreadable", 2),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(content, code, line):
    with pytest.raises(Refusal) as refusal:
        check_toml.read(content, name="check.toml")
    assert (refusal.value.code, refusal.value.facts["line"]) == (code, line)
    for language in ("zh", "en"):
        assert messages.sentence(code, language=language, **refusal.value.facts)


def test_endless_file_is_refused():
    with pytest.raises(Refusal) as refusal:
        check_toml.read(b"#" * 200_000, name="check.toml")
    assert refusal.value.code == "check_toml.too_long"
