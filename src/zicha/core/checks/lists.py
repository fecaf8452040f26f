"""A count and the list behind it: ``规定书目3本，为《…》《…》《…》《…》`` names four; ``三点：一是…二是…`` has two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph
from zicha.core.numerals import chinese_number

_NUMBER = r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_COUNT = re.compile(rf"{_NUMBER}(?:本|部|篇|册|种|份|个文件|项制度|项规定|个办法)")
_TITLES = re.compile(r"(?:《[^《》]{1,60}》[、，和及与以]*){2,}")
_SOME_OF_THEM = re.compile(r"等|其中|包括|例如|比如|重点|主要")

_POINTS = re.compile(
    rf"{_NUMBER}(?:点|个?方面|个问题|条措施|项措施|项要求|条要求|条意见)[^。；]{{0,6}}[：:，]\s*(?=一是)"
)
_ONE_IS = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九十]{1,2})是")


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield counts that the row of book titles in the same sentence, or of 一是…二是…, contradicts."""
    for paragraph in document.paragraphs:
        if "《" in paragraph.text:
            yield from _titles(paragraph)
        if "一是" in paragraph.text:
            yield from _points(paragraph)


def _titles(paragraph: Paragraph) -> Iterator[Remark]:
    for titles in _TITLES.finditer(paragraph.text):
        before = paragraph.text[max(0, titles.start() - 20) : titles.start()]
        counts = list(_COUNT.finditer(re.split(r"[。；]", before)[-1]))
        behind = paragraph.text[titles.end() : titles.end() + 1]
        if not counts or behind == "等" or _SOME_OF_THEM.search(before[before.rfind(counts[-1][0]) :]):
            continue
        start = titles.start() - len(before) + before.rfind(counts[-1][0])
        yield from _differs(paragraph, start, counts[-1]["number"], titles[0].count("《"), "lists.count")


def _points(paragraph: Paragraph) -> Iterator[Remark]:
    for announced in _POINTS.finditer(paragraph.text):
        said = [chinese_number(found[1]) for found in _ONE_IS.finditer(paragraph.text, announced.end())]
        row = 0
        for number in said:
            if number != row + 1:
                break
            row += 1
        if row > 1:
            yield from _differs(paragraph, announced.start(), announced["number"], row, "lists.points")


def _differs(paragraph: Paragraph, start: int, count: str, named: int, code: str) -> Iterator[Remark]:
    if named != chinese_number(count):
        yield mark(
            paragraph, start, start + len(count), code=code, severity="error", suggestion=str(named), named=named
        )
