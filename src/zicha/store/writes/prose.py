"""What people write in a report, state after state."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.store.models import ProseRevision
from zicha.store.writes import binding


def append(
    *,
    scheme: str,
    unit: str,
    period: str,
    section: str,
    number: int,
    text: str,
    recorded_at: datetime,
    recorded_by: str,
) -> None:
    """Append one saved state."""
    row = ProseRevision.objects.create(
        scheme=scheme,
        unit=unit,
        period=period,
        section=section,
        number=number,
        text=text,
        rec_at=bodies.microseconds(recorded_at),
        recorded_by=recorded_by,
    )
    binding.bind_rows("prose", [row])
