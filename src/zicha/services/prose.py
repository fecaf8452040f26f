"""What people write in the sections of a report."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zicha.core import differences, periods
from zicha.core.differences import Piece
from zicha.core.findings import Refusal
from zicha.core.prose import Prose
from zicha.core.report_life import REPORT_STEP, lives
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import prose as queries
from zicha.store.writes import prose as writes
from zicha.store.writes.transaction import writing

LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did.

    Attributes:
        number: of the state that stands now.
        text: its text.
        merged: whether it holds what somebody else had written in other paragraphs meanwhile.
    """

    number: int
    text: str
    merged: bool = False


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
    somebody else has saved since, ``prose.too_long`` over 50,000 signs, ``report_life.frozen`` once it is submitted.
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
        _require_open(scheme, unit, period)
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


def merge(
    *,
    scheme: str,
    unit: str,
    period: str,
    section: str,
    text: str,
    recorded_at: datetime,
    recorded_by: str,
    seen_number: int,
) -> Saved:
    """Save as :func:`save`, and put in what somebody else has written in other paragraphs since.

    Raises ``Refusal`` as :func:`save`; ``prose.stale`` only where both have changed the same paragraph.
    """
    with writing():
        states = queries.history(scheme=scheme, unit=unit, period=period, section=section)
        number, standing = (states[-1].number, states[-1].text) if states else (0, "")
        merged = differences.merged(base=_base(states, seen_number), mine=text, theirs=standing)
        if merged is None:
            raise Refusal("prose.stale", number=number)
        saved = save(
            scheme=scheme,
            unit=unit,
            period=period,
            section=section,
            text=merged,
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            seen_number=number,
        )
        return Saved(saved, merged, merged != text)


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """Return what leads from one text to the other, word by word."""
    return differences.between(before, after, cut=_cutter())


def _base(states: Sequence[Prose], number: int) -> str:
    return next((state.text for state in states if state.number == number), "")


def _require_open(scheme: str, unit: str, period: str) -> None:
    since = periods.parse(period).span.start
    steps = ledger_queries.first_states(units=(unit,), kind=REPORT_STEP, since=since)
    life = lives(steps).get((scheme, unit, period))
    if life is not None and not life.is_open:
        raise Refusal("report_life.frozen")


@functools.cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # noqa: PLC0415 -- loads a dictionary; only a comparison needs it

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut
