"""What an activity would count for if it were recorded now."""

from __future__ import annotations

from datetime import date, datetime

from zicha.core import foretelling
from zicha.core.foretelling import Foretold
from zicha.core.ledger import Draft
from zicha.core.scheme import Scheme
from zicha.services import boards


def foretell(
    *, draft: Draft, schemes: tuple[Scheme, ...], on: date, as_known_at: datetime, replaces: int = 0
) -> tuple[Foretold, ...]:
    """Return the windows of its unit that a draft would touch; nothing is written.

    Takes the schemes in force, and the number of the entry the draft is to replace when it corrects one.
    """
    ledger = boards.read(
        unit=draft.unit,
        period=foretelling.month_of(draft),
        on=on,
        as_known_at=as_known_at,
        subtree=False,
        schemes=schemes,
        people=True,
    )
    days = {kind.id: scheme.backfill_days for scheme in schemes for kind in scheme.kinds}
    late = (on - draft.happened_on).days > days.get(draft.kind, date.max.toordinal())
    return foretelling.foretell(
        draft, ledger=ledger, on=on, as_known_at=as_known_at, replaces=replaces, backfilled=late
    )
