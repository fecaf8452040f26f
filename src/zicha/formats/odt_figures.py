"""The figures of a report saved as OpenDocument text (ODF 1.3): bookmarks and user-defined properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zicha.core import marks
from zicha.core.document import Document, Mark, Paragraph, Place
from zicha.core.findings import Refusal
from zicha.formats import docx_read
from zicha.formats.docx_figures import Marked, from_properties, origin

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_WANTED = re.compile(r"(content|meta)\.xml|META-INF/manifest\.xml")
_UNSEEN = {f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_OFFICE}annotation"}
_APART = {f"{_TEXT}note-body", f"{_DRAW}text-box"}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_LONGEST_GAP = 1_000


def read(content: bytes) -> Marked:
    """Return the document in an .odt file and what it says of itself; raise ``Refusal`` if it is not readable."""
    parts = docx_read.members(content, [_WANTED])
    if "content.xml" not in parts:
        raise Refusal("document.not_docx")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refusal("document.old_or_locked")
    body = docx_read.parse(parts["content.xml"]).find(f"{_OFFICE}body/{_OFFICE}text")
    found = list(_paragraphs(body, "body")) if body is not None else []
    told = _properties(parts.get("meta.xml"))
    return Marked(Document(tuple(_numbered(found))), origin(told), from_properties(told))


def _properties(xml: bytes | None) -> dict[str, str]:
    if xml is None:
        return {}
    named = docx_read.parse(xml).iter(f"{_META}user-defined")
    return {each.get(f"{_META}name", ""): each.text or "" for each in named}


def _paragraphs(root: etree._Element, place: Place) -> Iterator[Paragraph]:
    for child in root.iterchildren(etree.Element):
        if child.tag in _UNSEEN:
            continue
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            line = _Line()
            line.collect(child)
            yield Paragraph(0, "".join(line.pieces), level=_level(child), place=place, marks=line.marks())
            for apart in line.apart:
                yield from _paragraphs(apart, "footnote" if apart.tag == f"{_TEXT}note-body" else "textbox")
        else:
            yield from _paragraphs(child, "table" if child.tag == f"{_TABLE}table" else place)


def _level(element: etree._Element) -> int:
    level = element.get(f"{_TEXT}outline-level", "0")
    return int(level) if element.tag == f"{_TEXT}h" and level.isdecimal() else 0


class _Line:
    """Gathers what one paragraph shows, and where zicha's bookmarks stand in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.apart: list[etree._Element] = []
        self._length = 0
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}

    def collect(self, element: etree._Element) -> None:
        """Take in an element's text and children, in order of reading."""
        self._say(element.text or "")
        for child in element.iterchildren():
            if child.tag not in _UNSEEN:
                self._child(child)
            self._say(child.tail or "")

    def marks(self) -> tuple[Mark, ...]:
        """Return zicha's bookmarks that begin here."""
        return tuple(Mark(start, self._ends.get(name, self._length), name) for name, start in self._starts.items())

    def _child(self, child: etree._Element) -> None:
        if child.tag in _APART:
            self.apart.append(child)
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            self._say(" " * min(int(count) if count.isdecimal() else 1, _LONGEST_GAP))
        elif child.tag in _SIGNS:
            self._say(_SIGNS[child.tag])
        elif child.tag in (f"{_TEXT}bookmark-start", f"{_TEXT}bookmark-end"):
            self._bookmark(child)
        else:
            self.collect(child)

    def _say(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)

    def _bookmark(self, element: etree._Element) -> None:
        name = element.get(f"{_TEXT}name", "")
        if element.tag == f"{_TEXT}bookmark-end":
            self._ends[name] = self._length
        elif marks.parse(name):
            self._starts[name] = self._length


def _numbered(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    for number, part in enumerate(paragraphs, 1):
        yield Paragraph(number, part.text, level=part.level, place=part.place, marks=part.marks)
