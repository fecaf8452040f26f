"""Promises kept: a report's next steps become actions, and the next report accounts for each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from zicha.core import report_promises
from zicha.core.actions import Action, StepName
from zicha.core.ledger import Evidence
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.report_promises import NextStep
from zicha.services import actions
from zicha.store.queries import directory
from zicha.store.writes.transaction import writing

Outcome = Literal["done", "under_way", "dropped"]

_STEPS: dict[Outcome, StepName] = {"done": "done", "under_way": "work", "dropped": "drop"}


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
    returned and is submitted again adds only what is new. Takes owners by id; a person or unit nobody knows is
    refused.
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


def adopt_report(*, report: Report, recorded_at: datetime, recorded_by: str) -> tuple[Action, ...]:
    """Record the next steps of a report that was submitted, as :func:`adopt` does.

    An owner is meant by a name that one person alone has; any other name stays in the words of the promise.
    """
    steps = report_promises.next_steps(report)
    named = {step.owner for step in steps if step.owner}
    people = directory.named(names=named) if named else ()
    names = [person.name for person in people]
    ids = {person.name: person.id for person in people if names.count(person.name) == 1}
    return adopt(
        unit=report.unit,
        scheme=report.scheme,
        period=report.period,
        steps=[_owned(step, ids) for step in steps],
        recorded_at=recorded_at,
        recorded_by=recorded_by,
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


def _owned(step: NextStep, ids: Mapping[str, str]) -> NextStep:
    if not step.owner or step.owner in ids:
        return replace(step, owner=ids.get(step.owner, ""))
    return replace(step, matter=f"{step.matter}（{step.owner}）", owner="")


def _mark(origin: str, step: NextStep) -> str:
    said = f"{origin}\n{step.matter.strip()}"
    return f"promise:{hashlib.sha256(said.encode()).hexdigest()}"


__all__ = ["NextStep", "account", "adopt", "adopt_report", "due", "unanswered"]
