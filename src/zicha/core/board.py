"""The board: one cell for each duty, unit and window, and totals that never offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zicha.core.periods import Period, Span
from zicha.core.scheme import State

STATES: tuple[State, ...] = (
    "overdue", "insufficient", "grace", "at_risk", "open", "upcoming", "met", "met_late", "waived", "no_data",
)
"""All states, the most pressing first."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An entry that was meant for a window and does not count, with what it lacks.

    Attributes:
        seq: the revision's number.
        lacks_evidence: ids of the evidence kinds that are missing.
        below_threshold: whether too few of the expected people were present.
        too_near: whether it lies nearer to the last counted entry than the cadence allows.
    """

    seq: int
    lacks_evidence: tuple[str, ...] = ()
    below_threshold: bool = False
    too_near: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How one duty stands for one unit in one window.

    Attributes:
        window: the days in which the quota is owed.
        owed, done: the quota and how much of it counts (never more than was really done).
        records: ``seq`` of the revisions that count, in order of happening.
        near: entries that nearly count.
        subject: the person or entry an event window belongs to, or empty.
    """

    scheme: str
    unit: str
    duty: str
    window: Span
    state: State
    owed: int
    done: int
    records: tuple[int, ...] = ()
    near: tuple[NearMiss, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Cells of a unit, or of a subtree, whose windows share a day with the period.

    Attributes:
        on: the day the question is asked for.
        as_known_at: the instant of knowledge it is asked at.
        totals: number of cells by state, in the order of :data:`STATES`, zero counts left out.
        reported: units with at least one record in the period.
        missing: units that owe something and have none.
    """

    unit: str
    period: Period
    on: date
    as_known_at: datetime
    cells: tuple[Cell, ...]
    totals: tuple[tuple[State, int], ...]
    reported: tuple[str, ...]
    missing: tuple[str, ...]
