"""The cube of large subtrees summed anew beside the kept one, some revisions at a time while people work.

New nodes and tallies are summed from the first revision to the last. What is recorded meanwhile comes after them in
the ledger, and so has its turn; once nothing is left, they take the place of the kept ones. Until then questions are
answered as before, and a changed tree is followed once they are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zicha.core import tallies
from zicha.core.tallies import Tally
from zicha.store import models
from zicha.store.queries import cubes as queries
from zicha.store.queries import ledger, sums
from zicha.store.writes import cube_cells, cubes, rowwise
from zicha.store.writes.cube_cells import Amounts, ByKind, Cells
from zicha.store.writes.rowwise import Values

_PIECE = 10_000
"""Revisions that are added up in one transaction, which writers wait for."""
_Covered = dict[str, list[int]]


def catch_up() -> tuple[int, int] | None:
    """Add up some revisions more, in the caller's transaction.

    Returns how many of how many revisions are done, or ``None`` once nothing is missing.
    """
    begun = models.CubeCatchUp.objects.first()
    if begun is None:
        if not cubes.is_missing():
            return None
        begun = _begin()
    total = ledger.size()
    done = min(begun.size + _PIECE, total)
    cube_cells.write(_cells(begun.size + 1, done))
    begun.size = done
    begun.save()
    if done == total:
        _keep(begun)
    return done, total


def _begin() -> models.CubeCatchUp:
    wanted, covered = cubes.wanted_tallies(), cubes.large_subtrees()
    models.CubeTally.objects.bulk_create(
        models.CubeTally(digest=tallies.digest(tally), form=tallies.form(tally), kept=False) for tally in wanted
    )
    nodes = models.CubeNode.objects.bulk_create(
        models.CubeNode(unit=unit, digest=tallies.digest_of_units(below), kept=False)
        for unit, below in sorted(covered.items())
    )
    members: list[Values] = [(node.pk, unit) for node in nodes for unit in covered[node.unit]]
    rowwise.insert("store_cubemember", ("node", "unit"), members)
    return models.CubeCatchUp.objects.create(size=0)


def _cells(first: int, last: int) -> Cells:
    """What the revisions ``first`` to ``last`` brought and what they superseded."""
    covered, meant = _covered(), cube_cells.by_kind(_begun_tallies())
    known: dict[Values, Amounts] = {}
    cells: Cells = {}
    for sign, rows in ((1, queries.brought(first=first, last=last)), (-1, queries.superseded(first=first, last=last))):
        for row in rows:
            _add(cells, sign, row, covered, known, meant)
    return cells


def _add(
    cells: Cells, sign: int, row: Sequence[Any], covered: _Covered, known: dict[Values, Amounts], meant: ByKind
) -> None:
    unit, day, instant, *said = row
    nodes = covered.get(unit)
    if nodes:
        added = cube_cells.known_amounts(known, tuple(said), meant)
        happened = day if isinstance(day, date) else date.fromisoformat(day)
        cube_cells.spread(cells, sign, added, happened, queries.recorded_day(instant), nodes)


def _begun_tallies() -> dict[int, Tally]:
    found = sums.rows("select id, form from store_cubetally where not kept", ())
    return {number: tallies.read(form) for number, form in found}


def _covered() -> _Covered:
    """The nodes that will cover each unit."""
    found: _Covered = {}
    sql = "select m.unit, m.node from store_cubenode n join store_cubemember m on m.node = n.id where not n.kept"
    for unit, node in sums.rows(sql, ()):
        found.setdefault(unit, []).append(node)
    return found


def _keep(begun: models.CubeCatchUp) -> None:
    """Put what was summed in the place of what was kept, and let it follow the tree of now, if that is quick."""
    for model in (models.CubeNode, models.CubeTally):
        rows = model._default_manager  # noqa: SLF001 -- Django's documented way to any model's manager
        rows.filter(kept=True).delete()
        rows.update(kept=True)
    begun.delete()
    cubes.align_nodes()
