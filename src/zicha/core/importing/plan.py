"""From a file's tables to sheets that can be read: header, kind, mapping and year of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zicha.core.findings import Refusal
from zicha.core.importing import cells, dates, headers, mapping, rows
from zicha.core.importing.headers import Header
from zicha.core.importing.mapping import ATTENDANCE, IGNORED, Column, Likeness, Mapping, SheetMapping
from zicha.core.importing.refusals import Note
from zicha.core.importing.rows import Source
from zicha.core.importing.tables import Table
from zicha.core.scheme import WAIVER, Kind
from zicha.core.text import LocalText

_ALWAYS = ("happened_on", "title", "unit", "kind", "key", "makes_up", mapping.EVIDENCE, IGNORED, *ATTENDANCE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file is to be read as.

    Attributes:
        file: the file's name without its ending.
        kinds: every kind that may be recorded.
        evidence: ids and titles of the evidence kinds.
        kind: the kind of every row, or empty: then the file says it.
        given: a mapping made earlier, or ``None``: then it is guessed.
        year: the year of dates written without one, or ``None``: then the file says it.
    """

    file: str
    kinds: tuple[Kind, ...]
    evidence: tuple[tuple[str, LocalText], ...]
    likeness: Likeness
    kind: str = ""
    given: Mapping | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the file will be read.

    Attributes:
        sources: sheets with header and mapping, each with the year of its undated years.
        mapping: the whole mapping, to be shown, saved and used again.
    """

    sources: tuple[tuple[Source, int | None], ...]
    mapping: Mapping
    notes: tuple[Note, ...]


def make(tables: Iterable[Table], *, asked: Asked) -> Plan:
    """Return how a file's tables are read.

    Raises ``Refusal`` where no sheet has a header, a sheet's kind cannot be told, or it has no column for the date
    or for something its kind requires. Sheets without a header are left out and named in the notes.
    """
    if asked.kind and asked.kind not in {kind.id for kind in asked.kinds}:
        raise Refusal("imports.no_such_kind", kind=asked.kind, choices=_choices(asked.kinds))
    names = mapping.names_of(asked.kinds, asked.evidence) | _own_names(asked.given)
    notes: list[Note] = []
    sources: list[tuple[Source, int | None]] = []
    for table in tables:
        if not table.rows:
            continue
        header = headers.find(table, recognise=lambda parts: mapping.knows(parts, names=names))
        if header is None:
            notes.append(Note("imports.sheet_without_header", {"sheet": table.name}))
            continue
        read_as = _sheet(table, header, asked, notes)
        _check(table.name, header, read_as, asked)
        source = Source(table, header, read_as)
        sources.append((source, _year(source, asked, notes)))
    if not sources:
        raise Refusal("imports.no_header")
    given = asked.given or Mapping(())
    whole = replace(given, sheets=tuple(source.mapping for source, _ in sources), year=given.year)
    return Plan(tuple(sources), whole, tuple(notes))


def _own_names(given: Mapping | None) -> frozenset[str]:
    columns = (column for sheet in (given.sheets if given else ()) for column in sheet.columns)
    parts = (part for column in columns for part in (column.header, *column.header.split("/")))
    return frozenset(cells.squeezed(part) for part in parts) - {""}


def _sheet(table: Table, header: Header, asked: Asked, notes: list[Note]) -> SheetMapping:
    given = asked.given.for_sheet(table.name, header.headings) if asked.given else None
    if given:
        _check_targets(given, asked)
        return replace(given, sheet=table.name, kind=asked.kind or given.kind)
    texts = (table.name, *header.above, asked.file)
    kind = asked.kind or mapping.find_kind(texts, kinds=asked.kinds)
    candidates = [one for one in asked.kinds if one.id == kind] if kind else list(asked.kinds)
    guess = mapping.guess(header.headings, kinds=candidates, evidence=asked.evidence, likeness=asked.likeness)
    columns = guess.columns
    said = _kind_column(table, header, columns, asked)
    if said and not asked.kind:
        kind = ""
        wide = mapping.guess(header.headings, kinds=said, evidence=asked.evidence, likeness=asked.likeness)
        columns = wide.columns
    elif not said:
        columns = tuple(_without_kind(column) for column in columns)
    if not kind and not said:
        raise Refusal("imports.kind_unknown", sheet=table.name, choices=_choices(asked.kinds))
    if kind and not asked.kind:
        title = next(one.title.zh for one in asked.kinds if one.id == kind)
        notes.append(Note("imports.kind_guessed", {"sheet": table.name, "kind": title}))
    _tell(table.name, columns, guess.unclear, notes)
    return SheetMapping(table.name, kind, columns)


def _without_kind(column: Column) -> Column:
    return Column(column.header, tuple(target for target in column.targets if target != "kind"))


def _kind_column(table: Table, header: Header, columns: Sequence[Column], asked: Asked) -> list[Kind]:
    """Return the kinds that the kind column names; none if there is no such column or it names none."""
    place = next((place for place, column in enumerate(columns) if "kind" in column.targets), None)
    if place is None:
        return []
    words = rows.words_of((kind.id, kind.title) for kind in asked.kinds)
    words |= {cells.squeezed(word): kind for word, kind in (asked.given.kinds if asked.given else ())}
    at = header.headings[place].column
    said = {cells.squeezed(cells.shown(table.at(row, at))) for row in range(header.bottom + 1, table.last_row + 1)}
    named = {words[word] for word in said if word in words}
    return [kind for kind in asked.kinds if kind.id in named]


def _tell(sheet: str, columns: Sequence[Column], unclear: Sequence[str], notes: list[Note]) -> None:
    if unclear:
        notes.append(Note("imports.columns_unclear", {"sheet": sheet, "headers": "、".join(dict.fromkeys(unclear))}))
    unread = [column.header for column in columns if not column.targets and column.header not in unclear]
    if unread:
        notes.append(Note("imports.columns_unread", {"sheet": sheet, "headers": "、".join(unread)}))


def _check_targets(given: SheetMapping, asked: Asked) -> None:
    fields = {field.id for kind in asked.kinds for field in kind.fields}
    evidence = {f"{mapping.EVIDENCE}.{one}" for one, _ in asked.evidence}
    known = {*_ALWAYS, *fields, *evidence}
    for column in given.columns:
        for target in column.targets:
            if target not in known:
                raise Refusal("imports.mapping_target", header=column.header, target=target)
    if given.kind and given.kind not in {kind.id for kind in asked.kinds}:
        raise Refusal("imports.no_such_kind", kind=given.kind, choices=_choices(asked.kinds))


def _check(sheet: str, header: Header, read_as: SheetMapping, asked: Asked) -> None:
    found = [read_as.column(heading) for heading in header.headings]
    targets = {target for column in found if column for target in column.targets}
    headings = "、".join(heading.label for heading in header.headings)
    if "happened_on" not in targets:
        raise Refusal("imports.no_date_column", sheet=sheet, headers=headings)
    if not read_as.kind:
        if "kind" not in targets:
            raise Refusal("imports.kind_unknown", sheet=sheet, choices=_choices(asked.kinds))
        return
    kind = next(one for one in asked.kinds if one.id == read_as.kind)
    missing = [field.title.zh for field in kind.fields if field.required and field.id not in targets]
    if kind.attendance == "expected" and "present" not in targets and not {"expected", "absent"} <= targets:
        missing.append("实到")
    if missing:
        facts = {"kind": kind.title.zh, "missing": "、".join(missing), "headers": headings}
        raise Refusal("imports.required_column", sheet=sheet, **facts)


def _year(source: Source, asked: Asked, notes: list[Note]) -> int | None:
    given = (asked.given.year if asked.given else None) or asked.year
    if given:
        return given
    table, header = source.table, source.header
    column = next(
        (
            heading.column
            for heading in header.headings
            if (one := source.mapping.column(heading)) and "happened_on" in one.targets
        ),
        0,
    )
    if not any(dates.lacks_year(table.at(row, column)) for row in range(header.bottom + 1, table.last_row + 1)):
        return None
    for texts, place in ((header.above, "title"), ((table.name,), "sheet"), ((asked.file,), "file")):
        year = dates.year_in(texts)
        if year:
            notes.append(Note(f"imports.year_from_{place}", {"sheet": table.name, "year": year}))
            return year
    return None


def _choices(kinds: Iterable[Kind]) -> str:
    return "、".join(f"{kind.title.zh}（{kind.id}）" for kind in kinds if kind.id != WAIVER)
