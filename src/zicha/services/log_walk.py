"""Walking through the whole log: quickly where a look is sure, exactly where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from zicha.core import erasure, merkle
from zicha.core.audit import FOREVER, Fault, Seen, Walk
from zicha.core.merkle import Node
from zicha.services import log_rows, log_stretches
from zicha.services.log_stretches import Span
from zicha.store.queries import erasure as erased
from zicha.store.queries import log, stretches

Looking = Callable[[Sequence[Span]], Iterable[Seen]]
"""Looks at stretches, in this process or in several, and tells of each in order; see ``log_stretches.looker``."""


class LogWalk:
    """A walk through the stretches of a log in order.

    A stretch that a look is not sure of is walked through here, row by row and read at one instant, so that what
    others record or erase meanwhile raises no alarm, and what is wrong is named.
    """

    def __init__(self, home: Path) -> None:
        """Begin before the first revision."""
        self.home = home
        self.walk = Walk()
        self.counted = log_stretches.counted()
        self.peaks: dict[tuple[int, int], bytes] = {}
        self.files: Fault | None = None

    def check(self, seen: Seen) -> Fault | None:
        """Return the first fault of the next stretch's revisions and nodes; those of facts and files are kept."""
        above = self._above(seen) if self.walk.fits(seen) else None
        if above is None:
            fault = self._walk(seen.first, seen.last)
            if fault:
                return fault
        else:
            self.walk.pass_over(seen)
            self._keep(above, seen.last)
        if not seen.files:
            self.files = self.files or self._check_files(seen.first, seen.last)
        return None

    def _above(self, seen: Seen) -> list[Node] | None:
        """The nodes above a stretch that it finishes, or ``None`` unless they are stored so."""
        if not seen.root:
            return []
        shift = log_stretches.LENGTH.bit_length() - 1
        made = merkle.append(
            size=seen.first - 1 >> shift,
            leaf=seen.root,
            read=lambda wanted: [self.peaks[level + shift, index] for level, index in wanted],
        )
        nodes = [Node(node.level + shift, node.place, node.hash) for node in made]
        stored = log.read_many([(node.level, node.place) for node in nodes])
        return nodes if all(stored.get((node.level, node.place)) == node.hash for node in nodes) else None

    def _walk(self, first: int, last: int) -> Fault | None:
        with stretches.one_instant():
            gone = erasure.told(erased.entries(), within=range(first, last + 1))
            endings = stretches.endings(first=first, last=last)
            rows = log.kept(first=first, last=last)
            for row in rows:
                end = endings.get((row.columns[0], row.columns[1]), FOREVER)
                fault = self.walk.check(row, counted=self.counted, end=end, gone=gone)
                if fault:
                    return fault
            if self.walk.seq != last:
                return Fault("log.missing_row", {"seq": self.walk.seq + 1})
            return self._check_nodes(first, last, [row.leaf for row in rows])

    def _check_nodes(self, first: int, last: int, leaves: list[bytes]) -> Fault | None:
        """Hold the stored nodes of a stretch against those its leaves make."""
        stored = log.nodes(first=first, last=last)
        made = merkle.extend(size=first - 1, leaves=leaves, read=lambda wanted: [self.peaks[node] for node in wanted])
        for node in made:
            if stored.get((node.level, node.place)) != node.hash:
                begins, ends = (node.place << node.level) + 1, node.place + 1 << node.level
                facts = {"level": node.level, "first": begins, "last": ends}
                return Fault("log.node_altered", {"seq": ends, **facts})
        self._keep(made, last)
        return None

    def _keep(self, made: Iterable[Node], last: int) -> None:
        """Remember the nodes that the next stretch is hashed with."""
        self.peaks.update(((node.level, node.place), node.hash) for node in made)
        kept = {(level, (last >> level) - 1) for level in range(last.bit_length())}
        for place in self.peaks.keys() - kept:
            del self.peaks[place]

    def _check_files(self, first: int, last: int) -> Fault | None:
        with stretches.one_instant():
            told = ((row.seq, one.field, one.value) for row in log.kept(first=first, last=last) for one in row.personal)
            return log_rows.check_files(log_rows.digests_of(told), home=self.home)


def check(
    *, home: Path, size: int, looking: Looking | None, progress: Callable[[int, int], None]
) -> tuple[Fault | None, Fault | None]:
    """Check every revision; return the first fault of the log or of what is derived, and the first of a file.

    Takes what looks at stretches, in this process if ``None``, and a function that is told how many of how many
    revisions are done.
    """
    walk = LogWalk(home)
    found = looking or (lambda spans: map(log_stretches.looker(str(home), log_stretches.LENGTH), spans))
    for seen in found(log_stretches.spans(size)):
        fault = walk.check(seen)
        if fault:
            return fault, None
        progress(seen.last, size)
    return walk.walk.derived, walk.files
