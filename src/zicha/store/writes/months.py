"""Sums by unit and month: written anew from the facts, and brought up to now from time to time.

Nothing is written here when a record is; a question counts beside the rows what came after them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from zicha.core import tallies
from zicha.core.tallies import Tally
from zicha.store import models
from zicha.store.queries import cubes, ledger, recorded_units
from zicha.store.queries import months as queries
from zicha.store.writes import rowwise
from zicha.store.writes.rowwise import Values

MANY = 2_000
"""Rows that so many revisions have come after are worth bringing up to now."""
_WRITE = (
    "INSERT INTO store_monthrow (tally, year, unit, cells) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (tally, year, unit) DO UPDATE SET cells = excluded.cells"
)
_CHUNK = 200
_PIECE = 50
"""Units whose rows are written in one transaction while people work, who wait for it."""
_MOST_ADDED = 5_000
"""Revisions whose sums are added to the rows in one transaction."""
_MONTHS = 12
_Cells = dict[tuple[int, int, str], list[int]]
"""Twelve numbers by tally, year and unit."""


def rebuild(*, wanted: Sequence[Tally]) -> None:
    """Drop all rows and write those of some tallies anew from the facts."""
    for model in (models.MonthRow, models.MonthTally):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    size = ledger.size()
    _keep(wanted, size=size)
    kept = [(number, tally) for number, tally, _size in queries.kept()]
    units = sorted(models.Fact.objects.values_list("unit", flat=True).distinct()) if kept else []
    for start in range(0, len(units), _CHUNK):
        _write(_sums(kept, units[start : start + _CHUNK], size))


def catch_up(*, wanted: Sequence[Tally]) -> tuple[int, int] | None:
    """Write some units' rows of tallies that are not kept yet, in the caller's transaction.

    They stand for the ledger as it was when the first unit was written, whatever is recorded meanwhile. Returns how
    many of how many units are done, or ``None`` once nothing is missing.
    """
    begun = queries.begun() or _begin(wanted)
    if not begun:
        return None
    *_tally, size, upto = begun[0]
    units = recorded_units.after(upto, most=_PIECE)
    if units:
        _write(_sums([(number, tally) for number, tally, _size, _upto in begun], units, size))
        upto = units[-1]
    models.MonthTally.objects.filter(kept=False).update(upto=upto, kept=len(units) < _PIECE)
    return recorded_units.counted(upto=upto)


def _begin(wanted: Sequence[Tally]) -> list[tuple[int, Tally, int, str]]:
    if is_missing(wanted=wanted):
        kept = {tallies.form(tally) for _number, tally, _size in queries.kept()}
        _keep([tally for tally in wanted if tallies.form(tally) not in kept], size=ledger.size(), kept=False)
    return queries.begun()


def is_missing(*, wanted: Sequence[Tally]) -> bool:
    """Return whether the months of some of these tallies are counted because no rows of them are kept.

    In a small ledger none are worth keeping.
    """
    if queries.begun():
        return True
    if ledger.size() < MANY:
        return False
    kept = {tallies.form(tally) for _number, tally, _size in queries.kept()}
    return any(tallies.form(tally) not in kept for tally in wanted)


def are_behind() -> bool:
    """Whether so many revisions have come since that the rows are worth bringing up to now."""
    size = ledger.size()
    return any(size - stood >= MANY for _number, _tally, stood in queries.kept())


def renew() -> None:
    """Bring the rows that many revisions have come after nearer to now; the caller holds the transaction."""
    size = ledger.size()
    for number, tally, stood in queries.kept():
        if size - stood >= MANY:
            last = min(size, stood + _MOST_ADDED)
            _write(_added(number, queries.between(tally, first=stood + 1, last=last)))
            rowwise.run("UPDATE store_monthtally SET size = %s WHERE id = %s", [(last, number)])


def _keep(wanted: Sequence[Tally], *, size: int, kept: bool = True) -> None:
    models.MonthTally.objects.bulk_create(
        models.MonthTally(digest=tallies.digest(tally), form=tallies.form(tally), size=size, kept=kept)
        for tally in wanted
    )


def _added(number: int, beside: queries.Months) -> _Cells:
    """The rows of a tally that change, with what came since."""
    found: _Cells = {}
    for year in sorted({int(month[:4]) for _unit, month in beside}):
        units = sorted({unit for unit, month in beside if int(month[:4]) == year})
        for unit in units:
            found[number, year, unit] = [0] * _MONTHS
        for unit, _year, cells in queries.rows(tally=number, years=range(year, year + 1), units=units):
            found[number, year, unit] = list(cells)
    for (unit, month), value in beside.items():
        found[number, int(month[:4]), unit][int(month[5:]) - 1] += value
    return found


def _sums(kept: Sequence[tuple[int, Tally]], units: Sequence[str], size: int) -> _Cells:
    """Add up what stood of some units after so many revisions; many facts say the same, and are looked at once."""
    found: _Cells = defaultdict(lambda: [0] * _MONTHS)
    known: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for unit, day, *said in queries.standing_facts(units=units, size=size):
        alike = tuple(said)
        amounts = known.get(alike)
        if amounts is None:
            state = cubes.state(alike)
            amounts = [(number, amount) for number, tally in kept if (amount := tallies.amount(tally, state))]
            known[alike] = amounts
        for number, amount in amounts:
            found[number, int(day[:4]), unit][int(day[5:7]) - 1] += amount
    return found


def _write(cells: _Cells) -> None:
    rows: list[Values] = [(*key, queries.pack(cells[key])) for key in sorted(cells)]
    rowwise.run(_WRITE, rows)
