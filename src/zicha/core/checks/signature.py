"""A report without its date at the end, or with one in another form than GB/T 9704-2012 7.3.5.4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document
from zicha.core.numerals import chinese_number

_DATE = re.compile(r"20\d\d年(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日")
_OTHER_FORM = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d[-./]\d{1,2}[-./]\d{1,2}|二[〇○0零]\S{2}年\S{1,3}月\S{1,3}日"
)
_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TAIL = 6

# What is sent from one office to another ends with its date (7.3.5); rules, minutes and speeches need not.
_SENT = re.compile(r"(?:报告|总结|通知|通报|请示|批复|函|说明|汇报)(?:[（(][^）)]*[）)])?\s*$")


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield one remark if none of the last paragraphs is a date in Arabic numerals without leading zeros.

    Only documents whose title says that they are sent need one.
    """
    tail = document.body[-_TAIL:]
    title = document.title
    if (
        title is None
        or not _SENT.search(title.text)
        or any(_DATE.fullmatch(paragraph.text.strip()) for paragraph in tail)
    ):
        return
    for paragraph in tail:
        found = _OTHER_FORM.fullmatch(paragraph.text.strip())
        if found:
            start = paragraph.text.index(found[0])
            end = start + len(found[0])
            cure = _usual(found[0])
            yield mark(paragraph, start, end, code="signature.form", severity="warning", suggestion=cure)
            return
    yield Remark("signature.missing", "warning", 0, 0, 0, "")


def _usual(text: str) -> str:
    """Return a date in the form of the standard, or nothing if it is none."""
    year, month, day, *_rest = re.split(r"[年月日\-./]", text)
    numbers = [chinese_number(part) or 0 for part in (year.translate(_YEAR), month, day)]
    try:
        told = date(*numbers)
    except ValueError:
        return ""
    return f"{told.year}年{told.month}月{told.day}日"
