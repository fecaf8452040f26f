"""In which script a paragraph and a document are written: English is not judged by rules for Chinese sentences."""

from __future__ import annotations

import re

from zicha.core.document import Document, Paragraph

_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SIGNS_OF_A_WORD = 2
"""What a Chinese word has on the average."""


def is_latin(text: str) -> bool:
    """Whether most of a text's words are in Latin letters."""
    return _SIGNS_OF_A_WORD * len(_LATIN.findall(text)) > len(_HAN.findall(text))


def is_english(document: Document) -> bool:
    """Whether a document is in English: what its title is written in, else its first line."""
    first = document.title or next(iter(document.body), None)
    return first is not None and is_latin(first.whole)


def chinese(document: Document) -> tuple[Paragraph, ...]:
    """Return the paragraphs that are Chinese sentences.

    An English document quotes Chinese names and sentences within its own; there only what has no word in
    Latin letters is one.
    """
    if is_english(document):
        return tuple(part for part in document.paragraphs if not _LATIN.search(part.text))
    return tuple(part for part in document.paragraphs if not is_latin(part.text))
