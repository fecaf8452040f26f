"""The process in which a spreadsheet file is parsed: bytes on standard input, pickled answers on standard output.

Started by :mod:`zicha.formats.tables_in`. It confines itself before it reads a byte, so that a file that gets
past the guard ends this process and no other. It imports as little as it can, because every import is waited for.
"""

from __future__ import annotations

import gc
import io
import pickle
import sys
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

    Sends ``("sheet", name, start, merges)`` for each visible sheet, followed by ``("rows", rows)`` blocks;
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
            answers.send(("sheet", sheet.name, found.start or (0, 0), found.merged_cell_ranges or []))
            rows = found.to_python()
            for start in range(0, len(rows), _BLOCK_ROWS):
                answers.send(("rows", rows[start : start + _BLOCK_ROWS]))


if __name__ == "__main__":
    main()
