"""The cube of large subtrees, kept by the difference each change makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection

from zicha.core import bodies, tallies
from zicha.core.ledger import Revision
from zicha.core.tallies import LEAST_UNITS, Tally
from zicha.core.units import tree_at
from zicha.store import models
from zicha.store.queries import cubes, schemes, units
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change

_MEMBER = ("node", "unit")
_LAST_DAY = date.max - timedelta(days=1)
_Cell = tuple[int, int, int, int]


def begin() -> bool:
    """Drop the cube, take the tree and the schemes as they are now, and return whether there is anything to keep."""
    for model in (models.CubeCell, models.CubeMember, models.CubeNode, models.CubeTally):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    covered = _nodes()
    wanted = tallies.of_rules(each.rule for version in schemes.versions() for each in version.scheme.measures)
    if not covered or not wanted:
        return False
    keep(nodes=covered, wanted=wanted)
    return True


def keep(*, nodes: Mapping[str, Sequence[str]], wanted: Sequence[Tally]) -> None:
    """Keep sums of tallies for nodes and the units each covers, from now on."""
    models.CubeTally.objects.bulk_create(
        models.CubeTally(digest=tallies.digest(tally), form=tallies.form(tally)) for tally in wanted
    )
    models.CubeNode.objects.bulk_create(
        models.CubeNode(unit=unit, digest=tallies.digest_of_units(below)) for unit, below in nodes.items()
    )
    numbers = dict(models.CubeNode.objects.values_list("unit", "id"))
    rowwise.insert("store_cubemember", _MEMBER, [(numbers[node], unit) for node in nodes for unit in nodes[node]])


def follow(changes: Sequence[Change]) -> None:
    """Add what some changes make to the cells they fall into: first in memory, then once a cell."""
    states = [state for change in changes for state in (change.new, change.old) if state is not None]
    covered = cubes.nodes_of(units={state.draft.unit for state in states})
    if not covered:
        return
    by_kind = _by_kind(cubes.known_tallies())
    cells: dict[_Cell, tuple[int, int]] = {}
    for change in changes:
        recorded = cubes.recorded_day(bodies.microseconds(change.new.recorded_at))
        for sign, state in ((1, change.new), (-1, change.old)):
            if state is not None:
                nodes = covered.get(state.draft.unit, ())
                _add(cells, sign, state, recorded, nodes, by_kind)
    rowwise.run(_upsert(), [(*cell, *cells[cell]) for cell in sorted(cells)])


def _add(
    cells: dict[_Cell, tuple[int, int]],
    sign: int,
    state: Revision,
    recorded: int,
    nodes: Sequence[int],
    by_kind: Mapping[str, Sequence[tuple[int, Tally]]],
) -> None:
    """Add what a state makes, or take it away, with the day on which it happened."""
    day = state.draft.happened_on
    month = tallies.month(day)
    for number, tally in by_kind.get(state.draft.kind, ()) if nodes else ():
        amount = tallies.amount(tally, state)
        for node in nodes if amount else ():
            value, latest = cells.get((node, number, month, recorded), (0, 0))
            cells[node, number, month, recorded] = (value + sign * amount, max(latest, day.day))


def _nodes() -> dict[str, tuple[str, ...]]:
    """Every unit with a large subtree, and that subtree, in the tree as it stands until further notice."""
    tree = tree_at(units.spans(), on=_LAST_DAY)
    subtrees = ((unit, tree.subtree(unit)) for unit in tree.units if tree.children(unit))
    return {unit: below for unit, below in subtrees if len(below) > LEAST_UNITS}


def _by_kind(known: Mapping[int, Tally]) -> dict[str, list[tuple[int, Tally]]]:
    found: dict[str, list[tuple[int, Tally]]] = {}
    for number, tally in known.items():
        for kind in tally.selector.kinds:
            found.setdefault(kind, []).append((number, tally))
    return found


def _upsert() -> str:
    insert = "INSERT INTO store_cubecell (node, tally, month, recorded, value, latest) VALUES (%s, %s, %s, %s, %s, %s)"
    known = "ON CONFLICT (node, tally, month, recorded) DO UPDATE SET value = store_cubecell.value + excluded.value"
    larger = "greatest" if connection.vendor == "postgresql" else "max"
    return f"{insert} {known}, latest = {larger}(store_cubecell.latest, excluded.latest)"
