"""Which section of a document a paragraph stands in, by its headings or by lines that look like one."""

from __future__ import annotations

import re

from zicha.core.document import Document, Paragraph

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、\S{2,30}$")
_LONGEST = 30


def level(part: Paragraph) -> int:
    """Return the level of a heading, 1 for a line such as 三、整改措施; 0 for other text."""
    return part.level or (1 if _HEADING.fullmatch(part.whole.strip()) else 0)


def titles(document: Document) -> dict[int, str]:
    """Return by each paragraph's number the heading above it, or its own; shortened, empty if there is none."""
    found, now = {}, ""
    for part in document.paragraphs:
        if part.place == "body" and level(part):
            now = _shortened(" ".join(part.whole.split()))
        found[part.number] = now
    return found


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
