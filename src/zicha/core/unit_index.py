"""All units over time, indexed: what a page asks of a few of them costs nothing for the others.

The trees of the days that are asked for are made once and kept in the value; everything else follows from its spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from zicha.core.periods import Span
from zicha.core.units import Tree, UnitSpan, tree_at

_A_DAY = timedelta(days=1)
_LAST_CODE = "\U0010ffff"
_TREES_KEPT = 8
"""So many trees are kept: today's, and those of the periods that people look back at."""


@dataclass(frozen=True)
class Order:
    """A day's tree in a row, depth first, so that every subtree is a stretch of it.

    Attributes:
        units: the codes.
        stretches: for each unit, the places of its subtree in the row, itself first.
    """

    tree: Tree
    units: tuple[str, ...]
    stretches: Mapping[str, range]

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """What is searched of each unit, in the order of the row: name and code, without regard to case."""
        return tuple(f"{self.tree.name(unit)} {unit}".casefold() for unit in self.units)


class UnitIndex:
    """How all units stood over time, by unit and by day."""

    def __init__(self, spans: Iterable[UnitSpan] = ()) -> None:
        self.spans = tuple(spans)
        self._orders: dict[int, Order] = {}

    def __contains__(self, unit: object) -> bool:
        return unit in self._of

    @cached_property
    def _of(self) -> dict[str, tuple[UnitSpan, ...]]:
        known = sorted(self.spans, key=lambda span: (span.unit, span.span))
        return {unit: tuple(each) for unit, each in groupby(known, key=lambda span: span.unit)}

    def of(self, unit: str) -> tuple[UnitSpan, ...]:
        """Return how a unit stood, by day; nothing for one nobody knows."""
        return self._of.get(unit, ())

    def order(self, on: date) -> Order:
        """Return the tree of a day in a row: one and the same value for all days between two changes."""
        changes = bisect_right(self._days, on)
        found = self._orders.pop(changes, None) or _in_a_row(tree_at(self.spans, on=on))
        self._orders[changes] = found
        # Threads share the value: a list is made in one go, while walking the keys would fail if another adds one.
        for oldest in list(self._orders)[:-_TREES_KEPT]:
            self._orders.pop(oldest, None)
        return found

    @cached_property
    def _days(self) -> list[date]:
        return sorted({day for span in self.spans for day in (span.span.start, span.span.end)})

    def gone(self, on: date) -> frozenset[str]:
        """Return the units that stand no more on a day, or not yet."""
        return frozenset(self._of.keys() - self.order(on).stretches.keys())

    def standing_path(self, unit: str, *, on: date) -> tuple[str, ...]:
        """Return the path of one unit as :func:`zicha.core.access.standing_paths` returns it of all; or nothing."""
        known = self.of(unit)
        if not known:
            return ()
        last = ([span for span in known if span.span.start <= on] or known[:1])[-1].span
        return self._path(unit, on=min(max(on, last.start), last.last_day))

    def left(self, unit: str, *, span: Span, day: date) -> tuple[str, ...]:
        """Return what was below a unit earlier in a span, and stands no more on a day of it.

        With the unit's subtree on that day these are the units :func:`zicha.core.board.members` returns.
        """
        first, end = (bisect_right(self._ends, (one, _LAST_CODE)) for one in (span.start, day))
        ends = self._ends[first:end]
        standing = self.order(day).stretches
        gone = {code for _end, code in ends if code not in standing}
        last_days = sorted({end - _A_DAY for end, _code in ends})
        paths = (sorted(self._paths(gone, last_day)) for last_day in last_days)
        return tuple(dict.fromkeys(path[-1] for of_day in paths for path in of_day if unit in path))

    @cached_property
    def _ends(self) -> list[tuple[date, str]]:
        return sorted((span.span.end, span.unit) for span in self.spans if span.span.end < date.max)

    def _paths(self, units: Iterable[str], on: date) -> Iterator[tuple[str, ...]]:
        return (self._path(unit, on=on) for unit in units if any(on in span.span for span in self.of(unit)))

    def _path(self, unit: str, *, on: date) -> tuple[str, ...]:
        path = [unit]
        while (above := self._parent(path[-1], on)) and above not in path:
            path.append(above)
        return tuple(reversed(path))

    def _parent(self, unit: str, on: date) -> str:
        parent = next(span.parent for span in self.of(unit) if on in span.span)
        return parent if any(on in span.span for span in self.of(parent)) else ""


class Stretches(Sequence[str]):
    """Units of a row, as stretches of it: as many as there may be, none of them is touched until it is asked for."""

    def __init__(self, order: Order, places: Iterable[range]) -> None:
        self.order = order
        self.ranges = _merged(places)
        self._starts = [each.start for each in self.ranges]

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def __contains__(self, unit: object) -> bool:
        own = self.order.stretches.get(unit) if isinstance(unit, str) else None
        return own is not None and self._holds(own.start)

    def __iter__(self) -> Iterator[str]:
        return (self.order.units[place] for places in self.ranges for place in places)

    def __getitem__(self, wanted: int | slice) -> str | tuple[str, ...]:  # type: ignore[override]  # a slice is a tuple
        if isinstance(wanted, int):
            return self.order.units[self._place(range(len(self))[wanted])]
        return tuple(self.order.units[self._place(number)] for number in range(*wanted.indices(len(self))))

    def below(self, unit: str) -> Stretches:
        """Return those of them that are a unit or stand below it."""
        subtree = self.order.stretches.get(unit, range(0))
        met = (range(max(one.start, subtree.start), min(one.stop, subtree.stop)) for one in self.ranges)
        return Stretches(self.order, met)

    def depth(self, unit: str) -> int:
        """Return 1 for a unit whose unit above is not among these, 2 for what is directly below it, and so on."""
        depth, parent = 1, self.order.tree.units[unit].parent
        while parent in self and depth <= len(self.order.units):
            depth, parent = depth + 1, self.order.tree.units[parent].parent
        return depth

    def found(self, text: str) -> Iterator[str]:
        """Return those whose name or code holds a text, in the order of the row, one at a time."""
        wanted, told = text.casefold(), self.order.searched
        return (self.order.units[place] for places in self.ranges for place in places if wanted in told[place])

    def _holds(self, place: int) -> bool:
        number = bisect_right(self._starts, place) - 1
        return number >= 0 and place in self.ranges[number]

    def _place(self, number: int) -> int:
        for places in self.ranges:
            if number < len(places):
                return places[number]
            number -= len(places)
        raise IndexError(number)


def _in_a_row(tree: Tree) -> Order:
    units = tuple(unit for root in tree.roots for unit in tree.subtree(root))
    ends = {unit: place + 1 for place, unit in enumerate(units)}
    for unit in reversed(units):
        parent = tree.units[unit].parent
        if parent in ends:
            ends[parent] = max(ends[parent], ends[unit])
    return Order(tree, units, {unit: range(place, ends[unit]) for place, unit in enumerate(units)})


def _merged(places: Iterable[range]) -> tuple[range, ...]:
    """Put stretches in order and leave out what lies within another; stretches of a tree never overlap in part."""
    merged: list[range] = []
    for one in sorted((each for each in places if each), key=lambda each: (each.start, -each.stop)):
        if not merged or one.start >= merged[-1].stop:
            merged.append(one)
    return tuple(merged)
