"""The values of a draft's fields, as what they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zicha.core.ledger import Draft, FieldValue


def text(draft: Draft, name: str) -> str:
    """Return a field as text; empty if it was not filled in."""
    return str(draft.value(name) or "")


def day(draft: Draft, name: str) -> date | None:
    """Return a date field as a day, or ``None``."""
    written = text(draft, name)
    return date.fromisoformat(written) if written else None


def filled(values: Iterable[tuple[str, str | date | None]]) -> tuple[tuple[str, FieldValue], ...]:
    """Return the fields that were filled in, days as ISO dates, texts without the blanks around them."""
    written = (
        (name, value.isoformat() if isinstance(value, date) else (value or "").strip()) for name, value in values
    )
    return tuple((name, value) for name, value in written if value)
