"""A line of the organisation's history as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from zicha.core import messages
from zicha.core.reorganising import Line
from zicha.core.text import Language, LocalText
from zicha.core.units import UnitSpan


def told(
    line: Line,
    *,
    spans: Iterable[UnitSpan],
    people: Mapping[str, str],
    posts: Mapping[str, LocalText],
    language: Language,
) -> str:
    """Return a line in words: units by their names of the day before, people and posts by theirs."""
    names = _names(spans, line.on - timedelta(days=1) if line.on > date.min else line.on)
    facts = {
        "day": line.on,
        "unit": line.unit if line.kind in ("founded", "split") else _named(line.unit, names, language),
        "other": _named(line.other, names, language),
        "name": line.name,
        "person": _named(line.person, people, language),
        "post": posts[line.post].in_language(language) if line.post in posts else line.post,
    }
    return messages.sentence(_code(line), language=language, **facts)


def _code(line: Line) -> str:
    if line.kind in ("founded", "moved") and not line.other:
        return f"organisation.line_top.{line.kind}"
    if line.kind == "left":
        extent = "one" if line.unit else "all"
        return f"organisation.line_left.{extent}"
    return f"organisation.line.{line.kind}"


def _names(spans: Iterable[UnitSpan], day: date) -> dict[str, str]:
    """Return each unit's name on a day, or its first after it, or its last before."""
    known = sorted(spans, key=lambda span: span.span)
    names = {span.unit: span.name for span in known if span.span.end <= day}
    names |= {span.unit: span.name for span in reversed(known) if span.span.start > day and span.unit not in names}
    return names | {span.unit: span.name for span in known if day in span.span}


def _named(code: str, names: Mapping[str, str], language: Language) -> str:
    if code not in names:
        return code
    return f"{names[code]}（{code}）" if language == "zh" else f"{names[code]} ({code})"
