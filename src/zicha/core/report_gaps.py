"""What was missed, done late, or lacks material, duty by duty, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from zicha.core import messages, report_words
from zicha.core.board import Cell
from zicha.core.report import Paragraph, Text
from zicha.core.scheme import AtLeast, Duty, Scheme
from zicha.core.scheme_words import share
from zicha.core.text import Language

GAPS = ("overdue", "met_late", "insufficient")
"""The states a section of gaps lists. What is in grace or waived is no gap; what is open is none yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What gaps are written from.

    Attributes:
        happened: the day on which each revision's activity happened, by seq.
        units: names of units by code, for a report on several.
    """

    scheme: Scheme
    on: date
    language: Language
    happened: Mapping[int, date]
    units: Mapping[str, str]
    subtree: bool = False


def paragraphs(cells: Iterable[Cell], *, asked: Asked) -> tuple[Paragraph, ...]:
    """Return an opening sentence and one item for each duty with gaps, or one sentence that there is none."""
    found = [cell for cell in cells if cell.scheme == asked.scheme.id and cell.state in GAPS]
    on = report_words.day(asked.on, language=asked.language)
    if not found:
        return (Paragraph((Text(_say("reports.gaps_none", asked, on=on)),), "none"),)
    items = [
        _item(place, list(group), asked)
        for place, (_key, group) in enumerate(groupby(found, key=lambda cell: (cell.unit, cell.duty)), start=1)
    ]
    return (Paragraph((Text(_say("reports.gaps_head", asked, on=on)),), "none"), *items)


def _item(place: int, cells: Sequence[Cell], asked: Asked) -> Paragraph:
    duty = asked.scheme.duty(cells[0].duty)
    clause = asked.scheme.clause(duty.clause).number
    head = _say("reports.gap_duty", asked, duty=duty.title.in_language(asked.language), clause=clause)
    unit = asked.units.get(cells[0].unit, cells[0].unit) if asked.subtree else ""
    said = _say("reports.gap_join", asked).join(_sentences(cells, duty, asked))
    text = _say(
        "reports.gap_item",
        asked,
        place=place,
        head=f"{unit}{' ' if unit and asked.language == 'en' else ''}{head}",
        said=said,
    )
    seqs = {seq for cell in cells for seq in (*cell.records, *(miss.seq for miss in cell.near))}
    return Paragraph((Text(text),), "gap", tuple(sorted(seqs)))


def _sentences(cells: Sequence[Cell], duty: Duty, asked: Asked) -> list[str]:
    """Windows in which nothing at all was done are told in one sentence, where they follow each other."""
    said: list[str] = []
    for nothing, group in groupby(cells, key=_nothing_done):
        some = list(group)
        if nothing:
            spans = tuple(cell.window for cell in some)
            windows = report_words.windows(spans, language=asked.language)
            said.append(_say("reports.gap_nothing", asked, windows=windows))
        else:
            said.extend(_sentence(cell, duty, asked) for cell in some)
    return said


def _nothing_done(cell: Cell) -> bool:
    return cell.state == "overdue" and not cell.done and not cell.near


def _sentence(cell: Cell, duty: Duty, asked: Asked) -> str:
    window = report_words.window(cell.window, language=asked.language)
    if cell.state == "met_late":
        late = [day for seq in cell.records if (day := asked.happened.get(seq)) and day >= cell.window.end]
        done_on = report_words.day(max(late, default=cell.window.end), language=asked.language)
        return _say("reports.gap_late", asked, window=window, day=done_on)
    if cell.state == "insufficient":
        return _say("reports.gap_insufficient", asked, window=window, lacks=_lacks(cell, duty, asked))
    short = _say("reports.gap_short", asked, window=window, owed=cell.owed, done=cell.done)
    if not cell.near:
        return short
    return short + _say("reports.gap_near", asked, lacks=_lacks(cell, duty, asked))


def _lacks(cell: Cell, duty: Duty, asked: Asked) -> str:
    """What keeps each entry from counting: 3月5日的一次缺少签到表."""
    titles = {kind: title.in_language(asked.language) for kind, title in asked.scheme.evidence}
    said = []
    for miss in cell.near:
        reasons = []
        if miss.lacks_evidence:
            kinds = _say("reports.comma", asked).join(titles.get(kind, kind) for kind in miss.lacks_evidence)
            reasons.append(_say("reports.lacks_evidence", asked, kinds=kinds))
        if miss.below_threshold and duty.threshold is not None:
            reasons.append(_say("reports.lacks_people", asked, share=share(duty.threshold)))
        if miss.too_near and isinstance(duty.cadence, AtLeast):
            reasons.append(_say("reports.lacks_gap", asked, days=duty.cadence.min_gap_days))
        day = asked.happened.get(miss.seq)
        on = report_words.day(day, language=asked.language, year=False) if day else f"#{miss.seq}"
        said.append(_say("reports.lacks", asked, day=on, reasons=_say("reports.lacks_and", asked).join(reasons)))
    return _say("reports.lacks_join", asked).join(said)


def _say(code: str, asked: Asked, **facts: object) -> str:
    return messages.sentence(code, language=asked.language, **facts)
