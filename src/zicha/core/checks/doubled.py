"""Signs and words written twice: 要要, 责任责任人.

A doubled sign is judged by how its clause falls into words, as it stands and with one of the two taken away. A pair
inside one word is the word's own (天天, 娓娓动听), unless the clause falls into fewer words without one of the two
(从轻轻处理). A pair between two longer words is an accident of their border (工作作风, 共和国国境). Measured by
``python -m bench.checker``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph

_PAIR = re.compile(r"([\u4e00-\u9fff])\1")
_WORD_TWICE = re.compile(r"([\u4e00-\u9fff]{2,6})\1")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?（）()《》“”\s]+")

# Signs that stand alone before or behind a word of their own kind in good sentences: 达到目的的同时,
# 可以以书面形式, 为了了解, 对对方, 到到期日, 开工前前往, 每日日终.
_ALONE = frozenset("的以了是在和为与地得对到由向将把从当前后内中上下年月日时每并")

# Signs at the end of a name that begin the next word: 学习组组长, 三号库库房, 整列列宽.
_OF_NAMES = frozenset("处局科部所队组班站会室院校厂店台团县区市省镇乡村街库厅司委办股连排营楼层行列选图号路")

# Counting and naming signs that are said twice for "each": 年年练、月月讲, at the beginning of a clause.
_EACH = frozenset("年月日天周时处事人家户层级班组件条项次回样种步句字篇份岗队站村")
_BEFORE_EACH = re.compile(r"(?:^|[要须做到使让保持])$")

# What says something by being said twice: 一个一个, 很多很多, 列表的列表.
_ONE_BY_ONE = re.compile(r"的|一[\u4e00-\u9fff]|很多|许多|越来|逐[个项条]|[二三四五六七八九十]")
_TWO_PAIRS = re.compile(r"([\u4e00-\u9fff])\1([\u4e00-\u9fff])\2")


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield doubled words, and doubled signs that no word accounts for."""
    for paragraph in document.paragraphs:
        if not _PAIR.search(paragraph.text) and not _WORD_TWICE.search(paragraph.text):
            continue
        words = [found for found in _WORD_TWICE.finditer(paragraph.text) if not _ONE_BY_ONE.match(found[1])]
        for found in words:
            yield mark(
                paragraph, found.start(), found.end(), code="doubled.word", severity="error", suggestion=found[1]
            )
        taken = {place for found in words for place in range(found.start(), found.end())}
        yield from _signs(paragraph, context, taken)


def _signs(paragraph: Paragraph, context: Context, taken: set[int]) -> Iterator[Remark]:
    for clause in _CLAUSE.finditer(paragraph.text):
        text = clause[0]
        for found in _PAIR.finditer(text):
            start = clause.start() + found.start()
            if start in taken or _said_twice(text, found) or _accounted_for(text, found.start(), context):
                continue
            yield mark(paragraph, start, start + 2, code="doubled.sign", severity="warning", suggestion=found[1])


def _said_twice(clause: str, found: re.Match[str]) -> bool:
    """Whether the pair is a way of speaking: 上上下下, 年年练."""
    start = max(0, found.start() - 2)
    if any(pairs.start() <= found.start() - start <= pairs.end() for pairs in _TWO_PAIRS.finditer(clause[start:])):
        return True
    return found[1] in _EACH and bool(_BEFORE_EACH.search(clause[: found.start()]))


def _accounted_for(clause: str, place: int, context: Context) -> bool:
    """Whether the words of the clause account for a pair that begins at ``place``."""
    words = context.cut(clause)
    if place + 1 in itertools.accumulate(map(len, words)):
        left, right = _sides(words, place + 1)
        if len(left) > 1 and len(right) > 1:
            return True
        begins = len(left) == 1 < len(right) and clause[place] in _OF_NAMES
        return begins or (clause[place] in _ALONE and len(left) != len(right))
    shorter = context.cut(clause[:place] + clause[place + 1 :])
    return len(shorter) >= len(words)


def _sides(words: list[str], border: int) -> tuple[str, str]:
    """Return the word that ends at a border and the one that begins there."""
    place = 0
    for left, right in itertools.pairwise(words):
        place += len(left)
        if place == border:
            return left, right
    return "", ""
