"""What a proof shows of the row log: the scheme, how the units stood over time, and whose seat a bit on a sheet is.

A bundle carries what every leaf of the row log is made from, so that its root can be computed and each row's sort
and successor are known; and it opens rows: all that stand of the sorts ``scheme`` and ``unit``, so that none of them
can be held back, and the seats that figures ask for. The others stay salted hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zicha.core import binding, merkle, scheme_plain
from zicha.core.binding import Bound, Content, RowHead
from zicha.core.periods import Span
from zicha.core.proof_errors import BundleError
from zicha.core.scheme import Scheme
from zicha.core.units import UnitSpan

WHOLE = ("scheme", "unit")
"""Sorts of which every standing row must be opened."""
SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a bundle's opened rows say.

    Attributes:
        schemes: every loaded version, in order of loading.
        units: how all units of the organisation stood over time.
        seats: ids of the people whose seats were opened, by unit and slot.
    """

    schemes: tuple[Content, ...]
    units: tuple[UnitSpan, ...]
    seats: Mapping[tuple[str, int], str]


def written(bound: Iterable[Bound]) -> list[str]:
    """Return the leaves' parts as a bundle carries them: the sort, the row it replaces, the salted hash."""
    return [f"{each.sort} {each.replaces} {base64.b64encode(each.digest).decode()}" for each in bound]


def opened(bound: Bound, said: Content) -> dict[str, Any]:
    """Return what opens a row: its number, its salt and what it says."""
    return {"row": bound.seq, "salt": bound.salt.hex(), "said": dict(said)}


def read(bundle: Mapping[str, Any], *, head: RowHead) -> Rows:
    """Return what a bundle shows of the row log under the head that its checkpoint signs.

    Raises :class:`BundleError`: ``proofs.rows_other`` if the leaves do not lead to that head, ``proofs.row_other``
    for an opened row that is not the one bound, ``proofs.row_missing`` for one that is held back.
    """
    bound = _bound(bundle["rows"], head)
    standing = {each.seq: each for each in bound if each.digest}
    for each in bound:
        standing.pop(each.replaces, None)
    said: dict[str, list[tuple[int, Content]]] = {}
    for row in bundle["opened"]:
        sort, content = _content(row, standing)
        said.setdefault(sort, []).append((row["row"], content))
    missing = next((each for each in standing.values() if each.sort in WHOLE), None)
    if missing is not None:
        raise BundleError("proofs.row_missing", row=missing.seq)
    return Rows(
        tuple(content for _row, content in sorted(said.get("scheme", ()), key=lambda each: _loaded(*each))),
        tuple(
            sorted((_unit(content) for _row, content in said.get("unit", ())), key=lambda each: (each.unit, each.span))
        ),
        {(str(each["unit"]), int(each["slot"])): str(each["person"]) for _row, each in said.get(SEAT, ())},
    )


def scheme_of(rows: Rows, *, scheme: str, parsed: str, on: date, known: int) -> Scheme:
    """Return the scheme whose parsed form is given, after it was shown to be the version that holds.

    Takes the day the version holds on and the microseconds since 1970 at which it was known. Raises
    :class:`BundleError` ``proofs.scheme_unbound``.
    """
    holding: Content | None = None
    for said in rows.schemes:
        if said["scheme"] == scheme and (holding is None or _holds(said, on, known)):
            holding = said
    if holding is None or holding["parsed"] != hashlib.sha256(parsed.encode()).hexdigest():
        raise BundleError("proofs.scheme_unbound", scheme=scheme)
    found = scheme_plain.from_plain(json.loads(parsed))
    if not isinstance(found, Scheme) or (found.id, found.version) != (scheme, holding["version"]):
        raise BundleError("proofs.scheme_unbound", scheme=scheme)
    return found


def _bound(lines: Sequence[str], head: RowHead) -> tuple[Bound, ...]:
    bound = tuple(_parsed(seq, line) for seq, line in enumerate(lines, 1))
    made = merkle.extend(size=0, leaves=[each.leaf for each in bound], read=lambda _nodes: [])
    nodes = {(node.level, node.place): node.hash for node in made}
    root = merkle.root(size=len(bound), read=lambda wanted: [nodes[node] for node in wanted])
    if (len(bound), root) != (head.size, head.root):
        raise BundleError("proofs.rows_other")
    return bound


def _parsed(seq: int, line: str) -> Bound:
    try:
        sort, replaces, digest = line.split(" ")
        return Bound(seq, sort, "", int(replaces), b"", base64.b64decode(digest, validate=True))
    except ValueError:
        raise BundleError("proofs.rows_other") from None


def _content(row: Mapping[str, Any], standing: dict[int, Bound]) -> tuple[str, Content]:
    """Return sort and content of an opened row; each row is opened once."""
    bound = standing.pop(row["row"], None)
    if bound is None:
        raise BundleError("proofs.row_other", row=row["row"])
    content: Content = row["said"]
    try:
        same = binding.digest(sort=bound.sort, content=content, salt=bytes.fromhex(row["salt"])) == bound.digest
    except ValueError:
        same = False
    if not same:
        raise BundleError("proofs.row_other", row=row["row"])
    return bound.sort, content


def _loaded(row: int, said: Content) -> tuple[int, int]:
    return int(said["loaded_at"]), row


def _holds(said: Content, on: date, known: int) -> bool:
    effective = str(said["effective"])
    return (not effective or date.fromisoformat(effective) <= on) and int(said["loaded_at"]) <= known


def _unit(said: Content) -> UnitSpan:
    span = Span(date.fromisoformat(str(said["start"])), date.fromisoformat(str(said["end"])))
    return UnitSpan(str(said["unit"]), str(said["name"]), str(said["parent"]), int(said["level"]), span)
