"""Requests about one's data; the caller holds the transaction."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.core.data_requests import Wish
from zicha.store import models


def add(*, person: str, wish: Wish, about: int, field: str, text: str, asked_at: datetime) -> int:
    """Keep a request and return its number."""
    row = models.DataRequest.objects.create(
        person=person, wish=wish, about=about, field=field, text=text, rec_at=bodies.microseconds(asked_at)
    )
    return row.pk


def answer(*, request_id: int, granted: bool, reason: str, answered_at: datetime, answered_by: str) -> None:
    """Keep the answer."""
    models.DataRequest.objects.filter(pk=request_id).update(
        granted=granted, reason=reason, answered_at=bodies.microseconds(answered_at), answered_by=answered_by
    )
