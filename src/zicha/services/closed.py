"""The private records behind a number: that there are some decides whether it is told, and none of them is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zicha.core import recount, small_counts
from zicha.core.figures import Name
from zicha.core.ledger import Revision
from zicha.core.measures import Measured
from zicha.core.scheme import Measure, Scheme
from zicha.core.small_counts import Closed
from zicha.core.units import Tree
from zicha.store.queries import ledger, units


def among(measured: Measured, *, measure: Measure, scheme: Scheme, name: Name, on: date) -> dict[int, Closed]:
    """Return the private records behind a measured value, by ``seq``; the database is asked if there may be any."""
    if not recount.speaks_of_private(measure, scheme):
        return {}
    found = ledger.of_kinds(seqs=measured.records, kinds=small_counts.private_kinds(scheme))
    return _placed(found, name, on)


def of_revisions(revisions: Iterable[Revision], *, scheme: Scheme, name: Name, on: date) -> dict[int, Closed]:
    """Return the private records among some that were read."""
    private = small_counts.private_kinds(scheme)
    found = [(each.seq, each.draft.unit, each.draft.happened_on) for each in revisions if each.draft.kind in private]
    return _placed(found, name, on)


def _placed(found: Iterable[tuple[int, str, date]], name: Name, on: date) -> dict[int, Closed]:
    tree = units.index().order(max(name.period.span.start, min(on, name.period.span.last_day))).tree
    return {seq: Closed(_path(tree, unit, name.unit), day) for seq, unit, day in found}


def _path(tree: Tree, unit: str, top: str) -> tuple[str, ...]:
    """From the unit asked about down to a unit; one that is not below it on that day stands directly below it."""
    path = tree.path(unit) if unit in tree else (unit,)
    below = path[path.index(top) + 1 :] if top in path else (unit,)
    return (top, *below)
