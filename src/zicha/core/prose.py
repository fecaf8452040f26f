"""What people write in a report's section: saved states, and how their history is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SITTING = timedelta(minutes=10)
"""States of one person that follow each other within this time are shown as one."""


@dataclass(frozen=True, slots=True)
class Prose:
    """One saved state of a section's text.

    Attributes:
        number: 1 for the first state, 2 for the next …
    """

    text: str
    number: int
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """States that one person saved one after the other, shown as one.

    Attributes:
        before: the text they began from.
        states: all of them, the first first; nothing is left out of what is kept.
    """

    before: str
    states: tuple[Prose, ...]

    @property
    def last(self) -> Prose:
        """The state they ended with."""
        return self.states[-1]


def sittings(states: Iterable[Prose]) -> tuple[Sitting, ...]:
    """Return states, given in order, as sittings in order."""
    found: list[Sitting] = []
    for state in states:
        last = found[-1] if found else None
        if last and last.last.recorded_by == state.recorded_by and state.recorded_at - last.last.recorded_at <= SITTING:
            found[-1] = Sitting(last.before, (*last.states, state))
        else:
            found.append(Sitting(last.last.text if last else "", (state,)))
    return tuple(found)
