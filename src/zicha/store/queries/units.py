"""Units, people and posts as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Q, QuerySet

from zicha.core import bodies
from zicha.core.periods import Span
from zicha.core.reorganising import Kind, Line
from zicha.core.units import Holding, Person, UnitSpan
from zicha.store import models

_MANY = 1_000
"""Above this, reading every id is quicker than asking for each, and stays below a database's limit of parameters."""


def spans(*, units: Iterable[str] | None = None) -> tuple[UnitSpan, ...]:
    """Return how some units, or all, stood over time, by code and day."""
    rows = models.UnitSpan.objects.order_by("unit", "start")
    rows = rows if units is None else rows.filter(unit__in=tuple(units))
    found = rows.values_list("unit", "name", "parent", "level", "start", "end")
    return tuple(
        UnitSpan(unit, name, parent, level, Span(start, end)) for unit, name, parent, level, start, end in found
    )


def people() -> tuple[Person, ...]:
    """Return everyone, by id."""
    return tuple(Person(*row) for row in models.Person.objects.order_by("id").values_list("id", "name"))


def known_people(*, among: Collection[str]) -> frozenset[str]:
    """Return those of some ids that belong to a person."""
    if len(among) > _MANY:
        return frozenset(models.Person.objects.values_list("id", flat=True)) & frozenset(among)
    return frozenset(models.Person.objects.filter(id__in=tuple(among)).values_list("id", flat=True))


def holdings(*, units: Iterable[str] | None = None) -> tuple[Holding, ...]:
    """Return the posts held, in some units or in all, by unit, person and day."""
    rows = models.Holding.objects.order_by("unit", "person_id", "start", "post")
    return _holdings(rows if units is None else rows.filter(unit__in=tuple(units)))


def holdings_of(*, person: str) -> tuple[Holding, ...]:
    """Return the posts one person has held, by unit and day."""
    return _holdings(models.Holding.objects.filter(person_id=person).order_by("unit", "start", "post"))


def _holdings(rows: QuerySet[models.Holding]) -> tuple[Holding, ...]:
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
