"""The cube of large subtrees, kept by the difference each change makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from zicha.core import tallies
from zicha.core.tallies import LEAST_UNITS, Tally
from zicha.core.units import tree_at
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import cubes, ledger, schemes, units
from zicha.store.queries.turn import Kept
from zicha.store.writes import cube_cells, rowwise
from zicha.store.writes.cube_cells import Amounts, ByKind, Cells
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values

MOST_COUNTED = 10_000
"""So many records are counted again when the tree changes; beyond that the next rebuild does it."""
_MEMBER = ("node", "unit")
_LAST_DAY = date.max - timedelta(days=1)
_CHUNK = 20_000


def begin() -> bool:
    """Drop the cube, take the tree and the schemes as they are now, and return whether there is anything to keep."""
    for model in (models.CubeCatchUp, models.CubeCell, models.CubeMember, models.CubeNode, models.CubeTally):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    covered = large_subtrees()
    wanted = wanted_tallies()
    if not covered or not wanted:
        return False
    _add_tallies(wanted)
    _cover(_pairs(covered))
    return True


def rebuild(*, progress: Callable[[int, int], None]) -> None:
    """Drop the cube and sum the facts anew; each counts from its recording until it was superseded.

    Takes a function that is told how many of how many revisions are done.
    """
    if not begin():
        return
    covered, by_kind = _numbered(cubes.pairs()), _by_kind()
    known: dict[Values, Amounts] = {}
    total = ledger.size()
    for first in range(1, total + 1, _CHUNK):
        last = min(first + _CHUNK - 1, total)
        cells: Cells = {}
        for unit, day, rec_at, rec_to, *said in cubes.facts(first=first, last=last):
            nodes = covered.get(unit)
            if nodes:
                amounts = cube_cells.known_amounts(known, tuple(said), by_kind)
                cube_cells.spread(cells, 1, amounts, day, cubes.recorded_day(rec_at), nodes)
                if rec_to != FOREVER:
                    cube_cells.spread(cells, -1, amounts, day, cubes.recorded_day(rec_to), nodes)
        cube_cells.write(cells)
        progress(last, total)


def follow(changes: Sequence[Change], kept: Kept) -> None:
    """Add what some changes make to the cells they fall into: first in memory, then once a cell."""
    if kept.members:
        cube_cells.write(cube_cells.sums(changes, kept.members, cube_cells.by_kind(kept.tallies), 1))


def align() -> None:
    """Cover the tree and keep the tallies of now, if few enough records have to be counted again for it.

    A node that is left as it was stays exact, and so does a measure without kept tallies: what is not kept is
    counted whenever it is asked for.
    """
    known = {tallies.form(tally) for tally in cubes.known_tallies().values()}
    new = [tally for tally in wanted_tallies() if tallies.form(tally) not in known]
    if new and ledger.size() <= MOST_COUNTED:
        rebuild(progress=lambda _done, _total: None)
        return
    coming = never_recorded(new)
    _add_tallies(coming)
    _add_beside(coming)
    align_nodes()


def is_missing() -> bool:
    """Return whether a large subtree, or a tally, is counted record by record because it is not kept."""
    if models.CubeCatchUp.objects.exists():
        return True
    covered, wanted = large_subtrees(), wanted_tallies()
    if not covered or not wanted or not ledger.size():
        return False
    known = {tallies.form(tally) for tally in cubes.known_tallies().values()}
    pairs, standing = _pairs(covered), cubes.pairs()
    stray = any(node in covered for node, _unit in standing - pairs)
    return bool(pairs - standing) or stray or any(tallies.form(tally) not in known for tally in wanted)


def align_nodes() -> None:
    """Let the kept nodes cover the units of now, if few records have to be counted again for it."""
    by_kind = _by_kind()
    wanted = _pairs(large_subtrees()) if by_kind else frozenset()
    standing = cubes.pairs()
    kept = {node for node, _unit in wanted}
    added, removed = wanted - standing, {(node, unit) for node, unit in standing - wanted if node in kept}
    moved = {unit for _node, unit in added | removed}
    if not moved or not _are_few(moved):
        return
    _uncover(removed)
    _cover(added)
    changes = _changes_of(moved) if ledger.size() else []
    for sign, pairs in ((1, added), (-1, removed)):
        cube_cells.write(cube_cells.sums(changes, _numbered(pairs), by_kind, sign))


def _are_few(moved: Collection[str]) -> bool:
    """Whether the units' records may be counted again at once; a ledger without any has none of anybody."""
    if not ledger.size():
        return True
    if len(moved) > MOST_COUNTED:
        return False
    return models.Fact.objects.filter(unit__in=moved)[: MOST_COUNTED + 1].count() <= MOST_COUNTED


def large_subtrees() -> dict[str, tuple[str, ...]]:
    """Return every unit with a large subtree, and that subtree, in the tree as it stands until further notice."""
    tree = tree_at(units.spans(), on=_LAST_DAY)
    found = ((unit, tree.subtree(unit)) for unit in tree.units if tree.children(unit))
    return {unit: below for unit, below in found if len(below) > LEAST_UNITS}


def _pairs(covered: Mapping[str, Iterable[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((node, unit) for node, below in covered.items() for unit in below)


def wanted_tallies() -> tuple[Tally, ...]:
    """Return what the measures of all loaded schemes add up."""
    return tallies.of_rules(each.rule for version in schemes.versions() for each in version.scheme.measures)


def never_recorded(new: Sequence[Tally]) -> list[Tally]:
    """Return those tallies that mean nothing that was ever recorded, so that nothing has to be counted for them."""
    kinds = {kind for tally in new for kind in tally.selector.kinds}
    seen = set(models.Fact.objects.filter(kind__in=kinds).values_list("kind", flat=True).distinct()) if kinds else set()
    return [tally for tally in new if not seen & set(tally.selector.kinds)]


def _add_tallies(wanted: Iterable[Tally], *, kept: bool = True) -> None:
    models.CubeTally.objects.bulk_create(
        models.CubeTally(digest=tallies.digest(tally), form=tallies.form(tally), kept=kept) for tally in wanted
    )


def _add_beside(wanted: Iterable[Tally]) -> None:
    """Let what is being caught up with have tallies as well of which all that is recorded is to come."""
    if models.CubeCatchUp.objects.exists():
        begun = set(models.CubeTally.objects.filter(kept=False).values_list("form", flat=True))
        _add_tallies([tally for tally in wanted if tallies.form(tally) not in begun], kept=False)


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
    rows = [(tallies.digest_of_units(tuple(below)), node) for node, below in sorted(covered.items())]
    rowwise.run("UPDATE store_cubenode SET digest = %s WHERE unit = %s AND kept", rows)


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


def _by_kind() -> ByKind:
    return cube_cells.by_kind(cubes.known_tallies())
