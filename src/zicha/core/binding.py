"""Binding rows that answers rest on, but that are no records: schemes, units, people's posts and seats, prose.

Each state of such a row that the program wrote is a leaf of a second log of RFC 6962, the *row log*: the row's sort,
the leaf it takes the place of, and a salted hash of what the row said. Every checkpoint signs its size and root in an
extension line. An erased person's row loses salt and key, not its leaf: nothing of the person can be found out from
it, and every root stays what it was.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zicha.core import bodies, merkle
from zicha.core.audit import Fault

_TAG = b"zicha/row/v1\x00"
_LINE = "rows "
LONG = "parsed"
"""The column whose text is hashed by itself, so that the row can be shown without it."""

Content = Mapping[str, str | int | bool]
"""What a row says, by column."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A state of a row, as the row log keeps it.

    Attributes:
        seq: its number, from 1.
        sort: which table the row stands in.
        key: the row's key in its table; empty once it was erased.
        replaces: number of the state it takes the place of, 0 for a new row.
        salt: empty for a row that was taken away, and once it was erased.
        digest: of what the row says; empty if the row was taken away.
    """

    seq: int
    sort: str
    key: str
    replaces: int
    salt: bytes
    digest: bytes

    @property
    def leaf(self) -> bytes:
        """Its leaf in the row log."""
        said = {"row": self.seq, "sort": self.sort, "replaces": self.replaces, "said": self.digest.hex()}
        return merkle.hash_leaf(bodies.canonical(said))


@dataclass(frozen=True, slots=True)
class RowHead:
    """Size and root of the row log, as a checkpoint says them."""

    size: int
    root: bytes

    def __str__(self) -> str:
        """Return the extension line of a checkpoint, without its end."""
        return f"{_LINE}{self.size} {base64.b64encode(self.root).decode()}"


def read_head(text: str) -> RowHead | None:
    """Return the head of the row log that a checkpoint's text says, or ``None`` for one without it."""
    for line in text.split("\n")[3:]:
        if line.startswith(_LINE):
            size, root = line.removeprefix(_LINE).split(" ")
            return RowHead(int(size), base64.b64decode(root, validate=True))
    return None


def said(columns: Iterable[str], values: Iterable[object]) -> dict[str, str | int | bool]:
    """Return what a row says as it is hashed: days as text, nothing as an empty text, what is long as its SHA-256.

    Long are bytes, and the parsed form of a scheme.
    """
    return {
        name: _plain(str(value).encode() if name == LONG else value)
        for name, value in zip(columns, values, strict=True)
    }


def _plain(value: object) -> str | int | bool:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return value if isinstance(value, int) else str(value)


def digest(*, sort: str, content: Content, salt: bytes) -> bytes:
    """Return SHA-256 over the tag, the sort, the salt's length and the salt, and the canonical JSON (RFC 8785)."""
    name = sort.encode() + b"\x00"
    return hashlib.sha256(_TAG + name + len(salt).to_bytes(2, "big") + salt + bodies.canonical(dict(content))).digest()


def check(bound: Iterable[Bound], rows: Mapping[tuple[str, str], Content]) -> Fault | None:
    """Hold every row against the last state of it that was bound; return the first thing that is wrong.

    Takes all of the row log in order, and what the tables say now by sort and key. Faults: ``log.row_gap``,
    ``log.row_altered``, ``log.row_missing``, ``log.row_returned``, ``log.row_unbound``.
    """
    last: dict[int, Bound] = {}
    for place, each in enumerate(bound, 1):
        before = last.pop(each.replaces, None) if each.replaces else each
        if each.seq != place or before is None or before.sort != each.sort:
            return Fault("log.row_gap", {"row": place})
        last[each.seq] = each
    found = next((fault for each in last.values() if (fault := _check(each, rows))), None)
    return found or _check_unbound({(each.sort, each.key) for each in last.values()}, rows)


def _check(one: Bound, rows: Mapping[tuple[str, str], Content]) -> Fault | None:
    content = rows.get((one.sort, one.key))
    facts = {"row": one.seq, "sort": one.sort, "key": one.key}
    if not one.digest:
        return Fault("log.row_returned", facts) if content is not None else None
    if content is None:
        return Fault("log.row_missing", facts)
    same = digest(sort=one.sort, content=content, salt=one.salt) == one.digest
    return None if same else Fault("log.row_altered", facts)


def _check_unbound(known: set[tuple[str, str]], rows: Mapping[tuple[str, str], Content]) -> Fault | None:
    stray = next((place for place in rows if place not in known), None)
    return Fault("log.row_unbound", {"sort": stray[0], "key": stray[1]}) if stray else None
