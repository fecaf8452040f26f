"""What the log keeps of a revision: plain facts, and commitments in the place of personal values.

A value that names or may name a person never enters a body. In its place stands
``SHA-256("zicha/pd/v1" || field || salt || value)``, parts divided by a zero byte, with sixteen random bytes of
salt; erasing value and salt leaves every body, leaf and root as it was.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring as _quote
from typing import Any, NamedTuple

from zicha.core.ledger import Attendance, FieldValue, Revision
from zicha.core.scheme import Kind

_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""Made once: a million bodies are written when a ledger is verified."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_COMMITMENT = b"zicha/pd/v1"
_PERSONAL_TYPES = frozenset({"text", "person", "link"})
_FLAGS = ("false", "true")


class Personal(NamedTuple):
    """A value kept beside the log; a tuple, since an import makes as many as rows.

    Attributes:
        field: ``title``, ``reason``, ``recorded_by``, ``key``, ``fields.<id>``, ``evidence.<place>.name`` or
            ``evidence.<place>.sha256``.
        salt: sixteen random bytes.
        value: the text.
    """

    field: str
    salt: bytes
    value: str


def commitment(*, field: str, salt: bytes, value: bytes) -> str:
    """Return the hex digest that stands for a value in a body."""
    return hashlib.sha256(b"".join((commitment_prefix(field), salt, b"\x00", value))).hexdigest()


@functools.lru_cache(maxsize=1024)
def commitment_prefix(field: str) -> bytes:
    """Return what is hashed for a field before salt, zero byte and value; for whoever computes very many."""
    return b"\x00".join((_COMMITMENT, field.encode(), b""))


def sheet_commitment(*, salt: bytes, bitmaps: Sequence[bytes], guests: str) -> str:
    """Return the hex digest that stands for a sheet: its four bitmaps and its guests."""
    said = "\n".join([*(bitmap.hex() for bitmap in bitmaps), guests])
    return commitment(field="sheet", salt=salt, value=said.encode())


def personal_values(revision: Revision, *, plain: Collection[str], salts: Iterator[bytes]) -> list[Personal]:
    """Return the values of a revision that must stay out of its body, each with a salt of its own.

    Takes the fields that may stand in it, as :func:`plain_fields` tells them, and salts without end.
    """
    draft = revision.draft
    found: list[tuple[str, str]] = [
        ("title", draft.title),
        ("reason", revision.reason),
        ("recorded_by", revision.recorded_by),
        ("key", draft.key),
    ]
    found += [(f"fields.{name}", str(value)) for name, value in draft.fields if name not in plain]
    for place, item in enumerate(draft.evidence):
        found += [(f"evidence.{place}.name", item.name), (f"evidence.{place}.sha256", item.sha256)]
    return [Personal(field, next(salts), value) for field, value in found if value]


def plain_fields(kind: Kind | None) -> frozenset[str]:
    """Return the ids of a kind's fields whose values cannot name a person; none of an unknown kind."""
    if kind is None:
        return frozenset()
    return frozenset(field.id for field in kind.fields if field.code or field.type not in _PERSONAL_TYPES)


def written(
    revision: Revision, *, unit_seq: int, plain: Mapping[str, FieldValue], personal: Iterable[Personal], sheet: str
) -> bytes:
    """Return the body that is hashed into the log: RFC 8785 bytes of strings, integers and booleans under ASCII keys.

    Takes the unit's own running number, the plain fields, the personal values and the sheet's commitment. What stands
    in every body is written here as it is; a test holds the whole to a general writer of the RFC.
    """
    draft = revision.draft
    evidence = ",".join([f'{{"kind":{_quote(item.kind)},"size":{item.size}}}' for item in draft.evidence])
    return (
        f'{{"attendance":{_heads(draft.attendance)},"backfilled":{_FLAGS[revision.backfilled]},'
        f'"committed":{{{_committed(personal)}}},"entry":{revision.entry},"evidence":[{evidence}],'
        f'"fields":{_ENCODE(plain)},"happened_on":"{draft.happened_on.isoformat()}","kind":{_quote(draft.kind)},'
        f'"makes_up":"{draft.makes_up.isoformat() if draft.makes_up else ""}","number":{revision.number},'
        f'"recorded_at":{microseconds(revision.recorded_at) // 1_000_000},"seq":{revision.seq},"sheet":"{sheet}",'
        f'"unit":{_quote(draft.unit)},"unit_seq":{unit_seq},"v":1,"withdrawn":{_FLAGS[revision.withdrawn]}}}'
    ).encode()


def _heads(attendance: Attendance | None) -> str:
    if attendance is None:
        return "{}"
    return (
        f'{{"excused":{attendance.excused},"expected":{attendance.expected},'
        f'"made_up":{attendance.made_up},"present":{attendance.present}}}'
    )


def _committed(personal: Iterable[Personal]) -> str:
    found = [
        f'{_quote(field)}:"{commitment(field=field, salt=salt, value=value.encode())}"'
        for field, salt, value in sorted(personal)
    ]
    return ",".join(found)


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a value such as a body.

    Bodies hold strings, integers and booleans under ASCII keys; for these Python's own encoder writes what
    the RFC asks for, an order of magnitude faster than a general one. A test holds the two equal.
    """
    return _ENCODE(value).encode()


@functools.lru_cache(maxsize=64)
def microseconds(instant: datetime) -> int:
    """Return whole microseconds since 1970, UTC."""
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def instant(value: int) -> datetime:
    """Return the UTC instant of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)
