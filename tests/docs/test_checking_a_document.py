"""The checker's pages name every rule and show what is measured now, in both languages."""

import re
from pathlib import Path

import pytest

from bench import checker
from zicha.core import check
from zicha.formats import check_toml

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / language / "checking-a-document.md" for language in ("zh", "en")]

NOT_SHOWN = ("numbering: recall", "placeholders: false")


def rows(path):
    """Return the rows of all tables of a page by their first cell."""
    lines = (line.strip("| ").split(" | ") for line in path.read_text("utf-8").splitlines() if line.startswith("| "))
    found = {}
    for first, *rest in lines:
        found.setdefault(first.strip("`"), []).append(rest)
    return found


@pytest.mark.parametrize("path", PAGES, ids=["zh", "en"])
def test_each_rule_is_described_with_an_example(path):
    described = rows(path)
    for name, _rule in check.RULES:
        assert len(described[name][0]) == 3
        assert all(described[name][0]), name


@pytest.mark.parametrize("path", PAGES, ids=["zh", "en"])
def test_precision_and_recall_are_those_measured(path):
    shown = rows(path)
    for rule, tally in checker.corpus().items():
        numbers = [
            str(tally.planted),
            str(tally.caught),
            str(tally.false),
            f"{tally.recall:.3f}",
            f"{tally.precision:.3f}",
        ]
        assert shown[rule][1] == numbers, rule


@pytest.mark.parametrize("path", PAGES, ids=["zh", "en"])
def test_what_is_measured_on_made_texts_is_shown(path):
    first = [cells[0][0] for name, cells in rows(path).items() if name not in dict(check.RULES)]
    shown = [value for value in first if re.fullmatch(r"\d+(\.\d+)?", value)]
    assert shown == [value for name, value, _target in checker.measured() if not name.startswith(NOT_SHOWN)]


@pytest.mark.parametrize("path", PAGES, ids=["zh", "en"])
def test_the_file_of_rules_that_is_shown_can_be_read(path):
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert check_toml.read(shown.encode(), name="check.toml") == {
        "layout": "off", "signature": "error", "punctuation.bracket": "off",
    }  # fmt: skip
