"""Whether a draft may enter the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft, FieldValue
from zicha.core.scheme import Field, Kind

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
LARGEST_NUMBER = 10**10
"""Sums are kept in millionths and in 64 bits: nine hundred numbers near this one fit together."""
MOST_PEOPLE = 1_000_000
"""So many can be expected at one activity; a larger number is a slip, and databases have no room for any number."""

_LISTS = ("expected_people", "present_people", "excused_people", "made_up_people")


class Rules(NamedTuple):
    """What a draft is held against.

    Attributes:
        kinds: the kinds in force, by id.
        stands: whether a unit stood on a day.
        knows: whether an id is a person's.
        today: the organisation's present day; nothing happens after it.
    """

    kinds: Mapping[str, Kind]
    stands: Callable[[str, date], bool]
    knows: Callable[[str], bool]
    today: date


def admit(draft: Draft, *, rules: Rules) -> None:
    """Raise ``Refusal`` with the first thing that keeps ``draft`` out of the ledger."""
    check_texts(draft)
    kind = rules.kinds.get(draft.kind)
    if kind is None:
        raise Refusal("ledger.kind_unknown", kind=draft.kind)
    if not rules.stands(draft.unit, draft.happened_on):
        raise Refusal("ledger.unit_absent", unit=draft.unit, day=draft.happened_on)
    if draft.happened_on > rules.today:
        raise Refusal("ledger.future", day=draft.happened_on, today=rules.today)
    if len(draft.title) > LONGEST_TITLE:
        raise Refusal("ledger.too_long", field="title", longest=LONGEST_TITLE)
    if kind.private and draft.title:
        raise Refusal("ledger.private_title", kind=kind.title.zh)
    _admit_fields(draft, kind, rules.knows)
    _admit_attendance(draft, kind, rules.knows)
    if draft.makes_up is not None and draft.makes_up >= draft.happened_on:
        raise Refusal("ledger.makes_up_later", day=draft.makes_up)


def check_texts(draft: Draft) -> None:
    """Raise ``Refusal`` ``ledger.unwritable`` for a text that not every database and file can hold.

    That is one with a null character, which PostgreSQL has no place for, or with half of a pair of surrogates. To be
    asked before a database is asked about any word of the draft.
    """
    texts = [("unit", draft.unit), ("kind", draft.kind), ("title", draft.title), ("key", draft.key)]
    texts += [(name, one) for name, value in draft.fields for one in _texts(value)]
    if draft.evidence:
        texts += [("evidence", item.name) for item in draft.evidence]
    if draft.attendance is not None and draft.attendance.people:
        texts += [("attendance", person) for person in draft.attendance.people]
    if not _is_writable("".join([text for _name, text in texts])):
        for name, text in texts:
            check_text(text, field=name)


def check_text(text: str, *, field: str) -> None:
    """Raise the same ``Refusal`` for one text, named by its field."""
    if not _is_writable(text):
        raise Refusal("ledger.unwritable", field=field)


def _is_writable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _texts(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _admit_fields(draft: Draft, kind: Kind, knows: Callable[[str], bool]) -> None:
    fields = {field.id: field for field in kind.fields}
    values = dict(draft.fields)
    for name in values:
        if name not in fields:
            raise Refusal("ledger.field_unknown", field=name, kind=kind.title.zh)
    for field in kind.fields:
        value = values.get(field.id)
        if value is None or value in ("", ()):
            if field.required:
                raise Refusal("ledger.field_missing", field=field.title.zh, kind=kind.title.zh)
        elif not _fits(field, value, knows):
            raise Refusal("ledger.field_wrong", field=field.title.zh, value=value)


def _fits(field: Field, value: FieldValue, knows: Callable[[str], bool]) -> bool:
    match field.type:
        case "choice":
            return value in dict(field.choices)
        case "number":
            return isinstance(value, str) and _is_number(value)
        case "duration":
            return isinstance(value, int) and 0 <= value <= 60 * 24 * 31
        case "date":
            return isinstance(value, str) and _is_date(value)
        case "person":
            return isinstance(value, str) and knows(value)
        case "reading_list":
            return isinstance(value, tuple) and all(value)
        case "link":
            return isinstance(value, str) and re.match(r"https?://\S+$", value) is not None
        case "text":
            return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_number(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and abs(number) < LARGEST_NUMBER


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _admit_attendance(draft: Draft, kind: Kind, knows: Callable[[str], bool]) -> None:
    attendance = draft.attendance
    if attendance is None:
        if kind.attendance == "expected":
            raise Refusal("ledger.attendance_missing", kind=kind.title.zh)
        return
    if kind.attendance == "none":
        raise Refusal("ledger.attendance_unasked", kind=kind.title.zh)
    _check_counts(attendance)
    _check_people(attendance, knows)


def _check_counts(attendance: Attendance) -> None:
    counts = (attendance.expected, attendance.present, attendance.excused, attendance.made_up)
    if min(counts) < 0 or attendance.absent < 0 or attendance.made_up > attendance.expected - attendance.present:
        facts = {"expected": attendance.expected, "present": attendance.present, "excused": attendance.excused}
        raise Refusal("ledger.attendance_sum", **facts, made_up=attendance.made_up)
    if attendance.expected > MOST_PEOPLE:
        raise Refusal("ledger.attendance_large", expected=attendance.expected, most=MOST_PEOPLE)


def _check_people(attendance: Attendance, knows: Callable[[str], bool]) -> None:
    if not attendance.people:
        return
    for name in _LISTS:
        listed = getattr(attendance, name)
        if not listed:
            continue
        unknown = [person for person in listed if not knows(person)]
        if unknown:
            raise Refusal("ledger.person_unknown", person=unknown[0])
        count = getattr(attendance, name.removesuffix("_people"))
        if len(set(listed)) != len(listed) or len(listed) != count:
            raise Refusal("ledger.attendance_list", listed=len(set(listed)), count=count)
    expected = set(attendance.expected_people)
    for name in _LISTS[1:]:
        extra = set(getattr(attendance, name)) - expected
        if expected and extra:
            raise Refusal("ledger.attendance_extra", person=min(extra))
    if set(attendance.present_people) & set(attendance.excused_people):
        raise Refusal(
            "ledger.attendance_twice", person=min({*attendance.present_people} & {*attendance.excused_people})
        )
