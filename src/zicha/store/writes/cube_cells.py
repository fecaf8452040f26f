"""What changes add to the cells of the cube: first in memory, then once a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import DataError, IntegrityError, connection

from zicha.core import bodies, tallies
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.tallies import Tally
from zicha.store.queries import cubes
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values

_Cell = tuple[int, int, int, int]
Cells = dict[_Cell, tuple[int, int]]
"""The value and the last day, by node, tally, month and day of recording."""
Amounts = tuple[tuple[int, int], ...]
ByKind = Mapping[str, Sequence[tuple[int, Tally]]]
_MOST_KNOWN = 20_000
_ALONE = (0,)
"""Stands for the nodes of a unit while its own sums are made."""


def by_kind(known: Mapping[int, Tally]) -> ByKind:
    """Return the tallies, with their numbers, by the kinds of entries they mean."""
    found: dict[str, list[tuple[int, Tally]]] = {}
    for number, tally in known.items():
        for kind in tally.selector.kinds:
            found.setdefault(kind, []).append((number, tally))
    return found


def sums(changes: Iterable[Change], covered: Mapping[str, Sequence[int]], meant: ByKind, sign: int) -> Cells:
    """Return what changes make, times ``sign``, given the nodes that cover each unit: first of a unit, then of them."""
    of_units: dict[str, Cells] = {}
    known: dict[tuple[object, ...], Amounts] = {}
    for change in changes:
        recorded = cubes.recorded_day(bodies.microseconds(change.new.recorded_at))
        for state, way in ((change.new, sign), (change.old, -sign)):
            if state is not None and covered.get(state.draft.unit):
                cells = of_units.setdefault(state.draft.unit, {})
                spread(cells, way, _same_amounts(known, state, meant), state.draft.happened_on, recorded, _ALONE)
    return _of_nodes(of_units, covered)


def _of_nodes(of_units: Mapping[str, Cells], covered: Mapping[str, Sequence[int]]) -> Cells:
    found: Cells = {}
    for unit, cells in of_units.items():
        for (_alone, number, month, recorded), (value, latest) in cells.items():
            for node in covered[unit]:
                cell = (node, number, month, recorded)
                before, last = found.get(cell, (0, 0))
                found[cell] = (before + value, max(last, latest))
    return found


def _same_amounts(known: dict[tuple[object, ...], Amounts], state: Revision, meant: ByKind) -> Amounts:
    """What a state adds: many say the same, and are looked at once."""
    draft = state.draft
    said = (draft.kind, draft.fields, draft.attendance, state.withdrawn, state.backfilled)
    found = known.get(said)
    if found is None:
        found = known[said] = amounts(state, meant)
    return found


def amounts(state: Revision, meant: ByKind) -> Amounts:
    """Return what a state adds to each tally, nothing left out but nothing."""
    found = ((number, tallies.amount(tally, state)) for number, tally in meant.get(state.draft.kind, ()))
    return tuple((number, amount) for number, amount in found if amount)


def known_amounts(known: dict[Values, Amounts], said: Values, meant: ByKind) -> Amounts:
    """Return what a fact adds: many say the same, and are looked at once."""
    found = known.get(said)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[said] = amounts(cubes.state(said), meant)
    return found


def spread(cells: Cells, sign: int, added: Amounts, day: date, recorded: int, nodes: Sequence[int]) -> None:
    """Add amounts to the cells of a day's month, or take them away, with the day on which it happened."""
    month = tallies.month(day)
    for number, amount in added:
        for node in nodes:
            cell = (node, number, month, recorded)
            value, latest = cells.get(cell, (0, 0))
            cells[cell] = (value + sign * amount, max(latest, day.day))


def write(cells: Cells) -> None:
    """Add to the cells; raise ``Refusal`` ``ledger.sum_too_large`` where one cannot hold what it comes to."""
    added = "store_cubecell.value + excluded.value"
    larger = "greatest" if connection.vendor == "postgresql" else "max"
    if connection.vendor == "sqlite":
        # What does not fit becomes a number with a point there, without a word.
        added = f"CASE WHEN typeof({added}) = 'integer' THEN {added} END"
    statement = (
        "INSERT INTO store_cubecell (node, tally, month, recorded, value, latest) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608 -- constants
        f" ON CONFLICT (node, tally, month, recorded) DO UPDATE SET value = {added},"
        f" latest = {larger}(store_cubecell.latest, excluded.latest)"
    )
    try:
        rowwise.run(statement, [(*cell, *cells[cell]) for cell in sorted(cells)])
    except (DataError, IntegrityError, OverflowError) as error:
        raise Refusal("ledger.sum_too_large") from error
