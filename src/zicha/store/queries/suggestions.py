"""What was handed in, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from zicha.core import suggestions
from zicha.core.suggestions import Suggestion
from zicha.store import models


def one(*, number: int) -> Suggestion | None:
    """Return one suggestion by its number, or ``None``."""
    return next(iter(_read(models.Suggestion.objects.filter(pk=number))), None)


def of_entry(*, entry: int) -> Suggestion | None:
    """Return the suggestion of which a ledger's entry says that it was received, or ``None``."""
    return next(iter(_read(models.Suggestion.objects.filter(entry=entry).exclude(entry=0))), None)


def by_digest(*, digest: str) -> Suggestion | None:
    """Return what a receipt is for, or ``None``."""
    return next(iter(_read(models.Suggestion.objects.filter(digest=digest))), None) if digest else None


def of_units(*, units: Collection[str], since: date | None = None, waiting: bool = False) -> tuple[Suggestion, ...]:
    """Return what some units answer, by day: all of it, what came from a day on, or what still waits."""
    rows = models.Suggestion.objects.filter(unit__in=units)
    rows = rows.filter(day__gte=since) if since else rows
    return _read(rows.filter(answered_on=None, erased_on=None) if waiting else rows)


def of_person(*, person: str) -> tuple[Suggestion, ...]:
    """Return what a person handed in under the own name, the newest first."""
    return tuple(reversed(_read(models.Suggestion.objects.filter(person=person)))) if person else ()


def room(*, unit: str, day: date) -> tuple[int, int]:
    """Return how many a unit's box took in on a day, and how many of them by the open link."""
    rows = models.Suggestion.objects.filter(unit=unit, day=day)
    found = rows.aggregate(all=Count("pk"), opened=Count("pk", filter=Q(by_link=True)))
    return found["all"], found["opened"]


def untold(*, before: date) -> tuple[Suggestion, ...]:
    """Return what was handed in before a day and the ledger does not know of."""
    return _read(models.Suggestion.objects.filter(entry=0, day__lt=before))


def untold_erasures(*, before: date) -> tuple[int, ...]:
    """Return the numbers of texts that were erased before a day at a receipt's word and of which no entry tells."""
    rows = models.Suggestion.objects.filter(erased_on__lt=before, erasure_told=False)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def unerased(*, numbers: Collection[int]) -> tuple[int, ...]:
    """Return those of some numbers whose text is there."""
    return tuple(models.Suggestion.objects.filter(pk__in=numbers, erased_on=None).values_list("pk", flat=True))


def kept_from_before(*, day: date) -> tuple[int, ...]:
    """Return the numbers of what was handed in before a day and is still kept."""
    rows = models.Suggestion.objects.filter(day__lt=day, erased_on=None)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def _read(rows: QuerySet[models.Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(_values(rows.order_by("day", "pk")))


def _values(rows: Iterable[models.Suggestion]) -> Iterable[Suggestion]:
    for row in rows:
        yield Suggestion(
            id=row.pk,
            unit=row.unit,
            urgency=suggestions.read_urgency(row.urgency),
            day=row.day,
            text=row.text,
            person=row.person,
            entry=row.entry,
            answer=row.answer,
            answered_on=row.answered_on,
            answered_by=row.answered_by,
            forwarded=row.forwarded,
            erased_on=row.erased_on,
        )
