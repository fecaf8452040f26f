"""Bringing the organisation up to date from a roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zicha.core import organisation as core
from zicha.core.units import Roster
from zicha.store.queries import units as queries
from zicha.store.writes import organisation as writes
from zicha.store.writes.transaction import writing


@dataclass(frozen=True, slots=True)
class Applied:
    """What a roster changed: facts added or ended, and facts that were known already."""

    units_added: int
    people_added: int
    holdings_added: int
    unchanged: int


def apply(*, roster: Roster, recorded_at: datetime) -> Applied:
    """Add what a roster says and nobody knew, in one transaction; a second run adds 0.

    Raises ``Refusal`` ``organisation.…`` for a roster that contradicts itself or the past.
    """
    with writing():
        known = Roster(queries.spans(), queries.people(), queries.holdings())
        changes = core.compare(roster, known=known)
        for span, ended in changes.ended_units:
            writes.end_unit(span, ended=ended)
        writes.add_units(changes.units, recorded_at=recorded_at)
        writes.add_people(changes.people)
        for person in changes.renamed:
            writes.rename(person)
        for holding, until in changes.ended_holdings:
            writes.end_holding(holding, ended=until)
        writes.add_holdings(changes.holdings, recorded_at=recorded_at)
    return Applied(len(changes.units), len(changes.people), len(changes.holdings), changes.unchanged)
