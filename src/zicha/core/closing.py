"""Closing the books: how far every unit has come, so that nothing can be left out unseen.

An audit path shows that a record is in the log; it cannot show that no other one was held back. A ``close``
entry does: it commits, by an RFC 6962 tree over the units in order of their codes, to each unit's last running
number. Whoever is given a unit's records 1 to that number, without a gap, has been given all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zicha.core import bodies, merkle
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText

CLOSE = "close"

KIND = Kind(
    id=CLOSE,
    title=LocalText("封账", "Close of the books"),
    fields=(
        Field("period", LocalText("时段", "Period"), "text", code=True),
        Field(
            "tree", LocalText("各单位末号树根", "Root over the units' last numbers"), "text", required=True, code=True
        ),
        Field("units", LocalText("单位数", "Units"), "number", required=True),
    ),
)
"""It belongs to no unit: its unit is empty."""


@dataclass(frozen=True, slots=True)
class UnitEnd:
    """How far a unit has come.

    Attributes:
        last: its last running number; 0 for a unit that has no record yet.
    """

    unit: str
    last: int

    @property
    def leaf(self) -> bytes:
        """Its leaf in the tree over the units."""
        return merkle.hash_leaf(bodies.canonical({"unit": self.unit, "last": self.last}))


@dataclass(frozen=True, slots=True)
class Ends:
    """All units at one moment, by code, and the tree over them."""

    units: tuple[UnitEnd, ...]
    _nodes: Mapping[tuple[int, int], bytes] = field(repr=False, compare=False)

    @property
    def root(self) -> bytes:
        """The root that a close entry commits to."""
        return merkle.root(size=len(self.units), read=self._read)

    def prove(self, unit: str) -> tuple[int, UnitEnd, tuple[bytes, ...]]:
        """Return a unit's place, its end and the audit path; raise ``LookupError`` for a unit that is not there."""
        index = next((place for place, each in enumerate(self.units) if each.unit == unit), None)
        if index is None:
            raise LookupError(unit)
        return index, self.units[index], merkle.prove_record(index=index, size=len(self.units), read=self._read)

    def _read(self, nodes: Iterable[tuple[int, int]]) -> list[bytes]:
        return [self._nodes[node] for node in nodes]


def ends(last: Mapping[str, int]) -> Ends:
    """Return the tree over units, given each one's last running number."""
    units = tuple(UnitEnd(unit, last[unit]) for unit in sorted(last))
    made = merkle.extend(size=0, leaves=[each.leaf for each in units], read=lambda _nodes: [])
    return Ends(units, {(node.level, node.place): node.hash for node in made})
