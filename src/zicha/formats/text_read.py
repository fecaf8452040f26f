"""Plain text and Markdown as :class:`zicha.core.document.Document`, one paragraph a line."""

from __future__ import annotations

import re

from zicha.core.document import Document, Paragraph
from zicha.core.findings import Refusal

_HEADING = re.compile(r"(#{1,6})\s+")


def read(content: bytes, *, markdown: bool) -> Document:
    """Return the document in ``content``, UTF-8 or GB 18030; raise :class:`Refusal` for any other bytes.

    In Markdown the heading marks are taken as levels and leave the text; ``#`` alone is the title.
    """
    lines = _decode(content).splitlines()
    return Document(tuple(_paragraph(number, line, markdown) for number, line in enumerate(lines, 1)))


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal("document.not_text")


def _paragraph(number: int, line: str, markdown: bool) -> Paragraph:  # noqa: FBT001 -- private, one caller
    heading = _HEADING.match(line) if markdown else None
    if heading is None:
        return Paragraph(number, line)
    depth = len(heading[1])
    return Paragraph(number, line[heading.end() :], level=depth - 1, is_title=depth == 1)
