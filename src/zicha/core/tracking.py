"""What became of a report's figures after people have edited the document.

Every number is looked for by what survives: its content control first, then its hidden bookmark, then the words that
stood around it. Pure: takes what was written, what is there now and, if asked, what the ledger says today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from zicha.core import figures, marks
from zicha.core.document import Document, Mark, Paragraph
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.text import Language

State = Literal["unchanged", "changed", "copied", "missing", "moved", "foreign"]
By = Literal["control", "bookmark", "words", ""]
STATES: tuple[State, ...] = ("unchanged", "changed", "copied", "missing", "moved", "foreign")
WRONG: frozenset[State] = frozenset({"changed", "missing", "moved"})
"""The states that someone should look at before the document goes out."""

MOST = 2_000
"""Figures a document may hold; a report of twenty pages has some two hundred."""

MOST_BY_WORDS = 300
"""Figures that are looked for by their neighbours; a file that has lost more of its frames is no report any more."""

QUOTED = 10
"""Characters quoted from each side of a figure, so that a person finds the place."""

_DIGITS = re.compile(r"\d+(?:[,.]\d+)*")
_NUMBER = rf"[-+±约]?{_DIGITS.pattern}[%％]?|—+"
_LEAST_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Origin:
    """The question a document answers, as it says itself; anyone may have edited that too.

    Attributes:
        report: the report's id.
        snapshot: the head of the log, or empty.
    """

    report: str
    scheme: str
    unit: str
    period: Period
    on: date
    as_known_at: datetime
    language: Language = "zh"
    subtree: bool = False
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as zicha wrote it.

    Attributes:
        place: 1 for the first figure of the document.
        before, after: the words around it; both empty where the file kept none.
    """

    place: int
    id: str
    text: str
    before: str = ""
    after: str = ""


_Named = Mapping[str, Sequence[Written]]


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the document that says it is a figure.

    Attributes:
        id: the figure's id, its digest where the document has no more, or empty for words that fit.
        mark: what its bookmark says, if it has one.
        start, end: offsets into the paragraph's text.
    """

    id: str
    mark: marks.Name | None
    text: str
    paragraph: int
    start: int
    end: int
    quote: str
    before: str
    after: str
    by: By


@dataclass(frozen=True, slots=True)
class Tracked:
    """What became of one figure.

    Attributes:
        was: as it was written; empty for a foreign one.
        found: as it stands now; empty for a missing one.
        now: as the ledger has it today, or ``None`` if that was not asked or is not known.
        paragraph: its number, 0 for a missing one.
        quote: the words around it, or the words that stood around a missing one.
        by: what it was found by.
    """

    state: State
    id: str
    was: str
    found: str
    now: str | None = None
    paragraph: int = 0
    start: int = 0
    end: int = 0
    quote: str = ""
    by: By = ""


def track(
    document: Document, *, written: tuple[Written, ...], present: Mapping[str, str] | None = None
) -> tuple[Tracked, ...]:
    """Return every figure found, in order of reading, then those that are missing.

    ``present`` holds today's text of figures by id; ``None`` if the ledger was not asked. Raises ``Refusal`` for
    more figures than any report has.
    """
    found = tuple(_places(document))
    if max(len(written), len(found)) > MOST:
        raise Refusal("tracking.too_many", most=MOST)
    named = _named(written)
    owners, strays = _assign(named, found)
    by_words = dict(_by_words(document, found, [each for each in written if each not in owners]))
    tracked = [_judge(each, place, present) for each, place in (owners | by_words).items()]
    tracked += [_stray(stray, named) for stray in strays]
    lost = [each for each in written if each not in owners and each not in by_words]
    missing = [Tracked("missing", each.id, each.text, "", quote=f"{each.before}□{each.after}") for each in lost]
    return (*sorted(tracked, key=lambda each: (each.paragraph, each.start)), *missing)


def has_figures(document: Document) -> bool:
    """Return whether a document holds any control or bookmark of a figure."""
    return next(_places(document), None) is not None


def totals(tracked: Iterable[Tracked]) -> dict[State, int]:
    """Return how many figures are in each state; states that do not occur are 0."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for each in tracked:
        counts[each.state] += 1
    return counts


def places(paragraph: Paragraph) -> Iterator[Found]:
    """Yield each control, with the bookmark it shares its place with, and each bookmark that has lost its control.

    An emptied one is no place: the number was deleted, its frame is all that is left.
    """
    free = [mark for mark in paragraph.marks if mark.name.startswith("_zc_")]
    for control in paragraph.figures:
        near = [mark for mark in free if mark.start <= control.end and control.start <= mark.end]
        mark = min(near, key=lambda mark: _distance(mark, control.start, control.end), default=None)
        if mark is not None:
            free.remove(mark)
        if control.start < control.end:
            yield _found(paragraph, control.start, control.end, control.figure, mark, "control")
    for mark in free:
        if mark.start < mark.end:
            yield _found(paragraph, mark.start, mark.end, "", mark, "bookmark")


def _places(document: Document) -> Iterator[Found]:
    for paragraph in document.paragraphs:
        yield from places(paragraph)


def _distance(mark: Mark, start: int, end: int) -> int:
    return abs(mark.start - start) + abs(mark.end - end)


def _found(paragraph: Paragraph, start: int, end: int, figure: str, mark: Mark | None, by: By) -> Found:
    named = marks.parse(mark.name) if mark else None
    before, after = marks.neighbours(paragraph.text, start, end)
    return Found(
        id=figure or (named.digest if named else ""),
        mark=named,
        text=paragraph.text[start:end],
        paragraph=paragraph.number,
        start=start,
        end=end,
        quote=paragraph.text[max(0, start - QUOTED) : end + QUOTED],
        before=before,
        after=after,
        by=by,
    )


def _assign(named: _Named, places_found: tuple[Found, ...]) -> tuple[dict[Written, Found], list[Found]]:
    """Give each written figure its place: the one its bookmark names, else the likeliest of the same id."""
    by_mark = {(digest, each.place): each for digest, several in named.items() for each in several}
    owners: dict[Written, Found] = {}
    rest = []
    for found in places_found:
        owner = _marked(by_mark, found)
        if owner is None or owner in owners:
            rest.append(found)
        else:
            owners[owner] = found
    strays = []
    for found in rest:
        free = [each for each in named.get(found.id, ()) if each not in owners]
        if free:
            owners[max(free, key=lambda each: _likeness(each, found))] = found
        else:
            strays.append(found)
    return owners, strays


def _named(written: Iterable[Written]) -> _Named:
    """Return the figures by id and by the id's digest, which is all that a bookmark has room for."""
    named: dict[str, list[Written]] = {}
    for each in written:
        named.setdefault(each.id, []).append(each)
    return named | {figures.digest(name): several for name, several in named.items()}


def _marked(by_mark: Mapping[tuple[str, int], Written], found: Found) -> Written | None:
    """Return the figure that a place's bookmark names, if the control says nothing else."""
    mark = found.mark
    if mark is None or mark.copied:
        return None
    owner = by_mark.get((mark.digest, mark.place))
    return owner if owner is not None and found.id in (owner.id, mark.digest) else None


def _likeness(written: Written, found: Found) -> int:
    """Return how many of the characters next to it are the same on both sides."""
    before = _common(reversed(written.before), reversed(found.before))
    return before + _common(written.after, found.after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _judge(written: Written, found: Found, present: Mapping[str, str] | None) -> Tracked:
    now = present.get(written.id) if present is not None else None
    state: State = "unchanged" if found.text.strip() == written.text else "changed"
    if state == "unchanged" and now is not None and now != written.text:
        state = "moved"
    return replace(_tracked(found, state), id=written.id, was=written.text, now=now)


def _stray(found: Found, named: _Named) -> Tracked:
    several = named.get(found.id, ())
    if not several:
        return _tracked(found, "foreign")
    place = found.mark.place if found.mark else 0
    original = max(several, key=lambda each: (each.place == place, _likeness(each, found)))
    state: State = "copied" if found.text.strip() == original.text else "changed"
    return replace(_tracked(found, state), id=original.id, was=original.text)


def _tracked(found: Found, state: State) -> Tracked:
    return Tracked(
        state, found.id, "", found.text, None, found.paragraph, found.start, found.end, found.quote, found.by
    )


def _by_words(
    document: Document, places_found: tuple[Found, ...], lost: list[Written]
) -> Iterator[tuple[Written, Found]]:
    """Yield the figures whose frame is gone and whose neighbours still stand around a number."""
    taken = {(each.paragraph, each.start) for each in places_found}
    for written in lost[:MOST_BY_WORDS]:
        words = max((*_DIGITS.split(written.before), *_DIGITS.split(written.after)), key=len)
        if len(words) < _LEAST_NEIGHBOURS:
            continue
        pattern = re.compile(f"{_loosely(written.before)}({_NUMBER}){_loosely(written.after)}")
        for paragraph in document.paragraphs:
            found = pattern.search(paragraph.text) if words in paragraph.text else None
            if found and (paragraph.number, found.start(1)) not in taken:
                taken.add((paragraph.number, found.start(1)))
                yield written, _found(paragraph, *found.span(1), written.id, None, "words")
                break


def _loosely(words: str) -> str:
    """Return a pattern for words in which other numbers may have changed too."""
    return _DIGITS.pattern.join(map(re.escape, _DIGITS.split(words)))
