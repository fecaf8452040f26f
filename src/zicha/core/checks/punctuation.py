"""Half-width punctuation between Chinese words (GB/T 15834), doubled marks and mixed brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks import script
from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document

_WIDE = {",": "，", ".": "。", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN = r"[\u4e00-\u9fff”》）]"
_HALF = re.compile(rf"(?<={_HAN})[,:;?!](?=[\u4e00-\u9fff“《（]|$)|(?<={_HAN})\.(?=[\u4e00-\u9fff]|$)")
_HALF_BRACKET = re.compile(r"\((?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\)")
_TWICE = re.compile(r"([，。；：、？！])\1+|[，、；：][。，；]|。[，、；]")

# What every finding has in it: most paragraphs have none of it, and are looked at once.
_ANY = re.compile(r"[,.:;?!()]|[，。；：、？！]{2}")


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield half-width marks beside Chinese words and marks that stand twice, in Chinese sentences."""
    for paragraph in script.chinese(document):
        if not _ANY.search(paragraph.text):
            continue
        for found in _HALF.finditer(paragraph.text):
            yield mark(
                paragraph,
                found.start(),
                found.end(),
                code="punctuation.half",
                severity="warning",
                suggestion=_WIDE[found[0]],
            )
        for found in _HALF_BRACKET.finditer(paragraph.text):
            yield mark(
                paragraph,
                found.start(),
                found.end(),
                code="punctuation.bracket",
                severity="note",
                suggestion=_WIDE[found[0]],
            )
        for found in _TWICE.finditer(paragraph.text):
            yield mark(
                paragraph,
                found.start(),
                found.end(),
                code="punctuation.twice",
                severity="error",
                suggestion=found[0][-1],
            )
