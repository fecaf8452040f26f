"""Headings and items out of their row: 一、二、四、."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph
from zicha.core.numerals import chinese_number, chinese_numeral

_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (re.compile(rf"({_CHINESE})、"), True),
    (re.compile(rf"[（(]({_CHINESE})[）)]"), True),
    (re.compile(r"(\d{1,2})[.．](?!\d)"), False),
    (re.compile(r"[（(](\d{1,2})[）)]"), False),
)


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield typed numbers that neither follow the last one of their level nor begin a new row.

    A number of a higher level begins every lower level anew. Automatic numbers cannot be out of row.
    """
    last = [0] * len(_STYLES)
    for paragraph in document.body:
        if paragraph.label:
            continue
        found = _number(paragraph)
        if found is None:
            continue
        level, number, start, end = found
        expected = last[level] + 1
        last[level] = number
        last[level + 1 :] = [0] * (len(_STYLES) - level - 1)
        if number not in (expected, 1):
            suggestion = chinese_numeral(expected) if _STYLES[level][1] and expected < 100 else str(expected)
            yield mark(
                paragraph,
                start,
                end,
                code="numbering.gap",
                severity="warning",
                suggestion=suggestion,
                expected=suggestion,
            )


def _number(paragraph: Paragraph) -> tuple[int, int, int, int] | None:
    indent = len(paragraph.text) - len(paragraph.text.lstrip())
    for level, (style, _) in enumerate(_STYLES):
        found = style.match(paragraph.text, indent)
        number = chinese_number(found[1]) if found else None
        if found and number:
            return level, number, found.start(1), found.end(1)
    return None
