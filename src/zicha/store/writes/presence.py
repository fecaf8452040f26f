"""Who took part in which month, by seat: a new row with each change that makes a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from zicha.core import bodies, presence, status, tallies
from zicha.core.ledger import Revision
from zicha.core.periods import Span
from zicha.core.presence import Seen
from zicha.core.scheme import Selector
from zicha.core.tallies import Tally
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import ledger, recorded_units, schemes, sums
from zicha.store.queries import presence as queries
from zicha.store.queries.turn import Kept
from zicha.store.writes import cubes, rowwise
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values

_WRITE = (
    "INSERT INTO store_presencerow (selector, year, unit, rec_at, cells) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (selector, year, unit, rec_at) DO UPDATE SET cells = excluded.cells"
)
"""Two records of one instant make one row."""
_CHUNK = 200
_PIECE = 20
"""Units whose rows are written in one transaction while people work, who wait for it."""
_NOW = FOREVER - 1
_BEFORE = 0
"""The number under which all that stood in a month before is kept, where nothing of it ends."""
_Month = tuple[str, int]
_Standing = dict[_Month, dict[int, Seen]]
"""What stands in a unit's numbered month, by entry."""
_Years = dict[tuple[str, int], list[Seen]]
"""The months of a unit and a year."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A sheet begins to count, or ceases to, if ``seen`` is ``None``."""

    instant: int
    unit: str
    month: int
    entry: int
    seen: Seen | None


def rebuild() -> None:
    """Drop all rows and write them anew from the facts; a small organisation needs none."""
    for model in (models.PresenceRow, models.PresenceSelector):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    _keep(_wanted())
    units = sorted(models.Fact.objects.values_list("unit", flat=True).distinct())
    for number, selector in queries.selectors().items():
        for start in range(0, len(units), _CHUNK):
            steps = _history(selector, units[start : start + _CHUNK])
            _write(number, _folded(steps, defaultdict(dict), {}))


def follow(changes: Sequence[Change], kept: Kept) -> None:
    """Write the rows that some changes make different, one for each instant; their sheets must have been written."""
    meant = {state.seq for state in _states(changes) if _is_meant(state, kept.crowds.values())}
    sheets = queries.of_seqs(seqs=meant) if meant else {}
    for number, selector in kept.crowds.items():
        steps = list(_steps(changes, selector, sheets))
        if steps:
            latest = _latest(number, steps)
            _write(number, _folded(steps, _standing(selector, steps, latest), latest))


def catch_up() -> tuple[int, int] | None:
    """Write some units' rows of a selector that is not kept yet, in the caller's transaction.

    What is recorded meanwhile follows as ever, also in units whose turn is still to come: their rows are then written
    anew. Returns how many of how many units are done, or ``None`` once nothing is missing.
    """
    begun = models.PresenceSelector.objects.filter(kept=False).order_by("id").first() or _begin()
    if begun is None:
        return None
    units = recorded_units.after(begun.upto, most=_PIECE)
    if units:
        selector = queries.selectors()[begun.pk]
        _drop(begun.pk, units)
        _write(begun.pk, _folded(_history(selector, units), defaultdict(dict), {}))
        begun.upto = units[-1]
    begun.kept = len(units) < _PIECE
    begun.save()
    return recorded_units.counted(upto=begun.upto)


def _begin() -> models.PresenceSelector | None:
    new = _new() if ledger.size() else []
    _keep(new, kept=False)
    return models.PresenceSelector.objects.filter(kept=False).order_by("id").first()


def _drop(number: int, units: Sequence[str]) -> None:
    """Drop what followed in units whose past was not written yet."""
    years = sums.rows("select min(year), max(year) from store_presencerow where selector = %s", [number])
    ((first, last),) = years
    keys: list[Values] = [(number, year, unit) for unit in units for year in range(first or 0, (last or -1) + 1)]
    rowwise.run("DELETE FROM store_presencerow WHERE selector = %s AND year = %s AND unit = %s", keys)


def align() -> None:
    """Keep the rows of the schemes of now, if few enough records have to be read again for it.

    What is not kept is counted whenever it is asked for. How the tree changes makes no difference to a unit's rows.
    """
    new = _new()
    if new and ledger.size() <= cubes.MOST_COUNTED:
        rebuild()
    else:
        _keep(cubes.never_recorded(new))


def is_missing() -> bool:
    """Return whether different people are counted from their sheets because their rows are not kept."""
    begun = models.PresenceSelector.objects.filter(kept=False).exists()
    return begun or (ledger.size() > 0 and bool(_new()))


def _new() -> list[Tally]:
    kept = {tallies.form(presence.of_selector(selector)) for selector in queries.selectors().values()}
    return [tally for tally in _wanted() if tallies.form(tally) not in kept]


def _wanted() -> tuple[Tally, ...]:
    if not cubes.large_subtrees():
        return ()
    return presence.of_rules(each.rule for version in schemes.versions() for each in version.scheme.measures)


def _keep(wanted: Iterable[Tally], *, kept: bool = True) -> None:
    models.PresenceSelector.objects.bulk_create(
        models.PresenceSelector(digest=tallies.digest(tally), form=tallies.form(tally), kept=kept) for tally in wanted
    )


def _is_meant(state: Revision, selectors: Iterable[Selector]) -> bool:
    return state.draft.attendance is not None and any(status.selects(selector, state) for selector in selectors)


def _states(changes: Iterable[Change]) -> Iterable[Revision]:
    return (state for change in changes for state in (change.old, change.new) if state is not None)


def _steps(changes: Iterable[Change], selector: Selector, sheets: Mapping[int, tuple[int, bool]]) -> Iterable[_Step]:
    """What changes do to the months of a selector, in order."""
    for change in changes:
        instant = bodies.microseconds(change.new.recorded_at)
        for state in (change.old, change.new):
            seats, guests = sheets.get(state.seq, (0, False)) if state is not None else (0, False)
            if state is None or state.withdrawn or not (seats or guests) or not status.selects(selector, state):
                continue
            day = state.draft.happened_on
            seen = Seen(seats, guests, day.day) if state is change.new else None
            yield _Step(instant, state.draft.unit, tallies.month(day), state.entry, seen)


def _history(selector: Selector, units: Sequence[str]) -> list[_Step]:
    """Everything that was ever known of units, in order of recording; what ends at an instant ends first."""
    steps = []
    for unit, day, entry, rec_at, rec_to, seen in queries.meant(selector, units=units):
        if rec_at < rec_to:
            steps.append(_Step(rec_at, unit, tallies.month(day), entry, seen))
            if rec_to != FOREVER:
                steps.append(_Step(rec_to, unit, tallies.month(day), entry, None))
    return sorted(steps, key=lambda step: (step.instant, step.seen is not None))


def _latest(number: int, steps: Iterable[_Step]) -> _Years:
    asked: dict[int, set[str]] = defaultdict(set)
    for step in steps:
        asked[step.month // presence.MONTHS].add(step.unit)
    found: _Years = {}
    for year, some in asked.items():
        units = sorted(some)
        rows = queries.rows(selector=number, year=year, units=units, as_known_at=FOREVER)
        found.update({(unit, year): presence.unpack(row) for unit, row in zip(units, rows, strict=True)})
    return found


def _standing(selector: Selector, steps: Iterable[_Step], latest: _Years) -> _Standing:
    """What stands in the months before the steps: by entry where one of them ends, else together."""
    found: _Standing = {}
    ending: dict[int, set[str]] = defaultdict(set)
    for step in steps:
        year, month = divmod(step.month, presence.MONTHS)
        found[step.unit, step.month] = {_BEFORE: latest[step.unit, year][month]}
        if step.seen is None:
            ending[step.month].add(step.unit)
    for number, units in ending.items():
        found.update({(unit, number): {} for unit in units})
        for unit, entry, seen in _stands(selector, units, number):
            found[unit, number][entry] = seen
    return found


def _stands(selector: Selector, units: Collection[str], month: int) -> Iterable[tuple[str, int, Seen]]:
    span = Span(tallies.first_day(month), _first_day_after(month))
    found = queries.meant(selector, units=sorted(units), span=span, standing_at=_NOW)
    return ((unit, entry, seen) for unit, _day, entry, _rec_at, _rec_to, seen in found)


def _first_day_after(month: int) -> date:
    return tallies.first_day(month + 1) if month + 1 <= tallies.month(date.max) else date.max


def _folded(steps: Iterable[_Step], standing: _Standing, latest: _Years) -> list[tuple[int, str, int, bytes]]:
    """Let what stands follow the steps; return year, unit, instant and row of each row that differs from the last."""
    found = []
    for instant, together in groupby(steps, key=lambda step: step.instant):
        touched: dict[tuple[str, int], set[int]] = defaultdict(set)
        for step in together:
            stands = standing[step.unit, step.month]
            stands.pop(step.entry, None)
            if step.seen is not None:
                stands[step.entry] = step.seen
            touched[step.unit, step.month // presence.MONTHS].add(step.month)
        for (unit, year), numbers in touched.items():
            months = latest.setdefault((unit, year), [presence.NOBODY] * presence.MONTHS)
            stood = months[:]
            for number in numbers:
                months[number % presence.MONTHS] = presence.together(standing[unit, number].values())
            if months != stood:
                found.append((year, unit, instant, presence.pack(months)))
    return found


def _write(number: int, rows: Iterable[tuple[int, str, int, bytes]]) -> None:
    values: list[Values] = [(number, year, unit, instant, row) for year, unit, instant, row in rows]
    rowwise.run(_WRITE, values)
