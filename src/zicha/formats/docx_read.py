"""Word documents as :class:`zicha.core.document.Document`: everything a reader sees, nothing twice.

``python-docx`` leaves out the text of content controls and text boxes; this walker descends into both,
into insertions, hyperlinks, tables and footnotes, resolves automatic numbers, and passes over deletions
and fallback copies.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from zicha.core import marks
from zicha.core.document import Document, Mark, Paragraph, Place, Placed
from zicha.core.findings import Refusal
from zicha.formats.docx_numbering import Numbering, read_numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

UNPACKED_LIMIT = 100 * 1024 * 1024
"""Bytes a document may unpack to; an honest one of 300 pages stays below a fifth of it."""

MEMBER_LIMIT = 2_000

_BODY = re.compile(r"word/(document|styles|numbering|footnotes)\.xml")
_FIGURE = re.compile(r"fig-[\w.~-]+|(?<=zicha:)[0-9a-f]{16}")
_UNSEEN = {
    f"{W}del",
    f"{W}moveFrom",
    f"{MC}Fallback",
    f"{W}delText",
    f"{W}instrText",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}sdtPr",
}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read(content: bytes) -> Document:
    """Return the document in ``content``; raise :class:`Refusal` if it is not a readable Word document."""
    return document(unpack(content))


def document(parts: dict[str, bytes]) -> Document:
    """Return the document in the unpacked parts of a Word file."""
    body = parse(parts["word/document.xml"])
    styles = _styles(parts.get("word/styles.xml"))
    numbering = read_numbering(parse(parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None)
    reader = _Reader(styles, numbering)
    found = list(reader.paragraphs(body, "body"))
    if "word/footnotes.xml" in parts:
        found += reader.paragraphs(parse(parts["word/footnotes.xml"]), "footnote")
    return Document(tuple(_numbered(found)))


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs."""

    level: int = 0
    is_title: bool = False
    numbering: tuple[str, int] | None = None


def unpack(content: bytes, *, also: re.Pattern[str] | None = None) -> dict[str, bytes]:
    """Return the parts of a Word file that hold its text, and those whose whole name ``also`` matches.

    Raises ``Refusal`` for what is no Word file, has a password, is damaged, or unpacks to too much.
    """
    patterns = [_BODY] if also is None else [_BODY, also]
    parts = members(content, patterns)
    if "word/document.xml" not in parts:
        raise Refusal("document.not_docx")
    return parts


def members(content: bytes, patterns: Sequence[re.Pattern[str]]) -> dict[str, bytes]:
    """Return a zip's members whose whole names match one of the patterns, guarded as :func:`unpack` says."""
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refusal("document.old_or_locked")
    if content[:5] == b"%PDF-":
        raise Refusal("document.pdf")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Refusal("document.not_docx") from error
    listed = archive.infolist()
    if len(listed) > MEMBER_LIMIT or sum(member.file_size for member in listed) > UNPACKED_LIMIT:
        raise Refusal("document.too_large", megabytes=UNPACKED_LIMIT >> 20)
    return _unpack(archive, [each for each in listed if any(one.fullmatch(each.filename) for one in patterns)])


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Read members up to the size they declare; a lie about it ends the reading, not the memory."""
    parts = {}
    for member in members:
        try:
            with archive.open(member) as stream:
                parts[member.filename] = stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Refusal("document.damaged") from error
    return parts


def parse(xml: bytes) -> etree._Element:
    """Return the root of an XML part; entities are not expanded and nothing outside is read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("document.damaged") from error


def _styles(xml: bytes | None) -> dict[str, Style]:
    if xml is None:
        return {}
    elements = {element.get(f"{W}styleId", ""): element for element in parse(xml).iter(f"{W}style")}
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: dict[str, etree._Element]) -> Style:
    """Follow ``basedOn`` until level and numbering are found; a loop ends the chase."""
    level: int | None = None
    numbering: tuple[str, int] | None = None
    title, seen = False, set[str]()
    while name in elements and name not in seen:
        seen.add(name)
        element = elements[name]
        shown = element.find(f"{W}name")
        title = title or (shown is not None and shown.get(f"{W}val", "").lower() == "title")
        level = _outline(element) if level is None else level
        numbering = numbering or _number_of(element)
        based = element.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return Style(level or 0, title, numbering)


def _outline(element: etree._Element) -> int | None:
    found = element.find(f"{W}pPr/{W}outlineLvl")
    value = int(found.get(f"{W}val", "9")) if found is not None else 9
    return value + 1 if value < 9 else None


def _number_of(element: etree._Element) -> tuple[str, int] | None:
    found = element.find(f"{W}pPr/{W}numPr")
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    if number is None:
        return None
    return number.get(f"{W}val", "0"), int(level.get(f"{W}val", "0")) if level is not None else 0


class _Reader:
    """Walks parts in reading order; keeps the counters of automatic numbers between paragraphs."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def paragraphs(self, root: etree._Element, place: Place) -> Iterator[Paragraph]:
        """Yield the paragraphs below ``root``, those of text boxes after the one that holds the box."""
        for child in root:
            if child.tag in _UNSEEN:
                continue
            if child.tag == f"{W}p":
                yield self._paragraph(child, place)
                for box in _boxes(child):
                    yield from self.paragraphs(box, "textbox")
            else:
                yield from self.paragraphs(child, "table" if child.tag == f"{W}tbl" else place)

    def _paragraph(self, element: etree._Element, place: Place) -> Paragraph:
        named = element.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get(named.get(f"{W}val", "") if named is not None else "", Style())
        number = _number_of(element) or style.numbering
        line = _Line()
        line.collect(element)
        return Paragraph(
            number=0,
            text="".join(line.pieces),
            label=self._numbering.label(*number) if number else "",
            level=_outline(element) or style.level,
            is_title=style.is_title,
            place=place,
            figures=tuple(line.figures),
            marks=line.marks(),
        )


class _Line:
    """Gathers what one paragraph shows, and where zicha's controls and bookmarks stand in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.figures: list[Placed] = []
        self._length = 0
        self._starts: dict[str, tuple[int, str]] = {}
        self._ends: dict[str, int] = {}

    def collect(self, element: etree._Element) -> None:
        """Take in an element's children, in order of reading."""
        for child in element:
            tag = child.tag
            if tag in _UNSEEN or tag == f"{W}txbxContent":
                continue
            if tag == f"{W}t":
                self._say(child.text or "")
            elif tag in _SIGNS:
                self._say(_SIGNS[tag])
            elif tag == f"{W}sdt":
                self._control(child)
            elif tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                self._bookmark(child)
            else:
                self.collect(child)

    def marks(self) -> tuple[Mark, ...]:
        """Return zicha's bookmarks that begin here; one that ends in a later paragraph reaches to this one's end."""
        return tuple(
            Mark(start, self._ends.get(number, self._length), name) for number, (start, name) in self._starts.items()
        )

    def _say(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)

    def _control(self, control: etree._Element) -> None:
        start = self._length
        self.collect(control)
        figure = _figure(control)
        if figure and control.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            self.figures.append(Placed(start, self._length, figure))

    def _bookmark(self, element: etree._Element) -> None:
        number, name = element.get(f"{W}id", ""), element.get(f"{W}name", "")
        if element.tag == f"{W}bookmarkEnd":
            if number in self._starts:
                self._ends[number] = self._length
        elif marks.parse(name):
            self._starts[number] = (self._length, name)


def _figure(control: etree._Element) -> str:
    for name in ("tag", "alias"):
        found = control.find(f"{W}sdtPr/{W}{name}")
        match = _FIGURE.search(found.get(f"{W}val", "")) if found is not None else None
        if match:
            return match[0]
    return ""


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter(f"{W}txbxContent"):
        if not any(parent.tag in _UNSEEN or parent.tag == f"{W}txbxContent" for parent in box.iterancestors()):
            yield box


def _numbered(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    for number, part in enumerate(paragraphs, 1):
        yield replace(part, number=number)
