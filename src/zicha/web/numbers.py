"""Whole numbers out of addresses and forms."""

from __future__ import annotations

LONGEST = 18
"""Digits of the largest number that any column holds; some thousands of them Python refuses to read at all."""


def whole(text: str | None, *, digits: int = LONGEST) -> int | None:
    """Return the number that at most so many digits say, or ``None`` for any other text."""
    return int(text) if text and text.isdecimal() and len(text) <= digits else None
