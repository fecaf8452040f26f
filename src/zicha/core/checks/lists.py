"""A count and the list behind it: ``规定书目3本，为《…》《…》《…》《…》`` names four."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document
from zicha.core.numerals import chinese_number

_COUNT = re.compile(r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:本|部|篇|册|种|个文件|份文件|项制度|部法规)")
_TITLES = re.compile(r"(?:《[^《》]{1,60}》[、，和及与以]*){2,}")
_SOME_OF_THEM = re.compile(r"等|其中|包括|例如|比如|重点|主要")


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield counts that the row of book titles in the same sentence contradicts, unless it ends in 等."""
    for paragraph in document.paragraphs:
        for titles in _TITLES.finditer(paragraph.text):
            before = paragraph.text[max(0, titles.start() - 20) : titles.start()]
            counts = list(_COUNT.finditer(re.split(r"[。；]", before)[-1]))
            behind = paragraph.text[titles.end() : titles.end() + 1]
            if not counts or behind == "等" or _SOME_OF_THEM.search(before[before.rfind(counts[-1][0]) :]):
                continue
            named = titles[0].count("《")
            if named != chinese_number(counts[-1]["number"]):
                start = titles.start() - len(before) + before.rfind(counts[-1][0])
                end = start + len(counts[-1]["number"])
                yield mark(
                    paragraph, start, end, code="lists.count", severity="error", suggestion=str(named), named=named
                )
