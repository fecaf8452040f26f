"""The figures of an edited document: which still say what zicha wrote, and what the ledger says today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from zicha.core import instants, tracking
from zicha.core.findings import Refusal
from zicha.core.tracking import Origin, Tracked
from zicha.formats import docx_figures, odt_figures
from zicha.formats.docx_figures import Marked
from zicha.services import reports


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

    All of them are evaluated over one reading of the ledger; a scheme or unit it does not know has none.
    """
    try:
        material = reports.material(
            unit=origin.unit, period=origin.period, scheme=origin.scheme, on=on, as_known_at=as_known_at,
            language=origin.language, subtree=origin.subtree, all_measures=True,
        )  # fmt: skip
    except Refusal:
        return {}
    texts = {figure.id: figure.text for figure in material.figures.values()}
    return {each: texts[each] for each in ids if each in texts}


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
