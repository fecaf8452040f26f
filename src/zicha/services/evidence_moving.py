"""Taking the files people handed in from the data folder to a bucket, while everybody works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zicha.core.findings import Refusal
from zicha.store.writes import shelves
from zicha.store.writes.shelves import Before


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did.

    Attributes:
        place: the bucket.
        moved: files that were written to it.
        already: files that were there, and only had to go from the folder.
    """

    place: str
    moved: int
    already: int


def move(*, home: Path, progress: Callable[[int, int], None]) -> Moved:
    """Take every file from the folder to the bucket; each is read back and compared before it goes from the folder.

    Cut off in the middle it is simply run again: what is in both places is the same, for its name is its hash.
    Takes a function that is told how many of how many are done. Raises ``Refusal`` ``evidence.…``; then what was not
    moved stays in the folder, where it is still found.
    """
    shelf = shelves.bucket(home)
    if shelf is None:
        raise Refusal("evidence.no_target")
    shelf.objects.check()
    found = [one.digest for one in shelf.folder.listed()]
    moved = 0
    for done, digest in enumerate(found, start=1):
        moved += _take(shelf, digest)
        progress(done, len(found))
    return Moved(str(shelf.objects.bucket), moved, len(found) - moved)


def _take(shelf: Before, digest: str) -> bool:
    """Take one file; return whether it had to be written."""
    kept = shelf.folder.open(digest)
    if kept is None:
        return False
    with kept:
        content = kept.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refusal("evidence.torn", file=shelf.folder.path(digest))
    is_new = shelf.objects.size(digest) is None
    if is_new:
        shelf.objects.put(digest, content)
    back = shelf.objects.get(digest)
    if back is None or back.read() != content:
        raise Refusal("evidence.not_arrived", file=digest)
    shelf.folder.drop(digest)
    return is_new
