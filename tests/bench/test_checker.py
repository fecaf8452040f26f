"""The checker's precision is held: on the labelled corpus, and on defects planted at random."""

import json

import pytest

from bench import checker

SILENT_OR_RIGHT = 0.95


@pytest.fixture(scope="module")
def tallies():
    return checker.corpus()


@pytest.fixture(scope="module")
def measured():
    return {name.split(" (")[0]: float(value) for name, value, _target in checker.measured()}


def test_corpus_is_large_enough_and_labelled():
    labels = json.loads((checker.CORPUS / "labels.json").read_text("utf-8"))
    texts = {str(path.relative_to(checker.CORPUS)) for path in checker.CORPUS.glob("[cp]*/*.txt")}
    assert set(labels) == texts
    assert len(texts) >= 40
    for name, label in labels.items():
        lines = (checker.CORPUS / name).read_text("utf-8").splitlines()
        for defect in label["found"]:
            if defect["paragraph"]:
                start = defect["start"]
                assert lines[defect["paragraph"] - 1][start : start + len(defect["text"])] == defect["text"]


def test_no_rule_says_anything_of_a_clean_text(tallies):
    wrong = [place for tally in tallies.values() for place in tally.wrong if place.startswith("clean/")]
    assert wrong == []


def test_each_rule_is_precise_and_catches_what_is_planted(tallies):
    weak = {
        rule: (tally.precision, tally.recall, tally.missed, tally.wrong)
        for rule, tally in tallies.items()
        if tally.precision < SILENT_OR_RIGHT or tally.recall < SILENT_OR_RIGHT
    }
    assert weak == {}
    assert [rule for rule, tally in tallies.items() if not tally.planted] == []


@pytest.mark.parametrize(
    ("start", "least"),
    [
        ("doubled characters: recall", 0.8),
        ("placeholders: recall", 0.95),
        ("copied paragraphs: caught", 0.98),
        ("brackets: recall", 0.8),
        ("numbering: recall", 0.95),
    ],
)
def test_enough_is_caught(measured, start, least):
    (value,) = (value for name, value in measured.items() if name.startswith(start))
    assert value >= least


@pytest.mark.parametrize(
    ("start", "most"),
    [
        ("doubled characters: false per 10,000 signs", 0.5),
        ("doubled characters: of 122 sentences with an accident", 5),
        ("brackets: false", 1),
        ("numbering: false per 5,000 items", 1),
        ("placeholders: false", 0),
        ("copied paragraphs: fresh", 0.005),
    ],
)
def test_little_is_said_of_right_texts(measured, start, most):
    (value,) = (value for name, value in measured.items() if name.startswith(start))
    assert value <= most


def test_law_like_text_is_long_enough_and_always_the_same():
    law = checker.law_like()
    assert law == checker.law_like()
    assert sum(map(len, law)) >= 10_000


def test_folder_of_texts_is_counted(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("学习*次。", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"%PDF-")
    checker.main([str(tmp_path), "--list"])
    said = capsys.readouterr().out
    assert "a.txt:1 placeholders.left *" in said
    assert "document.pdf" in said
    assert "1 files, 5 signs" in said
