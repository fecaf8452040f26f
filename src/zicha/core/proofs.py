"""A report's proof: the records behind its figures, shown to be in the log and to be all there are.

A bundle is a JSON value that carries a signed checkpoint, the ``close`` entry, for every unit in question its records
from 1 to the last, and what the report rests on beside: the scheme and the units as the row log binds them, and the
sheets on which different people are counted. :func:`check` needs nothing else: no database, no network. Every figure
is counted anew with the folds of the program. Records of private kinds are withheld, only their hashes stand in the
bundle; every figure that could speak of them says so. Names are never in a bundle.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from zicha.core import board, bodies, closing, erasure, merkle, periods, recount, row_proofs, sheet_proofs, workdays
from zicha.core.binding import RowHead
from zicha.core.closing import UnitEnd
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.merkle import ProofError
from zicha.core.proof_errors import BundleError
from zicha.core.recount import Recounted, Shown
from zicha.core.row_proofs import Rows
from zicha.core.sheet_proofs import Opened
from zicha.core.workdays import Calendar

FORMAT = "zicha-bundle/2"

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle shows.

    Attributes:
        records: how many records were shown to be in the log.
        withheld: how many of them by their hash alone; that those are of private kinds cannot be shown.
        figures: every measure of the scheme, then what the report tells beside (:mod:`zicha.core.proof_counts`).
    """

    units: tuple[str, ...]
    records: int
    withheld: int
    figures: tuple[Recounted, ...]

    @property
    def differing(self) -> tuple[Recounted, ...]:
        """The figures that are not as stated."""
        return tuple(each for each in self.figures if each.standing == "differs")


def check(bundle: Mapping[str, Any], *, size: int, root: bytes, rows: RowHead | None, calendar: Calendar) -> Verdict:
    """Return what a bundle shows under a checkpoint whose signature the caller has verified.

    Takes size and root of the log and of the row log as the checkpoint signs them, and the working days that the
    caller knows: the bundle's own may not differ in a year known to both. Raises :class:`BundleError` naming the first
    thing that does not hold: a record that is not in the log, a gap in a unit's numbers, a unit that the close entry
    does not know that way, a scheme or a unit that is not as it was bound.
    """
    try:
        return _check(bundle, size, root, rows, calendar)
    except (KeyError, TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("proofs.malformed") from error


def _check(bundle: Mapping[str, Any], size: int, root: bytes, rows: RowHead | None, calendar: Calendar) -> Verdict:
    if rows is None:
        raise BundleError("proofs.rows_other")
    closed = _closed(bundle, size, root)
    found = row_proofs.read(bundle, head=rows)
    disclosed, withheld = _records(bundle, closed, size, root)
    erasures = [_erasure(each, size, root) for each in bundle["erasures"]]
    shown = _shown_report(bundle, found, disclosed, withheld, calendar)
    shown = _with_people(shown, bundle["sheets"], disclosed, found, erasures)
    _require_order(bundle["figures"], shown)
    figures = recount.report(shown, figures=bundle["figures"], counts=bundle["counts"])
    return Verdict(tuple(each["unit"] for each in bundle["units"]), len(bundle["records"]), withheld, figures)


def _require_order(figures: Sequence[Mapping[str, Any]], shown: Shown) -> None:
    """Raise :class:`BundleError` unless every measure of the scheme is stated once, in its order."""
    stated, known = [each["measure"] for each in figures], [measure.id for measure in shown.scheme.measures]
    if stated != known:
        other = next((pair for pair in zip_longest(known, stated) if pair[0] != pair[1]), (None, None))
        raise BundleError("proofs.figures_other", expected=other[0] or "—", found=other[1] or "—")


@dataclass(frozen=True, slots=True)
class _Closed:
    seq: int
    tree: bytes
    units: int


def _closed(bundle: Mapping[str, Any], size: int, root: bytes) -> _Closed:
    body = _shown(bundle["close"], size, root)
    if body["kind"] != closing.CLOSE or body["unit"]:
        raise BundleError("proofs.no_close")
    instant = datetime.fromisoformat(bundle["as_known_at"]) + MICROSECOND
    if bodies.microseconds(instant) // 10**6 != body["recorded_at"]:
        raise BundleError("proofs.other_instant")
    return _Closed(body["seq"], bytes.fromhex(body["fields"]["tree"]), int(body["fields"]["units"]))


def _shown(said: Mapping[str, Any], size: int, root: bytes) -> dict[str, Any]:
    """Return a record's body after its leaf was shown to be in the log at the record's number."""
    raw = said["body"].encode()
    _prove(said, merkle.hash_leaf(raw), size, root)
    body: dict[str, Any] = json.loads(raw)
    if body["seq"] != said["seq"]:
        raise BundleError("proofs.not_in_log", seq=said["seq"])
    return body


def _prove(said: Mapping[str, Any], leaf: bytes, size: int, root: bytes) -> None:
    path = [unwritten(each) for each in said["path"]]
    try:
        merkle.check_record(index=said["seq"] - 1, size=size, leaf=leaf, proof=path, expected=root)
    except ProofError as error:
        raise BundleError("proofs.not_in_log", seq=said["seq"]) from error


def _records(
    bundle: Mapping[str, Any], closed: _Closed, size: int, root: bytes
) -> tuple[dict[int, dict[str, Any]], int]:
    """Return the disclosed bodies by number, with those of entries that moved away, and how many are withheld."""
    ends = {each["unit"]: _end(each, closed) for each in bundle["units"]}
    found: dict[int, dict[str, Any]] = {}
    reached, seq = dict.fromkeys(ends, 0), 0
    for said in bundle["records"]:
        unit, number = said["unit"], said["unit_seq"]
        if unit not in reached:
            raise BundleError("proofs.record_foreign", seq=said["seq"], unit=unit)
        if number != reached[unit] + 1 or not seq < said["seq"] < closed.seq:
            raise BundleError("proofs.gap", unit=unit, expected=reached[unit] + 1)
        reached[unit], seq = number, said["seq"]
        if "body" in said:
            found[said["seq"]] = _disclosed(said, size, root)
        else:
            _prove(said, unwritten(said["leaf"]), size, root)
    for unit, last in ends.items():
        if reached[unit] != last:
            raise BundleError("proofs.gap", unit=unit, expected=reached[unit] + 1)
    withheld = len(bundle["records"]) - len(found)
    return found | _elsewhere(bundle, ends, closed, size, root), withheld


def _elsewhere(
    bundle: Mapping[str, Any], ends: Mapping[str, int], closed: _Closed, size: int, root: bytes
) -> dict[int, dict[str, Any]]:
    """Return states of the units' entries that a correction put into other units."""
    found = {said["seq"]: _shown(said, size, root) for said in bundle["elsewhere"]}
    stray = next((seq for seq, body in found.items() if body["unit"] in ends or seq >= closed.seq), None)
    if stray is not None or len(found) != len(bundle["elsewhere"]):
        raise BundleError("proofs.not_in_log", seq=stray or 0)
    return found


def _end(said: Mapping[str, Any], closed: _Closed) -> int:
    """Return a unit's last number after the close entry was shown to say it."""
    last: int = said["last"]
    path = [unwritten(each) for each in said["path"]]
    leaf = UnitEnd(said["unit"], last).leaf
    try:
        merkle.check_record(index=said["index"], size=closed.units, leaf=leaf, proof=path, expected=closed.tree)
    except ProofError as error:
        raise BundleError("proofs.unit_unknown", unit=said["unit"]) from error
    return last


def _disclosed(said: Mapping[str, Any], size: int, root: bytes) -> dict[str, Any]:
    body = _shown(said, size, root)
    if (body["unit"], body["unit_seq"]) != (said["unit"], said["unit_seq"]):
        raise BundleError("proofs.not_in_log", seq=said["seq"])
    return body


def _calendar(said: Mapping[str, Sequence[str]], known: Calendar, *, until: int) -> Calendar:
    """Return the calendar the issuer counted by.

    Raises :class:`BundleError` for a year that is known to both and differs, and for one up to ``until`` that is left
    out: a year without its holidays would move deadlines. An issuer need not know the years after that yet.
    """
    mine = workdays.tables(known)
    asked = said.keys() | {year for year in mine if int(year) <= until}
    other = next((year for year in sorted(asked & mine.keys()) if said.get(year) != mine[year]), None)
    if other is not None:
        raise BundleError("proofs.calendar_other", year=other)
    return workdays.from_tables(said)


def _erasure(said: Mapping[str, Any], size: int, root: bytes) -> dict[str, Any]:
    body = _shown(said, size, root)
    if body["kind"] != erasure.ERASURE or body["unit"]:
        raise BundleError("proofs.not_in_log", seq=said["seq"])
    return body


def _shown_report(
    bundle: Mapping[str, Any], rows: Rows, disclosed: Mapping[int, dict[str, Any]], withheld: int, known_days: Calendar
) -> Shown:
    period, on = periods.parse(bundle["period"]), date.fromisoformat(bundle["on"])
    until = max(period.span.start.year, min(on.year, period.span.last_day.year + 1))
    known = bodies.microseconds(datetime.fromisoformat(bundle["as_known_at"]))
    scheme = row_proofs.scheme_of(
        rows, scheme=bundle["scheme"]["id"], parsed=bundle["scheme"]["parsed"], on=period.span.start, known=known
    )
    subtree = bundle["subtree"] is True
    unit = bundle["unit"]
    codes = board.members(rows.units, unit=unit, period=period, on=on) if subtree else (unit,)
    if sorted(codes) != [each["unit"] for each in bundle["units"]]:
        raise BundleError("proofs.units_other", unit=unit)
    return Shown(
        scheme=scheme,
        units=rows.units,
        codes=codes,
        unit=unit,
        period=period,
        on=on,
        subtree=subtree,
        revisions=standing(revision(body) for body in disclosed.values()),
        calendar=_calendar(bundle["calendar"], known_days, until=until),
        withheld=withheld > 0,
        entries=frozenset(body["entry"] for body in disclosed.values()),
    )


def _with_people(
    shown: Shown,
    said: Sequence[Mapping[str, Any]],
    disclosed: Mapping[int, dict[str, Any]],
    rows: Rows,
    erasures: Iterable[Mapping[str, Any]],
) -> Shown:
    """Put on the revisions who was present, as far as their sheets were opened."""
    replaced = sheet_proofs.replaced(erasures)
    sheets: dict[int, Opened] = {}
    for each in said:
        if each["seq"] not in disclosed or each["seq"] in sheets:
            raise BundleError("proofs.sheet_other", seq=each["seq"])
        sheets[each["seq"]] = sheet_proofs.read(each, body=disclosed[each["seq"]], replaced=replaced)
    people = sheet_proofs.people(sheets, held=rows.seats)
    named = frozenset(seq for seq, body in disclosed.items() if body["sheet"])
    return replace(shown, revisions=tuple(_named(each, people) for each in shown.revisions), shut=named - sheets.keys())


def _named(one: Revision, people: Mapping[int, tuple[str, ...]]) -> Revision:
    sheet = one.draft.attendance
    if sheet is None or one.seq not in people:
        return one
    return replace(one, draft=replace(one.draft, attendance=replace(sheet, present_people=people[one.seq])))


def revision(body: Mapping[str, Any]) -> Revision:
    """Return the revision that a body of the log stands for, without what is personal."""
    counts = body["attendance"]
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in body["fields"].items()}
    draft = Draft(
        unit=body["unit"],
        kind=body["kind"],
        happened_on=date.fromisoformat(body["happened_on"]),
        fields=tuple(sorted(fields.items())),
        attendance=Attendance(**counts) if counts else None,
        evidence=tuple(Evidence(item["kind"], "", "", item["size"]) for item in body["evidence"]),
        makes_up=date.fromisoformat(body["makes_up"]) if body["makes_up"] else None,
    )
    return Revision(
        seq=body["seq"],
        entry=body["entry"],
        number=body["number"],
        draft=draft,
        recorded_at=bodies.EPOCH + timedelta(seconds=body["recorded_at"]),
        withdrawn=body["withdrawn"],
        backfilled=body["backfilled"],
    )


def standing(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return the latest state of each entry, by day and entry; the log's own order says which is the latest."""
    latest = {each.entry: each for each in sorted(revisions, key=lambda each: each.seq)}
    found = [each for each in latest.values() if not each.withdrawn]
    return tuple(sorted(found, key=lambda each: (each.draft.happened_on, each.entry)))


def hashed(value: bytes) -> str:
    """Return a hash as it stands in a bundle."""
    return base64.b64encode(value).decode()


def unwritten(text: str) -> bytes:
    """Return what :func:`hashed` was given."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BundleError("proofs.malformed") from error
