"""Promises kept: a report's next steps become actions, and the next report accounts for each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zicha.core import report_promises
from zicha.core.actions import Action, StepName
from zicha.core.ledger import Evidence
from zicha.core.periods import Period
from zicha.services import actions
from zicha.store.writes.transaction import writing

Outcome = Literal["done", "under_way", "dropped"]

_STEPS: dict[Outcome, StepName] = {"done": "done", "under_way": "work", "dropped": "drop"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing a report says will be done.

    Attributes:
        section: id of the report's section it stands in.
    """

    matter: str
    owner: str = ""
    due: date | None = None
    section: str = ""


def adopt(
    *,
    unit: str,
    scheme: str,
    period: Period,
    steps: Sequence[NextStep],
    recorded_at: datetime,
    recorded_by: str,
) -> tuple[Action, ...]:
    """Record the next steps of a submitted report as promises and return them, in their order.

    A step that the same report promised before, word for word, is not promised twice; so a report that was
    returned and is submitted again adds only what is new. A person or unit nobody knows is refused.
    """
    origin = report_promises.origin(scheme=scheme, unit=unit, period=period)
    with writing():
        return tuple(
            actions.open_action(
                unit=unit,
                source="report",
                matter=step.matter,
                owner=step.owner,
                due=step.due,
                origin=origin,
                scheme=scheme,
                section=step.section,
                recorded_at=recorded_at,
                recorded_by=recorded_by,
                nonce=_mark(origin, step),
            )
            for step in steps
        )


def account(
    *,
    action: int,
    outcome: Outcome,
    recorded_at: datetime,
    recorded_by: str,
    reason: str = "",
    evidence: tuple[Evidence, ...] = (),
    record: str = "",
    seen: int | None = None,
    nonce: str = "",
) -> Action:
    """Say what became of a promise: done with evidence, under way, or dropped with a reason.

    Raises ``Refusal`` ``actions.…`` as :func:`zicha.services.actions.step` does.
    """
    return actions.step(
        action=action,
        name=_STEPS[outcome],
        reason=reason,
        evidence=evidence,
        record=record,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        seen=seen,
        nonce=nonce,
    )


def due(*, unit: str, scheme: str, period: Period, on: date, as_known_at: datetime) -> tuple[Action, ...]:
    """Return the promises that the unit's report on a period accounts for, as they stood at its end."""
    day = max(on, period.span.start)
    found = actions.listed(units=(unit,), on=day, as_known_at=as_known_at, source="report")
    return report_promises.due(found, scheme=scheme, unit=unit, period=period)


def unanswered(*, unit: str, scheme: str, period: Period, on: date, as_known_at: datetime) -> tuple[Action, ...]:
    """Return the promises of earlier reports of which nothing was said since the period began."""
    found = due(unit=unit, scheme=scheme, period=period, on=on, as_known_at=as_known_at)
    return report_promises.unanswered(found, period=period)


def _mark(origin: str, step: NextStep) -> str:
    said = f"{origin}\n{step.matter.strip()}"
    return f"promise:{hashlib.sha256(said.encode()).hexdigest()}"
