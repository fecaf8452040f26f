"""Which rows of a table are records, and what their cells say once merges and 同上 are filled in."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zicha.core.findings import Refusal
from zicha.core.importing import cells, lexicon
from zicha.core.importing.cells import squeezed
from zicha.core.importing.headers import Header
from zicha.core.importing.tables import Cell, Merge, Table

_NOTE = re.compile(rf"(?:{'|'.join(lexicon.NOTES)})\s*\d*\s*[:：.、].*|[※*].*", re.IGNORECASE | re.DOTALL)
_LABELLED = re.compile(r"\S{1,8}\s*[:：].*", re.DOTALL)
_EXAMPLE = re.compile(rf"(?:{'|'.join(lexicon.EXAMPLES)})(?:\s*\d*\s*[:：.、].*)?", re.IGNORECASE | re.DOTALL)
_REPEATED_SHARE = 0.6


class Line(NamedTuple):
    """One row below the header.

    Attributes:
        row: its sheet row.
        values: the cell of each mapped column, in their order, merges and 同上 filled in.
        skipped: the code of the reason why it is no record, or empty.
        text: what a skipped row says.
        unfilled: sheet columns that say 同上 with nothing above.
    """

    row: int
    values: tuple[Cell, ...] = ()
    skipped: str = ""
    text: str = ""
    unfilled: tuple[int, ...] = ()


def lines(table: Table, header: Header, *, columns: Sequence[int], day_column: int) -> Iterator[Line]:
    """Yield the rows below a header, blank ones left out.

    Takes the sheet columns that are read and the one that holds the date, which tells records from the rest.
    """
    layout = _Layout(table, header, tuple(columns), day_column)
    above: list[Cell] = [""] * len(columns)
    first = header.bottom + 1
    for row, values in enumerate(table.rows[first - table.first_row :], start=first):
        if not any(values):
            continue
        skipped = layout.why_skipped(row, values)
        if skipped is None:
            continue
        if skipped:
            yield Line(row, skipped=skipped, text=" ".join(cells.shown(value) for value in values if value != ""))
            continue
        yield layout.line(row, values, above)


class _Layout:
    """A table's shape, worked out once."""

    def __init__(self, table: Table, header: Header, columns: tuple[int, ...], day_column: int) -> None:
        self._left = table.first_column
        self._columns = columns
        self._places = tuple(column - table.first_column for column in columns)
        self._day = day_column - table.first_column
        self._labels = {heading.column: {squeezed(part) for part in heading.parts} for heading in header.headings}
        below = [merge for merge in table.merges if merge.top > header.bottom]
        self._repeats = _repeats(table, below)
        self._banners = {merge.top for merge in below if _is_banner(merge, len(header.headings))}

    def line(self, row: int, values: Sequence[Cell], above: list[Cell]) -> Line:
        wide = len(values)
        found = [values[index] if 0 <= index < wide else "" for index in self._places]
        if self._repeats:
            found = [
                self._repeats.get((row, column), value) for column, value in zip(self._columns, found, strict=True)
            ]
        unfilled: list[int] = []
        for place, value in enumerate(found):
            if cells.is_ditto(value):
                found[place] = above[place]
                unfilled.extend([self._columns[place]] if cells.is_blank(above[place]) else [])
        above[:] = found
        return Line(row, tuple(found), unfilled=tuple(unfilled))

    def why_skipped(self, row: int, values: Sequence[Cell]) -> str | None:
        """Return why a row is no record, empty if it is one, ``None`` if it says nothing at all."""
        day = values[self._day] if 0 <= self._day < len(values) else ""
        if isinstance(values[0], str) and (aside := _why_aside(values[0])):
            return aside
        if not isinstance(day, str) or (len(day) > 0 and day[0].isdigit()):
            return ""
        said = [(index, value) for index, value in enumerate(values) if not cells.is_blank(value)]
        if not said:
            return None
        words = [cells.shown(value) for _, value in said]
        skipped = ""
        if self._is_total(words[0], day):
            skipped = "imports.row_total"
        elif self._is_header(said):
            skipped = "imports.row_header"
        elif cells.is_blank(day) or said[0][0] == self._day:
            skipped = self._aside(row, said, words)
        return skipped

    def _aside(self, row: int, said: list[tuple[int, Cell]], words: list[str]) -> str:
        """Return why a row without a date is no record, or empty if it looks like one that lacks it."""
        if all(_LABELLED.fullmatch(word) for word in words) or (len(words) == 1 and _NOTE.fullmatch(words[0])):
            return "imports.row_note"
        if len(said) == 1 and row in self._banners:
            return "imports.row_section"
        if self._is_filled(row):
            return ""
        mapped = {column - self._left for column in self._columns}
        return "" if any(index in mapped for index, _ in said) else "imports.row_number_only"

    def _is_filled(self, row: int) -> bool:
        return any((row, column) in self._repeats for column in self._columns)

    def _is_total(self, first: str, day: Cell) -> bool:
        word = squeezed(first)
        if word in lexicon.TOTALS:
            return True
        near = word.startswith(lexicon.TOTALS[:5]) or word.endswith(lexicon.TOTALS[:3])
        return near and (cells.is_blank(day) or cells.shown(day) == first)

    def _is_header(self, said: list[tuple[int, Cell]]) -> bool:
        same = sum(
            isinstance(value, str) and squeezed(value) in self._labels.get(index + self._left, ())
            for index, value in said
        )
        return same > 1 and same >= _REPEATED_SHARE * len(said)


@functools.lru_cache(maxsize=4096)
def _why_aside(first: str) -> str:
    """Return why a row that begins with this text is no record, whatever else it says, or empty."""
    if _EXAMPLE.fullmatch(cells.shown(first)):
        return "imports.row_example"
    return "imports.row_total" if squeezed(first) in lexicon.TOTALS else ""


def _repeats(table: Table, merges: list[Merge]) -> dict[tuple[int, int], Cell]:
    """Return what merged cells say for every row they cover; across columns the value stays in the first."""
    found: dict[tuple[int, int], Cell] = {}
    for merge in merges:
        value = table.at(merge.top, merge.left)
        for row in range(merge.top, min(merge.bottom, table.last_row) + 1):
            found[row, merge.left] = value
    return found


def _is_banner(merge: Merge, width: int) -> bool:
    return merge.top == merge.bottom and (merge.right - merge.left + 1) * 2 >= width


def ditto_without_above() -> Refusal:
    """Return the refusal for a 同上 with nothing above it."""
    return Refusal("imports.ditto_alone")
