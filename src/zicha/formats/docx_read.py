"""Word documents as :class:`zicha.core.document.Document`: everything a reader sees, nothing twice.

``python-docx`` leaves out the text of content controls and text boxes; this walker descends into both,
into insertions, hyperlinks, tables and footnotes, resolves automatic numbers, and passes over deletions
and fallback copies.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from zicha.core import marks
from zicha.core.document import Document, Mark, Paragraph, Place, Placed
from zicha.core.findings import Refusal
from zicha.formats import docx_layout, docx_walk
from zicha.formats.docx_numbering import Numbering, level_of, read_numbering
from zicha.formats.docx_write_parts import PROOF_STYLE

W, MC = docx_walk.W, docx_walk.MC
_T = f"{W}t"

UNPACKED_LIMIT = 100 * 1024 * 1024
"""Bytes a document may unpack to; an honest one of 300 pages stays below a fifth of it."""

TEXT_LIMIT = 32 * 1024 * 1024
"""Bytes that the parts with its text may unpack to."""

TAG_LIMIT = 2_000_000
"""Tags in one part: a tree in memory is some hundred bytes a tag."""

MEMBER_LIMIT = 2_000

_BODY = re.compile(r"word/(document|styles|numbering|footnotes|endnotes)\.xml|_rels/\.rels")
_MAIN = re.compile(rb'<Relationship\b(?=[^>]*Type="[^"]*/officeDocument")[^>]*Target="/?(word/[\w.-]+\.xml)"')
_OTHER_STYLES = (b'<w:style w:type="table"', b'<w:style w:type="character"')
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
    styles = parse(_of_paragraphs(parts["word/styles.xml"])) if "word/styles.xml" in parts else None
    numbers = parse(parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None
    named = {} if styles is None else {each.get(f"{W}styleId", ""): each for each in styles.iterchildren(f"{W}style")}
    reader = _Reader(_Styles(named), read_numbering(numbers))
    found = list(reader.paragraphs(body, "body"))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if notes in parts:
            found += reader.paragraphs(parse(parts[notes]), "footnote")
    return Document(tuple(found), docx_layout.read(body, styles, named) if with_layout else None)


def _of_paragraphs(styles: bytes) -> bytes:
    """Leave out the styles of tables and characters: nine tenths of many files, and they say nothing of paragraphs."""
    end = b"</w:style>"
    first, *rest = styles.split(end)
    return end.join((first, *(each for each in rest if not each.lstrip().startswith(_OTHER_STYLES))))


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs.

    Attributes:
        is_proof: whether they are the note on the log's head, which is no part of the text.
    """

    level: int = 0
    is_title: bool = False
    numbering: tuple[str, int] | None = None
    is_proof: bool = False


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
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
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
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise Refusal("document.damaged") from error
        except RuntimeError as error:  # zipfile's word for a password
            raise Refusal("document.old_or_locked") from error
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


class _Styles:
    """What the styles say of their paragraphs; each is looked up when a paragraph first asks for it."""

    def __init__(self, elements: Mapping[str, etree._Element]) -> None:
        self._elements = elements
        self._known: dict[str, Style] = {"": Style()}

    def of(self, paragraph: etree._Element | None) -> Style:
        """Return the style that a ``pPr`` names."""
        named = paragraph.find(f"{W}pStyle") if paragraph is not None else None
        name = named.get(f"{W}val", "") if named is not None else ""
        if name not in self._known:
            self._known[name] = _style(name, self._elements)
        return self._known[name]


def _style(name: str, elements: Mapping[str, etree._Element]) -> Style:
    """Follow ``basedOn`` until level and numbering are found; a loop ends the chase."""
    level: int | None = None
    numbering: tuple[str, int] | None = None
    title, proof, seen = False, False, set[str]()
    while name in elements and name not in seen:
        seen.add(name)
        element = elements[name]
        shown, properties = element.find(f"{W}name"), element.find(f"{W}pPr")
        said = shown.get(f"{W}val", "").lower() if shown is not None else ""
        title, proof = title or said == "title", proof or said == PROOF_STYLE
        level = (_outline(properties) or _heading(shown)) if level is None else level
        numbering = numbering or _number_of(properties)
        based = element.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return Style(level or 0, title, numbering, proof)


def _heading(name: etree._Element | None) -> int | None:
    """Return the level of a built-in heading, which WPS writes without its outline level."""
    found = re.fullmatch(r"heading ([1-9])", name.get(f"{W}val", "").lower()) if name is not None else None
    return int(found[1]) if found else None


def _outline(properties: etree._Element | None) -> int | None:
    found = properties.find(f"{W}outlineLvl") if properties is not None else None
    value = level_of(found.get(f"{W}val", "9")) if found is not None else 9
    return value + 1 if value < 9 else None


def _number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    if number is None:
        return None
    return number.get(f"{W}val", "0"), level_of(level.get(f"{W}val", "0")) if level is not None else 0


class _Reader:
    """Walks parts in reading order; keeps the counters of automatic numbers between paragraphs."""

    def __init__(self, styles: _Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._count = itertools.count(1)

    def paragraphs(self, root: etree._Element, place: Place) -> Iterator[Paragraph]:
        """Yield the paragraphs below ``root``, as :func:`zicha.formats.docx_walk.groups` finds them.

        The log's head, which stands below everything, is not part of what people read and edit.
        """
        for group, where in docx_walk.groups(root, place):
            if self._styles.of(group[-1].find(f"{W}pPr")).is_proof:
                continue
            yield self._paragraph(group, where)

    def _paragraph(self, group: docx_walk.Group, place: Place) -> Paragraph:
        properties = group[-1].find(f"{W}pPr")  # what is joined takes the look of its last part, whose end it keeps
        style = self._styles.of(properties)
        number = _number_of(properties) or style.numbering
        line = _Line()
        for part in group:
            line.collect(part)
        return Paragraph(
            number=next(self._count),
            text="".join(line.pieces),
            label=self._numbering.label(*number) if number else "",
            level=_outline(properties) or style.level,
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
            if tag == _T:
                self._say(child.text or "")
                continue
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
