"""The suggestion box; the caller holds the transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

from django.db.models import F

from zicha.core.suggestions import Suggestion, Urgency
from zicha.store import models

_NUMBERS = 2**53
"""A number goes through JavaScript and JSON unharmed."""


def add(*, handed_in: Suggestion, digest: str, by_link: bool) -> int:
    """Keep what was handed in under a random number and return it; the number in ``handed_in`` is not looked at."""
    row = models.Suggestion(
        pk=secrets.randbelow(_NUMBERS) + 1,
        unit=handed_in.unit,
        urgency=handed_in.urgency,
        day=handed_in.day,
        text=handed_in.text,
        person=handed_in.person,
        by_link=by_link,
        digest=digest,
    )
    row.save(force_insert=True)
    return row.pk


def set_entry(*, number: int, entry: int) -> None:
    """Keep which entry of the ledger says that it was received."""
    models.Suggestion.objects.filter(pk=number).update(entry=entry)


def set_urgency(*, number: int, urgency: Urgency) -> None:
    """Put it into another urgency."""
    models.Suggestion.objects.filter(pk=number).update(urgency=urgency)


def forward(*, number: int, unit: str) -> None:
    """Give it to another unit to answer."""
    models.Suggestion.objects.filter(pk=number).update(unit=unit, forwarded=F("forwarded") + 1)


def answer(*, number: int, text: str, on: date, by: str) -> None:
    """Keep the answer."""
    models.Suggestion.objects.filter(pk=number).update(answer=text, answered_on=on, answered_by=by)


def erase(*, numbers: Collection[int], on: date, told: bool) -> None:
    """Take away texts, answers and who handed in; what is counted stays."""
    models.Suggestion.objects.filter(pk__in=numbers).update(
        text="", answer="", person="", answered_by="", erased_on=on, erasure_told=told
    )


def tell_erasures(*, numbers: Collection[int]) -> None:
    """Keep that entries of the ledger tell of these erasures."""
    models.Suggestion.objects.filter(pk__in=numbers).update(erasure_told=True)
