"""A copy of a Word document with comments at places of its text (ECMA-376-1 17.13.4); all else stays as it was.

Places are those of :mod:`zicha.formats.docx_read`: a paragraph's number and offsets in its text. Word allows no
comments in notes and text boxes; theirs stand at the paragraph that holds the note or the box.
"""

from __future__ import annotations

import copy
import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from zicha.core.findings import Refusal
from zicha.formats import docx_read, docx_walk
from zicha.formats.docx_walk import BOX, Group, W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MAIN, _RELATIONS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_ALSO = re.compile(r"word/(comments\d*|_rels/document\.xml)\.(xml|rels)|\[Content_Types\]\.xml")

# Markers may stand between runs in these; inside anything else they stand around the whole of it.
_HOLDERS = frozenset(f"{W}{name}" for name in ("p", "ins", "moveTo", "hyperlink", "smartTag"))


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said at a place.

    Attributes:
        paragraph: the paragraph's number, 0 for the document as a whole.
        start, end: offsets in its text; equal ones mean the whole paragraph.
        text: what the comment says; each line a paragraph of it.
    """

    paragraph: int
    start: int
    end: int
    text: str


def annotate(content: bytes, notes: Sequence[Note], *, author: str, made_at: datetime) -> bytes:
    """Return a copy of a .docx with one comment a note; raise ``Refusal`` if ``content`` cannot be read."""
    parts = docx_read.unpack(content, also=_ALSO)
    missing = {_RELATIONS, _TYPES} - parts.keys()
    if missing or b"http://purl.oclc.org/ooxml/" in parts[_MAIN][:4_096]:
        raise Refusal("document.strict")
    body = docx_read.parse(parts[_MAIN])
    relations = docx_read.parse(parts[_RELATIONS])
    name = _comments_part(relations)
    comments = docx_read.parse(parts[name]) if name in parts else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    places = _Places(body, parts)
    ids = itertools.count(_first_free(body, comments))
    for note in notes:
        number = str(next(ids))
        places.mark(note, number)
        comments.append(_comment(note, number, author, made_at))
    changed = {_MAIN: body, name: comments, _RELATIONS: relations, _TYPES: _with_type(parts[_TYPES], name)}
    return _packed(content, {part: _written(root) for part, root in changed.items()})


class _Places:
    """Finds the elements of a paragraph and sets markers around a part of its text."""

    def __init__(self, body: etree._Element, parts: dict[str, bytes]) -> None:
        self._body = body
        self._groups = [group for group, _place in docx_walk.groups(body, "body")]
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            if part in parts:
                notes = docx_walk.groups(docx_read.parse(parts[part]), "footnote")
                self._groups += [group for group, _place in notes]

    def mark(self, note: Note, number: str) -> None:
        """Set the markers of a comment."""
        group, start, end = self._place(note)
        leaves = [(leaf, text) for part in group for leaf, text in docx_walk.leaves(part) if text]
        length = sum(len(text) for _leaf, text in leaves)
        if not leaves:
            group[-1].extend(
                (_marker("commentRangeStart", number), _marker("commentRangeEnd", number), _reference(number))
            )
            return
        start, end = (start, end) if 0 <= start < end <= length else (0, length)
        _outer(_begin(group, start)).addprevious(_marker("commentRangeStart", number))
        last = _outer(_finish(group, end))
        last.addnext(_reference(number))
        last.addnext(_marker("commentRangeEnd", number))

    def _place(self, note: Note) -> tuple[Group, int, int]:
        if not 1 <= note.paragraph <= len(self._groups):
            return self._first(), 0, 0
        group = self._groups[note.paragraph - 1]
        root = group[0].getroottree().getroot()
        if root is not self._body:
            return self._referring(group[0]), 0, 0
        boxes = list(group[0].iterancestors(BOX))
        if boxes:
            return (next(boxes[-1].iterancestors(f"{W}p")),), 0, 0
        return group, note.start, note.end

    def _first(self) -> Group:
        """The first paragraph that says something, else the first."""
        said = (
            group for group in self._groups if any(text.strip() for part in group for _, text in docx_walk.leaves(part))
        )
        return next(said, self._groups[0])

    def _referring(self, noted: etree._Element) -> Group:
        """The paragraph that refers to a footnote or an endnote."""
        note = next(noted.iterancestors(f"{W}footnote", f"{W}endnote"), None)
        if note is not None:
            for reference in self._body.iter(f"{note.tag}Reference"):
                if reference.get(f"{W}id") == note.get(f"{W}id"):
                    return (next(reference.iterancestors(f"{W}p")),)
        return self._first()


def _begin(group: Group, start: int) -> etree._Element:
    """Return the element that begins at an offset, its run cut in two there if need be."""
    place = 0
    for leaf, text in _leaves(group):
        if start < place + len(text):
            return _cut(leaf, start - place)
        place += len(text)
    raise AssertionError("the offset lies in the text")


def _finish(group: Group, end: int) -> etree._Element:
    """Return the element that ends at an offset, its run cut in two there if need be."""
    place = 0
    for leaf, text in _leaves(group):
        if end <= place + len(text):
            return _cut_behind(leaf, end - place, len(text))
        place += len(text)
    raise AssertionError("the offset lies in the text")


def _leaves(group: Group) -> list[tuple[etree._Element, str]]:
    return [(leaf, text) for part in group for leaf, text in docx_walk.leaves(part) if text]


def _cut(leaf: etree._Element, place: int) -> etree._Element:
    """Return the run that begins at ``place`` of a leaf; what stands before goes into a run of its own."""
    run = _holder(leaf)
    if run.tag != f"{W}r" or _outer(run) is not run:
        return run
    before = [child for child in run.iterchildren() if child.tag != f"{W}rPr"]
    before = before[: before.index(leaf)]
    if not before and not place:
        return run
    head = etree.Element(run.tag)
    head.attrib.update(run.attrib)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        head.append(copy.deepcopy(properties))
    run.addprevious(head)
    head.extend(before)
    if place:
        head.append(_part(leaf, (leaf.text or "")[:place]))
        leaf.text = (leaf.text or "")[place:]
        leaf.set(_SPACE, "preserve")
    return run


def _cut_behind(leaf: etree._Element, place: int, length: int) -> etree._Element:
    """Return the run that ends at ``place`` of a leaf."""
    run = _holder(leaf)
    if run.tag != f"{W}r" or _outer(run) is not run:
        return run
    following = leaf.getnext()
    if place == length and following is None:
        return run
    rest = _cut(leaf if following is None or place < length else following, place if place < length else 0)
    return next(rest.itersiblings(preceding=True))


def _holder(leaf: etree._Element) -> etree._Element:
    return next(leaf.iterancestors())


def _part(leaf: etree._Element, text: str) -> etree._Element:
    part = etree.Element(leaf.tag)
    part.text = text
    part.set(_SPACE, "preserve")
    return part


def _outer(element: etree._Element) -> etree._Element:
    """Return the outermost element around one that markers must not part: a control, a field, a formula."""
    outer = element
    for parent in element.iterancestors():
        if parent.tag == f"{W}p":
            break
        if parent.tag not in _HOLDERS:
            outer = parent
    return outer


def _marker(name: str, number: str) -> etree._Element:
    return etree.Element(f"{W}{name}", {f"{W}id": number})


def _reference(number: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    run.append(_marker("commentReference", number))
    return run


def _comment(note: Note, number: str, author: str, made_at: datetime) -> etree._Element:
    written = {"id": number, "author": author, "date": f"{made_at:%Y-%m-%dT%H:%M:%SZ}", "initials": author[:2]}
    comment = etree.Element(f"{W}comment", {f"{W}{name}": value for name, value in written.items()})
    for line in note.text.splitlines():
        text = etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r"), f"{W}t")
        text.text = line
        text.set(_SPACE, "preserve")
    return comment


def _first_free(*roots: etree._Element) -> int:
    names = [f"{W}{name}" for name in ("comment", "commentRangeStart", "commentReference")]
    used = (each.get(f"{W}id", "0") for root in roots for each in root.iter(*names))
    return max((int(number) for number in used if number.isdecimal()), default=-1) + 1


def _comments_part(relations: etree._Element) -> str:
    """Return the name of the part with the comments, related anew if there was none."""
    tag = f"{{{_PACKAGE}/relationships}}Relationship"
    for each in relations.iter(tag):
        if each.get("Type") == _COMMENTS:
            target = each.get("Target", "comments.xml")
            return target.lstrip("/") if target.startswith("/") else f"word/{target}"
    ids = {each.get("Id") for each in relations.iter(tag)}
    free = next(name for number in itertools.count(1) if (name := f"rIdComments{number}") not in ids)
    etree.SubElement(relations, tag, {"Id": free, "Type": _COMMENTS, "Target": "comments.xml"})
    return "word/comments.xml"


def _with_type(xml: bytes, name: str) -> etree._Element:
    types = docx_read.parse(xml)
    tag = f"{{{_PACKAGE}/content-types}}Override"
    if all(each.get("PartName") != f"/{name}" for each in types.iter(tag)):
        etree.SubElement(types, tag, {"PartName": f"/{name}", "ContentType": _CONTENT})
    return types


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _packed(content: bytes, changed: dict[str, bytes]) -> bytes:
    """Return the file with some members changed or added, the others as they were and in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = changed.pop(member.filename, None)
            new.writestr(member, old.read(member) if data is None else data)
        for name, data in changed.items():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
