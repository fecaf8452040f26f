"""Private notes, for their author."""

from __future__ import annotations

from collections.abc import Iterable

from zicha.store.models import PrivateNote


def notes(*, person: str, entries: Iterable[int]) -> dict[int, str]:
    """Return a person's own notes by entry; nobody else's are ever among them."""
    rows = PrivateNote.objects.filter(person=person, entry__in=tuple(entries))
    return dict(rows.values_list("entry", "text"))


def all_of(*, person: str) -> dict[int, str]:
    """Return every note of a person by entry."""
    return dict(PrivateNote.objects.filter(person=person).order_by("entry").values_list("entry", "text"))
