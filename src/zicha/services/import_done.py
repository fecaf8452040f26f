"""Which files of a folder are in the ledger already: a list beside the database, which the log must bear out.

A line holds a fingerprint, the size of the log after the file was in, and the log's root at that size. A database that
was put back to an earlier state, or is another one, has another root there, or none; then the lines after the last
one that is borne out are passed over, and their files are read again. The list can be deleted at any time: it saves
time and decides nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from zicha.store.queries import log

FILE = "imported.ndjson"


def fingerprint(*, content: bytes, read_as: Iterable[str]) -> str:
    """Return what tells a file from any other, and from itself read another way."""
    whole = hashlib.sha256(content)
    whole.update(json.dumps(list(read_as), ensure_ascii=False).encode())
    return whole.hexdigest()


def known() -> frozenset[str]:
    """Return the fingerprints of the files that are in this ledger."""
    lines = _lines()
    size = log.size()
    borne_out = 0
    for at, root in sorted({(at, root) for _mark, at, root in lines if 0 < at <= size}, reverse=True):
        if log.root(size=at).hex() == root:
            borne_out = at
            break
    return frozenset(mark for mark, at, _root in lines if at <= borne_out)


def note(fingerprints: Iterable[str]) -> None:
    """Write down that files are in the ledger, as it stands now."""
    marks = [mark for mark in fingerprints if mark]
    size = log.size()
    if not marks or not size:
        return
    root = log.root(size=size).hex()
    # A line break first: a killed process may have left half a line.
    text = "".join("\n" + json.dumps([mark, size, root]) for mark in marks)
    place = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(place, text.encode())
    finally:
        os.close(place)


def _path() -> Path:
    return Path(settings.ZICHA_HOME) / FILE


def _lines() -> list[tuple[str, int, str]]:
    """The lines that can be read; a killed process may have left half of its last."""
    found = []
    if _path().exists():
        for line in _path().read_text("utf-8", errors="replace").splitlines():
            try:
                mark, size, root = json.loads(line)
                found.append((str(mark), int(size), str(root)))
            except (ValueError, TypeError):
                continue
    return found
