"""One sheet's rows to drafts, refused cells and skipped rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zicha.core.admission import LONGEST_TITLE
from zicha.core.findings import Refusal
from zicha.core.importing import attendance, cells, dates, layout
from zicha.core.importing.directory import Directory
from zicha.core.importing.headers import Header
from zicha.core.importing.mapping import ATTENDANCE, EVIDENCE, IGNORED, SheetMapping
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow, shown
from zicha.core.importing.tables import Cell, Table, letters
from zicha.core.ledger import Draft, Evidence, FieldValue
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows are read against.

    Attributes:
        unit: the unit the file is from; a unit column may name units below it.
        kinds: every kind a row may be of, by id.
        kind_words: words of the kind column and the ids they mean, squeezed.
        evidence: squeezed names of evidence kinds and their ids.
        evidence_titles: ids and titles of the evidence kinds.
        year: the year of a date written without one, or ``None``.
        latest: no record can be later than this day.
    """

    unit: str
    kinds: Mapping[str, Kind]
    kind_words: Mapping[str, str]
    evidence: Mapping[str, str]
    evidence_titles: tuple[tuple[str, LocalText], ...]
    directory: Directory
    year: int | None = None
    latest: date = date.max


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet with its header and its mapping."""

    table: Table
    header: Header
    mapping: SheetMapping


@dataclass(frozen=True, slots=True)
class Read:
    """What one sheet, or a file, gave.

    Attributes:
        drafts: what can be recorded, in the order of the rows.
        rows, sheets: where each draft stands.
    """

    drafts: tuple[Draft, ...] = ()
    rows: tuple[int, ...] = ()
    refused: tuple[RefusedCell, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    notes: tuple[Note, ...] = ()
    sheets: tuple[str, ...] = ()


def words_of(named: Iterable[tuple[str, LocalText]]) -> dict[str, str]:
    """Return the squeezed ids and titles of kinds or evidence kinds, and the ids they mean."""
    return {cells.squeezed(name): one for one, title in named for name in (one, title.zh, title.en) if name}


def read(source: Source, *, setting: Setting) -> Read:
    """Return the drafts of one sheet, every refused cell and every skipped row. Reads nothing but its arguments."""
    reader = _Reader(source, setting)
    for line in layout.lines(source.table, source.header, columns=reader.columns, day_column=reader.day_column):
        reader.take(line)
    return reader.result()


@dataclass(slots=True)
class _Row:
    """One row while it is read: its cells by target, and what is wrong with it."""

    row: int
    values: dict[str, tuple[int, Cell]]
    refused: list[RefusedCell] = field(default_factory=list)

    def cell(self, target: str) -> Cell:
        return self.values[target][1] if target in self.values else ""


class _Reader:
    def __init__(self, source: Source, setting: Setting) -> None:
        self._sheet = source.table.name
        self._table = source.table
        self._first = source.header.bottom + 1
        self._shares: dict[int, bool] = {}
        self._date_1904 = source.table.date_1904
        self._setting = setting
        self._fixed_kind = source.mapping.kind
        wanted = [(heading, source.mapping.column(heading)) for heading in source.header.headings]
        read = [
            (heading.column, heading.label, column.targets)
            for heading, column in wanted
            if column and column.targets and column.targets != (IGNORED,)
        ]
        self.columns = tuple(column for column, _, _ in read)
        self._targets = tuple(targets for _, _, targets in read)
        self._alone = [(place, targets[0]) for place, targets in enumerate(self._targets) if len(targets) == 1]
        self._fits: dict[str, Sequence[tuple[int, str]]] = {}
        self._labels = {column: label for column, label, _ in read}
        places = {targets[0]: column for column, _, targets in read}
        self.day_column = places.get("happened_on", 0)
        self._drafts: list[Draft] = []
        self._rows: list[int] = []
        self._refused: list[RefusedCell] = []
        self._skipped: list[SkippedRow] = []
        self._unused: Counter[tuple[int, str]] = Counter()

    def result(self) -> Read:
        unused = (
            Note("imports.column_unused_for_kind", {"sheet": self._sheet, "header": label, "kind": kind, "rows": rows})
            for (column, kind), rows in sorted(self._unused.items())
            for label in [self._labels[column]]
        )
        return Read(
            tuple(self._drafts),
            tuple(self._rows),
            tuple(self._refused),
            tuple(self._skipped),
            tuple(unused),
            (self._sheet,) * len(self._drafts),
        )

    def take(self, line: layout.Line) -> None:
        if line.skipped:
            self._skipped.append(SkippedRow(self._sheet, line.row, shown(line.text), line.skipped))
            return
        row = _Row(line.row, self._by_base_target(line))
        for column in line.unfilled:
            self._refuse_at(row, column, "同上", layout.ditto_without_above())
        draft = self._draft(row, line)
        if row.refused or draft is None:
            self._refused.extend(row.refused)
        else:
            self._drafts.append(draft)
            self._rows.append(line.row)

    def _by_base_target(self, line: layout.Line) -> dict[str, tuple[int, Cell]]:
        return {target: (self.columns[place], line.values[place]) for place, target in self._alone}

    def _draft(self, row: _Row, line: layout.Line) -> Draft | None:
        kind = self._kind(row)
        on = self._day(row, "happened_on", required=True)
        unit = self._unit(row, on)
        if kind is None:
            return None
        self._choose(row, line, kind)
        title = self._text(row, "title", longest=LONGEST_TITLE)
        fields = self._fields(row, kind, unit, on)
        evidence = self._evidence(row, kind)
        attended = (
            attendance.read(
                {target: row.cell(target) for target in ATTENDANCE if target in row.values},
                kind=kind,
                directory=self._setting.directory,
                unit=unit,
                on=on,
                refuse=lambda target, refusal: self._refuse(row, target, refusal),
            )
            if on and unit
            else None
        )
        makes_up = self._day(row, "makes_up", required=False)
        key = self._text(row, "key", longest=LONGEST_TITLE)
        if row.refused or on is None:
            return None
        return Draft(unit, kind.id, on, title, fields, attended, evidence, makes_up, key)

    def _choose(self, row: _Row, line: layout.Line, kind: Kind) -> None:
        """Where a column may be several things, take what this kind has; count what it has no place for."""
        for place, target in self._fitting(kind):
            column, value = self.columns[place], line.values[place]
            if target:
                row.values[target] = (column, value)
            elif not cells.is_blank(value):
                self._unused[column, kind.id] += 1

    def _fitting(self, kind: Kind) -> Sequence[tuple[int, str]]:
        """What columns are in rows of a kind that may be several things, and, empty, those it has no place for."""
        if kind.id not in self._fits:
            own = {one.id for one in kind.fields}
            fits = ([one for one in targets if one in own or _is_base(one, kind)] for targets in self._targets)
            found = [(place, next(iter(each), "")) for place, each in enumerate(fits)]
            self._fits[kind.id] = [each for each in found if each not in self._alone]
        return self._fits[kind.id]

    def _kind(self, row: _Row) -> Kind | None:
        words = cells.shown(row.cell("kind"))
        if self._fixed_kind and not words:
            return self._setting.kinds[self._fixed_kind]
        found = self._setting.kind_words.get(cells.squeezed(words), "")
        if found in self._setting.kinds:
            return self._setting.kinds[found]
        titles = "、".join(kind.title.zh for kind in self._setting.kinds.values())
        code = "imports.kind_cell_unknown" if words else "imports.required_empty"
        self._refuse(row, "kind", Refusal(code, value=words, choices=titles))
        return None

    def _day(self, row: _Row, target: str, *, required: bool) -> date | None:
        value = row.cell(target)
        if cells.is_blank(value):
            if required:
                self._refuse(row, target, Refusal("imports.date_empty"))
            return None
        try:
            day = dates.read_day(value, year=self._setting.year, date_1904=self._date_1904)
        except Refusal as refusal:
            self._refuse(row, target, refusal)
            return None
        if day > self._setting.latest:
            self._refuse(row, target, Refusal("imports.date_future", value=day.isoformat()))
            return None
        return day

    def _unit(self, row: _Row, on: date | None) -> str:
        words = cells.shown(row.cell("unit"))
        try:
            if on is None:
                return ""
            return self._setting.directory.unit(words or self._setting.unit, on=on, within=self._setting.unit)
        except Refusal as refusal:
            self._refuse(row, "unit" if words else "happened_on", refusal)
            return ""

    def _text(self, row: _Row, target: str, *, longest: int) -> str:
        if cells.is_blank(row.cell(target)):
            return ""
        try:
            return cells.read_text(row.cell(target), longest=longest)
        except Refusal as refusal:
            self._refuse(row, target, refusal)
            return ""

    def _fields(self, row: _Row, kind: Kind, unit: str, on: date | None) -> tuple[tuple[str, FieldValue], ...]:
        found: list[tuple[str, FieldValue]] = []
        for one in kind.fields:
            value = row.cell(one.id)
            if cells.is_blank(value):
                if one.required:
                    self._refuse(row, one.id, Refusal("imports.required_empty", value=""))
                continue
            try:
                read = self._field(one, value, unit, on, row)
                if read is not None:
                    found.append((one.id, read))
            except Refusal as refusal:
                self._refuse(row, one.id, refusal)
        return tuple(found)

    def _field(self, one: Field, value: Cell, unit: str, on: date | None, row: _Row) -> FieldValue | None:
        if one.type == "person":
            if not unit or on is None:
                return None
            return self._setting.directory.person(cells.shown(value), unit=unit, on=on)
        if one.type == "date":
            return dates.read_day(value, year=self._setting.year, date_1904=self._date_1904).isoformat()
        if one.type == "number" and one.unit == "%" and self._holds_shares(row.values[one.id][0]):
            return cells.percent(value)
        return field_value(one, value)

    def _holds_shares(self, column: int) -> bool:
        """Whether every number of a column lies between 0 and 1: cells that a spreadsheet shows as per cent."""
        if column not in self._shares:
            found = (self._table.at(row, column) for row in range(self._first, self._table.last_row + 1))
            self._shares[column] = all(0 <= value <= 1 for value in found if isinstance(value, float | int))
        return self._shares[column]

    def _evidence(self, row: _Row, kind: Kind) -> tuple[Evidence, ...]:
        found: dict[str, None] = {}
        for target, (_, value) in row.values.items():
            if not target.startswith(EVIDENCE) or cells.is_blank(value):
                continue
            try:
                found |= dict.fromkeys(self._originals(target, value))
            except Refusal as refusal:
                self._refuse(row, target, refusal)
        if not found:
            return ()
        declared = {one: rank for rank, one in enumerate(kind.evidence)}
        ranked = sorted(found, key=lambda one: (declared.get(one, len(declared)), one))
        return tuple(Evidence(one, "", "") for one in ranked)

    def _originals(self, target: str, value: Cell) -> list[str]:
        if target != EVIDENCE:
            return [target.partition(".")[2]] if cells.read_mark(value) else []
        if cells.plain(value).lower() in cells.NO_MARKS:
            return []
        parts = cells.read_titles(cells.plain(value).replace(",", "、").replace("/", "、"))
        known = self._setting.evidence
        unknown = [part for part in parts if cells.squeezed(part) not in known]
        if unknown:
            raise Refusal("imports.evidence_unknown", names="、".join(unknown))
        return [known[cells.squeezed(part)] for part in parts]

    def _refuse(self, row: _Row, target: str, refusal: Refusal) -> None:
        column, value = row.values.get(target, (self.day_column, ""))
        self._refuse_at(row, column, cells.shown(value), refusal)

    def _refuse_at(self, row: _Row, column: int, value: str, refusal: Refusal) -> None:
        label = self._labels.get(column, "")
        cell = RefusedCell(
            self._sheet, row.row, letters(column), label, shown(value), refusal.code, dict(refusal.facts)
        )
        row.refused.append(cell)


def _is_base(target: str, kind: Kind) -> bool:
    """Whether every entry, or every entry of this kind, has what ``target`` names."""
    if target in ATTENDANCE:
        return kind.attendance != "none"
    return target in {"happened_on", "title", "unit", "kind", "key", "makes_up"} or target.startswith(EVIDENCE)


def field_value(one: Field, value: Cell) -> FieldValue:
    """Return a cell read as a field other than a person or a date; raise ``Refusal`` where it cannot be."""
    if one.type == "number":
        return cells.read_number(value, unit=one.unit)
    if one.type == "duration":
        return cells.read_duration(value)
    if one.type == "reading_list":
        return cells.read_titles(cells.read_text(value))
    if one.type == "choice":
        return _choice(one, cells.shown(value))
    words = cells.read_text(value)
    if one.type == "link" and not words.startswith(("https://", "http://")):
        raise Refusal("imports.not_a_link", value=shown(words))
    return words


def _choice(one: Field, words: str) -> str:
    named = words_of(one.choices)
    found = named.get(cells.squeezed(words))
    if found is None:
        raise Refusal("imports.not_a_choice", value=words, choices="、".join(title.zh for _, title in one.choices))
    return found
