"""Closing the books at a period's end, and before a report is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import closing
from zicha.core.closing import Ends
from zicha.core.ledger import Draft, Revision
from zicha.core.periods import Period
from zicha.store.queries import log, schemes
from zicha.store.writes import ledger as writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing


@dataclass(frozen=True, slots=True)
class Closed:
    """A close entry and what it commits to."""

    entry: Revision
    ends: Ends


def close(*, period: Period, recorded_at: datetime, recorded_by: str) -> Closed:
    """Append a close entry that commits to how far every unit has come, and return both.

    Its instant is later than every record's before it, so that what is known just before it is the whole log
    up to it. Nothing is locked by it: later records simply stand behind it.
    """
    with writing():
        latest = log.latest()
        instant = max(recorded_at, latest + timedelta(microseconds=1)) if latest else recorded_at
        ends = closing.ends(log.unit_ends())
        fields = (("period", str(period)), ("tree", ends.root.hex()), ("units", str(len(ends.units))))
        day = instant.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        draft = Draft(unit="", kind=closing.CLOSE, happened_on=day, fields=fields)
        entering = Entering(draft, instant, recorded_by)
        return Closed(writes.append([entering], kind_of=schemes.kinds_over_time())[0], ends)
