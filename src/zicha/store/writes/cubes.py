"""The cube of large subtrees, kept by the difference each change makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection

from zicha.core import bodies, tallies
from zicha.core.ledger import Revision
from zicha.core.tallies import LEAST_UNITS, Tally
from zicha.core.units import tree_at
from zicha.store import models
from zicha.store.queries import cubes, ledger, schemes, units
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change

MOST_COUNTED = 10_000
"""So many records are counted again when the tree changes; beyond that the next rebuild does it."""
_MEMBER = ("node", "unit")
_LAST_DAY = date.max - timedelta(days=1)
_Cell = tuple[int, int, int, int]
_Cells = dict[_Cell, tuple[int, int]]


def begin() -> bool:
    """Drop the cube, take the tree and the schemes as they are now, and return whether there is anything to keep."""
    for model in (models.CubeCell, models.CubeMember, models.CubeNode, models.CubeTally):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    covered = _subtrees()
    wanted = _wanted()
    if not covered or not wanted:
        return False
    _add_tallies(wanted)
    _cover(_pairs(covered))
    return True


def follow(changes: Sequence[Change]) -> None:
    """Add what some changes make to the cells they fall into: first in memory, then once a cell."""
    covered = cubes.nodes_of(units={state.draft.unit for state in _states(changes)})
    if covered:
        _write(_sums(changes, covered, _by_kind(), 1))


def align() -> None:
    """Cover the tree and keep the tallies of now, if few enough records have to be counted again for it.

    A node that is left as it was stays exact, and so does a measure without kept tallies: what is not kept is
    counted whenever it is asked for.
    """
    known = {tallies.form(tally) for tally in cubes.known_tallies().values()}
    new = [tally for tally in _wanted() if tallies.form(tally) not in known]
    if new and ledger.size() <= MOST_COUNTED:
        begin()
        follow(_changes_of(unit for _node, unit in cubes.pairs()))
        return
    _add_tallies(_never_recorded(new))
    _align_nodes()


def _align_nodes() -> None:
    by_kind = _by_kind()
    wanted = _pairs(_subtrees()) if by_kind else frozenset()
    standing = cubes.pairs()
    kept = {node for node, _unit in wanted}
    added, removed = wanted - standing, {(node, unit) for node, unit in standing - wanted if node in kept}
    moved = {unit for _node, unit in added | removed}
    if not moved or models.Fact.objects.filter(unit__in=moved)[: MOST_COUNTED + 1].count() > MOST_COUNTED:
        return
    _uncover(removed)
    _cover(added)
    changes = _changes_of(moved)
    for sign, pairs in ((1, added), (-1, removed)):
        _write(_sums(changes, _numbered(pairs), by_kind, sign))


def _subtrees() -> dict[str, tuple[str, ...]]:
    """Every unit with a large subtree, and that subtree, in the tree as it stands until further notice."""
    tree = tree_at(units.spans(), on=_LAST_DAY)
    found = ((unit, tree.subtree(unit)) for unit in tree.units if tree.children(unit))
    return {unit: below for unit, below in found if len(below) > LEAST_UNITS}


def _pairs(covered: Mapping[str, Iterable[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((node, unit) for node, below in covered.items() for unit in below)


def _wanted() -> tuple[Tally, ...]:
    return tallies.of_rules(each.rule for version in schemes.versions() for each in version.scheme.measures)


def _never_recorded(new: Sequence[Tally]) -> list[Tally]:
    """Those tallies that mean nothing that was ever recorded, so that nothing has to be counted for them."""
    kinds = {kind for tally in new for kind in tally.selector.kinds}
    seen = set(models.Fact.objects.filter(kind__in=kinds).values_list("kind", flat=True).distinct()) if kinds else set()
    return [tally for tally in new if not seen & set(tally.selector.kinds)]


def _add_tallies(wanted: Iterable[Tally]) -> None:
    models.CubeTally.objects.bulk_create(
        models.CubeTally(digest=tallies.digest(tally), form=tallies.form(tally)) for tally in wanted
    )


def _cover(pairs: Iterable[tuple[str, str]]) -> None:
    """Let nodes, new ones among them, cover more units."""
    asked = sorted(pairs)
    known = cubes.numbers()
    new = sorted({node for node, _unit in asked} - known.keys())
    models.CubeNode.objects.bulk_create(models.CubeNode(unit=node, digest="") for node in new)
    numbers = cubes.numbers()
    rowwise.insert("store_cubemember", _MEMBER, [(numbers[node], unit) for node, unit in asked])
    _name({node for node, _unit in asked})


def _uncover(pairs: Iterable[tuple[str, str]]) -> None:
    """Let nodes cover fewer units."""
    numbers = cubes.numbers()
    rows = sorted((numbers[node], unit) for node, unit in pairs)
    rowwise.run("DELETE FROM store_cubemember WHERE node = %s AND unit = %s", rows)
    _name({node for node, _unit in pairs})


def _name(nodes: Iterable[str]) -> None:
    """Give the sets of units that nodes cover their names."""
    covered: dict[str, list[str]] = {node: [] for node in nodes}
    for node, unit in cubes.pairs(nodes=covered):
        covered[node].append(unit)
    rows = [(tallies.digest_of_units(below), node) for node, below in sorted(covered.items())]
    rowwise.run("UPDATE store_cubenode SET digest = %s WHERE unit = %s", rows)


def _numbered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
    numbers = cubes.numbers()
    found: dict[str, list[int]] = {}
    for node, unit in pairs:
        found.setdefault(unit, []).append(numbers[node])
    return found


def _changes_of(moved: Iterable[str]) -> list[Change]:
    """Every change of the entries that some units have, or had."""
    entries = models.Fact.objects.filter(unit__in=tuple(moved)).values_list("entry", flat=True).distinct()
    states = ledger.states(entries=entries)
    known = {(one.entry, one.number): one for one in states}
    return [Change(one, known.get((one.entry, one.number - 1))) for one in states]


def _states(changes: Iterable[Change]) -> Iterable[Revision]:
    return (state for change in changes for state in (change.new, change.old) if state is not None)


def _by_kind() -> dict[str, list[tuple[int, Tally]]]:
    """The kept tallies, with their numbers, by the kinds of entries they mean."""
    found: dict[str, list[tuple[int, Tally]]] = {}
    for number, tally in cubes.known_tallies().items():
        for kind in tally.selector.kinds:
            found.setdefault(kind, []).append((number, tally))
    return found


def _sums(
    changes: Iterable[Change],
    covered: Mapping[str, Sequence[int]],
    by_kind: Mapping[str, Sequence[tuple[int, Tally]]],
    sign: int,
) -> _Cells:
    """What changes make, times ``sign``, given the nodes that cover each unit."""
    cells: _Cells = {}
    for change in changes:
        recorded = cubes.recorded_day(bodies.microseconds(change.new.recorded_at))
        for state, way in ((change.new, sign), (change.old, -sign)):
            nodes = covered.get(state.draft.unit) if state is not None else None
            if nodes and state is not None:
                _add(cells, way, state, recorded, nodes, by_kind.get(state.draft.kind, ()))
    return cells


def _add(
    cells: _Cells,
    sign: int,
    state: Revision,
    recorded: int,
    nodes: Sequence[int],
    meant: Sequence[tuple[int, Tally]],
) -> None:
    """Add what a state makes, or take it away, with the day on which it happened."""
    day = state.draft.happened_on
    month = tallies.month(day)
    for number, tally in meant:
        amount = tallies.amount(tally, state)
        for node in nodes if amount else ():
            value, latest = cells.get((node, number, month, recorded), (0, 0))
            cells[node, number, month, recorded] = (value + sign * amount, max(latest, day.day))


def _write(cells: _Cells) -> None:
    insert = "INSERT INTO store_cubecell (node, tally, month, recorded, value, latest) VALUES (%s, %s, %s, %s, %s, %s)"
    known = "ON CONFLICT (node, tally, month, recorded) DO UPDATE SET value = store_cubecell.value + excluded.value"
    larger = "greatest" if connection.vendor == "postgresql" else "max"
    latest = f"latest = {larger}(store_cubecell.latest, excluded.latest)"
    rowwise.run(f"{insert} {known}, {latest}", [(*cell, *cells[cell]) for cell in sorted(cells)])
