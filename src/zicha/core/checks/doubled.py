"""Signs and words written twice: 要要, 责任责任人.

A doubled sign is judged by how the sentence falls into words: a pair inside one word is the word's own
(天天), and a pair between two longer words is an accident of their border (工作作风, 中国国家标准).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph

_PAIR = re.compile(r"([\u4e00-\u9fff])\1")
_WORD_TWICE = re.compile(r"([\u4e00-\u9fff]{2,6})\1")

# Signs that follow a word of their own kind in good sentences: 达到目的的同时, 可以以书面形式, 为了了解.
_PARTICLES = frozenset("的以了是在和为与地得")

# Words that say something by being said twice: 一个一个, 研究研究.
_ONE_BY_ONE = re.compile(r"一[\u4e00-\u9fff]|很多|许多|越来|逐[个项条]|[二三四五六七八九十]")


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield doubled words, and doubled signs that no word accounts for."""
    for paragraph in document.paragraphs:
        words = [found for found in _WORD_TWICE.finditer(paragraph.text) if not _ONE_BY_ONE.match(found[1])]
        for found in words:
            suggestion = found[1]
            yield mark(
                paragraph, found.start(), found.end(), code="doubled.word", severity="error", suggestion=suggestion
            )
        if _PAIR.search(paragraph.text):
            yield from _signs(paragraph, context, taken=[found.span() for found in words])


def _signs(paragraph: Paragraph, context: Context, *, taken: list[tuple[int, int]]) -> Iterator[Remark]:
    borders = _borders(context.cut(paragraph.text))
    for found in _PAIR.finditer(paragraph.text):
        middle = found.start() + 1
        if middle not in borders or any(start <= found.start() < end for start, end in taken):
            continue
        left, right = borders[middle]
        if _accounted_for(found[1], left, right):
            continue
        yield mark(paragraph, found.start(), found.end(), code="doubled.sign", severity="warning", suggestion=found[1])


def _borders(words: list[str]) -> dict[int, tuple[str, str]]:
    """The words on both sides of each place where one ends and the next begins."""
    borders, place = {}, 0
    for left, right in itertools.pairwise(words):
        place += len(left)
        borders[place] = (left, right)
    return borders


def _accounted_for(sign: str, left: str, right: str) -> bool:
    if len(left) > 1 and len(right) > 1:
        return True
    ends_a_word = len(left) > 1 and len(right) == 1
    begins_a_word = len(left) == 1 and len(right) > 1
    return sign in _PARTICLES and (ends_a_word or begins_a_word)
