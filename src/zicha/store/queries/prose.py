"""What people have written in reports."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.core.prose import Prose
from zicha.store import models


def texts(*, scheme: str, unit: str, period: str, as_known_at: datetime) -> dict[str, Prose]:
    """Return each section's latest text as known at an instant."""
    rows = models.ProseRevision.objects.filter(
        scheme=scheme, unit=unit, period=period, rec_at__lte=bodies.microseconds(as_known_at)
    ).order_by("number")
    found = rows.values_list("section", "text", "number", "rec_at", "recorded_by")
    return {
        section: Prose(text, number, bodies.instant(rec_at), recorded_by)
        for section, text, number, rec_at, recorded_by in found
    }


def history(*, scheme: str, unit: str, period: str, section: str) -> tuple[Prose, ...]:
    """Return every saved state of a section's text, the first first."""
    rows = models.ProseRevision.objects.filter(scheme=scheme, unit=unit, period=period, section=section)
    found = rows.order_by("number").values_list("text", "number", "rec_at", "recorded_by")
    return tuple(Prose(text, number, bodies.instant(rec_at), by) for text, number, rec_at, by in found)
