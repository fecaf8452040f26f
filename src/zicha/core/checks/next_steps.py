"""Promises of the last report that this one says nothing about.

A promise is a paragraph under the last report's heading 下一步…; it is taken as answered if one paragraph of this
report holds half of its words. Whether the answer is good is for people to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core import sections
from zicha.core.checks.base import Context, Remark
from zicha.core.document import Document, Paragraph

_PROMISES = re.compile(r"下一?步|下一阶段|今后(?:工作|打算)|工作打算|后续(?:工作|安排|措施)")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]是)\s*")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{2,}")
_SHORTEST = 3
_SHARED = 0.5
_QUOTED = 40


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield the promises of the previous report that no paragraph of this one answers."""
    if context.previous is None:
        return
    promised, headings = promises(context.previous), sections.titles(context.previous)
    mine = {part.number for part in promises(document)}
    answers = [_words(part.text, context) for part in document.body if part.number not in mine]
    for promise in promised:
        words = _words(_NUMBER.sub("", promise.text), context)
        best = max((len(words & answer) for answer in answers), default=0)
        if len(words) >= _SHORTEST and best < _SHARED * len(words):
            facts = (
                ("heading", headings[promise.number]),
                ("item", _quoted(promise.text)),
                ("previous", promise.number),
            )
            yield Remark("next_steps.unanswered", "warning", 0, 0, 0, "", "", facts)


def promises(document: Document) -> tuple[Paragraph, ...]:
    """Return the paragraphs under headings that announce next steps, each an item."""
    found: list[Paragraph] = []
    depth = 0
    for part in document.body:
        level = sections.level(part)
        if level and (not depth or level <= depth):
            depth = level if _PROMISES.search(part.text) else 0
        elif depth and not level and not _ends(part):
            found.append(part)
    return tuple(found)


def _ends(part: Paragraph) -> bool:
    """Whether a paragraph is the signature's: short, and without a sentence's end."""
    return not re.search(r"[。；;！]", part.text)


def _words(text: str, context: Context) -> frozenset[str]:
    return frozenset(word for word in context.cut(text) if _WORD.fullmatch(word))


def _quoted(text: str) -> str:
    clean = _NUMBER.sub("", text).strip()
    return clean if len(clean) <= _QUOTED else clean[: _QUOTED - 1] + "…"
