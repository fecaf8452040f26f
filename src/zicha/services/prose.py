"""What people write in the sections of a report."""

from __future__ import annotations

from datetime import datetime

from zicha.core.findings import Refusal
from zicha.store.queries import prose as queries
from zicha.store.writes import prose as writes
from zicha.store.writes.transaction import writing

LONGEST = 50_000


def save(
    *,
    scheme: str,
    unit: str,
    period: str,
    section: str,
    text: str,
    recorded_at: datetime,
    recorded_by: str,
    seen_number: int,
) -> int:
    """Save a section's text as its next state and return that state's number; the same text again changes nothing.

    Takes the number of the state the person began from, 0 for none. Raises ``Refusal`` ``prose.stale`` if
    somebody else has saved since, ``prose.too_long`` over 50,000 signs.
    """
    if len(text) > LONGEST:
        raise Refusal("prose.too_long", longest=LONGEST)
    with writing():
        states = queries.history(scheme=scheme, unit=unit, period=period, section=section)
        number = states[-1].number if states else 0
        if states and states[-1].text == text:
            return number
        if number != seen_number:
            raise Refusal("prose.stale", number=number)
        writes.append(
            scheme=scheme,
            unit=unit,
            period=period,
            section=section,
            number=number + 1,
            text=text,
            recorded_at=recorded_at,
            recorded_by=recorded_by,
        )
        return number + 1
