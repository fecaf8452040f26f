"""The log as it is stored: its nodes, and everything that its leaves were made from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q

from zicha.core import bodies, merkle
from zicha.core.audit import Kept
from zicha.core.bodies import Personal
from zicha.core.closing import CLOSE
from zicha.core.log_keys import LOG_KEY
from zicha.store import models

_MANY = 1_000
_ENDS = """
    WITH RECURSIVE recorded(unit) AS (
        SELECT min(unit) FROM store_revision WHERE unit > ''
        UNION ALL
        SELECT (SELECT min(next.unit) FROM store_revision next WHERE next.unit > recorded.unit)
        FROM recorded WHERE recorded.unit IS NOT NULL
    )
    SELECT unit, (SELECT max(last.unit_seq) FROM store_revision last WHERE last.unit = recorded.unit)
    FROM recorded WHERE unit IS NOT NULL
"""
"""From one unit to the next in the index: a report is closed on each time, and the records grow."""
_COLUMNS = (
    "entry", "number", "unit", "kind", "day", "rec_at", "withdrawn", "backfilled", "makes_up", "expected", "present",
    "excused", "made_up",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows the log's tables hold, at one instant."""

    size: int
    revisions: int
    first: int
    last: int
    nodes: int
    facts: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the log as it is hashed."""

    seq: int
    unit: str
    unit_seq: int
    kind: str
    body: bytes
    leaf: bytes


def size() -> int:
    """Return how many leaves the log has, as its head says."""
    return models.LedgerHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def counts() -> Counts:
    """Return the head and the number of rows, read by one statement so that a writer cannot come between."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE((SELECT size FROM store_ledgerhead WHERE id = 1), 0), count(*), COALESCE(min(seq), 1), "
            "COALESCE(max(seq), 0), (SELECT count(*) FROM store_ledgernode), (SELECT count(*) FROM store_fact) "
            "FROM store_revision"
        )
        return Counts(*cursor.fetchone())


def read(nodes: Sequence[tuple[int, int]]) -> Sequence[bytes]:
    """Return the hashes of finished nodes in the order asked for; raise ``LookupError`` if one is missing."""
    if not nodes:
        return []
    places = ", ".join(["(%s, %s)"] * len(nodes))
    statement = f"SELECT level, idx, hash FROM store_ledgernode WHERE (level, idx) IN (VALUES {places})"  # noqa: S608 -- places only
    with (
        connection.cursor() as cursor
    ):  # each write asks: the ORM takes longer to build this than the database to answer
        cursor.execute(statement, [number for node in nodes for number in node])
        found = {(level, index): bytes(value) for level, index, value in cursor.fetchall()}
    return [found[node] for node in nodes]


def read_many(nodes: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the hashes of many finished nodes, by a few queries a level; nodes that are missing are left out."""
    levels: dict[int, list[int]] = {}
    for level, index in nodes:
        levels.setdefault(level, []).append(index)
    found: dict[tuple[int, int], bytes] = {}
    for level, indexes in levels.items():
        for start in range(0, len(indexes), _MANY):
            rows = models.LedgerNode.objects.filter(level=level, idx__in=indexes[start : start + _MANY])
            found.update({(level, index): bytes(value) for index, value in rows.values_list("idx", "hash")})
    return found


def unit_ends() -> dict[str, int]:
    """Return the last running number of every unit; 0 for one without records."""
    units = dict.fromkeys(models.UnitSpan.objects.values_list("unit", flat=True).distinct(), 0)
    with connection.cursor() as cursor:
        cursor.execute(_ENDS)
        return units | dict(cursor.fetchall())


def latest() -> datetime | None:
    """Return the instant of the last record, or ``None`` for an empty ledger."""
    found = models.Revision.objects.order_by("-seq").values_list("rec_at", flat=True).first()
    return bodies.instant(found) if found is not None else None


def first_instant() -> datetime | None:
    """Return the instant of the first record, or ``None`` for an empty ledger."""
    found = models.Revision.objects.filter(seq=1).values_list("rec_at", flat=True).first()
    return bodies.instant(found) if found is not None else None


def was_closed(*, period: str, since: datetime) -> bool:
    """Whether a close entry of a period was recorded from an instant on."""
    late = models.Revision.objects.filter(unit="", kind=CLOSE, rec_at__gte=bodies.microseconds(since))
    bodies_of = late.values_list("body", flat=True)
    return any(json.loads(bytes(body))["fields"].get("period") == period for body in bodies_of)


def size_at(*, as_known_at: datetime) -> int:
    """Return how many leaves the log had at an instant."""
    known = models.Revision.objects.filter(rec_at__lte=bodies.microseconds(as_known_at)).order_by("-seq")
    return known.values_list("seq", flat=True).first() or 0


def key_changes() -> tuple[tuple[int, dict[str, Any]], ...]:
    """Return the number and the fields of every change of the signing key, from the log's own bodies."""
    rows = models.Revision.objects.filter(unit="", kind=LOG_KEY).order_by("seq").values_list("seq", "body")
    return tuple((seq, json.loads(bytes(body))["fields"]) for seq, body in rows)


def units_rows(*, units: Sequence[str], before: int) -> tuple[Row, ...]:
    """Return the log's rows of some units that stand before a number, in order."""
    rows = models.Revision.objects.filter(unit__in=units, seq__lt=before).order_by("seq")
    fields = ("seq", "unit", "unit_seq", "kind", "body", "leaf")
    return tuple(
        Row(seq, unit, number, kind, bytes(body), bytes(leaf))
        for seq, unit, number, kind, body, leaf in rows.values_list(*fields)
    )


def rows_elsewhere(*, entries: Collection[int], units: Sequence[str], before: int) -> tuple[Row, ...]:
    """Return the log's rows of some entries that stand in other units, before a number, in order."""
    moved = models.Revision.objects.filter(number__gt=1, seq__lt=before).exclude(unit__in=units).order_by("seq")
    fields = ("seq", "unit", "unit_seq", "kind", "body", "leaf")
    return tuple(
        Row(seq, unit, number, kind, bytes(body), bytes(leaf))
        for entry, seq, unit, number, kind, body, leaf in moved.values_list("entry", *fields)
        if entry in entries
    )


def row(*, seq: int) -> Row:
    """Return one row; raise ``LookupError`` if there is none."""
    found = models.Revision.objects.filter(seq=seq).values_list("seq", "unit", "unit_seq", "kind", "body", "leaf")
    seq, unit, number, kind, body, leaf = found[0]
    return Row(seq, unit, number, kind, bytes(body), bytes(leaf))


def root(*, size: int) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return merkle.root(size=size, read=read)


def leaf(*, seq: int) -> bytes:
    """Return the leaf of a revision; raise ``LookupError`` if there is none."""
    return read([(0, seq - 1)])[0]


def nodes(*, first: int, last: int) -> dict[tuple[int, int], bytes]:
    """Return the stored nodes that revisions ``first`` to ``last`` finish."""
    ranges = (
        Q(level=level, idx__gte=(first - 1) >> level, idx__lt=last >> level) for level in range(last.bit_length())
    )
    rows = models.LedgerNode.objects.filter(reduce(or_, ranges)).values_list("level", "idx", "hash")
    return {(level, index): bytes(value) for level, index, value in rows}


def kept(*, first: int, last: int) -> tuple[Kept, ...]:
    """Return what is stored of the revisions ``first`` to ``last``, in order."""
    return _kept({"seq__gte": first, "seq__lte": last})


def kept_of(*, seqs: Collection[int]) -> Iterator[Kept]:
    """Yield what is stored of some revisions, in order, a few thousand in memory at once."""
    wanted = sorted(seqs)
    for start in range(0, len(wanted), _MANY):
        yield from _kept({"seq__in": wanted[start : start + _MANY]})


def _kept(span: dict[str, Any]) -> tuple[Kept, ...]:
    personal: dict[int, list[Personal]] = {}
    for seq, name, salt, value in models.PersonalValue.objects.filter(**span).values_list(
        "seq_id", "field", "salt", "value"
    ):
        personal.setdefault(seq, []).append(Personal(name, bytes(salt), value))
    links: dict[int, list[tuple[str, int]]] = {}
    evidence = models.EvidenceLink.objects.filter(**span).order_by("seq", "place")
    for seq, kind, size in evidence.values_list("seq_id", "kind", "size"):
        links.setdefault(seq, []).append((kind, size))
    sheets, facts, numbers = _sheets(span), _facts(span), _numbers(span)
    rows = models.Revision.objects.filter(**span).order_by("seq")
    return tuple(
        Kept(
            seq=seq,
            unit_seq=unit_seq,
            columns=tuple(columns),
            body=bytes(body),
            leaf=bytes(leaf),
            personal=tuple(personal.get(seq, ())),
            sheet=sheets.get(seq),
            links=tuple(links.get(seq, ())),
            fact=facts.get(seq),
            numbers=tuple(numbers.get(seq, ())),
        )
        for seq, unit_seq, body, leaf, *columns in rows.values_list("seq", "unit_seq", "body", "leaf", *_COLUMNS)
    )


def _sheets(span: dict[str, Any]) -> dict[int, tuple[bytes, tuple[bytes, ...], str]]:
    rows = models.AttendanceSheet.objects.filter(**span)
    fields = ("seq_id", "salt", "guests", "expected", "present", "excused", "made_up")
    return {
        seq: (bytes(salt), tuple(bytes(bitmap) for bitmap in maps), guests)
        for seq, salt, guests, *maps in rows.values_list(*fields)
    }


def _facts(span: dict[str, Any]) -> dict[int, tuple[Any, ...]]:
    rows = models.Fact.objects.filter(**span).values_list("seq", *_COLUMNS, "rec_to", "evidence", "fields")
    return {seq: tuple(rest) for seq, *rest in rows}


def _numbers(span: dict[str, Any]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for seq, name, value in models.FactNumber.objects.filter(**span).values_list("seq", "field", "millionths"):
        found.setdefault(seq, []).append((name, value))
    return found
