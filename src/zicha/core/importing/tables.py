"""A table as it came out of a file: cells with the addresses a person finds them at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | date | datetime | time | timedelta | None
"""One cell's value. Empty is ``""`` or ``None``."""

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, in sheet coordinates from 1, corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """The used part of one sheet.

    Attributes:
        name: the sheet's name; for a text file, the file's name without its ending.
        rows: the cells. Rows may be of different lengths.
        first_row, first_column: the sheet address of ``rows[0][0]``, from 1.
        date_1904: whether bare serial dates count from 1904.
    """

    name: str
    rows: Sequence[Row]
    first_row: int = 1
    first_column: int = 1
    merges: tuple[Merge, ...] = ()
    date_1904: bool = False

    def at(self, row: int, column: int) -> Cell:
        """Return the cell at a sheet address; ``""`` outside the used part."""
        index, place = row - self.first_row, column - self.first_column
        if not 0 <= index < len(self.rows) or not 0 <= place < len(self.rows[index]):
            return ""
        return self.rows[index][place]

    @property
    def last_row(self) -> int:
        """The sheet row of the last used row."""
        return self.first_row + len(self.rows) - 1

    @property
    def last_column(self) -> int:
        """The sheet column of the last used column."""
        return self.first_column + max((len(row) for row in self.rows), default=0) - 1


def letters(column: int) -> str:
    """Return the column's letters: 1 is ``A``, 27 is ``AA``."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def number(column: str) -> int:
    """Return the number of a column's letters: ``A`` is 1. The inverse of :func:`letters`."""
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total
