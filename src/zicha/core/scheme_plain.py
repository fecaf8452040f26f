"""A scheme as plain JSON values and back, for keeping it read.

Classes are named by ``"~"``; tuples become lists. The file itself is what people load and what is kept as
proof; this form only saves reading it again.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction
from typing import Any

from zicha.core import scheme
from zicha.core.periods import Span
from zicha.core.text import LocalText

_CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (
        LocalText, Span, scheme.Length, scheme.Field, scheme.Kind, scheme.Clause, scheme.Selector, scheme.AtLeast,
        scheme.Every, scheme.Within, scheme.OnceBy, scheme.Standing, scheme.Bound, scheme.Duty, scheme.Count,
        scheme.Sum, scheme.DistinctPeople, scheme.Rate, scheme.Share, scheme.Cells, scheme.ProblemCount,
        scheme.ProblemShare, scheme.StudyCount, scheme.StudyShare,
        scheme.Measure, scheme.Section, scheme.Outline, scheme.Problems, scheme.Scheme,
    )
}  # fmt: skip


def to_plain(value: Any) -> Any:
    """Return a scheme, or a part of one, as JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: to_plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
        return {"~": type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return {"~": "date", "value": value.isoformat()}
    if isinstance(value, Fraction):
        return {"~": "fraction", "value": str(value)}
    return value


def from_plain(value: Any) -> Any:
    """Return what :func:`to_plain` was given."""
    if isinstance(value, list):
        return tuple(from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value["~"]
    if name == "date":
        return date.fromisoformat(value["value"])
    if name == "fraction":
        return Fraction(value["value"])
    return _CLASSES[name](**{key: from_plain(part) for key, part in value.items() if key != "~"})
