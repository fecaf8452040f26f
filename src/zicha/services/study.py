"""The year's study plan of a unit: written, changed, held against what was really studied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from zicha.core import study, study_measures, units
from zicha.core.findings import Refusal
from zicha.core.kinds import holding
from zicha.core.ledger import Attendance, Draft, FieldValue, Revision
from zicha.core.periods import Span
from zicha.core.scheme import Kind, Measure, Scheme
from zicha.core.study import Item, Line, Numbers, StepName
from zicha.core.units import Holding
from zicha.core.values import filled
from zicha.services import ledger
from zicha.services.days import day_of
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.writes import notes
from zicha.store.writes.transaction import writing

LONGEST_NOTE = 5_000
_KINDS = (study.ITEM, study.STEP)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is written down for an item."""

    month: date
    topic: str
    form: study.Form = "collective"
    completes: study.Completes = "attended"
    days: int = 0
    reading: tuple[str, ...] = ()
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A unit's plan of a year, as it stands.

    Attributes:
        sessions: every record of the planned kinds in the year, by number; what somebody read alone is not among
            them, though it counts.
        unplanned: those of them that no item is linked to.
    """

    unit: str
    year: int
    lines: tuple[Line, ...]
    sessions: dict[int, Revision]
    unplanned: tuple[Revision, ...]
    numbers: Numbers


def add(*, unit: str, planned: Planned, recorded_at: datetime, recorded_by: str, nonce: str = "") -> Item:
    """Write an item into a unit's plan and return it; a repeated request returns the first one's."""
    fields: tuple[tuple[str, FieldValue], ...] = filled(
        (
            ("month", planned.month.replace(day=1)),
            ("topic", planned.topic),
            ("form", planned.form),
            ("completes", planned.completes),
            ("days", str(planned.days) if planned.days else ""),
            ("activity", planned.activity),
        )
    )
    reading = (("reading", planned.reading),) if planned.reading else ()
    draft = Draft(unit, study.ITEM, day_of(recorded_at), fields=(*fields, *reading))
    kept = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
    return study.items([kept])[0]


def add_many(*, unit: str, planned: Sequence[Planned], recorded_at: datetime, recorded_by: str) -> int:
    """Write many items, all or none, and return how many are new; those that stand in the plan are passed over."""
    with writing():
        years = {each.month.year for each in planned}
        there = {(item.planned, item.topic) for year in years for item in _items(unit, year, recorded_at)}
        fresh = [each for each in planned if (each.month.replace(day=1), each.topic.strip()) not in there]
        for each in fresh:
            add(unit=unit, planned=each, recorded_at=recorded_at, recorded_by=recorded_by)
    return len(fresh)


def step(
    *,
    item: int,
    name: StepName,
    recorded_at: datetime,
    recorded_by: str,
    seen: int,
    record: int = 0,
    month: date | None = None,
    reason: str = "",
    nonce: str = "",
) -> Item:
    """Record what happened to an item and return it as it stands after that.

    Takes how many steps the person saw. Raises ``Refusal`` ``study.…`` for a step that does not follow, and for a
    record the item's unit does not have. A record of a private kind is linked by whoever it is about alone, by
    :func:`log_alone`: to everybody else there is none of that number.
    """
    with writing():
        if name == "link" and _is_private(record):
            raise Refusal("study.record_unknown", record=record)
        return _step(item, name, recorded_at, recorded_by, seen, record=record, month=month, reason=reason, nonce=nonce)


def _step(
    item: int,
    name: StepName,
    recorded_at: datetime,
    recorded_by: str,
    seen: int,
    *,
    record: int = 0,
    month: date | None = None,
    reason: str = "",
    nonce: str = "",
) -> Item:
    with writing():
        now = one(item=item, as_known_at=recorded_at)
        study.admit(now, step=name, seen=seen, record=record, month=month, reason=reason)
        if name == "link" and not _has(now.unit, record):
            raise Refusal("study.record_unknown", record=record)
        fields = filled(
            (
                ("item", str(item)),
                ("step", name),
                ("record", str(record) if record else ""),
                ("month", month.replace(day=1) if month else None),
                ("reason", reason),
            )
        )
        draft = Draft(now.unit, study.STEP, day_of(recorded_at), fields=fields)
        ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
        return one(item=item, as_known_at=recorded_at)


def one(*, item: int, as_known_at: datetime) -> Item:
    """Return an item as it stands; raise ``Refusal`` ``study.item_unknown`` if there is none."""
    history = queries.history(entry=item)
    if not history or history[-1].draft.kind != study.ITEM:
        raise Refusal("study.item_unknown", item=item)
    found = study.items(
        queries.revisions(units=[history[0].draft.unit], span=None, as_known_at=as_known_at, kinds=_KINDS, texts=True)
    )
    kept = next((each for each in found if each.entry == item), None)
    if kept is None:
        raise Refusal("study.item_unknown", item=item)
    return kept


def plan(*, unit: str, year: int, on: date, as_known_at: datetime) -> Plan:
    """Return a unit's plan of a year with what was studied, as it stands on a day."""
    found = _items(unit, year, as_known_at)
    loaded = scheme_queries.versions()
    kinds = _planned_kinds(found, holding(loaded, on=on, as_known_at=as_known_at))
    span = Span(date(year, 1, 1), date(year + 1, 1, 1))
    held = queries.revisions(
        units=[unit], span=span, as_known_at=as_known_at, kinds=sorted(kinds), people=True, texts=True
    )
    numbers = {each for item in found for each in item.records}
    elsewhere = queries.revisions_of(entries=numbers - {each.entry for each in held}, as_known_at=as_known_at)
    records = {each.entry: each for each in (*held, *elsewhere)}
    holdings = unit_queries.holdings(units=[unit])
    private = scheme_queries.private_among(loaded)
    lines = tuple(_line(item, records, holdings, on, private) for item in found)
    unplanned = tuple(each for each in held if each.entry not in numbers and each.draft.happened_on <= on)
    open_to_all = {entry: each for entry, each in records.items() if each.draft.kind not in private}
    return Plan(unit, year, lines, open_to_all, unplanned, study.numbers(lines, unplanned=len(unplanned)))


def _line(
    item: Item, records: Mapping[int, Revision], holdings: Sequence[Holding], on: date, private: frozenset[str]
) -> Line:
    shown = _shown(records, item, on, private)
    day = study.roster_day(item, records=records, on=on)
    return study.line(item, records=shown, roster=units.roster(holdings, unit=item.unit, on=day), on=on)


def _shown(records: Mapping[int, Revision], item: Item, on: date, private: frozenset[str]) -> Mapping[int, Revision]:
    linked = [entry for entry in item.records if entry in records and records[entry].draft.kind in private]
    return {**records, **{entry: _undated(records[entry], item, on) for entry in linked}} if linked else records


def _undated(revision: Revision, item: Item, on: date) -> Revision:
    """Return a private record as everybody may count it: in the item's month or after it, and on no day.

    Else whoever asks for the plan of one day after the other would learn when somebody read alone.
    """
    day = min(item.month, on) if revision.draft.happened_on < item.end else item.end
    return replace(revision, draft=replace(revision.draft, happened_on=day))


def planned(
    *, measures: Iterable[Measure], units: Iterable[str], span: Span, on: date, as_known_at: datetime
) -> tuple[Line, ...]:
    """Return what plans held for a period at first, as it stands at the period's end, or on an earlier day.

    Nothing is read if none of the measures counts it. Who completed an item is not told, nor on which day of the
    item's month somebody read alone.
    """
    if not any(study_measures.is_of(each.rule) for each in measures):
        return ()
    found = queries.revisions(units=units, span=None, as_known_at=as_known_at, kinds=_KINDS, texts=True)
    items = study_measures.of_period(study.items(found), span=span)
    numbers = {number for item in items for number in item.records}
    records = {each.entry: each for each in queries.revisions_of(entries=numbers, as_known_at=as_known_at)}
    day = min(on, span.last_day)
    private = scheme_queries.private_kinds() if records else frozenset()
    return tuple(study.line(item, records=_shown(records, item, day, private), roster=(), on=day) for item in items)


def log_alone(
    *,
    unit: str,
    person: str,
    kind: Kind,
    happened_on: date,
    minutes: int,
    recorded_at: datetime,
    item: int = 0,
    nonce: str = "",
) -> Revision:
    """Record that a person studied alone, and return the record; the person is its only participant.

    With the number of an item of the unit's plan that may be read alone, the person has completed that item.
    Raises ``Refusal`` ``study.minutes_missing``, ``study.not_readable`` for an item that reading alone does not
    complete, and as :func:`zicha.services.ledger.record`.
    """
    if minutes <= 0:
        raise Refusal("study.minutes_missing")
    sheet = Attendance(1, 1, expected_people=(person,), present_people=(person,))
    draft = Draft(unit, kind.id, happened_on, fields=(("duration", minutes),), attendance=sheet)
    with writing():
        kept = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=person, nonce=nonce)
        if item:
            _read_alone(item, kept, recorded_at)
    return kept


def readable(*, unit: str, year: int, as_known_at: datetime) -> tuple[Item, ...]:
    """Return the items of a unit's plan that a person may complete by reading alone, by month."""
    return tuple(each for each in _items(unit, year, as_known_at) if each.may_be_read)


def _read_alone(item: int, kept: Revision, at: datetime) -> None:
    now = one(item=item, as_known_at=at)
    if now.unit != kept.draft.unit or not now.may_be_read:
        raise Refusal("study.not_readable", topic=now.topic)
    if kept.entry not in now.records:
        _step(item, "link", at, kept.recorded_by, now.steps, record=kept.entry)


def alone_kind(*, on: date, as_known_at: datetime) -> Kind:
    """Return the kind that records self-study: a private one with a duration; raise ``Refusal`` without one."""
    schemes = scheme_queries.in_force(on=on, as_known_at=as_known_at)
    for kind in (kind for scheme in schemes for kind in scheme.kinds):
        if kind.private and kind.attendance != "none" and any(field.id == "duration" for field in kind.fields):
            return kind
    raise Refusal("study.kind_missing")


def logged_alone(*, unit: str, person: str, kind: Kind, span: Span, as_known_at: datetime) -> tuple[Revision, ...]:
    """Return what a person recorded of studying alone, the newest first."""
    found = queries.revisions(units=[unit], span=span, as_known_at=as_known_at, kinds=[kind.id], people=True)
    own = (each for each in found if each.draft.attendance and each.draft.attendance.present_people == (person,))
    return tuple(reversed(tuple(own)))


def _items(unit: str, year: int, as_known_at: datetime) -> tuple[Item, ...]:
    found = queries.revisions(units=[unit], span=None, as_known_at=as_known_at, kinds=_KINDS, texts=True)
    return tuple(item for item in study.items(found) if year in (item.planned.year, item.month.year))


def _planned_kinds(found: Sequence[Item], schemes: Sequence[Scheme]) -> set[str]:
    """Kinds the plan's items name; an item that names none may be held by any kind that is study."""
    named = {each.activity for each in found if each.activity}
    is_open = not found or any(not each.activity for each in found)
    return named | (set(_study_kinds(schemes)) if is_open else set())


def _study_kinds(schemes: Sequence[Scheme]) -> list[str]:
    """Kinds of activity that take time together: what a plan may be held by, if its items name none."""
    return [
        kind.id
        for scheme in schemes
        for kind in scheme.kinds
        if not kind.private and kind.attendance == "expected" and any(field.id == "duration" for field in kind.fields)
    ]


def _is_private(record: int) -> bool:
    history = queries.history(entry=record)
    return bool(history) and history[-1].draft.kind in scheme_queries.private_kinds()


def _has(unit: str, record: int) -> bool:
    history = queries.history(entry=record)
    return bool(history) and history[-1].draft.unit == unit and not history[-1].withdrawn


def note(*, entry: int, person: str, text: str, recorded_at: datetime) -> None:
    """Keep a person's private note beside an own record of self-study; an empty one is deleted.

    Raises ``Refusal`` ``study.not_own`` for somebody else's record, ``study.note_too_long`` over 5,000 signs.
    """
    if len(text) > LONGEST_NOTE:
        raise Refusal("study.note_too_long", longest=LONGEST_NOTE)
    with writing():
        history = queries.history(entry=entry)
        sheet = history[-1].draft.attendance if history else None
        if sheet is None or sheet.present_people != (person,):
            raise Refusal("study.not_own")
        notes.keep(person=person, entry=entry, text=text.strip(), recorded_at=recorded_at)
