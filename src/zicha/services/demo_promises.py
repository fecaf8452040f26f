"""What became of the next steps of the demo's last reports: done, under way, dropped, or not said yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zicha.core.ledger import Evidence
from zicha.services import actions, promises
from zicha.services.days import day_of
from zicha.services.promises import Outcome

_SAID: tuple[tuple[Outcome, str, tuple[Evidence, ...]], ...] = (
    ("done", "计划已下发各班组", (Evidence("document", "", "落实情况说明"),)),
    ("under_way", "已完成两批，余下的下月办完", ()),
    ("dropped", "并入集团统一安排，不再单独办理", ()),
)


def account(*, units: Sequence[str], at: datetime) -> int:
    """Say what became of most promises of some units' reports, and return of how many."""
    made = actions.listed(units=units, on=day_of(at), as_known_at=at, source="report")
    told = [(action, _SAID[place % 4]) for place, action in enumerate(made) if place % 4 < len(_SAID)]
    for action, (outcome, reason, evidence) in told:
        promises.account(
            action=action.entry,
            outcome=outcome,
            reason=reason,
            evidence=evidence,
            recorded_at=at,
            recorded_by=action.made_by,
        )
    return len(told)
