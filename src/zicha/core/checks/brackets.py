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
    markers = frozenset(found.end() - 1 for found in _MARKER.finditer(paragraph.text))
    left = _left(paragraph.text, frozenset())
    return min(left, _left(paragraph.text, markers), key=len) if left and markers else left


def _left(text: str, markers: frozenset[int]) -> list[int]:
    waiting: list[tuple[str, int]] = []
    alone = []
    for place, sign in enumerate(text):
        if sign in _SAME_WITHIN and waiting and waiting[-1][0] == _CLOSES[sign]:
            # “参观证“: the second was meant to close.
            alone.append(place)
            waiting.pop()
        elif sign in _CLOSES:
            waiting.append((_wide(_CLOSES[sign]), place))
        elif _wide(sign) in _CLOSES.values() and place not in markers and not _apostrophe(text, place):
            if waiting and waiting[-1][0] == _wide(sign):
                waiting.pop()
            else:
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
