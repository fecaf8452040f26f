"""Figures held against a document: every written one is accounted for once, whatever was done to the text."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zicha.core import figures, marks, tracking
from zicha.core.document import Document, Mark, Paragraph, Placed
from zicha.core.findings import Refusal
from zicha.core.tracking import Tracked, Written

IDS = ("fig-a-U1-2026H1", "fig-b-U1-2026H1", "fig-a~2d~long-U~2d~1-2026H1-all")
VALUES = ("3", "46%", "1,200", "—")
WRITTEN = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(VALUES)), min_size=1, max_size=6)


def paragraph(place, figure, text, *, number=0, mark=True, control=True):
    before = f"第{'甲乙丙丁戊己'[place - 1]}项共完成"
    start, end = len(before), len(before) + len(text)
    return Paragraph(
        number or place,
        f"{before}{text}次。",
        figures=(Placed(start, end, figure),) if control else (),
        marks=(Mark(start, end, figures.bookmark(figure, place)),) if mark else (),
    )


def as_written(values):
    texts = [paragraph(place, figure, text) for place, (figure, text) in enumerate(values, 1)]
    return tuple(
        Written(place, figure, text, *marks.neighbours(part.text, part.figures[0].start, part.figures[0].end))
        for place, ((figure, text), part) in enumerate(zip(values, texts, strict=True), 1)
    )


@given(
    values=WRITTEN, kept=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=6, max_size=6), order=st.randoms()
)
def test_each_figure_is_found_once_by_whatever_is_left_of_its_frame(values, kept, order):
    parts = [
        paragraph(place, figure, text, mark=mark, control=control)
        for place, ((figure, text), (mark, control)) in enumerate(zip(values, kept, strict=False), 1)
    ]
    order.shuffle(parts)
    document = Document(tuple(replace(part, number=number) for number, part in enumerate(parts, 1)))
    found = tracking.track(document, written=as_written(values))
    assert Counter((each.state, each.id, each.was, each.found) for each in found) == Counter(
        ("unchanged", figure, text, text) for figure, text in values
    )


@settings(max_examples=200)
@given(values=WRITTEN, done=st.lists(st.sampled_from(["keep", "change", "delete", "copy"]), min_size=6, max_size=6))
def test_what_is_told_is_what_was_done(values, done):
    parts, expected = [], Counter()
    for place, ((figure, text), deed) in enumerate(zip(values, done, strict=False), 1):
        if deed == "delete":
            expected["missing", figure, text, ""] += 1
            continue
        now = "77" if deed == "change" else text
        parts.append(paragraph(place, figure, now))
        expected["changed" if deed == "change" else "unchanged", figure, text, now] += 1
        if deed == "copy":
            copy = paragraph(place, figure, text)
            parts.append(replace(copy, marks=tuple(replace(each, name=f"{each.name}_Copy_1") for each in copy.marks)))
            expected["copied", figure, text, text] += 1
    document = Document(tuple(replace(part, number=number) for number, part in enumerate(parts, 1)))
    found = tracking.track(document, written=as_written(values))
    # A copy of a figure whose like was deleted is told as that one, so only ids that were not both are compared.
    deleted = {figure for state, figure, _was, _found in expected if state == "missing"}
    copied = {figure for state, figure, _was, _found in expected if state == "copied"}
    told = Counter((each.state, each.id, each.was, each.found) for each in found)
    both = deleted & copied
    assert {key: n for key, n in told.items() if key[1] not in both} == {
        key: n for key, n in expected.items() if key[1] not in both
    }
    assert sum(told.values()) >= len(values)


def test_ledger_that_has_moved_and_number_that_was_mended():
    parts = (paragraph(1, IDS[0], "3"), paragraph(2, IDS[1], "50%"))
    found = tracking.track(
        Document(parts), written=as_written([(IDS[0], "3"), (IDS[1], "46%")]), present={IDS[0]: "4", IDS[1]: "50%"}
    )
    assert [(each.state, each.was, each.found, each.now) for each in found] == [
        ("moved", "3", "3", "4"),
        ("changed", "46%", "50%", "50%"),
    ]
    assert tracking.totals(found) == {"unchanged": 0, "changed": 1, "copied": 0, "missing": 0, "moved": 1, "foreign": 0}


def test_figure_nobody_wrote_is_foreign_and_has_its_place():
    found = tracking.track(Document((paragraph(1, IDS[0], "3"),)), written=())
    assert found == (
        Tracked("foreign", IDS[0], "", "3", None, 1, 6, 7, "第甲项共完成3次。", "control"),
    )  # fmt: skip


def test_neighbours_that_changed_numbers_still_lead_to_the_figure():
    written = (Written(1, IDS[0], "3", "召开会议", "次，参加率46%。"),)
    document = Document((Paragraph(1, "召开会议5次，参加率52%。"),))
    assert [(each.state, each.found, each.by) for each in tracking.track(document, written=written)] == [
        ("changed", "5", "words")
    ]


def test_more_marks_than_any_report_has_are_refused():
    written = tuple(Written(place, IDS[0], "3") for place in range(1, tracking.MOST + 2))
    with pytest.raises(Refusal) as refusal:
        tracking.track(Document(()), written=written)
    assert refusal.value.code == "tracking.too_many"


@given(
    name=st.sampled_from(["s", "f", "c"]),
    section=st.text(max_size=80),
    place=st.integers(0, 99_999),
    copy=st.sampled_from(["", "_Copy_1", "_Copy_12"]),
)
def test_names_of_bookmarks_fit_word_and_are_read_back(name, section, place, copy):
    written = {"s": marks.section(section), "f": marks.drafted(section, place), "c": figures.bookmark(section, place)}[
        name
    ]
    assert len(written) <= 40
    assert marks.parse(written + copy) == marks.Name(
        name, figures.digest(section), 0 if name == "s" else place, copy != ""
    )
    assert marks.parse(written[1:]) is None
