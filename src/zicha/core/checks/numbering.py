"""Headings, items and articles out of their row: 一、二、四、; 第一条 第三条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zicha.core.checks import script
from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph
from zicha.core.numerals import chinese_number, chinese_numeral

_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (re.compile(rf"({_CHINESE})、"), True),
    (re.compile(rf"[（(]({_CHINESE})[）)]"), True),
    (re.compile(r"(\d{1,2})[.．、](?!\d)"), False),
    (re.compile(r"[（(](\d{1,2})[）)]"), False),
)
# Articles run on over all chapters. 第三条之一 is put in later and has no row; without a space it may be a reference.
_PARTS = tuple(
    (re.compile(rf"第([一二三四五六七八九十百零]{{1,5}}|\d{{1,3}}){word}(?=[\s　])"), True) for word in "章条"
)


@dataclass(slots=True)
class _Row:
    """What was counted last on one level.

    Attributes:
        number: 0 before the first.
        place: the place of its paragraph in the body.
    """

    number: int = 0
    place: int = -1


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield typed numbers that neither follow the last one of their level nor begin a new row.

    A number of a higher level begins every lower level anew. A row that begins anew right behind its own last item
    is not a new one. Automatic numbers cannot be out of row.

    In English, headings and items are numbered alike, 1. 2. 3.; they are told apart by the headings' levels. Without
    any, nothing is said.
    """
    is_english = script.is_english(document)
    if is_english and not any(paragraph.level for paragraph in document.body):
        return
    headings = _Rows(_STYLES, nested=True)
    items, parts = _Rows(_STYLES, nested=True), _Rows(_PARTS, nested=False)
    for place, paragraph in enumerate(document.body):
        is_heading = is_english and paragraph.level > 0
        if is_heading:
            items.begin()
        if paragraph.label:
            continue
        if parts.holds(paragraph):
            items.begin()
            yield from parts.judge(paragraph, place)
        elif is_heading:
            yield from headings.judge(paragraph, place)
        elif items.holds(paragraph):
            yield from items.judge(paragraph, place)


class _Rows:
    """The rows of several levels, counted side by side."""

    def __init__(self, styles: tuple[tuple[re.Pattern[str], bool], ...], *, nested: bool) -> None:
        self._styles = styles
        self._nested = nested
        self.begin()

    def begin(self) -> None:
        """Forget what was counted."""
        self._last = [_Row() for _ in self._styles]

    def holds(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph begins with a number of one of the styles."""
        return self._number(paragraph) is not None

    def judge(self, paragraph: Paragraph, place: int) -> Iterator[Remark]:
        """Yield a remark if the paragraph's number is out of row, and count it."""
        found = self._number(paragraph)
        if found is None:
            return
        level, number, start, end = found
        last = self._last[level]
        expected = last.number + 1
        anew = number == 1 and last.place != place - 1
        if number != expected and not anew:
            shown = chinese_numeral(expected) if self._styles[level][1] and expected < 100 else str(expected)
            yield mark(
                paragraph, start, end, code="numbering.gap", severity="warning", suggestion=shown, expected=shown
            )
        self._last[level] = _Row(number, place)
        if self._nested:
            self._last[level + 1 :] = [_Row() for _ in self._styles[level + 1 :]]

    def _number(self, paragraph: Paragraph) -> tuple[int, int, int, int] | None:
        indent = len(paragraph.text) - len(paragraph.text.lstrip())
        for level, (style, _) in enumerate(self._styles):
            found = style.match(paragraph.text, indent)
            number = chinese_number(found[1]) if found else None
            if found and number:
                return level, number, found.start(1), found.end(1)
        return None
