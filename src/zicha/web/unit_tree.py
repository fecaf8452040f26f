"""The organisation's tree as a page shows it: whole where it is small, else the way down to one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from zicha.core.units import Tree
from zicha.web.asking import Question

WHOLE_TO = 200
"""So many units fit a few screens and are shown as a whole tree; of more, the way down to the unit asked about."""
BESIDE = 100
"""So many units directly below one are named; whoever means another searches for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a tree.

    Attributes:
        roots: where it begins.
        children: the units shown below each unit.
        hidden: how many units directly below the unit asked about are not named.
        is_whole: whether nothing is left out.
    """

    roots: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]
    hidden: int = 0
    is_whole: bool = False

    def below(self, unit: str) -> tuple[str, ...]:
        """Return the units shown directly below one."""
        return self.children.get(unit, ())

    @property
    def units(self) -> tuple[str, ...]:
        """The units that are shown."""
        return tuple(dict.fromkeys([*self.roots, *(child for each in self.children.values() for child in each)]))


def shown(question: Question, unit: str) -> Shown:
    """Return what the tree shows with a unit asked about, from its roots or from where the asker's link begins."""
    tree, roots = question.tree, _tops(question)
    if (len(question.scope) if question.audit else len(tree.units)) <= WHOLE_TO:
        every = (code for root in roots for code in tree.subtree(root))
        return Shown(roots, {code: tree.children(code) for code in every}, is_whole=True)
    way = _way(tree, unit, roots) or roots[: len(roots) == 1]
    kept = tuple(dict.fromkeys([*way[:1], *roots[:BESIDE]]))
    if not way:
        return Shown(kept, {}, len(roots) - len(kept))
    last = way if tree.children(unit) else way[:-1]
    beside = tree.children(last[-1]) if last else ()
    named = dict.fromkeys([*beside[:BESIDE], *(way[len(last) :] if last else ())])
    below = {above: (child,) for above, child in pairwise(last)}
    return Shown(kept, {**below, **{above: tuple(named) for above in last[-1:]}}, len(beside) - len(named))


def _way(tree: Tree, unit: str, roots: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes from where the tree begins down to a unit; none for one that does not stand in it."""
    path = tree.path(unit) if unit in tree else ()
    return path[next((place for place, code in enumerate(path) if code in roots), len(path)) :]


def _tops(question: Question) -> tuple[str, ...]:
    """Return where the tree begins: at its roots, for the bearer of an audit link at what the link shows."""
    if not question.audit:
        return question.tree.roots
    return tuple(unit for unit in question.scope if question.scope.depth(unit) == 1)
