"""Figures: a measure's value for one unit and period as known at one instant, by an id that can be asked again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zicha.core import instants, measures, periods, small_counts
from zicha.core.findings import Refusal
from zicha.core.measures import Measured, Value
from zicha.core.periods import Period, PerPeriod
from zicha.core.scheme import Measure
from zicha.core.small_counts import Closed
from zicha.core.text import LocalText

LONGEST_TAG = 64
"""Characters Word allows in a content control's tag and title."""

_ID = re.compile(r"fig-(?P<measure>[^-]+)-(?P<unit>[^-]+)-(?P<period>\d{4}(?:[HQ]\d|-\d\d)?)(?P<subtree>-all)?")
_PLAIN = re.compile(r"[^\w.]")
_NOTHING: Mapping[int, Closed] = {}
_CODED = re.compile(r"~([0-9a-f]+)~")


@dataclass(frozen=True, slots=True)
class Name:
    """What a figure's id says: which measure, of which unit, for which period, with or without the units below."""

    measure: str
    unit: str
    period: Period
    subtree: bool = False

    def __str__(self) -> str:
        tail = "-all" if self.subtree else ""
        return f"fig-{_coded(self.measure)}-{_coded(self.unit)}-{self.period}{tail}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that can be asked again.

    Attributes:
        id: see :class:`Name`; with ``as_known_at`` and ``on`` it leads back to the same number.
        unit_word: the word shown behind the number, such as 次 or ``%``.
        value: exact; a share is between 0 and 1. ``None`` where there is nothing to divide by, or
            a few that are not told (:mod:`zicha.core.small_counts`).
        text: what is shown: ``12``, ``92%``, ``—``, ``<5``, ``≥43``, ``*``.
        plain: what JSON carries: ``text`` as a number, ``None`` for — and for what is not told.
        records: ``seq`` of the revisions behind it, ascending; those of private kinds are left out, since a number
            of the log tells when its record was made.
        unnamed: those among them whose heads were counted and not named (distinct people only).
        withheld: how many records of private kinds are behind it, ``<5`` for a few; empty where the value is not told.
    """

    id: str
    measure: str
    title: LocalText
    unit_word: str
    unit: str
    period: Period
    as_known_at: datetime
    on: date
    value: Value
    text: str
    plain: int | float | None
    records: tuple[int, ...]
    subtree: bool = False
    unnamed: tuple[int, ...] = ()
    withheld: str = ""


def make(
    measured: Measured,
    *,
    measure: Measure,
    name: Name,
    on: date,
    as_known_at: datetime,
    closed: Mapping[int, Closed] = _NOTHING,
    per: PerPeriod = "half",
) -> Figure:
    """Return the figure of a measured value, which names no record of a private kind.

    Takes these by ``seq`` and the length of the scheme's periods, which decide whether the value is told.
    """
    instead = small_counts.withheld(measure.rule, closed.values(), period=name.period, per=per)
    value = None if instead else measured.value
    return Figure(
        id=str(name),
        measure=measure.id,
        title=measure.title,
        unit_word=measure.unit,
        unit=name.unit,
        period=name.period,
        as_known_at=as_known_at,
        on=on,
        value=value,
        text=instead or measures.text(value, measure=measure),
        plain=measures.plain(value, measure=measure),
        records=tuple(seq for seq in measured.records if seq not in closed),
        subtree=name.subtree,
        unnamed=tuple(seq for seq in measured.unnamed if seq not in closed),
        withheld="" if instead or not closed else small_counts.told(len(closed)),
    )


def parse(figure_id: str) -> Name:
    """Return what an id says; raise ``Refusal`` for anything that is no figure's id."""
    found = _ID.fullmatch(figure_id.strip())
    if found is None:
        raise Refusal("reports.figure_unreadable", value=figure_id)
    try:
        period = periods.parse(found["period"])
        return Name(_read(found["measure"]), _read(found["unit"]), period, subtree=bool(found["subtree"]))
    except (ValueError, OverflowError):
        raise Refusal("reports.figure_unreadable", value=figure_id) from None


def bookmark(figure_id: str, place: int) -> str:
    """Return the name of the hidden bookmark around a figure: it starts with ``_`` and has 40 characters at most.

    ``place`` counts the figures of a document from 1, since one figure may stand in it twice.
    """
    return f"_zc_{digest(figure_id)}_{place}"


def tag(figure_id: str) -> str:
    """Return the tag of the content control around a figure; an id too long for Word is shown by its digest."""
    full = f"zicha:{figure_id}"
    return full if len(full) <= LONGEST_TAG else f"zicha:{digest(figure_id)}"


def digest(figure_id: str) -> str:
    """Return 16 hex digits that stand for an id."""
    return hashlib.sha256(figure_id.encode()).hexdigest()[:16]


def as_json(figure: Figure) -> dict[str, Any]:
    """Return the published JSON shape of a figure."""
    return {
        "figure": figure.id,
        "measure": figure.measure,
        "title": figure.title.zh,
        "unit": figure.unit,
        "period": str(figure.period),
        "subtree": figure.subtree,
        "on": figure.on.isoformat(),
        "as_known_at": instants.written(figure.as_known_at),
        "value": figure.plain,
        "unit_word": figure.unit_word,
        "text": figure.text,
        "records": list(figure.records),
        "unnamed": list(figure.unnamed),
    }


def _coded(part: str) -> str:
    return _PLAIN.sub(lambda found: f"~{ord(found[0]):x}~", part)


def _read(part: str) -> str:
    return _CODED.sub(lambda found: chr(int(found[1], 16)), part)
