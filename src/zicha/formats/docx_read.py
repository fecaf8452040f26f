"""Word documents as :class:`zicha.core.document.Document`: everything a reader sees, nothing twice.

``python-docx`` leaves out the text of content controls and text boxes; this walker descends into both,
into insertions, hyperlinks, tables and footnotes, resolves automatic numbers, and passes over deletions
and fallback copies.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from zicha.core import marks
from zicha.core.document import Document, Mark, Paragraph, Place, Placed
from zicha.core.findings import Refusal
from zicha.formats import docx_layout, docx_walk
from zicha.formats.docx_numbering import Numbering, read_numbering

W, MC = docx_walk.W, docx_walk.MC

UNPACKED_LIMIT = 100 * 1024 * 1024
"""Bytes a document may unpack to; an honest one of 300 pages stays below a fifth of it."""

TEXT_LIMIT = 32 * 1024 * 1024
"""Bytes that the parts with its text may unpack to."""

TAG_LIMIT = 2_000_000
"""Tags in one part: a tree in memory is some hundred bytes a tag."""

MEMBER_LIMIT = 2_000

_BODY = re.compile(r"word/(document|styles|numbering|footnotes|endnotes)\.xml|_rels/\.rels")
_MAIN = re.compile(rb'<Relationship\b(?=[^>]*Type="[^"]*/officeDocument")[^>]*Target="/?(word/[\w.-]+\.xml)"')
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", docx_walk.M[1:-1].encode()),
)
_FIGURE = re.compile(r"fig-[\w.~-]+|(?<=zicha:)[0-9a-f]{16}")


def read(content: bytes, *, with_layout: bool = False) -> Document:
    """Return the document in ``content``; raise :class:`Refusal` if it is not a readable Word document.

    Only who judges its pages needs its layout.
    """
    return document(unpack(content), with_layout=with_layout)


def document(parts: dict[str, bytes], *, with_layout: bool = False) -> Document:
    """Return the document in the unpacked parts of a Word file."""
    body = parse(parts["word/document.xml"])
    styles, numbers = (
        parse(parts[name]) if name in parts else None for name in ("word/styles.xml", "word/numbering.xml")
    )
    reader = _Reader(_styles(styles), read_numbering(numbers))
    found = list(reader.paragraphs(body, "body"))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if notes in parts:
            found += reader.paragraphs(parse(parts[notes]), "footnote")
    return Document(tuple(_numbered(found)), docx_layout.read(body, styles) if with_layout else None)


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
        # Some programs give the main part another name (ECMA-376-2 9.3: relationships name it, not its path).
        main = _MAIN.search(parts.get("_rels/.rels", b""))
        if main is None:
            raise Refusal("document.not_docx")
        named = main[1].decode("ascii")
        parts |= members(content, [re.compile(re.escape(named))])
        if named not in parts:
            raise Refusal("document.not_docx")
        parts["word/document.xml"] = parts.pop(named)
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
        raise Refusal("document.damaged" if content[:2] == b"PK" else "document.not_docx") from error
    listed = archive.infolist()
    if len(listed) > MEMBER_LIMIT or sum(member.file_size for member in listed) > UNPACKED_LIMIT:
        raise Refusal("document.too_large", megabytes=UNPACKED_LIMIT >> 20)
    wanted = [each for each in listed if any(one.fullmatch(each.filename) for one in patterns)]
    if sum(member.file_size for member in wanted) > TEXT_LIMIT:
        raise Refusal("document.too_large", megabytes=TEXT_LIMIT >> 20)
    return _unpack(archive, wanted)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Read members up to the size they declare; a lie about it ends the reading, not the memory."""
    parts = {}
    for member in members:
        try:
            with archive.open(member) as stream:
                parts[member.filename] = stream.read(member.file_size + 1)
                if parts[member.filename].count(b"<") > TAG_LIMIT:
                    raise Refusal("document.too_large", megabytes=TEXT_LIMIT >> 20)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Refusal("document.damaged") from error
    return parts


def parse(xml: bytes) -> etree._Element:
    """Return the root of an XML part; entities are not expanded and nothing outside is read.

    A part in the strict form (ISO/IEC 29500-1) is read as the transitional one, which names the same elements.
    """
    if b"http://purl.oclc.org/ooxml/" in xml[:4_096]:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("document.damaged") from error


def _styles(root: etree._Element | None) -> dict[str, Style]:
    if root is None:
        return {}
    elements = {element.get(f"{W}styleId", ""): element for element in root.iter(f"{W}style")}
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
        level = (_outline(element) or _heading(shown)) if level is None else level
        numbering = numbering or _number_of(element)
        based = element.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return Style(level or 0, title, numbering)


def _heading(name: etree._Element | None) -> int | None:
    """Return the level of a built-in heading, which WPS writes without its outline level."""
    found = re.fullmatch(r"heading ([1-9])", name.get(f"{W}val", "").lower()) if name is not None else None
    return int(found[1]) if found else None


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
        """Yield the paragraphs below ``root``, as :func:`zicha.formats.docx_walk.groups` finds them."""
        for group, where in docx_walk.groups(root, place):
            yield self._paragraph(group, where)

    def _paragraph(self, group: docx_walk.Group, place: Place) -> Paragraph:
        element = group[-1]  # what is joined takes the look of its last part, whose end it keeps
        named = element.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get(named.get(f"{W}val", "") if named is not None else "", Style())
        number = _number_of(element) or style.numbering
        line = _Line()
        for part in group:
            line.collect(part)
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
            if tag == docx_walk.BOX or not docx_walk.seen(child):
                continue
            text = docx_walk.shown(child)
            if text is not None:
                self._say(text)
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


def _numbered(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    for number, part in enumerate(paragraphs, 1):
        yield replace(part, number=number)
