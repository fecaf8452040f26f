"""A copy of an imported file in which the refused rows are marked and say why.

An xlsx keeps its sheets, formats and formulas: refused cells are filled, and a column behind the last one holds
the reasons. A csv gets that column and is written in UTF-8 with its mark, so that a spreadsheet opens it. An xls
comes back as csv-like sheets of an xlsx, because nothing writes the old format well.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import openpyxl
from openpyxl.styles import Font, PatternFill

from zicha.core import messages
from zicha.core.importing import cells
from zicha.core.importing.refusals import RefusedCell
from zicha.core.importing.tables import Table, number
from zicha.core.text import Language
from zicha.formats import tables_in

FILL = "FFFFE08A"
TEXT = "FF9C2A10"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(data: bytes, *, name: str, refused: Sequence[RefusedCell], language: Language) -> tuple[str, bytes]:
    """Return the ending (``xlsx`` or ``csv``) and the bytes of the marked copy.

    Takes the file as it was imported and what was refused. Text that a spreadsheet would take for a formula stays
    text. Raises ``Refusal`` where the file cannot be read.
    """
    book = tables_in.read(data, name=name)
    notes = _reasons(refused, language)
    heading = messages.sentence("imports.reason_heading", language=language)
    notes |= {place: heading for place in _header_rows(book.tables, refused) if place not in notes}
    if book.kind == "csv":
        return "csv", _csv(book.tables[0], notes)
    copy = openpyxl.load_workbook(io.BytesIO(data)) if book.kind == "xlsx" else _rebuilt(book.tables)
    return "xlsx", _xlsx(copy, refused, notes)


def _header_rows(tables: Iterable[Table], refused: Iterable[RefusedCell]) -> set[tuple[str, int]]:
    """Return where the headers of the refused cells stand: the rows that hold such a heading in that column."""
    by_name = {table.name: table for table in tables}
    wanted = {(cell.sheet, cell.column, cell.header) for cell in refused if cell.header and cell.column}
    found = set()
    for sheet, column, header in wanted:
        if sheet not in by_name:
            continue
        table, label = by_name[sheet], cells.squeezed(header.rpartition("/")[2])
        rows = range(table.first_row, table.last_row + 1)
        row = next((row for row in rows if cells.squeezed(cells.shown(table.at(row, number(column)))) == label), None)
        found |= {(sheet, row)} if row else set()
    return found


def _reasons(refused: Iterable[RefusedCell], language: Language) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for cell in refused:
        where = f"{cell.column} {cell.header}".strip()
        found[cell.sheet, cell.row].append(f"{where}: {cell.reason(language)}")
    return {place: "\n".join(reasons) for place, reasons in found.items()}


def _xlsx(book: openpyxl.Workbook, refused: Iterable[RefusedCell], notes: Mapping[tuple[str, int], str]) -> bytes:
    fill, font = PatternFill("solid", fgColor=FILL), Font(color=TEXT)
    behind = {sheet.title: sheet.max_column + 1 for sheet in book.worksheets}
    for (sheet, row), note in notes.items():
        if sheet in behind:
            cell = book[sheet].cell(row, behind[sheet])
            _write_text(cell, note)
            cell.fill, cell.font = fill, font
    for one in refused:
        if one.sheet in behind and one.column:
            book[one.sheet].cell(one.row, number(one.column)).fill = fill
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_text(cell: openpyxl.cell.Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_RISKY)


def _rebuilt(tables: Iterable[Table]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.name)
        for row, values in enumerate(table.rows, start=table.first_row):
            for column, value in enumerate(values, start=table.first_column):
                if isinstance(value, str) and value:
                    _write_text(sheet.cell(row, column), value)
                elif value not in ("", None):
                    sheet.cell(row, column).value = value
    return book


def _csv(table: Table, notes: Mapping[tuple[str, int], str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    width = max((len(row) for row in table.rows), default=0)
    for row, values in enumerate(table.rows, start=table.first_row):
        padded = [*map(cells.text, values), *[""] * (width - len(values)), notes.get((table.name, row), "")]
        writer.writerow([safe(value) for value in padded])
    return out.getvalue().encode("utf-8-sig")


def safe(value: str) -> str:
    """Return a csv value that no spreadsheet takes for a formula: an apostrophe goes before it."""
    risky = value.startswith(_RISKY) and not value.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{value}" if risky else value
