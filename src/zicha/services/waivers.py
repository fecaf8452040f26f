"""Approved exemptions from one window."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Revision
from zicha.core.scheme import WAIVER
from zicha.services import ledger
from zicha.store.queries import schemes


def waive(
    *,
    unit: str,
    duty: str,
    window: date,
    approver: str,
    reason: str,
    recorded_at: datetime,
    recorded_by: str,
) -> Revision:
    """Record that a unit is exempt from a duty in the window that contains the day ``window``.

    Raises ``Refusal`` for an unknown duty and for a missing reason or approver.
    """
    today = recorded_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    known = schemes.in_force(on=today, as_known_at=recorded_at)
    if duty not in {each.id for scheme in known for each in scheme.duties}:
        raise Refusal("waiver.duty_unknown", duty=duty)
    fields = (("duty", duty), ("window", window.isoformat()), ("approver", approver), ("reason", reason))
    draft = Draft(unit=unit, kind=WAIVER, happened_on=today, fields=fields)
    return ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by)
