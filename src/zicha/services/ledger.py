"""Recording, correcting and withdrawing what was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from json.encoder import encode_basestring as _quote
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import admission, erasure
from zicha.core.admission import Rules
from zicha.core.findings import Refusal
from zicha.core.kinds import DEFAULT_BACKFILL_DAYS, Kinds
from zicha.core.ledger import Attendance, Draft, Evidence, Revision, in_order
from zicha.core.scheme import Kind
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes, turn, units
from zicha.store.queries.turn import Before, Ground
from zicha.store.writes import facts, shelves
from zicha.store.writes import ledger as writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_ID = 64
_LONGEST_NONCE = 78


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording many drafts did: new entries, and drafts that were in the ledger already."""

    added: int
    already: int


@dataclass(frozen=True, slots=True)
class _Book:
    """What every draft of one call is held against."""

    kinds: Kinds
    stands: Callable[[str, date], bool]
    people: Collection[str]
    today: date
    recorded_at: datetime

    def admit(self, draft: Draft) -> bool:
        """Return whether a draft is recorded late; raise ``Refusal`` if it may not enter."""
        held = self.kinds.held(draft.happened_on, self.recorded_at)
        admission.admit(draft, rules=Rules(held.kinds, self.stands, self.people.__contains__, self.today))
        days = held.backfill_days.get(draft.kind, DEFAULT_BACKFILL_DAYS)
        return (self.today - draft.happened_on).days > days


def record(*, draft: Draft, recorded_at: datetime, recorded_by: str, nonce: str = "") -> Revision:
    """Record an activity and return its first revision.

    A repeated request with the same ``nonce`` returns the revision of the first one. Raises ``Refusal``
    ``ledger.…`` for a draft that does not fit its kind, its unit or the roster.
    """
    mark = mark_of(nonce)
    with writing():
        ground, before = _turn(draft, mark)
        if ground.marks:
            return queries.by_seq(seqs=ground.marks.values())[0]
        book = _book(ground, recorded_at)
        entering = Entering(draft, recorded_at, recorded_by, backfilled=book.admit(draft), nonce=mark)
        return writes.append([entering], kind_of=book.kinds, before=before)[0]


def record_many(*, drafts: Sequence[Draft], recorded_at: datetime, recorded_by: str) -> Recorded:
    """Record all drafts in one transaction, or none.

    A draft that was recorded before, by its outside key or, without one, by everything it says, is passed
    over; so a second run adds nothing. Raises ``Refusal`` for the first draft that does not fit.
    """
    with writing():
        book = _book_of(drafts, recorded_at)
        marks = [nonce_of(draft) for draft in drafts]
        known = _recorded_before(marks)
        entering = []
        for draft, mark in zip(drafts, marks, strict=True):
            if mark in known:
                continue
            known.add(mark)
            entering.append(Entering(draft, recorded_at, recorded_by, backfilled=book.admit(draft), nonce=mark))
        writes.append(entering, kind_of=book.kinds)
    return Recorded(len(entering), len(drafts) - len(entering))


def correct(
    *,
    entry: int,
    draft: Draft,
    reason: str,
    recorded_at: datetime,
    recorded_by: str,
    seen_number: int,
    nonce: str = "",
) -> Revision:
    """Append a corrected state of an entry and return it; a repeated request with the same ``nonce`` changes nothing.

    Takes the number of the revision the person saw. Raises ``Refusal`` ``ledger.stale`` if somebody has
    revised the entry since, ``ledger.reason_missing`` without a reason, and ``ledger.…`` as :func:`record`.
    """
    mark = mark_of(nonce)
    with writing():
        ground, before = _turn(draft, mark)
        if ground.marks:
            return queries.by_seq(seqs=ground.marks.values())[0]
        last = _last(entry, reason, recorded_at)
        if last.number != seen_number:
            raise Refusal("ledger.stale", entry=entry, number=last.number)
        book = _book(ground, recorded_at)
        is_late = book.admit(draft)
        entering = Entering(
            draft,
            recorded_at,
            recorded_by,
            entry=entry,
            number=last.number + 1,
            reason=reason,
            backfilled=is_late and (last.backfilled or draft.happened_on != last.draft.happened_on),
            nonce=mark,
        )
        return writes.append([entering], kind_of=book.kinds, before=before)[0]


def withdraw(*, entry: int, reason: str, recorded_at: datetime, recorded_by: str) -> Revision:
    """Withdraw an entry, with a reason; it stays in the ledger and counts for nothing from now on."""
    with writing():
        last = _last(entry, reason, recorded_at)
        entering = Entering(
            last.draft,
            recorded_at,
            recorded_by,
            entry=entry,
            number=last.number + 1,
            reason=reason,
            withdrawn=True,
            backfilled=last.backfilled,
        )
        return writes.append([entering], kind_of=schemes.kinds_over_time())[0]


def rebuild(*, progress: Callable[[int, int], None]) -> int:
    """Write everything that is derived from the ledger anew and return the number of revisions it comes from.

    Takes a function that is told how many of how many revisions are done.
    """
    return facts.rebuild(kind_of=schemes.kinds_over_time(), progress=progress)


def keep_evidence(*, content: bytes, name: str, kind: str) -> Evidence:
    """Keep a file by its hash and return what an entry needs to name it.

    The bytes are on the disk, synced, or in the bucket before this returns; the same bytes are kept once. Raises
    ``Refusal`` for an empty file, for one over 50 MB, and for a bucket that does not take it.
    """
    if not content:
        raise Refusal("evidence.empty", name=name)
    if len(content) > LARGEST_FILE:
        raise Refusal("evidence.too_large", name=name, megabytes=LARGEST_FILE >> 20)
    digest = hashlib.sha256(content).hexdigest()
    shelves.of(Path(settings.ZICHA_HOME)).keep(digest, content)
    return Evidence(kind, digest, Path(name).name[:200], len(content))


def open_evidence(*, sha256: str) -> BinaryIO | None:
    """Return a kept file to read, or ``None`` if it is not there; raise ``Refusal`` if its bucket does not answer."""
    return shelves.of(Path(settings.ZICHA_HOME)).open(sha256)


def _last(entry: int, reason: str, recorded_at: datetime) -> Revision:
    if not reason.strip():
        raise Refusal("ledger.reason_missing")
    admission.check_text(reason, field="reason")
    history = queries.history(entry=entry)
    if not history:
        raise Refusal("ledger.entry_unknown", entry=entry)
    if history[-1].withdrawn:
        raise Refusal("ledger.withdrawn", entry=entry)
    if recorded_at < history[-1].recorded_at:
        raise Refusal("ledger.clock_back", last=history[-1].recorded_at)
    return history[-1]


def _book(ground: Ground, recorded_at: datetime) -> _Book:
    spans = ground.spans
    return _Book(
        ground.kinds,
        lambda unit, day: any(day in span for span in spans.get(unit, ())),
        ground.people,
        recorded_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        recorded_at,
    )


def _book_of(drafts: Sequence[Draft], recorded_at: datetime) -> _Book:
    """Read what many drafts speak of, and nothing else: the writers behind this one wait."""
    found = turn.ground(units={draft.unit for draft in drafts})
    kinds = found.kinds
    named = {name for draft in drafts for name in _named(draft, kinds.held(draft.happened_on, recorded_at).kinds)}
    return _book(replace(found, people=units.known_people(among=named)), recorded_at)


def _turn(draft: Draft, mark: str) -> tuple[Ground, Before]:
    """Read what one draft is held against, and what it is appended to, by one statement."""
    admission.check_texts(draft)
    seated = [draft.unit] if draft.attendance is not None else []
    return turn.whole(unit=draft.unit, nonces=[mark] if mark else [], people=_ids(draft), seated=seated)


def _ids(draft: Draft) -> set[str]:
    """Every text of a draft that may be a person's id, before it is known what its kind's fields are."""
    named = {value for _name, value in draft.fields if isinstance(value, str) and len(value) <= LONGEST_ID}
    return named.union(draft.attendance.people) if draft.attendance is not None else named


def _named(draft: Draft, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield every id in a draft that must be a person's."""
    fields = kinds[draft.kind].fields if draft.kind in kinds else ()
    people = {field.id for field in fields if field.type == "person"}
    yield from (str(value) for name, value in draft.fields if name in people)
    if draft.attendance is not None:
        yield from draft.attendance.people


def mark_of(nonce: str) -> str:
    """Return the mark by which a record tells a repeated request, or nothing for none.

    Raises ``Refusal`` ``ledger.…`` for a nonce that no database can hold.
    """
    admission.check_text(nonce, field="nonce")
    if len(nonce) > _LONGEST_NONCE:
        raise Refusal("ledger.too_long", field="nonce", longest=_LONGEST_NONCE)
    return f"n:{nonce}" if nonce else ""


def sealed_mark(mark: str) -> str:
    """Return the mark that stands in the place of ``mark`` once a value of its record is erased."""
    return erasure.sealed(mark, key=settings.SECRET_KEY.encode())


def _recorded_before(marks: Sequence[str]) -> set[str]:
    """Return those of some marks that a record carries, as they are or sealed."""
    known = set(queries.by_nonce(nonces=marks))
    if not queries.has_nonce(beginning=erasure.SEALED):
        return known
    by_seal = {sealed_mark(mark): mark for mark in marks if mark not in known}
    return known | {by_seal[seal] for seal in queries.by_nonce(nonces=by_seal)}


def nonce_of(draft: Draft) -> str:
    """Return what tells that a draft was recorded before: its outside key or, without one, everything it says."""
    if draft.key:
        whole = f"{draft.unit}\n{draft.key}"
        return f"k:{hashlib.sha256(whole.encode()).hexdigest()}"
    return f"r:{hashlib.sha256(_said(in_order(draft)).encode()).hexdigest()}"


def _said(draft: Draft) -> str:
    """Everything a draft says, as JSON of its parts in order of their names: the same text in every version, for ever.

    It is written out, since an import asks it of every row; a test holds it to the general way.
    """
    makes_up = f'"{draft.makes_up.isoformat()}"' if draft.makes_up else "null"
    return (
        f'{{"attendance": {_said_of_sheet(draft.attendance)}, "evidence": {_said_of_papers(draft.evidence)}, '
        f'"fields": {_SAY(draft.fields)}, "happened_on": "{draft.happened_on.isoformat()}", '
        f'"key": {_quote(draft.key)}, "kind": {_quote(draft.kind)}, "makes_up": {makes_up}, '
        f'"title": {_quote(draft.title)}, "unit": {_quote(draft.unit)}}}'
    )


def _said_of_sheet(sheet: Attendance | None) -> str:
    if sheet is None:
        return "null"
    people = (sheet.excused_people, sheet.expected_people, sheet.made_up_people, sheet.present_people)
    excused, expected, made_up, present = map(_SAY, people) if sheet.people else _NOBODY
    return (
        f'{{"excused": {sheet.excused}, "excused_people": {excused}, '
        f'"expected": {sheet.expected}, "expected_people": {expected}, '
        f'"made_up": {sheet.made_up}, "made_up_people": {made_up}, '
        f'"present": {sheet.present}, "present_people": {present}}}'
    )


def _said_of_papers(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return "[]"
    return _SAY([{"kind": one.kind, "name": one.name, "sha256": one.sha256, "size": one.size} for one in evidence])


_NOBODY = ("[]",) * 4
_SAY = json.JSONEncoder(default=str, ensure_ascii=False).encode
