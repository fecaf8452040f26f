"""A report without its date at the end, or with one in another form than GB/T 9704-2012 7.3.5.4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document

_DATE = re.compile(r"20\d\d年(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日")
_OTHER_FORM = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d[-./]\d{1,2}[-./]\d{1,2}|二[〇○0零]\S{2}年\S{1,3}月\S{1,3}日"
)
_TAIL = 6


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield one remark if none of the last paragraphs is a date in Arabic numerals without leading zeros."""
    tail = document.body[-_TAIL:]
    if not tail or any(_DATE.fullmatch(paragraph.text.strip()) for paragraph in tail):
        return
    for paragraph in tail:
        found = _OTHER_FORM.fullmatch(paragraph.text.strip())
        if found:
            start = paragraph.text.index(found[0])
            yield mark(paragraph, start, start + len(found[0]), code="signature.form", severity="warning")
            return
    yield Remark("signature.missing", "warning", 0, 0, 0, "")
