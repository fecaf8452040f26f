"""Closing the books at a period's end, and before a report is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zicha.core import closing, periods
from zicha.core.closing import Ends
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Revision
from zicha.core.periods import Period
from zicha.services.days import day_of, zone
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
    up to it. Nothing is locked by it: later records simply stand behind it. Raises ``Refusal`` ``ledger.clock_back``
    for a clock that was set back.
    """
    with writing():
        latest = log.latest()
        if latest and latest - recorded_at > writes.CLOCKS_APART:
            raise Refusal("ledger.clock_back", last=latest)
        instant = max(recorded_at, latest + timedelta(microseconds=1)) if latest else recorded_at
        ends = closing.ends(log.unit_ends())
        fields = (("period", str(period)), ("tree", ends.root.hex()), ("units", str(len(ends.units))))
        draft = Draft(unit="", kind=closing.CLOSE, happened_on=day_of(instant), fields=fields)
        entering = Entering(draft, instant, recorded_by)
        return Closed(writes.append([entering], kind_of=schemes.kinds_over_time())[0], ends)


def close_due(*, recorded_at: datetime, recorded_by: str) -> tuple[Closed, ...]:
    """Close the books of every reporting period that ended last and was not closed since; return what was done.

    Nothing is closed in whose time nothing had been recorded yet. Whoever asks again, at once or from another
    process, closes nothing a second time.
    """
    day = day_of(recorded_at)
    lengths = {scheme.period for scheme in schemes.in_force(on=day, as_known_at=recorded_at)}
    ended = [periods.previous(periods.containing(day=day, per=per)) for per in sorted(lengths)]
    if not any(_is_due(period) for period in ended):
        return ()
    with writing():
        due = [period for period in ended if _is_due(period)]
        return tuple(close(period=period, recorded_at=recorded_at, recorded_by=recorded_by) for period in due)


def _is_due(period: Period) -> bool:
    end = datetime.combine(period.span.end, time(), zone())
    first = log.first_instant()
    return first is not None and first < end and not log.was_closed(period=str(period), since=end)
