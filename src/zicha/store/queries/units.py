"""Units, people and posts as values."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import Q, QuerySet

from zicha.core import bodies
from zicha.core.periods import Span
from zicha.core.reorganising import Kind, Line
from zicha.core.unit_index import UnitIndex
from zicha.core.units import Holding, Person, UnitSpan
from zicha.store import models

_MANY = 1_000
"""Above this, reading every id is quicker than asking for each, and stays below a database's limit of parameters."""


_STAMP = (
    "SELECT (SELECT digest FROM store_boundrow WHERE seq = %s), coalesce(max(seq), 0),"
    " coalesce(max(CASE WHEN sort = 'unit' THEN seq END), 0) FROM store_boundrow WHERE seq > %s"
)
_LAST = "SELECT seq, digest FROM store_boundrow WHERE length(digest) > 0 ORDER BY seq DESC LIMIT 1"
_SAID = "SELECT digest FROM store_boundrow WHERE seq = %s"
_HELD = 'SELECT unit, post, start, "end" FROM store_holding WHERE person_id = %s ORDER BY unit, start, post'
_FAR = 1_000
"""When so much else was bound since, what is kept is dated anew, so that the question stays short."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """All units as they stood when the row log held a row; that row's digest is salted, so no other log has it."""

    seq: int
    digest: bytes
    index: UnitIndex


_KEPT: dict[str, _Kept] = {}
_READING = threading.Lock()


def index() -> UnitIndex:
    """Return how all units stood over time.

    They are read once by a process and kept for as long as the row log of the same database has said nothing new of
    a unit, which one short statement tells: a change by any process, and another database put in the place of this
    one, is seen by the next question. From a database that has no row log yet they are read each time.
    """
    kept = _KEPT.get(connection.alias)
    if kept is not None and _still_holds(kept):
        return kept.index
    with _READING:
        return _read_index()


def spans(*, units: Iterable[str] | None = None) -> tuple[UnitSpan, ...]:
    """Return how some units, or all, stood over time, by code and day."""
    return index().spans if units is None else _spans(models.UnitSpan.objects.filter(unit__in=tuple(units)))


def _still_holds(kept: _Kept) -> bool:
    """Whether the log goes on from where it was kept, and says nothing of a unit since."""
    digest, last, last_unit = _row(_STAMP, kept.seq, kept.seq) or (None, 0, 0)
    if digest is None or bytes(digest) != kept.digest or last_unit:
        return False
    if last - kept.seq > _FAR:
        (said,) = _row(_SAID, last) or (b"",)
        if said:
            _KEPT[connection.alias] = _Kept(last, bytes(said), kept.index)
    return True


def _read_index() -> UnitIndex:
    """The log is read first: a change that comes between the two is read now, and once more by the next question."""
    last = _row(_LAST)
    found = UnitIndex(_spans(models.UnitSpan.objects.all()))
    if last is not None:
        _KEPT[connection.alias] = _Kept(last[0], bytes(last[1]), found)
    return found


def _row(statement: str, *values: int) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _spans(rows: QuerySet[models.UnitSpan]) -> tuple[UnitSpan, ...]:
    found = rows.order_by("unit", "start").values_list("unit", "name", "parent", "level", "start", "end")
    return tuple(
        UnitSpan(unit, name, parent, level, Span(start, end)) for unit, name, parent, level, start, end in found
    )


def people(*, among: Collection[str] | None = None) -> tuple[Person, ...]:
    """Return everyone, or those of some ids, by id."""
    rows = models.Person.objects.order_by("id").values_list("id", "name")
    return tuple(Person(*row) for row in (rows if among is None else rows.filter(id__in=tuple(among))))


def names_in(*, units: Iterable[str]) -> dict[str, str]:
    """Return the names of those who hold, or held, a post in some units, by id."""
    held = models.Holding.objects.filter(unit__in=tuple(units)).values("person_id")
    return dict(models.Person.objects.filter(id__in=held).values_list("id", "name"))


def known_people(*, among: Collection[str]) -> frozenset[str]:
    """Return those of some ids that belong to a person."""
    if len(among) > _MANY:
        return frozenset(models.Person.objects.values_list("id", flat=True)) & frozenset(among)
    return frozenset(models.Person.objects.filter(id__in=tuple(among)).values_list("id", flat=True))


def holdings(*, units: Iterable[str] | None = None) -> tuple[Holding, ...]:
    """Return the posts held, in some units or in all, by unit, person and day."""
    rows = models.Holding.objects.order_by("unit", "person_id", "start", "post")
    return holdings_from(rows if units is None else rows.filter(unit__in=tuple(units)))


def holdings_of(*, person: str) -> tuple[Holding, ...]:
    """Return the posts one person has held, by unit and day."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [person])
        return tuple(Holding(person, unit, post, Span(start, end)) for unit, post, start, end in cursor.fetchall())


def holdings_among(*, people: Collection[str]) -> tuple[Holding, ...]:
    """Return the posts some people have held, by unit, person and day."""
    rows = models.Holding.objects.filter(person_id__in=tuple(people))
    return holdings_from(rows.order_by("unit", "person_id", "start", "post"))


def holdings_from(rows: QuerySet[models.Holding]) -> tuple[Holding, ...]:
    """Return rows as the posts they stand for, in their order."""
    found = rows.values_list("person_id", "unit", "post", "start", "end")
    return tuple(Holding(person, unit, post, Span(start, end)) for person, unit, post, start, end in found)


def contacts(*, people: Collection[str]) -> dict[str, str]:
    """Return where the reminders of some people are sent; who gave nothing is left out."""
    rows = models.Person.objects.filter(id__in=tuple(people)).exclude(contact="")
    return dict(rows.values_list("id", "contact"))


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the organisation's history, with who wrote it down and when."""

    line: Line
    recorded_at: datetime
    recorded_by: str


def changes(*, unit: str = "", limit: int = 100) -> tuple[Change, ...]:
    """Return the latest lines of the organisation's history, of one unit or of all, the last written first."""
    rows = models.OrganisationChange.objects.order_by("-rec_at", "-pk")
    rows = rows.filter(Q(unit=unit) | Q(other=unit)) if unit else rows
    return tuple(
        Change(
            Line(cast("Kind", row.kind), row.effective, row.unit, row.other, row.name, row.person, row.post),
            bodies.instant(row.rec_at),
            row.recorded_by,
        )
        for row in rows[:limit]
    )
