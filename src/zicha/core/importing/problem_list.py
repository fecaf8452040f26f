"""Lists of problems that people keep in tables: one row a problem still to be put right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from zicha.core import problem_rules, problems
from zicha.core.findings import Refusal
from zicha.core.importing import cells, dates, headers, layout
from zicha.core.importing.cells import squeezed
from zicha.core.importing.directory import Directory
from zicha.core.importing.headers import Header
from zicha.core.importing.layout import Line
from zicha.core.importing.refusals import RefusedCell, SkippedRow, shown
from zicha.core.importing.tables import Cell, Table, letters, number
from zicha.core.scheme import Scheme

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "问题编号", "number"),
    "unit": ("单位", "单位名称", "责任单位", "整改单位", "部门", "unit"),
    "found_on": ("发现日期", "发现时间", "登记日期", "检查日期", "日期", "foundon", "found"),
    "source": ("来源", "问题来源", "source"),
    "matter": ("问题", "存在问题", "存在的问题", "问题描述", "具体问题", "发现的问题", "问题表现", "matter", "problem"),
    "cause": ("原因", "产生原因", "原因分析", "cause"),
    "measure": ("整改措施", "措施", "correctiveaction", "measure"),
    "owner": ("整改责任人", "责任人", "整改人", "owner"),
    "acceptor": ("验收人", "复查人", "销号人", "acceptor"),
    "due": ("整改期限", "整改时限", "完成时限", "期限", "整改期限要求", "deadline", "due"),
    "clause": ("条款", "依据条款", "对应条款", "clause"),
    "state": ("状态", "整改状态", "整改情况", "是否销号", "state"),
}
"""What a column may be headed, squeezed; the headings of ``zicha export problems`` are among them."""

NEEDED = ("matter", "owner", "due")
MOST_ROWS = 2_000
_DONE = frozenset(
    squeezed(word)
    for word in (
        "已销号", "销号", "已整改", "已完成", "完成", "已办结", "已撤销", "待验收", "是",
        "closed", "done", "dropped", "to be accepted",
    )
)  # fmt: skip
_NAMES = {squeezed(word): name for name, words in HEADINGS.items() for word in words}
_SOURCES = {squeezed(word): name for name, title in problems.SOURCES.items() for word in (name, title.zh, title.en)} | {
    squeezed(word): name
    for name, word in (("inspection", "检查"), ("self_inspection", "自查"), ("meeting", "会议"), ("superior", "上级"))
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One problem of a list; ``mark`` tells it from every other, in this list and in the next run.

    Attributes:
        is_dated: whether the list says when it was found; else ``found_on`` is the day of reading.
    """

    sheet: str
    row: int
    unit: str
    found_on: date
    source: str
    matter: str
    cause: str
    measure: str
    owner: str
    acceptor: str
    due: date
    scheme: str
    clause: str
    number: str
    is_dated: bool = True

    @property
    def mark(self) -> str:
        """A digest of what makes it this problem and no other; the day of reading does not."""
        found_on = self.found_on.isoformat() if self.is_dated else ""
        said = "\n".join((self.unit, found_on, squeezed(self.matter), self.owner, self.due.isoformat()))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What a list holds: problems that can be opened, cells that cannot be read, rows that are left out."""

    rows: tuple[Row, ...]
    refused: tuple[RefusedCell, ...]
    skipped: tuple[SkippedRow, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a list is read against.

    Attributes:
        unit: whom the list is from; a row may name a unit of its subtree.
        today: the day of reading, which a problem without a day was found on.
        units: those problems may be opened for; ``None`` for all.
        schemes: those in force, whose clauses a row may name by number or id.
    """

    unit: str
    today: date
    directory: Directory
    schemes: tuple[Scheme, ...]
    units: frozenset[str] | None = None


def read(tables: Iterable[Table], *, setting: Setting) -> Found:
    """Return what lists of problems say.

    Only what is still to be put right is taken: what is closed, dropped or handed in has been decided on elsewhere,
    and here nobody but another person accepts. Raises ``Refusal`` ``problem_list.…`` where no sheet has a header with
    problem, owner and deadline, and for more than :data:`MOST_ROWS` rows.
    """
    headed = [(table, header) for table in tables if (header := _header(table)) is not None]
    if not headed:
        raise Refusal("problem_list.no_header")
    reader = _Reader(setting)
    for table, header in headed:
        reader.take(table, header)
    return Found(tuple(reader.rows), tuple(reader.refused), tuple(reader.skipped))


def _header(table: Table) -> Header | None:
    found = headers.find(table, recognise=lambda parts: any(squeezed(part) in _NAMES for part in parts))
    return found if found is not None and set(NEEDED) <= set(_columns(found)) else None


def _columns(header: Header) -> dict[str, int]:
    """Return the column of each name; the first of two with the same."""
    found: dict[str, int] = {}
    for heading in header.headings:
        names = (_NAMES.get(squeezed(part)) for part in reversed(heading.parts))
        name = next((each for each in names if each), "")
        if name:
            found.setdefault(name, heading.column)
    return found


@dataclass
class _Reader:
    setting: Setting
    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)

    def take(self, table: Table, header: Header) -> None:
        columns = _columns(header)
        for line in layout.lines(table, header, columns=tuple(columns.values()), day_column=columns["due"]):
            if line.skipped:
                self.skipped.append(SkippedRow(table.name, line.row, line.text, line.skipped))
                continue
            before = len(self.refused)
            self._row(_Line(self, table, header, columns, line))
            self.refused[before:] = sorted(self.refused[before:], key=lambda each: number(each.column))
            if len(self.rows) > MOST_ROWS:
                raise Refusal("problem_list.too_many", most=MOST_ROWS)

    def _row(self, line: _Line) -> None:
        if squeezed(cells.text(line.value("state"))) in _DONE:
            self.skipped.append(
                SkippedRow(line.table.name, line.line.row, line.text("matter"), "problem_list.row_done")
            )
            return
        found = line.row(self.setting)
        if found is not None:
            self.rows.append(found)


class _Line:
    """One row under its header: each cell is read, or refused and told where it stands."""

    def __init__(self, reader: _Reader, table: Table, header: Header, columns: Mapping[str, int], line: Line) -> None:
        self.table, self.line = table, line
        self._reader, self._columns = reader, columns
        self._values = dict(zip(columns, line.values, strict=True))
        self._labels = {heading.column: heading.label for heading in header.headings}
        self._before = len(reader.refused)

    def value(self, name: str) -> Cell:
        value = self._values.get(name)
        return None if cells.is_blank(value) else value

    def text(self, name: str) -> str:
        return cells.text(self.value(name)).strip()

    def row(self, setting: Setting) -> Row | None:
        for column in self.line.unfilled:
            self._refuse(next(name for name, at in self._columns.items() if at == column), layout.ditto_without_above())
        for name in NEEDED:
            if self.value(name) is None:
                self._refuse(name, Refusal("imports.required_empty"))
        if self._is_wrong():
            return None
        found_on = self._take("found_on", lambda: self._day("found_on"), setting.today)
        unit = self._take("unit", lambda: self._unit(setting, found_on), setting.unit)
        scheme, clause = self._take("clause", lambda: self._clause(setting), ("", ""))
        made = Row(
            sheet=self.table.name,
            row=self.line.row,
            unit=unit,
            found_on=found_on,
            source=self._take("source", self._source, "self_inspection"),
            matter=self._take("matter", lambda: cells.read_text(self.value("matter")), ""),
            cause=self._take("cause", lambda: cells.read_text(self.value("cause")), ""),
            measure=self._take("measure", lambda: cells.read_text(self.value("measure")), ""),
            owner=self._take("owner", lambda: self._person(setting, "owner", unit), ""),
            acceptor=self._take("acceptor", lambda: self._person(setting, "acceptor", unit), ""),
            due=self._take("due", lambda: self._day("due"), found_on),
            scheme=scheme,
            clause=clause,
            number=self.text("number"),
            is_dated=self.value("found_on") is not None,
        )
        self._admit(made, setting)
        return None if self._is_wrong() else made

    def _admit(self, made: Row, setting: Setting) -> None:
        if self._is_wrong():
            return
        if made.found_on > setting.today:
            self._refuse("found_on", Refusal("problem_list.found_ahead", today=setting.today))
            return
        try:
            problem_rules.admit_problem(found_on=made.found_on, due=made.due, owner=made.owner, acceptor=made.acceptor)
        except Refusal as refusal:
            self._refuse("acceptor" if refusal.code == "problems.acceptor_is_owner" else "due", refusal)

    def _take(self, name: str, read: Callable[[], T], otherwise: T) -> T:
        if self.value(name) is None:
            return otherwise
        try:
            return read()
        except Refusal as refusal:
            self._refuse(name, refusal)
            return otherwise

    def _is_wrong(self) -> bool:
        return len(self._reader.refused) > self._before

    def _refuse(self, name: str, refusal: Refusal) -> None:
        column = self._columns.get(name, self._columns["matter"])
        self._reader.refused.append(
            RefusedCell(
                self.table.name,
                self.line.row,
                letters(column),
                self._labels.get(column, ""),
                shown(cells.shown(self._values.get(name))),
                refusal.code,
                dict(refusal.facts),
            )
        )

    def _day(self, name: str) -> date:
        return dates.read_day(self.value(name), date_1904=self.table.date_1904)

    def _unit(self, setting: Setting, on: date) -> str:
        unit = setting.directory.unit(self.text("unit"), on=on, within=setting.unit)
        if setting.units is not None and unit not in setting.units:
            raise Refusal("imports.unit_outside", value=self.text("unit"), within=setting.unit)
        return unit

    def _person(self, setting: Setting, name: str, unit: str) -> str:
        return setting.directory.person(self.text(name), unit=unit, on=setting.today)

    def _source(self) -> str:
        source = _SOURCES.get(squeezed(self.text("source")))
        if source is None:
            known = "、".join(title.zh for title in problems.SOURCES.values())
            raise Refusal("problems.source_unknown", source=self.text("source"), known=known)
        return source

    def _clause(self, setting: Setting) -> tuple[str, str]:
        said = squeezed(self.text("clause"))
        hits = [
            (scheme.id, clause.id)
            for scheme in setting.schemes
            for clause in scheme.clauses
            if said in (squeezed(clause.id), squeezed(clause.number))
        ]
        if len(hits) != 1:
            raise Refusal("problem_list.clause", clause=self.text("clause"), found=len(hits))
        return hits[0]
