"""Promises: made by a report, a meeting or the unit above; worked on, done with proof, or dropped with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from zicha.core import actions
from zicha.core.actions import Action, Step, StepName
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence
from zicha.core.values import filled
from zicha.services import ledger
from zicha.services.days import day_of
from zicha.store.queries import ledger as queries
from zicha.store.queries import threads
from zicha.store.writes.transaction import writing

KINDS = (actions.ACTION, actions.STEP)
_DIGITS = len(str(2**62))
"""A number of so many digits is none of the ledger's, and more than a database can be asked for."""


def open_action(
    *,
    unit: str,
    source: str,
    matter: str,
    recorded_at: datetime,
    recorded_by: str,
    owner: str = "",
    due: date | None = None,
    origin: str = "",
    body: str = "",
    scheme: str = "",
    section: str = "",
    on: date | None = None,
    nonce: str = "",
) -> Action:
    """Record a promise and return it.

    Takes where it comes from: ``origin`` is the number of an entry or the id of a report, ``body`` the id of
    the body whose next agenda it comes back on. A repeated request with the same ``nonce`` returns the first
    one's. Raises ``Refusal`` for an unknown source, unit or owner, and for an empty matter.
    """
    if source not in actions.SOURCES:
        raise Refusal("actions.source_unknown", source=source)
    fields = filled(
        (
            ("source", source),
            ("matter", matter),
            ("origin", origin),
            ("body", body),
            ("scheme", scheme),
            ("section", section),
            ("owner", owner),
            ("due", due),
        )
    )
    made = on or day_of(recorded_at)
    draft = Draft(unit=unit, kind=actions.ACTION, happened_on=made, fields=fields)
    return actions.action_of(ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce))


def step(
    *,
    action: int,
    name: StepName,
    recorded_at: datetime,
    recorded_by: str,
    reason: str = "",
    due: date | None = None,
    owner: str = "",
    record: str = "",
    evidence: tuple[Evidence, ...] = (),
    seen: int | None = None,
    nonce: str = "",
) -> Action:
    """Record what happened to a promise and return the promise as it stands after it.

    Takes the number of its last step the person saw (0 for none). A repeated request with the same ``nonce``
    changes nothing. Raises ``Refusal`` ``actions.…`` for a step that is not open to it, one without proof or
    reason, and one that was decided on a stale page.
    """
    with writing():
        before = one(action=action, on=date.max, as_known_at=recorded_at)
        if queries.by_nonce(nonces=[ledger.mark_of(nonce)]):
            return before
        if seen is not None and seen != (before.last.seq if before.last else 0):
            raise Refusal("actions.stale", entry=action)
        taken = Step(name, day_of(recorded_at), recorded_by, reason, due, owner, record.strip(), evidence)
        actions.admit(before, taken)
        _check_record(taken.record)
        draft = actions.step_draft(before, taken)
        made = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
        return actions.after(before, actions.step_of(made))


def one(*, action: int, on: date, as_known_at: datetime) -> Action:
    """Return one promise as it stood on a day; raise ``Refusal`` if there is none of that number."""
    found = threads.thread(entry=action, kind=actions.ACTION, step=actions.STEP, link="action", as_known_at=as_known_at)
    read = actions.read(found, on=on)
    if not read:
        raise Refusal("actions.unknown", entry=action)
    return read[0]


def listed(
    *,
    units: Iterable[str],
    on: date,
    as_known_at: datetime,
    body: str = "",
    source: str = "",
    origin: str = "",
    only_open: bool = False,
) -> tuple[Action, ...]:
    """Return the promises of some units as they stood on a day, by day and number.

    Narrowed to a body, a source or an origin, and to those still to be done with ``only_open``.
    """
    found = queries.revisions(units=units, span=None, as_known_at=as_known_at, kinds=KINDS, texts=True)
    return tuple(
        action
        for action in actions.read(found, on=on)
        if (not body or action.body == body)
        and (not source or action.source == source)
        and (not origin or action.origin == origin)
        and (not only_open or action.is_open)
    )


def _check_record(record: str) -> None:
    could_be = record.isdecimal() and len(record) < _DIGITS
    if record and not (could_be and queries.history(entry=int(record))):
        raise Refusal("actions.record_unknown", record=record)
