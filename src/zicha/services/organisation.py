"""Bringing the organisation up to date: from a roster, or by one decision that holds from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zicha.core import organisation as core
from zicha.core import reorganising, roster_lines
from zicha.core.findings import Refusal
from zicha.core.organisation import Changes
from zicha.core.reorganising import Appoint, Decision, Plan
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.core.units import Roster
from zicha.store.queries import schemes
from zicha.store.queries import units as queries
from zicha.store.writes import organisation as writes
from zicha.store.writes import summaries
from zicha.store.writes.transaction import writing

BY_ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a roster changed: facts added or ended, and facts that were known already."""

    units_added: int
    people_added: int
    holdings_added: int
    unchanged: int


def apply(*, roster: Roster, recorded_at: datetime, recorded_by: str = BY_ROSTER) -> Applied:
    """Add what a roster says and nobody knew, in one transaction; a second run adds 0.

    What it changes in an organisation that was there before is kept as lines of its history.

    Raises ``Refusal`` ``organisation.…`` for a roster that contradicts itself or the past.
    """
    with writing():
        standing = known()
        changes = core.compare(roster, known=standing)
        _write(changes, recorded_at)
        lines = roster_lines.lines(changes, known=standing)
        writes.add_lines(lines, recorded_at=recorded_at, recorded_by=recorded_by)
    return Applied(len(changes.units), len(changes.people), len(changes.holdings), changes.unchanged)


def known() -> Roster:
    """Return everything that is known of the organisation, of every day."""
    return Roster(queries.spans(), queries.people(), queries.holdings())


def foresee(*, decision: Decision) -> tuple[Plan, Changes]:
    """Return what a decision would write, and write nothing; raise ``Refusal`` where it cannot be."""
    if isinstance(decision, Appoint) and decision.post not in posts():
        raise Refusal("organisation.post_unknown", post=decision.post, posts="、".join(posts()))
    standing = known()
    made = reorganising.plan(decision, known=standing)
    return made, core.compare(made.facts, known=standing)


def decide(*, decision: Decision, recorded_at: datetime, recorded_by: str) -> Plan:
    """Write a decision down, with who did it and when, in one transaction.

    Raises ``Refusal`` ``organisation.…`` as :func:`zicha.core.reorganising.plan` does.
    """
    with writing():
        made, changes = foresee(decision=decision)
        _write(changes, recorded_at)
        writes.add_lines(made.lines, recorded_at=recorded_at, recorded_by=recorded_by)
    return made


def posts() -> tuple[str, ...]:
    """Return the ids of the posts a person may hold: the built-in ones, and those of every loaded scheme."""
    declared = [post for version in schemes.versions() for post, _ in version.scheme.posts]
    return tuple(dict.fromkeys([*BUILT_IN_POSTS, *declared]))


def set_contact(*, person: str, contact: str) -> None:
    """Keep where a person's reminders are sent, or, if empty, forget it.

    Raises ``Refusal`` for an unknown person and for what looks like an identity number.
    """
    core.check_contact(contact)
    with writing():
        if not queries.known_people(among=(person,)):
            raise Refusal("organisation.nobody", name=person)
        writes.set_contacts({person: contact.strip()})


def _write(changes: Changes, recorded_at: datetime) -> None:
    for span, ended in changes.ended_units:
        writes.end_unit(span, ended=ended)
    writes.add_units(changes.units, recorded_at=recorded_at)
    writes.add_people(changes.people)
    for person in changes.renamed:
        writes.rename(person)
    for holding, until in changes.ended_holdings:
        writes.end_holding(holding, ended=until)
    writes.add_holdings(changes.holdings, recorded_at=recorded_at)
    writes.set_contacts(changes.contacts)
    if changes.units or changes.ended_units:
        summaries.align()
