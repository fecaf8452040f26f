"""Tables of units and people to a roster: spans of time, tree levels, posts; every fault by its cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from zicha.core.findings import Refusal
from zicha.core.importing import cells, dates, headers, layout
from zicha.core.importing.cells import squeezed
from zicha.core.importing.headers import Header, Heading
from zicha.core.importing.mapping import readings
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow, shown
from zicha.core.importing.tables import Cell, Table, letters
from zicha.core.organisation import check_contact
from zicha.core.periods import ALWAYS, Span
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.core.text import LocalText
from zicha.core.units import Holding, Person, Roster, UnitSpan

_HEADINGS: dict[str, dict[str, str]] = {
    "unit": {
        "编号 单位编号 单位代码 代码 code id unit": "code",
        "名称 单位名称 单位 全称 name": "name",
        "上级 上级单位 上级编号 上级单位编号 隶属 parent": "parent",
        "起 起始 起始日期 成立日期 设立日期 开始日期 启用日期 start from": "start",
        "止 终止 终止日期 撤销日期 结束日期 停用日期 end until": "end",
    },
    "person": {
        "编号 人员编号 工号 id person": "code",
        "姓名 人员 人员姓名 name": "name",
        "单位 所在单位 单位名称 部门 unit": "unit",
        "单位编号 单位代码 部门编号 unit_code": "unit_code",
        "岗位 职务 角色 post": "post",
        "起 起始 起始日期 任职日期 入职日期 加入日期 开始日期 start from": "start",
        "止 终止 终止日期 免职日期 离职日期 离开日期 结束日期 end until": "end",
        "上级 上级单位 上级编号 上级单位编号 parent": "parent",
        "联系方式 提醒联系方式 邮箱 电子邮箱 电子邮件 邮件 email contact": "contact",
    },
}
_NEEDED = {"unit": ({"code", "name"},), "person": ({"name", "unit"}, {"name", "unit_code"})}
_TELLING = {"unit": "上级 上级单位 上级编号 上级单位编号 parent", "person": "姓名 人员姓名 岗位 person post"}
_IDENTITY = re.compile(
    "身份证|证件|公民身份|护照|手机|电话|住址|家庭|出生|生日|民族|籍贯|学历|婚姻|健康|微信|政治面貌|idcard|passport|phone|mobile"
)
_IDENTITY_VALUE = re.compile(r"\d{17}[\dXx]|\d{15}|1[3-9]\d{9}")
_CODE = re.compile(r"[\w-]{1,40}", re.ASCII)
_MAX_DEPTH = 32

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found:
    """What a roster file gave. The roster is whole only if nothing is refused."""

    roster: Roster
    refused: tuple[RefusedCell, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Record:
    """One row: its cells by meaning, with the column each stands in."""

    sheet: str
    row: int
    cells: dict[str, tuple[Heading, Cell]]
    refused: list[RefusedCell] = field(default_factory=list)

    def words(self, meaning: str) -> str:
        return cells.shown(self.cells[meaning][1]) if meaning in self.cells else ""

    def refuse(self, meaning: str, refusal: Refusal) -> None:
        heading, value = self.cells.get(meaning, (Heading(0, ("",)), ""))
        cell = RefusedCell(
            self.sheet,
            self.row,
            letters(heading.column),
            heading.label,
            shown(cells.shown(value)),
            refusal.code,
            dict(refusal.facts),
        )
        self.refused.append(cell)

    def attempt(self, meaning: str, read: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return read()
        except Refusal as refusal:
            self.refuse(meaning, refusal)
            return otherwise


def read(
    tables: Iterable[Table],
    *,
    posts: Iterable[tuple[str, LocalText]],
    spans: Iterable[UnitSpan] = (),
    people: Iterable[Person] = (),
) -> Found:
    """Return the roster in tables of units and of people, in any number of sheets or sections.

    Takes the posts the loaded schemes have, beside the built-in ones, and the units and people already known,
    whom the file may name without repeating them. A person without an id gets none made up: the id is required.
    Raises ``Refusal`` where no header is found, or where a column holds identity numbers and the like.
    """
    reader = _Reader(posts, spans, people)
    sections = [section for table in tables for section in _sections(table)]
    if not sections:
        raise Refusal("imports.roster_no_header")
    for what in ("unit", "person"):
        for table, header, kind, last in sections:
            if kind == what:
                reader.take(table, header, kind, last)
    return reader.result()


def _sections(table: Table) -> Iterator[tuple[Table, Header, str, int]]:
    """Yield the sections of a sheet: each header with what it heads and the last row that belongs to it."""
    names = {kind: _names(kind) for kind in _HEADINGS}
    starts: list[tuple[Header, str]] = []
    row = table.first_row
    while row <= table.last_row:
        part = Table(table.name, [table.rows[row - table.first_row]], row, table.first_column)
        header = headers.find(part, recognise=lambda parts: readings(Heading(0, parts))[0] in _ANY)
        kind = _kind(header, names) if header else ""
        if header and kind:
            _refuse_identity(table.name, header)
            starts.append((header, kind))
        row += 1
    for place, (header, kind) in enumerate(starts):
        yield (
            table,
            header,
            kind,
            _last_row(table, starts[place + 1][0].top) if place + 1 < len(starts) else table.last_row,
        )


def _last_row(table: Table, next_top: int) -> int:
    """Return the last row before the next section's header; a line with one cell over it is that section's title."""
    row = next_top - 1
    while row > table.first_row and sum(not cells.is_blank(cell) for cell in table.rows[row - table.first_row]) <= 1:
        row -= 1
    return row


def _names(kind: str) -> dict[str, str]:
    return {squeezed(word): meaning for words, meaning in _HEADINGS[kind].items() for word in words.split()}


_ANY = frozenset(name for kind in _HEADINGS for name in _names(kind))


def _kind(header: Header, names: Mapping[str, Mapping[str, str]]) -> str:
    labels = {squeezed(heading.label) for heading in header.headings}
    for kind in ("person", "unit"):
        telling = {squeezed(word) for word in _TELLING[kind].split()}
        meanings = {names[kind][label] for label in labels if label in names[kind]}
        if labels & telling and any(meanings >= needed for needed in _NEEDED[kind]):
            return kind
    return ""


def _refuse_identity(sheet: str, header: Header) -> None:
    for heading in header.headings:
        if _IDENTITY.search(squeezed(heading.label)):
            raise Refusal("imports.roster_identity_column", sheet=sheet, header=heading.label)


class _Reader:
    def __init__(
        self, posts: Iterable[tuple[str, LocalText]], spans: Iterable[UnitSpan], people: Iterable[Person]
    ) -> None:
        titles = {**BUILT_IN_POSTS, **dict(posts)}
        self._posts = {
            squeezed(name): post for post, title in titles.items() for name in (post, title.zh, title.en) if name
        }
        self._post_titles = "、".join(title.zh for title in titles.values())
        self._known = tuple(spans)
        self._units: list[tuple[_Record, UnitSpan]] = []
        self._people = {person.id: person.name for person in people}
        self._new: dict[str, None] = {}
        self._contacts: dict[str, str] = {}
        self._holdings: dict[Holding, None] = {}
        self._records: list[_Record] = []
        self._skipped: list[SkippedRow] = []
        self._unread: dict[tuple[str, str], None] = {}

    def take(self, table: Table, header: Header, kind: str, last: int) -> None:
        """Read one section's rows."""
        names = _names(kind)
        read = [(heading, names[label]) for heading in header.headings if (label := squeezed(heading.label)) in names]
        for heading in header.headings:
            if squeezed(heading.label) not in names and squeezed(heading.label) not in {"序号", "序", "no", "备注"}:
                self._unread[table.name, heading.label] = None
        part = Table(
            table.name, table.rows[: last - table.first_row + 1], table.first_row, table.first_column, table.merges,
            table.date_1904,
        )  # fmt: skip
        columns = [heading.column for heading, _ in read]
        name_column = next(heading.column for heading, meaning in read if meaning == "name")
        for line in layout.lines(part, header, columns=columns, day_column=name_column):
            if line.skipped:
                self._skipped.append(SkippedRow(table.name, line.row, shown(line.text), line.skipped))
                continue
            pairs = zip(read, line.values, strict=True)
            record = _Record(table.name, line.row, {meaning: (heading, value) for (heading, meaning), value in pairs})
            self._records.append(record)
            self._unit(record) if kind == "unit" else self._person(record)

    def _span(self, record: _Record) -> Span:
        start = self._day(record, "start", ALWAYS.start)
        last = self._day(record, "end", ALWAYS.last_day)
        if last < start:
            refusal = Refusal("imports.roster_span", start=start.isoformat(), end=last.isoformat())
            record.refuse("end", refusal)
            return ALWAYS
        return Span(start, last + timedelta(days=1))

    @staticmethod
    def _day(record: _Record, meaning: str, otherwise: date) -> date:
        if meaning not in record.cells or cells.is_blank(record.cells[meaning][1]):
            return otherwise
        if record.words(meaning) in {"至今", "现在", "now"}:
            return otherwise
        return record.attempt(meaning, lambda: dates.read_day(record.cells[meaning][1]), otherwise)

    def _code(self, record: _Record) -> str:
        words = record.words("code")
        if not words:
            record.refuse("code", Refusal("imports.required_empty"))
        elif _IDENTITY_VALUE.fullmatch(words):
            record.refuse("code", Refusal("imports.roster_identity_value"))
        elif not _CODE.fullmatch(words):
            record.refuse("code", Refusal("imports.roster_code", value=words))
        return words

    def _name(self, record: _Record) -> str:
        name = record.words("name")
        if not name:
            record.refuse("name", Refusal("imports.required_empty"))
        return name

    def _unit(self, record: _Record) -> None:
        span = UnitSpan(self._code(record), self._name(record), record.words("parent"), 0, self._span(record))
        if not record.refused:
            self._units.append((record, span))

    def _person(self, record: _Record) -> None:
        code, name = self._code(record), self._name(record)
        before = self._people.setdefault(code, name)
        if before != name:
            record.refuse("name", Refusal("imports.roster_person_twice", value=code, names=f"{before}、{name}"))
        post = self._posts.get(squeezed(record.words("post") or "member"), "")
        if not post:
            facts = {"value": record.words("post"), "choices": self._post_titles}
            record.refuse("post", Refusal("imports.roster_post", **facts))
        span = self._span(record)
        unit = self._unit_of(record, span)
        contact = record.words("contact")
        record.attempt("contact", partial(check_contact, contact), None)
        if record.refused:
            return
        self._new[code] = None
        if contact:
            self._contacts[code] = contact
        self._holdings[Holding(code, unit, post, span)] = None

    def _unit_of(self, record: _Record, span: Span) -> str:
        """Return the unit a person's row names; a row with its code and its name says that there is such a unit."""
        code, name = record.words("unit_code"), record.words("unit")
        known = any(one.unit == code for one in (*(one for _, one in self._units), *self._known))
        if code and name and not known:
            self._units.append((record, UnitSpan(code, name, record.words("parent"), 0, ALWAYS)))
            return code
        meaning = "unit_code" if code else "unit"
        return record.attempt(meaning, lambda: self._unit_code(code or name, span), "")

    def _unit_code(self, words: str, span: Span, *, code: str = "imports.roster_unit") -> str:
        standing = [*(one for _, one in self._units), *self._known]
        if any(one.unit == words for one in standing):
            return words
        named = {one.unit for one in standing if squeezed(one.name) == squeezed(words) and one.span.overlaps(span)}
        if not named:
            raise Refusal(code, value=words)
        if len(named) > 1:
            raise Refusal("imports.roster_unit_ambiguous", value=words)
        return named.pop()

    def _parent(self, one: UnitSpan) -> str:
        return self._unit_code(one.parent, one.span, code="imports.roster_parent")

    def result(self) -> Found:
        """Return all that was read, the tree's levels worked out."""
        units = self._placed()
        self._refuse_overlaps()
        refused = tuple(cell for record in self._records for cell in record.refused)
        people = tuple(Person(one, self._people[one]) for one in self._new)
        notes = tuple(
            Note("imports.columns_unread", {"sheet": sheet, "headers": header}) for sheet, header in self._unread
        )
        return Found(Roster(units, people, tuple(self._holdings), self._contacts), refused, tuple(self._skipped), notes)

    def _placed(self) -> tuple[UnitSpan, ...]:
        parents: dict[int, str] = {}
        for record, one in self._units:
            if one.parent:
                parents[id(one)] = record.attempt("parent", partial(self._parent, one), "")
        above: dict[str, str] = {one.unit: one.parent for one in self._known}
        above |= {one.unit: parents.get(id(one), "") for _, one in self._units}
        placed: dict[UnitSpan, None] = {}
        for record, one in self._units:
            parent = parents.get(id(one), "")
            level = 1 + _depth(parent, above) if parent else 1
            if level > _MAX_DEPTH:
                record.refuse("parent", Refusal("imports.roster_circle", value=one.unit))
            placed[UnitSpan(one.unit, one.name, parent, level, one.span)] = None
        return tuple(placed)

    def _refuse_overlaps(self) -> None:
        by_unit: dict[str, list[tuple[_Record, UnitSpan]]] = defaultdict(list)
        for record, one in self._units:
            by_unit[one.unit].append((record, one))
        for rows in by_unit.values():
            for place, (record, one) in enumerate(rows):
                clashing = any(other.span.overlaps(one.span) and other != one for _, other in rows[:place])
                if clashing:
                    record.refuse("code", Refusal("imports.roster_overlap", value=one.unit))


def _depth(unit: str, above: Mapping[str, str]) -> int:
    depth = 0
    while unit and depth <= _MAX_DEPTH:
        depth += 1
        unit = above.get(unit, "")
    return depth
