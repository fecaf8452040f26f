"""Looking at a stretch of the log by itself, so that several processes can look at several."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path

from zicha.core import audit, erasure, merkle
from zicha.core.audit import FOREVER, Seen
from zicha.core.counted import Counted
from zicha.core.stretches import Look, Order, Stretch
from zicha.services import log_rows
from zicha.store.queries import erasure as erased
from zicha.store.queries import log, schemes, stretches

LENGTH = 1 << 10
"""Revisions a stretch; a power of two, so that a stretch is a node of the log."""
_MOST_FILES = 100_000
Span = tuple[int, int]


def spans(size: int) -> list[Span]:
    """Return the stretches of a log, the last perhaps shorter."""
    return [(first, min(first + LENGTH - 1, size)) for first in range(1, size + 1, LENGTH)]


def counted() -> Counted | None:
    """Return which fields are summed, or ``None`` where a scheme cannot be read: that is named with the schemes."""
    try:
        return Counted(schemes.versions())
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def looker(home: str, length: int) -> Callable[[Span], Seen]:
    """Return what looks at a stretch, given how many revisions a whole one has; it keeps what it learned."""
    return _Looker(Path(home), length).see


class _Looker:
    def __init__(self, home: Path, length: int) -> None:
        self.home = home
        self.length = length
        self.counted = counted()
        self.look = Look(counted=self.counted)
        self.gone = erasure.told(erased.entries())
        self.touched = self.gone.fields.keys()
        self.files: OrderedDict[str, None] = OrderedDict()

    def see(self, span: Span) -> Seen:
        stretch = stretches.read(first=span[0], last=span[1])
        order = Order(first=stretch.first)
        in_order = all(order.take(row) for row in stretch.rows) and order.next == stretch.last + 1
        root = self._root(stretch) if in_order else None
        sure = root is not None and self._are_sound(self._doubtful(stretch), span)
        files = sure and self._files_are_there(stretch)
        return Seen(*span, sure, order.units, tuple(order.later), root or b"", files)

    def _doubtful(self, stretch: Stretch) -> set[int]:
        """The revisions that have to be looked at more closely; of those that lost a value lawfully, all."""
        sure = (
            row.seq
            for row in stretch.rows
            if row.seq not in self.touched
            and self.look.is_sure(
                row,
                personal=stretch.personal.get(row.seq, ()),
                links=stretch.links.get(row.seq, ()),
                numbers=stretch.numbers.get(row.seq, ()),
            )
        )
        return {*range(stretch.first, stretch.last + 1)}.difference(sure)

    def _are_sound(self, doubtful: Collection[int], span: Span) -> bool:
        if not doubtful:
            return True
        endings = stretches.endings(first=span[0], last=span[1])
        rows = (row for row in log.kept(first=span[0], last=span[1]) if row.seq in doubtful)
        return all(
            audit.is_sound(
                row,
                counted=self.counted,
                end=endings.get((row.columns[0], row.columns[1]), FOREVER),
                gone=self.gone,
            )
            for row in rows
        )

    def _files_are_there(self, stretch: Stretch) -> bool:
        """Read the files that are named; one that many name is read once, as long as it is remembered."""
        told = ((seq, field, value) for seq in stretch.links for field, _salt, value in stretch.personal.get(seq, ()))
        named = {digest: seq for digest, seq in log_rows.digests_of(told).items() if digest not in self.files}
        if log_rows.check_files(named, home=self.home):
            return False
        self.files.update(dict.fromkeys(named))
        while len(self.files) > _MOST_FILES:
            self.files.popitem(last=False)
        return True

    def _root(self, stretch: Stretch) -> bytes | None:
        """The root of a stretch, empty if it is no whole node; ``None`` unless its leaves make the stored nodes."""
        levels = merkle.levels([row.leaf for row in stretch.rows])
        start = stretch.first - 1
        stored = (
            stretches.nodes(level=level, first=start >> level, count=len(made)) for level, made in enumerate(levels)
        )
        if any(made != found for made, found in zip(levels, stored, strict=True)):
            return None
        return levels[-1][0] if len(stretch.rows) == self.length else b""
