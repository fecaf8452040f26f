"""The figures of an edited document: which still say what zicha wrote, and what the ledger says today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from zicha.core import board, figures, instants, measures, tracking
from zicha.core.board import Board, Ledger
from zicha.core.findings import Refusal
from zicha.core.scheme import Scheme
from zicha.core.tracking import Origin, Tracked
from zicha.formats import docx_figures, odt_figures
from zicha.formats.docx_figures import Marked
from zicha.services import boards
from zicha.store.queries import schemes as scheme_queries


@dataclass(frozen=True, slots=True)
class Tracking:
    """What became of a document's figures.

    Attributes:
        file: the document's name.
        origin: the question the report answered, or ``None`` where a program has lost it.
        asked_ledger: whether the ledger was asked what it says today.
    """

    file: str
    origin: Origin | None
    figures: tuple[Tracked, ...]
    asked_ledger: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether any figure was changed, is missing, or has moved in the ledger."""
        return any(each.state in tracking.WRONG for each in self.figures)


def read(*, content: bytes, name: str) -> Marked:
    """Return an edited .docx or .odt with what zicha left in it; raise ``Refusal`` if it cannot be read."""
    return odt_figures.read(content) if PurePath(name).suffix.lower() == ".odt" else docx_figures.read(content)


def track_file(*, content: bytes, name: str) -> Tracking:
    """Return what became of the figures in a .docx or .odt, without asking the ledger.

    Raises ``Refusal`` if the file cannot be read, or holds nothing of zicha.
    """
    marked = _marked(content, name)
    return Tracking(name, marked.origin, tracking.track(marked.document, written=marked.written))


def track_against_ledger(*, content: bytes, name: str, on: date | None, as_known_at: datetime) -> Tracking:
    """Return what became of the figures in a .docx or .odt, each with its value as known at an instant.

    The question is the report's own, with newer knowledge: its unit, its period and, unless ``on`` names another,
    its day. A figure of a measure or unit this ledger does not know has no value of today. Raises ``Refusal`` as
    :func:`track_file` does.
    """
    marked = _marked(content, name)
    origin = marked.origin
    if origin is None:
        return Tracking(name, None, tracking.track(marked.document, written=marked.written))
    ids = {each.id for each in marked.written}
    present = present_texts(ids, origin=origin, on=on or origin.on, as_known_at=as_known_at)
    tracked = tracking.track(marked.document, written=marked.written, present=present)
    return Tracking(name, origin, tracked, asked_ledger=True)


def present_texts(ids: Iterable[str], *, origin: Origin, on: date, as_known_at: datetime) -> dict[str, str]:
    """Return the texts of figures by id as known at an instant, without those of another question than the origin's.

    All of them are evaluated over one reading of the ledger.
    """
    scheme, wanted = _wanted(ids, origin, as_known_at)
    if scheme is None or not wanted:
        return {}
    try:
        ledger = boards.read(
            unit=origin.unit, period=origin.period, on=on, as_known_at=as_known_at, subtree=origin.subtree,
            schemes=(scheme,), people=boards.counts_people((scheme,)),
        )  # fmt: skip
    except Refusal:
        return {}
    shown = board.build(
        ledger=ledger, unit=origin.unit, period=origin.period, on=on, as_known_at=as_known_at, subtree=origin.subtree
    )
    return dict(_texts(scheme, wanted, ledger, shown, subtree=origin.subtree))


def as_json(found: Tracking) -> dict[str, Any]:
    """Return the published JSON shape."""
    origin = found.origin
    return {
        "file": found.file,
        "report": origin.report if origin else None,
        "scheme": origin.scheme if origin else None,
        "unit": origin.unit if origin else None,
        "period": str(origin.period) if origin else None,
        "on": origin.on.isoformat() if origin else None,
        "as_known_at": instants.written(origin.as_known_at) if origin else None,
        "snapshot": origin.snapshot if origin else None,
        "asked_ledger": found.asked_ledger,
        "figures": [_figure(each) for each in found.figures],
        "totals": tracking.totals(found.figures),
    }


def _figure(each: Tracked) -> dict[str, Any]:
    return {
        "state": each.state,
        "figure": each.id,
        "was": each.was,
        "found": each.found,
        "now": each.now,
        "paragraph": each.paragraph,
        "start": each.start,
        "end": each.end,
        "quote": each.quote,
        "by": each.by,
    }


def _marked(content: bytes, name: str) -> Marked:
    marked = read(content=content, name=name)
    if marked.origin is None and not marked.written and not tracking.has_figures(marked.document):
        raise Refusal("tracking.none")
    return marked


def _wanted(ids: Iterable[str], origin: Origin, as_known_at: datetime) -> tuple[Scheme | None, dict[str, str]]:
    """Return the report's scheme as known then, and the measures of the figures that ask the report's own question."""
    schemes = scheme_queries.in_force(on=origin.period.span.start, as_known_at=as_known_at)
    scheme = next((each for each in schemes if each.id == origin.scheme), None)
    known = {each.id for each in scheme.measures} if scheme else set()
    names = {each: figures.parse(each) for each in ids}
    question = (origin.unit, origin.period, origin.subtree)
    return scheme, {
        each: name.measure
        for each, name in names.items()
        if name.measure in known and (name.unit, name.period, name.subtree) == question
    }


def _texts(
    scheme: Scheme, wanted: dict[str, str], ledger: Ledger, shown: Board, *, subtree: bool
) -> Iterable[tuple[str, str]]:
    codes = boards.scope(ledger.units, unit=shown.unit, period=shown.period, on=shown.on, subtree=subtree)
    asked = measures.in_question(ledger.revisions, units=codes, span=shown.period.span, on=shown.on)
    by_id = {each.id: each for each in scheme.measures}
    for figure_id, measure in wanted.items():
        rule = by_id[measure]
        measured = measures.evaluate(rule.rule, revisions=asked, cells=shown.cells)
        yield figure_id, measures.text(measured.value, measure=rule)
