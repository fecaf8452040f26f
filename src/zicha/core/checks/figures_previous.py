"""What each figure was in the last report; it tells, and finds nothing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core import figures
from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document
from zicha.core.findings import Refusal

_Key = tuple[str, str, bool]
_WORDS = re.compile(r"[\w（）()·-]{0,12}$")
_UNIT = re.compile(r"[^\W\d]{0,3}")


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield every figure once with its value in the last report, and say if its rule is another one now."""
    if context.previous is None:
        return
    before = {key: text for key, text, *_ in _figures(context.previous)}
    told: set[_Key] = set()
    for key, text, number, start in _figures(document):
        if key in told or key not in before:
            continue
        told.add(key)
        changed = key[0] in context.redefined
        paragraph = document.paragraphs[number]
        yield mark(
            paragraph,
            start,
            start + len(text),
            code="figures_previous.redefined" if changed else "figures_previous.was",
            severity="note" if changed else "info",
            before=before[key],
            quote=_quoted(paragraph.text, start, start + len(text)),
        )


def _quoted(text: str, start: int, end: int) -> str:
    """Return a figure with the words beside it: what it counts can be told from them without asking a ledger."""
    return "".join((*_WORDS.findall(text[:start])[:1], text[start:end], *_UNIT.findall(text[end:])[:1]))


def _figures(document: Document) -> Iterator[tuple[_Key, str, int, int]]:
    """Yield key, text, place of the paragraph and place of the figure in it."""
    for number, paragraph in enumerate(document.paragraphs):
        for placed in paragraph.figures:
            try:
                name = figures.parse(placed.figure)
            except Refusal:
                continue
            key = (name.measure, name.unit, name.subtree)
            yield key, paragraph.text[placed.start : placed.end], number, placed.start
