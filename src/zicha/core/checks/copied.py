"""Paragraphs taken over from the last report with hardly a word changed.

Two paragraphs are compared by the runs of five signs they share, digits and punctuation left out, so that
a new date or a new number does not make an old paragraph new (w-shingling; Broder 1997). Paragraphs that zicha drafts
are alike in every report and are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from zicha.core import sections
from zicha.core.checks import next_steps
from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph

_RUN = 5
_SHORTEST = 20
_SHARED = 0.35
_LEFT_OUT = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield paragraphs of which a third of the runs or more stand in one paragraph of the previous report."""
    if context.previous is None:
        return
    places = _index(context.previous)
    texts = {paragraph.number: paragraph.text for paragraph in context.previous.body}
    headings = sections.titles(context.previous)
    mine = _promised(document)
    for paragraph in document.body:
        runs = _runs(paragraph)
        promised = paragraph.number in mine
        shared = Counter(number for run in runs for number in places.get((promised, run), ()))
        for number, count in shared.most_common(1):
            if count >= _SHARED * len(runs):
                percent = 100 * count // len(runs)
                yield mark(
                    paragraph,
                    0,
                    len(paragraph.text),
                    code="copied.paragraph",
                    severity="warning",
                    previous=number,
                    heading=headings[number],
                    percent=percent,
                    before=texts[number],
                )


def _index(document: Document) -> dict[tuple[bool, str], set[int]]:
    """Promises apart from the rest: to say that one was kept takes its own words."""
    places: dict[tuple[bool, str], set[int]] = defaultdict(set)
    promised = _promised(document)
    for paragraph in document.body:
        for run in _runs(paragraph):
            places[paragraph.number in promised, run].add(paragraph.number)
    return places


def _promised(document: Document) -> frozenset[int]:
    return frozenset(paragraph.number for paragraph in next_steps.promises(document))


def _runs(paragraph: Paragraph) -> frozenset[str]:
    text = _LEFT_OUT.sub("", paragraph.text)
    if paragraph.level or paragraph.is_title or paragraph.drafted or len(text) < _SHORTEST:
        return frozenset()
    return frozenset(text[place : place + _RUN] for place in range(len(text) - _RUN + 1))
