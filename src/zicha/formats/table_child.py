"""The process in which a spreadsheet file is parsed: bytes on standard input, pickled answers on standard output.

Started by :mod:`zicha.formats.tables_in`. It confines itself before it reads a byte, so that a file that gets
past the guard ends this process and no other. It imports as little as it can, because every import is waited for.
"""

from __future__ import annotations

import gc
import io
import pickle
import sys
from array import array
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

import python_calamine as calamine

from zicha.formats import process_limits

MEMORY_BYTES = 1536 * 1024 * 1024
"""Address space of the child; 50,000 rows by 12 columns take some 250 MB of it."""

CPU_SECONDS = 30
MAX_ANSWER_BYTES = 256 * 1024 * 1024
MAX_CELLS = 10_000_000
"""Cells of all sheets together, empty ones between the first and the last counted."""

_BLOCK_ROWS = 2_000

SEPARATOR = "\x1f"
"""Stands between the texts of a column on their way; a column that holds it goes another way."""


class _Refused(Exception):
    """The answer is a refusal; the argument is its code."""


class _Answers:
    """Writes one pickle after another, so that the parent reads the first rows while the last are on their way."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._left = MAX_ANSWER_BYTES

    def send(self, answer: tuple[Any, ...]) -> None:
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        # Every cell is an object of its own: remembering each one to find it again would take most of the time.
        pickler.fast = True
        pickler.dump(answer)
        self._left -= buffer.tell()
        if self._left < 0:
            raise _Refused("imports.too_much_text")
        self._out.write(buffer.getbuffer())


def main() -> None:
    """Answer one file.

    Sends ``("sheet", name, start, merges)`` for each visible sheet, followed by ``("columns", columns)`` blocks;
    ``("hidden", name)`` for each hidden one; and at last ``("end",)`` or ``("refused", code)``.
    """
    process_limits.confine(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    gc.disable()
    answers = _Answers(sys.stdout.buffer)
    answers.send(("ready",))
    sys.stdout.buffer.flush()
    try:
        _parse(sys.stdin.buffer.read(), answers)
        last: tuple[str, ...] = ("end",)
    except _Refused as refused:
        last = ("refused", refused.args[0])
    except calamine.PasswordError:
        last = ("refused", "imports.encrypted")
    except (calamine.CalamineError, OSError, ValueError):
        last = ("refused", "imports.damaged")
    except MemoryError:
        last = ("refused", "imports.too_much_text")
    sys.stdout.buffer.write(pickle.dumps(last))
    sys.stdout.buffer.flush()


def _parse(data: bytes, answers: _Answers) -> None:
    cells = 0
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                answers.send(("hidden", sheet.name))
                continue
            found = book.get_sheet_by_name(sheet.name)
            cells += found.height * found.width
            if cells > MAX_CELLS:
                raise _Refused("imports.too_many_cells")
            start = found.start or (0, 0)
            answers.send(("sheet", sheet.name, start, found.merged_cell_ranges or []))
            # Rows are made one by one while the parent takes the block before. Of what is empty before the first
            # cell, calamine leaves out the columns here, but not the rows.
            rows = islice(found.iter_rows(), start[0], None)
            while block := list(islice(rows, _BLOCK_ROWS)):
                columns = zip(*block, strict=True)
                answers.send(("columns", [_packed(column) for column in columns]))


def _packed(column: tuple[Any, ...]) -> tuple[str, Any]:
    """Return one column of a block in the form that is quickest to hand over, with a letter that names the form.

    Most columns of a ledger hold one type throughout; half a million single objects take twice as long.
    """
    types = set(map(type, column))
    if types == {float}:
        return "f", array("d", column).tobytes()
    if types == {date}:
        return "d", array("i", map(date.toordinal, column)).tobytes()
    if types == {str}:
        joined = SEPARATOR.join(column)
        if joined.count(SEPARATOR) == len(column) - 1:
            return "s", joined
    return "x", column


def unpacked(form: str, column: Any) -> Iterable[Any]:
    """Return the cells of a packed column; the parent's side of :func:`_packed`."""
    if form == "f":
        numbers = array("d")
        numbers.frombytes(column)
        return numbers.tolist()
    if form == "d":
        days = array("i")
        days.frombytes(column)
        return map(date.fromordinal, days)
    cells: Iterable[Any] = column.split(SEPARATOR) if form == "s" else column
    return cells


if __name__ == "__main__":
    main()
