"""Entries in their published JSON shape to drafts. Strict: an unknown key or a wrong type refuses the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zicha.core.admission import LONGEST_TITLE
from zicha.core.findings import Refusal
from zicha.core.importing import attendance, cells
from zicha.core.importing.attendance import Heads
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow, shown
from zicha.core.importing.rows import Read, Setting
from zicha.core.ledger import Attendance, Draft, Evidence, FieldValue
from zicha.core.scheme import Field, Kind

_PEOPLE = ("expected", "present", "excused", "made_up")
_SET_BY_SYSTEM = ("seq", "recorded_at", "recorded_by", "backfilled", "entry", "number", "reason")
_KNOWN = {
    "key",
    "unit",
    "kind",
    "happened_on",
    "title",
    "fields",
    *_PEOPLE,
    "absent",
    "evidence",
    "makes_up",
    "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its object, or why it is none."""

    number: int
    value: dict[str, Any]
    fault: Refusal | None = None


def read(lines: Iterable[Line], *, setting: Setting, sheet: str) -> Read:
    """Return the drafts of a file's lines, with every refusal by line and key.

    ``recorded_at`` and what else the system sets is left out and noted. Evidence with a file has the file's name
    and no hash yet: who has the folder keeps the file.
    """
    drafts: list[Draft] = []
    rows: list[int] = []
    refused: list[RefusedCell] = []
    skipped: list[SkippedRow] = []
    set_by_system = 0
    for line in lines:
        set_by_system += any(key in line.value for key in _SET_BY_SYSTEM[1:3])
        if line.value.get("withdrawn") is True:
            skipped.append(
                SkippedRow(sheet, line.number, shown(str(line.value.get("title", ""))), "imports.row_withdrawn")
            )
            continue
        one = _Entry(line, setting, sheet)
        draft = one.draft()
        refused.extend(one.refused)
        if draft is not None:
            drafts.append(draft)
            rows.append(line.number)
    notes = (Note("imports.recorded_at_ignored", {"rows": set_by_system}),) if set_by_system else ()
    return Read(tuple(drafts), tuple(rows), tuple(refused), tuple(skipped), notes, (sheet,) * len(drafts))


class _Entry:
    """One line while it is read."""

    def __init__(self, line: Line, setting: Setting, sheet: str) -> None:
        self._line = line
        self._value = line.value
        self._setting = setting
        self._sheet = sheet
        self.refused: list[RefusedCell] = []

    def draft(self) -> Draft | None:
        if self._line.fault:
            self._refuse("", self._line.fault)
            return None
        for key in self._value.keys() - _KNOWN - set(_SET_BY_SYSTEM):
            self._refuse(str(key), Refusal("imports.line_key_unknown", key=key))
        on = self._day("happened_on", required=True)
        unit = self._unit(on)
        kind = self._kind()
        title, key = self._words("title"), self._words("key")
        makes_up = self._day("makes_up", required=False)
        fields = self._fields(kind) if kind else ()
        attended = self._attendance(kind, unit, on) if kind and on and unit else None
        evidence = self._evidence()
        if self.refused or on is None or kind is None:
            return None
        return Draft(unit, kind.id, on, title, fields, attended, evidence, makes_up, key)

    def _refuse(self, key: str, refusal: Refusal) -> None:
        value = self._value.get(key.partition(".")[0], "")
        cell = RefusedCell(
            self._sheet, self._line.number, key, key, shown(str(value)), refusal.code, dict(refusal.facts)
        )
        self.refused.append(cell)

    def _words(self, key: str, *, required: bool = False) -> str:
        value = self._value.get(key)
        if value is None and not required:
            return ""
        if value is None:
            self._refuse(key, Refusal("imports.line_key_missing", key=key))
        elif not isinstance(value, str):
            self._refuse(key, _wrong_type(key, "文字 / a string"))
        elif len(value) > LONGEST_TITLE:
            self._refuse(key, Refusal("imports.text_too_long", found=len(value), limit=LONGEST_TITLE))
        else:
            return value.strip()
        return ""

    def _day(self, key: str, *, required: bool) -> date | None:
        words = self._words(key, required=required)
        if not words:
            return None
        try:
            day = _iso(words)
        except Refusal as refusal:
            self._refuse(key, refusal)
            return None
        if day > self._setting.latest:
            self._refuse(key, Refusal("imports.date_future", value=words))
            return None
        return day

    def _unit(self, on: date | None) -> str:
        words = self._words("unit") or self._setting.unit
        try:
            return self._setting.directory.unit(words, on=on, within=self._setting.unit) if on else ""
        except Refusal as refusal:
            self._refuse("unit", refusal)
            return ""

    def _kind(self) -> Kind | None:
        words = self._words("kind", required=True)
        if not words or words in self._setting.kinds:
            return self._setting.kinds.get(words)
        choices = "、".join(self._setting.kinds)
        self._refuse("kind", Refusal("imports.line_kind", value=words, choices=choices))
        return None

    def _fields(self, kind: Kind) -> tuple[tuple[str, FieldValue], ...]:
        given = self._value.get("fields") or {}
        if not isinstance(given, dict):
            self._refuse("fields", _wrong_type("fields", "{…}"))
            return ()
        for name in given.keys() - {field.id for field in kind.fields}:
            self._refuse(f"fields.{name}", Refusal("imports.line_field", kind=kind.title.zh, field=name))
        found: list[tuple[str, FieldValue]] = []
        for field in kind.fields:
            value = given.get(field.id)
            if value is None or value in ("", []):
                if field.required:
                    self._refuse(f"fields.{field.id}", Refusal("imports.required_empty"))
                continue
            try:
                found.append((field.id, _field(field, value, self._setting)))
            except Refusal as refusal:
                self._refuse(f"fields.{field.id}", refusal)
        return tuple(found)

    def _attendance(self, kind: Kind, unit: str, on: date) -> Attendance | None:
        said = [key for key in (*_PEOPLE, "absent") if self._value.get(key) not in (None, [], 0)]
        if kind.attendance == "none":
            for key in said:
                self._refuse(key, Refusal("imports.line_attendance_none", kind=kind.title.zh))
            return None
        heads = {key: found for key in (*_PEOPLE, "absent") if (found := self._heads(key)) is not None}
        if not said and kind.attendance != "expected":
            return None
        if self._value.get("present") is None:
            self._refuse("present", Refusal("imports.attendance_missing"))
        if self.refused:
            return None
        return attendance.combine(heads, lambda: self._setting.directory.roster(unit, on=on), self._refuse)

    def _heads(self, key: str) -> Heads | None:
        value = self._value.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return Heads(value)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._refuse(key, _wrong_type(key, '["P001", …]'))
            return None
        for person in value:
            if not self._setting.directory.knows_person(person):
                self._refuse(key, Refusal("imports.line_person", value=person))
        people = tuple(dict.fromkeys(value))
        return Heads(len(people), people)

    def _evidence(self) -> tuple[Evidence, ...]:
        given = self._value.get("evidence") or []
        if not isinstance(given, list):
            self._refuse("evidence", _wrong_type("evidence", '[{"kind": …, "file": …}]'))
            return ()
        return tuple(found for one in given if (found := self._one_evidence(one)) is not None)

    def _one_evidence(self, one: Any) -> Evidence | None:
        if not isinstance(one, dict) or not set(one) <= {"kind", "file", "name", "sha256", "size"}:
            self._refuse("evidence", _wrong_type("evidence", '{"kind": …, "file": …}'))
            return None
        kind, file = one.get("kind"), one.get("file") or ""
        if kind not in self._setting.evidence.values():
            self._refuse("evidence", Refusal("imports.line_evidence_kind", value=kind))
            return None
        if not isinstance(file, str):
            self._refuse("evidence", _wrong_type("evidence.file", "文字 / a string"))
            return None
        return Evidence(str(kind), "", file)


def _wrong_type(key: str, expected: str) -> Refusal:
    return Refusal("imports.line_type", key=key, expected=expected)


def _iso(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Refusal("imports.line_date", value=shown(words)) from None


def _field(field: Field, value: Any, setting: Setting) -> FieldValue:
    read = _READERS.get(field.type, _text)
    found = read(field, value)
    if field.type == "person" and not setting.directory.knows_person(str(found)):
        raise Refusal("imports.line_person", value=found)
    return found


def _text(field: Field, value: Any) -> FieldValue:
    if not isinstance(value, str):
        raise _wrong_type(field.id, "文字 / a string")
    if field.type == "date":
        return _iso(value).isoformat()
    words = cells.read_text(value)
    if field.type == "choice" and words not in {choice for choice, _ in field.choices}:
        raise Refusal("imports.not_a_choice", value=words, choices="、".join(choice for choice, _ in field.choices))
    if field.type == "link" and not words.startswith(("https://", "http://")):
        raise Refusal("imports.not_a_link", value=shown(words))
    return words


def _number(field: Field, value: Any) -> FieldValue:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong_type(field.id, "数字 / a number")
    return cells.read_number(value)


def _minutes(field: Field, value: Any) -> FieldValue:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise _wrong_type(field.id, "分钟数 / whole minutes")
    return value


def _titles(field: Field, value: Any) -> FieldValue:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong_type(field.id, '["《…》", …]')
    return tuple(value)


_READERS: dict[str, Callable[[Field, Any], FieldValue]] = {
    "number": _number,
    "duration": _minutes,
    "reading_list": _titles,
}
