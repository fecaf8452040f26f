"""Private notes: their author writes over them and throws them away."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.store.models import PrivateNote


def keep(*, person: str, entry: int, text: str, recorded_at: datetime) -> None:
    """Keep a person's note beside an entry; an empty one is deleted."""
    if not text:
        PrivateNote.objects.filter(person=person, entry=entry).delete()
        return
    values = {"text": text, "rec_at": bodies.microseconds(recorded_at)}
    PrivateNote.objects.update_or_create(person=person, entry=entry, defaults=values)
