"""What is due to go, by the clock that is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from zicha.core import bodies
from zicha.core.retention import RuleId
from zicha.store import models
from zicha.store.queries.erasure import Held, held_where


def records(*, cuts: Iterable[tuple[str, date]]) -> tuple[Held, ...]:
    """Return the values beside entries of some kinds that happened before a day each, by record and field.

    The day is that of an entry's last state, so that a corrected day counts.
    """
    wanted = Q(pk=None)
    for kind, day in cuts:
        wanted |= Q(kind=kind, day__lt=day)
    last = models.Fact.objects.filter(wanted, rec_to=models.ledger.FOREVER).values("entry")
    return held_where(Q(seq__entry__in=last))


def sheets(*, closed_before: datetime) -> tuple[int, ...]:
    """Return the sheets that closed before an instant."""
    return tuple(
        models.Sheet.objects.filter(closed_at__lt=bodies.microseconds(closed_before))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def leaves(*, before: date) -> tuple[int, ...]:
    """Return the requests for leave of days before one."""
    return tuple(models.LeaveRequest.objects.filter(day__lt=before).order_by("pk").values_list("pk", flat=True))


def devices(*, ended_before: datetime) -> tuple[int, ...]:
    """Return the browsers that ran out or were revoked before an instant."""
    return _ended(models.DeviceSession.objects.all(), ended_before)


def passes(*, ended_before: datetime) -> tuple[int, ...]:
    """Return the passes that ran out or were revoked before an instant."""
    return _ended(models.PassLink.objects.all(), ended_before)


def requests(*, answered_before: datetime) -> tuple[int, ...]:
    """Return the requests about one's data that were answered before an instant."""
    rows = models.DataRequest.objects.filter(answered_at__lt=bodies.microseconds(answered_before))
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def digests(*, before: date) -> int:
    """Return how many notes of reminders sent are of days before one."""
    return models.SentDigest.objects.filter(day__lt=before).count()


def failures(*, before: datetime) -> int:
    """Return how many counts of failed sign-ins began before an instant."""
    return models.SignInFailure.objects.filter(since__lt=bodies.microseconds(before)).count()


def sessions(*, ended_before: datetime) -> int:
    """Return how many sessions ended before an instant."""
    return Session.objects.filter(expire_date__lt=ended_before).count()


def named_files(*, digests: Collection[str]) -> frozenset[str]:
    """Return those of some hashes that a record names, beside the ledger or in it."""
    wanted = tuple(digests)
    beside = models.PersonalValue.objects.filter(value__in=wanted).values_list("value", flat=True)
    found = frozenset(beside)
    plain = "\n".join(models.Fact.objects.filter(fields__contains="sha256").values_list("fields", flat=True))
    return found | {digest for digest in wanted if digest in plain}


def _ended(rows: QuerySet[Any], before: datetime) -> tuple[int, ...]:
    instant = bodies.microseconds(before)
    ended = rows.filter(Q(until__lt=instant) | Q(revoked_at__lt=instant))
    return tuple(ended.order_by("pk").values_list("pk", flat=True))


KEYS: dict[str, RuleId] = {
    "sheet": "sheets",
    "leave": "leave",
    "device": "devices",
    "pass": "devices",
    "request": "requests",
    "suggestion": "suggestions",
}
"""The word by which an erasure entry names a row that went, and the rule it went by."""
