"""Finding the header under title rows, in one row or in two with merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zicha.core.importing import cells
from zicha.core.importing.tables import Table

DEPTH = 20
"""How many rows from the top the header is looked for in."""

LEAST_KNOWN = 2
"""How many headings must be known for a row to be the header."""

MAX_LABEL = 60
"""A longer text is no heading."""

Recognise = Callable[[tuple[str, ...]], bool]
"""Whether a heading, given from its upper to its lower part, is known."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the header.

    Attributes:
        column: the sheet column, from 1.
        parts: its texts from top to bottom, cleaned; one, or two under a common heading.
    """

    column: int
    parts: tuple[str, ...]

    @property
    def label(self) -> str:
        """The heading in one text: ``人数/应到``."""
        return "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says.

    Attributes:
        top, bottom: its first and last sheet row.
        headings: columns with a heading, from left to right.
        above: the texts over it, line by line: title, reporting unit, period.
    """

    top: int
    bottom: int
    headings: tuple[Heading, ...]
    above: tuple[str, ...] = ()


def find(table: Table, *, recognise: Recognise) -> Header | None:
    """Return the header of a table, or ``None`` if no row within :data:`DEPTH` looks like one.

    The row with most known headings wins, the upper of equals. A row is read together with the next one where
    merged or empty cells show that the two belong together and more headings are known that way.
    """
    best: tuple[tuple[int, int], Header] | None = None
    for row in range(table.first_row, min(table.first_row + DEPTH, table.last_row + 1)):
        for header in _candidates(table, row):
            known = sum(recognise(heading.parts) for heading in header.headings)
            # Of two that know as many headings the one of a single row: the row above it is a title.
            rank = (known, header.top - header.bottom)
            if known >= LEAST_KNOWN and (best is None or rank > best[0]):
                best = rank, header
    if best is None:
        return None
    header = best[1]
    return Header(header.top, header.bottom, header.headings, _above(table, header.top))


def _candidates(table: Table, row: int) -> list[Header]:
    upper = _texts(table, row)
    if not _heading_like(upper):
        return []
    one = Header(row, row, _headings([upper]))
    if row < table.last_row and (two := _two_rows(table, row, upper)):
        return [one, two]
    return [one]


def _two_rows(table: Table, row: int, upper: dict[int, str]) -> Header | None:
    if any(
        not isinstance(value, str) or value[:1].isdigit() for value in table.rows[row + 1 - table.first_row] if value
    ):
        return None
    lower = {column: label for column, label in _texts(table, row + 1).items() if column not in _tall(table, row)}
    if not lower or not _heading_like(lower):
        return None
    spread = _spread(table, row, upper, lower)
    if not all(column in spread for column in lower):
        return None
    return Header(row, row + 1, _headings([spread, lower]))


def _tall(table: Table, row: int) -> set[int]:
    """Columns whose heading is merged over both rows."""
    merges = (merge for merge in table.merges if merge.top <= row < merge.bottom)
    return {column for merge in merges for column in range(merge.left, merge.right + 1)}


def _spread(table: Table, row: int, upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Return the upper row with each common heading repeated over the columns it spans."""
    wide = [merge for merge in table.merges if merge.top <= row <= merge.bottom and merge.right > merge.left]
    spread = dict(upper)
    for merge in wide:
        if merge.left in upper:
            spread.update(dict.fromkeys(range(merge.left, merge.right + 1), upper[merge.left]))
    if not wide:
        # A text file knows no merges: the common heading stands over its first column, empty cells follow.
        for column in sorted(lower):
            if column not in upper and column - 1 in lower and column - 1 in spread:
                spread[column] = spread[column - 1]
    return spread


def _headings(rows: list[dict[int, str]]) -> tuple[Heading, ...]:
    columns = sorted({column for row in rows for column in row})
    stacked = ((column, tuple(dict.fromkeys(row[column] for row in rows if column in row))) for column in columns)
    return tuple(Heading(column, parts) for column, parts in stacked)


def _texts(table: Table, row: int) -> dict[int, str]:
    values = table.rows[row - table.first_row]
    found = ((table.first_column + place, label(value)) for place, value in enumerate(values) if isinstance(value, str))
    return {column: words for column, words in found if words}


def label(text: str) -> str:
    """Return a heading as it is shown: no line breaks, no spaces between Chinese characters, half-width signs."""
    words = cells.plain(text)
    return words if words.isascii() else words.replace(" ", "")


def _heading_like(labels: dict[int, str]) -> bool:
    return bool(labels) and all(len(words) <= MAX_LABEL for words in labels.values())


def _above(table: Table, top: int) -> tuple[str, ...]:
    lines = (
        " ".join(cells.shown(value) for value in table.rows[row - table.first_row] if not cells.is_blank(value))
        for row in range(table.first_row, top)
    )
    return tuple(line for line in lines if line)
