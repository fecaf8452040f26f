"""Reads xlsx, xls and csv files into tables, in a guarded child process."""

from __future__ import annotations

import csv
import gc
import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO, Any

import zicha
from zicha.core.findings import Refusal
from zicha.core.importing.tables import Cell, Merge, Table
from zicha.formats import table_child, table_guard

TIME_LIMIT_SECONDS = 60.0
"""Wall clock for one file. 50,000 rows by 12 columns take under two seconds on a slow machine."""

AT_ONCE_BYTES = 64 * 1024 * 1024
"""A workbook that states no more XML than this is parsed while it is looked through. What it unpacks to besides
meets the memory limit of the child, and the guard's word is final either way."""

MAX_CSV_FIELD = 131_072
_SNIFFED_LINES = 20
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The tables of one file.

    Attributes:
        tables: its visible sheets, empty ones included, in the file's order.
        hidden: names of sheets that are hidden and were not read.
        kind: what the bytes are: ``xlsx``, ``xls`` or ``csv``.
    """

    tables: tuple[Table, ...]
    hidden: tuple[str, ...] = ()
    kind: str = "csv"


def read(data: bytes, *, name: str) -> Workbook:
    """Return the tables in a file.

    Takes its bytes and its name, which names a text file's one table. Raises ``Refusal`` with a sentence for
    every file that cannot be read: empty, damaged, encrypted, another kind of document, or beyond the limits of
    :mod:`zicha.formats.table_guard`. Takes at most :data:`TIME_LIMIT_SECONDS`.
    """
    kind = table_guard.kind_of(data)
    if kind == "text":
        return Workbook((_csv(data, PurePath(name).stem),))
    tables, hidden = _parse_apart(data, kind=kind, time_limit=TIME_LIMIT_SECONDS)
    if not any(table.rows for table in tables):
        raise Refusal("imports.no_cells")
    return Workbook(tables, hidden, kind)


@dataclass(slots=True)
class _Sheet:
    """One sheet as its answers come in."""

    name: str
    start: tuple[int, int]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]
    rows: list[list[Cell]] = field(default_factory=list)


def _parse_apart(data: bytes, *, kind: str, time_limit: float) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    # A file that says it is large is looked through before anything else; a small one while the child starts on it.
    is_large = kind == "xlsx" and table_guard.stated_bytes(data) > AT_ONCE_BYTES
    date_1904 = is_large and table_guard.inspect(data)
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = _start(file)
        expired = threading.Event()
        timer = threading.Timer(time_limit, lambda: _expire(child, expired))
        timer.start()
        try:
            if kind == "xlsx" and not is_large:
                date_1904 = table_guard.inspect(data)
            return _collect(child, date_1904=date_1904)
        except (pickle.UnpicklingError, EOFError, OSError):
            if expired.is_set():
                raise Refusal("imports.took_too_long", seconds=int(time_limit)) from None
            raise Refusal("imports.parser_ended") from None
        finally:
            timer.cancel()
            child.kill()
            child.communicate()


def _start(file: IO[bytes]) -> subprocess.Popen[bytes]:
    root = str(Path(zicha.__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, "-m", "zicha.formats.table_child"],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def _expire(child: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    child.kill()


def _collect(child: subprocess.Popen[bytes], *, date_1904: bool) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    if child.stdout is None:
        raise OSError("no pipe")
    sheets: list[_Sheet] = []
    hidden: list[str] = []
    for answer in _answers(child.stdout):
        if answer[0] == "sheet":
            sheets.append(_Sheet(*answer[1:]))
        elif answer[0] == "columns":
            columns = (table_child.unpacked(form, column) for form, column in answer[1])
            sheets[-1].rows.extend(map(list, zip(*columns, strict=True)))
        elif answer[0] == "hidden":
            hidden.append(answer[1])
    return tuple(_table(sheet, date_1904=date_1904) for sheet in sheets), tuple(hidden)


def _answers(stream: IO[bytes]) -> Iterator[Any]:
    # Half a million new objects make the collector run in vain; the file is bounded, so it may wait.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        while True:
            answer = _OnlyDates(stream).load()
            if answer[0] == "refused":
                raise Refusal(answer[1], limit=table_child.MAX_CELLS)
            if answer[0] == "end":
                return
            yield answer
    finally:
        if was_enabled:
            gc.enable()


def _table(sheet: _Sheet, *, date_1904: bool) -> Table:
    return Table(
        name=sheet.name,
        rows=sheet.rows,
        first_row=sheet.start[0] + 1,
        first_column=sheet.start[1] + 1,
        merges=tuple(Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merges),
        date_1904=date_1904,
    )


class _OnlyDates(pickle.Unpickler):
    """Reads the child's answers; the only classes they may name are those of a cell's value."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        if module_name == "datetime" and global_name in {"date", "datetime", "time", "timedelta"}:
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def decode(data: bytes) -> str:
    """Return a text file's text: UTF-8 or UTF-16 by its mark, strict UTF-8, or GB 18030; else raise ``Refusal``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, ("utf-16",))
    return _decoded(data, ("utf-8-sig", "gb18030"))


def _decoded(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("imports.not_text")


def _csv(data: bytes, name: str) -> Table:
    text = decode(data)
    if not text.strip():
        raise Refusal("imports.file_empty")
    delimiter = max(_DELIMITERS, key=lambda one: _columns(text, one))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(MAX_CSV_FIELD)
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            rows.append([*row])
            if len(rows) > table_guard.MAX_ROWS:
                raise Refusal("imports.too_many_rows", limit=table_guard.MAX_ROWS)
    except csv.Error as error:
        code = "imports.csv_field_too_long" if "field limit" in str(error) else "imports.csv_quote"
        raise Refusal(code, line=reader.line_num, limit=MAX_CSV_FIELD) from None
    return Table(name, rows)


def _columns(text: str, delimiter: str) -> int:
    """Return in how many of the first lines a delimiter stands, and how often, as one number to compare."""
    lines = [line for line in text[:65_536].splitlines()[: _SNIFFED_LINES * 2] if line.strip()][:_SNIFFED_LINES]
    return sum((delimiter in line) * 100 + min(line.count(delimiter), 50) for line in lines)
