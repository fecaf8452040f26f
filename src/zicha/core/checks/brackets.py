"""Brackets and quotation marks that open or close alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph

_CLOSES = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
    "“": "”",
    "‘": "’",
}
_ANY = re.compile("[" + re.escape("".join((*_CLOSES, *_CLOSES.values()))) + "]")
_WIDTHS = {"(": "（", ")": "）"}
_MARKER = re.compile(r"(?:^|(?<=[；;。：，,\s])|(?<=\D:))[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}[)）]")
_SAME_WITHIN = frozenset("“‘《")
"""Marks that never stand inside a pair of their own kind (GB/T 15834-2011 4.8.3.3, 4.13.3.3)."""


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield marks without their partner in the paragraph; list markers such as ``1）`` need none."""
    for paragraph in document.paragraphs:
        for place in _alone(paragraph):
            turned = _turned(paragraph.text, place)
            yield mark(paragraph, place, place + 1, code="brackets.alone", severity="error", suggestion=turned)


def _alone(paragraph: Paragraph) -> list[int]:
    """Read ``1）`` as the end of a pair and as a marker, and believe the reading with fewer signs left alone."""
    text = paragraph.text
    signs = [(found.start(), found[0]) for found in _ANY.finditer(text)]
    left = _left(text, signs) if signs else []
    if not left:
        return left
    markers = {found.end() - 1 for found in _MARKER.finditer(text)}
    return min(left, _left(text, [each for each in signs if each[0] not in markers]), key=len)


def _left(text: str, signs: list[tuple[int, str]]) -> list[int]:
    waiting: list[tuple[str, int]] = []
    alone = []
    for place, sign in signs:
        if sign in _SAME_WITHIN and waiting and waiting[-1][0] == _CLOSES[sign]:
            # “参观证“: the second was meant to close.
            alone.append(place)
            waiting.pop()
        elif sign in _CLOSES:
            waiting.append((_wide(_CLOSES[sign]), place))
        elif waiting and waiting[-1][0] == _wide(sign):
            waiting.pop()
        elif not _apostrophe(text, place):
            alone.append(place)
    return sorted(alone + [place for _, place in waiting])


def _turned(text: str, place: int) -> str:
    """The closing mark, where an opening one stands in its place."""
    sign = text[place]
    opened = text.count(sign, 0, place) > text.count(_CLOSES.get(sign, sign), 0, place)
    return _CLOSES[sign] if sign in "“‘" and opened else ""


def _wide(sign: str) -> str:
    """（…) is one pair; that its halves differ in width is another rule's business."""
    return _WIDTHS.get(sign, sign)


def _apostrophe(text: str, place: int) -> bool:
    return text[place] == "’" and place > 0 and text[place - 1].isascii() and text[place - 1].isalpha()
