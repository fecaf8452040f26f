"""The one way into the ledger: one function, one transaction, one lock."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from zicha.core import bodies, counted, merkle, slots
from zicha.core.findings import Refusal
from zicha.core.kinds import KindOf
from zicha.core.ledger import Attendance, Draft, FieldValue, Revision, in_order
from zicha.core.scheme import Kind
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import turn
from zicha.store.queries.turn import Before, Kept
from zicha.store.writes import derived, rowwise, summaries
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values
from zicha.store.writes.transaction import writing

NUMBER_COLUMNS = ("seq", "field", "millionths")
_MILLION = 1_000_000
CLOCKS_APART = timedelta(minutes=5)
"""How far the clocks of machines that write to one ledger may differ."""
_LISTS = ("expected", "present", "excused", "made_up")
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_NODE = ("level", "idx", "hash")
_GROW = "INSERT INTO store_ledgerhead (id, size) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET size = excluded.size"
_REVISION = (
    "seq", "entry", "number", "unit", "unit_seq", "kind", "day", "rec_at", "withdrawn", "backfilled", "makes_up",
    *_LISTS, "nonce", "body", "leaf",
)  # fmt: skip
FACT_COLUMNS = (
    "seq", "entry", "number", "unit", "day", "kind", "rec_at", "rec_to", "withdrawn", "backfilled", "makes_up",
    *_LISTS, "evidence", "fields",
)  # fmt: skip


class Entering(NamedTuple):
    """A revision that has no number yet.

    Attributes:
        entry: the entry it revises, or 0 for a new one.
        number: which revision of the entry it is.
        nonce: what makes a repeated request harmless, or empty.
    """

    draft: Draft
    recorded_at: datetime
    recorded_by: str
    entry: int = 0
    number: int = 1
    reason: str = ""
    withdrawn: bool = False
    backfilled: bool = False
    nonce: str = ""


class _Sorts(NamedTuple):
    """A kind, and which of its fields name nobody, and which are added up."""

    kind: Kind | None
    plain: frozenset[str]
    counted: frozenset[str]


class _Said(NamedTuple):
    """A revision, its kind's fields, the values that name nobody, and when it was recorded, in microseconds."""

    revision: Revision
    sorts: _Sorts
    plain: dict[str, FieldValue]
    instant: int


def append(entering: Sequence[Entering], *, kind_of: KindOf, before: Before | None = None) -> tuple[Revision, ...]:
    """Append revisions to the ledger, in order, and return them with their numbers.

    Everything that follows from them (commitments, leaves, facts) is written in the same transaction.
    The caller has admitted them and made sure that no nonce is known yet. Takes what a kind's id meant when, and what
    the ledger holds of their units, if the caller has read it in this transaction.
    """
    if not entering:
        return ()
    with writing():
        before = before or _before(entering)
        told = _told(before.latest, [one.recorded_at for one in entering])
        revisions = tuple(
            _numbered(one, before.size + place, instant)
            for place, (one, instant) in enumerate(zip(entering, told, strict=True), 1)
        )
        said = _said(revisions, kind_of)
        leaves = _insert(said, [one.nonce for one in entering], before)
        _derive(said, before)
        nodes = merkle.extend(
            size=before.size, leaves=leaves, read=lambda asked: [before.nodes[node] for node in asked]
        )
        rowwise.insert("store_ledgernode", _NODE, nodes)
        rowwise.run(_GROW, [(before.size + len(revisions),)])
    return revisions


def _said(revisions: Sequence[Revision], kind_of: KindOf) -> list[_Said]:
    """Look at each kind once, and at each revision once for all that is written of it."""
    sorts: dict[int, _Sorts] = {}
    found = []
    for revision in revisions:
        draft = revision.draft
        kind = kind_of(draft.kind, draft.happened_on, revision.recorded_at)
        fields = sorts.get(id(kind)) or sorts.setdefault(id(kind), _sorts(kind))
        plain = {name: value for name, value in draft.fields if name in fields.plain}
        found.append(_Said(revision, fields, plain, bodies.microseconds(revision.recorded_at)))
    return found


def _sorts(kind: Kind | None) -> _Sorts:
    return _Sorts(kind, bodies.plain_fields(kind), counted.fields_of(kind))


def _before(entering: Sequence[Entering]) -> Before:
    drafts = [one.draft for one in entering]
    seated = {draft.unit for draft in drafts if _names_people(draft.attendance)}
    return turn.before(units=sorted({draft.unit for draft in drafts}), seated=sorted(seated))


def _told(latest: datetime | None, asked: Sequence[datetime]) -> list[datetime]:
    """Return the instants of recording: never before the record ahead, so that log and time have one order.

    Clocks of several machines, and the wait for a turn, differ by moments; those are evened out. Raises
    ``Refusal`` ``ledger.clock_back`` for a clock that was set back.
    """
    told: list[datetime] = []
    for instant in asked:
        if latest is not None and latest - instant > CLOCKS_APART:
            raise Refusal("ledger.clock_back", last=latest)
        latest = instant if latest is None else max(latest, instant)
        told.append(latest)
    return told


def _numbered(one: Entering, seq: int, recorded_at: datetime) -> Revision:
    return Revision(
        seq=seq,
        entry=one.entry or seq,
        number=one.number,
        draft=in_order(one.draft),
        recorded_at=recorded_at,
        recorded_by=one.recorded_by,
        reason=one.reason,
        withdrawn=one.withdrawn,
        backfilled=one.backfilled,
    )


def _insert(said: Sequence[_Said], nonces: Sequence[str], before: Before) -> list[bytes]:
    """Write the rows and return the leaves; the units' running numbers go on from those before."""
    counts, seats, salts = dict(before.counts), before.seats, _salts()
    rows: list[Values] = []
    leaves: list[bytes] = []
    personal: list[Values] = []
    sheets: list[Values] = []
    links: list[Values] = []
    for one, nonce in zip(said, nonces, strict=True):
        revision, unit = one.revision, one.revision.draft.unit
        counts[unit] += 1
        values = bodies.personal_values(revision, plain=one.sorts.plain, salts=salts)
        sheet = _sheet(revision, seats.get(unit, {}), salts)
        row, leaf = _row(one, counts[unit], values, sheet, nonce)
        rows.append(row)
        leaves.append(leaf)
        personal += [(revision.seq, *each) for each in values]
        sheets += [(revision.seq, *sheet)] if sheet else []
        links += [(revision.seq, place, item.kind, item.size) for place, item in enumerate(revision.draft.evidence)]
    rowwise.insert("store_revision", _REVISION, rows)
    rowwise.insert("store_personalvalue", ("seq", "field", "salt", "value"), personal)
    rowwise.insert("store_attendancesheet", ("seq", "salt", *_LISTS, "guests"), sheets)
    rowwise.insert("store_evidencelink", ("seq", "place", "kind", "size"), links)
    return leaves


def _derive(said: Sequence[_Said], before: Before) -> None:
    """Write the facts that follow from revisions, given in order of recording, and keep the summaries of them."""
    changes = derived.changes([derived.lightened(one.revision, plain=one.plain) for one in said])
    summaries.follow(changes, _kept(changes, before))
    later = {(one.revision.entry, one.revision.number): one.instant for one in said if one.revision.number > 1}
    ended = [(instant, entry, FOREVER) for (entry, _number), instant in later.items()]
    rowwise.run("UPDATE store_fact SET rec_to = %s WHERE entry = %s AND rec_to = %s", ended)
    rowwise.insert("store_fact", FACT_COLUMNS, [_fact(one, later) for one in said])
    rowwise.insert("store_factnumber", NUMBER_COLUMNS, [row for one in said for row in _numbers(one)])


def _kept(changes: Sequence[Change], before: Before) -> Kept:
    """What is kept of the units that changes concern; an entry that moves had another one."""
    old = {change.old.draft.unit for change in changes if change.old is not None}
    units = before.counts.keys() | old
    return before.kept if units == before.counts.keys() else turn.before(units=sorted(units), seated=()).kept


def _salts() -> Iterator[bytes]:
    """Sixteen random bytes each; the system is asked for many at once."""
    while True:
        drawn = os.urandom(1024)
        yield from (drawn[start : start + 16] for start in range(0, 1024, 16))


def _sheet(
    revision: Revision, seats: Mapping[str, int], salts: Iterator[bytes]
) -> tuple[bytes, bytes, bytes, bytes, bytes, str] | None:
    """Salt, the four bitmaps and the guests; nothing for a sheet without names."""
    attendance = revision.draft.attendance
    if attendance is None or not _names_people(attendance):
        return None
    listed = (
        attendance.expected_people,
        attendance.present_people,
        attendance.excused_people,
        attendance.made_up_people,
    )
    expected, present, excused, made_up = (
        slots.pack(seats[person] for person in people if person in seats) for people in listed
    )
    guests = {
        name: away
        for name, people in zip(_LISTS, listed, strict=True)
        if (away := [person for person in people if person not in seats])
    }
    others = json.dumps(guests, ensure_ascii=False) if guests else ""
    return next(salts), expected, present, excused, made_up, others


def _names_people(attendance: Attendance | None) -> bool:
    return attendance is not None and any(
        (
            attendance.expected_people,
            attendance.present_people,
            attendance.excused_people,
            attendance.made_up_people,
        )
    )


def _sheet_commitment(sheet: tuple[bytes, bytes, bytes, bytes, bytes, str] | None) -> str:
    if sheet is None:
        return ""
    salt, *bitmaps, guests = sheet
    return bodies.sheet_commitment(salt=salt, bitmaps=bitmaps, guests=guests)


def _row(
    said: _Said,
    unit_seq: int,
    personal: Sequence[bodies.Personal],
    sheet: tuple[bytes, bytes, bytes, bytes, bytes, str] | None,
    nonce: str,
) -> tuple[Values, bytes]:
    """The row and its leaf."""
    revision = said.revision
    commitment = _sheet_commitment(sheet)
    body = bodies.written(revision, unit_seq=unit_seq, plain=said.plain, personal=personal, sheet=commitment)
    leaf = merkle.hash_leaf(body)
    draft = revision.draft
    row = (
        revision.seq,
        revision.entry,
        revision.number,
        draft.unit,
        unit_seq,
        draft.kind,
        draft.happened_on.isoformat(),
        said.instant,
        revision.withdrawn,
        revision.backfilled,
        draft.makes_up,
        *_counters(draft.attendance),
        nonce or None,
        body,
        leaf,
    )
    return row, leaf


def _counters(attendance: Attendance | None) -> tuple[int | None, int | None, int | None, int | None]:
    if attendance is None:
        return None, None, None, None
    return attendance.expected, attendance.present, attendance.excused, attendance.made_up


def _fact(said: _Said, later: Mapping[tuple[int, int], int]) -> Values:
    """The row of a fact; takes when later revisions were recorded, by entry and number."""
    revision, draft = said.revision, said.revision.draft
    return (
        revision.seq,
        revision.entry,
        revision.number,
        draft.unit,
        draft.happened_on.isoformat(),
        draft.kind,
        said.instant,
        later.get((revision.entry, revision.number + 1), FOREVER),
        revision.withdrawn,
        revision.backfilled,
        draft.makes_up,
        *_counters(draft.attendance),
        " ".join(sorted({item.kind for item in draft.evidence})),
        _WRITE(said.plain) if said.plain else "",
    )


def _numbers(said: _Said) -> list[Values]:
    seq, names = said.revision.seq, said.sorts.counted
    return [(seq, name, millionths(value)) for name, value in said.revision.draft.fields if name in names]


def millionths(value: object) -> int:
    """Return a decimal number, typed or whole, as whole millionths; digits beyond the sixth are cut off."""
    return value * _MILLION if isinstance(value, int) else int(Decimal(str(value)) * _MILLION)
