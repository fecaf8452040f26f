"""What answers rest on beside the records: the rows that the row log binds, and the bytes of evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from zicha.core import binding, merkle
from zicha.core.audit import Fault
from zicha.core.binding import RowHead
from zicha.store.queries import binding as queries
from zicha.store.queries import health, stretches
from zicha.store.writes import shelves

_PIECE = 1 << 20


def check_rows() -> Fault | None:
    """Hold schemes, units, people, posts, seats, changes and prose against what was bound; name the first bad one."""
    with stretches.one_instant():
        bound, rows, stored = list(queries.all_bound()), queries.everything(), queries.nodes()
    fault = binding.check(bound, rows)
    if fault:
        return fault
    made = merkle.extend(size=0, leaves=[each.leaf for each in bound], read=lambda _nodes: [])
    wrong = next((node for node in made if stored.pop((node.level, node.place), None) != node.hash), None)
    return (
        Fault("log.row_gap", {"row": wrong.place + 1 << wrong.level if wrong else len(bound)})
        if wrong or stored
        else None
    )


def check_file() -> Fault | None:
    """Let the engine look for pages it cannot read, and for an index that says something else than its table."""
    found = health.faults(indexes=True)
    return Fault("log.file_damaged", {"fault": found[0]}) if found else None


def check_head(head: RowHead | None, *, file: str) -> Fault | None:
    """Hold the row log against what a checkpoint signed of it; one from before there was a row log says nothing."""
    if head is None:
        return None
    size = queries.size()
    if head.size > size:
        return Fault("log.rows_cut_off", {"file": file, "row": size + 1, "signed": head.size})
    if queries.root(size=head.size) != head.root:
        return Fault("log.rows_rewritten", {"file": file, "signed": head.size})
    return None


def digests_of(values: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Return the hashes of files among values told by number and field, each with the first revision that names it."""
    found: dict[str, int] = {}
    for seq, field, value in values:
        if field.endswith(".sha256") and field.startswith("evidence.") and value:
            found.setdefault(value, seq)
    return found


def check_files(digests: dict[str, int], *, home: Path) -> Fault | None:
    """Read every file that records name; return the first that is missing or is not what was handed in."""
    shelf = shelves.of(home)
    for digest, seq in digests.items():
        kept = shelf.open(digest)
        if kept is None:
            return Fault("log.file_missing", {"seq": seq, "file": digest})
        if _hash(kept) != digest:
            return Fault("log.file_altered", {"seq": seq, "file": digest})
    return None


def _hash(kept: BinaryIO) -> str:
    found = hashlib.sha256()
    with kept:
        while piece := kept.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
