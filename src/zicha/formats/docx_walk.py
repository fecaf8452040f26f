"""Which elements of a Word document a reader sees, in which order: paragraphs, and the pieces of text in them.

Passed over are deletions, the old place of what was moved, fallback copies, hidden runs, field codes and the reading
aids above characters. A paragraph whose end is deleted goes on in the next one (ECMA-376-1 17.13.5.15).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zicha.core.document import Place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

UNSEEN = frozenset(
    {f"{MC}Fallback"}
    | {
        f"{W}{name}"
        for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "tblPr", "tcPr")
    }
)
BOX = f"{W}txbxContent"
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TEXTS = frozenset({f"{W}t", f"{M}t"})

Group = tuple[etree._Element, ...]  # noqa: SLF001 -- lxml has no other name for the type

_P, _R, _TR, _TBL = f"{W}p", f"{W}r", f"{W}tr", f"{W}tbl"
_END_DELETED = (f"{W}pPr/{W}rPr/{W}del", f"{W}pPr/{W}rPr/{W}moveFrom")
_OFF = frozenset({"0", "false", "off"})


def groups(root: etree._Element, place: Place) -> Iterator[tuple[Group, Place]]:
    """Yield the paragraphs below ``root``, each with its place, those of text boxes after the one that holds the box.

    A paragraph is one element, or several where the ends between them are deleted.
    """
    waiting: list[etree._Element] = []
    for child in root:
        tag = child.tag
        if tag == _P:
            waiting.append(child)
            if _goes_on(child):
                continue
        if waiting:
            yield from _finished(waiting, place)
            waiting = []
        if tag != _P and seen(child):
            yield from groups(child, "table" if tag == _TBL else place)
    if waiting:
        yield from _finished(waiting, place)


def _finished(group: list[etree._Element], place: Place) -> Iterator[tuple[Group, Place]]:
    yield tuple(group), place
    for element in group:
        for box in _boxes(element):
            yield from groups(box, "textbox")


def _goes_on(paragraph: etree._Element) -> bool:
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    if properties is None or not any(paragraph.find(path) is not None for path in _END_DELETED):
        return False
    following = paragraph.getnext()
    return following is not None and following.tag == _P


def seen(element: etree._Element) -> bool:
    """Whether a reader sees an element: a deletion, a hidden run and a deleted row of a table are not seen."""
    tag = element.tag
    if tag in UNSEEN:
        return False
    if tag == _R:
        return not _hidden(element)
    return tag != _TR or element.find(f"{W}trPr/{W}del") is None


def _hidden(run: etree._Element) -> bool:
    if not len(run) or run[0].tag != f"{W}rPr":
        return False
    found = run[0].find(f"{W}vanish")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def shown(element: etree._Element) -> str | None:
    """Return the text that an element itself shows, ``None`` if it is no piece of text."""
    tag = element.tag
    if tag in TEXTS:
        return element.text or ""
    if tag == f"{W}sym":
        return _symbol(element)
    return SIGNS.get(tag)


def _symbol(element: etree._Element) -> str:
    """One sign, whichever it is: fonts of symbols use private numbers that stand for nothing outside them."""
    number = element.get(f"{W}char", "")
    code = int(number, 16) if number and all(digit in "0123456789abcdefABCDEF" for digit in number[:6]) else 0
    return chr(code) if 0x20 <= code < 0xD800 else "□"


def leaves(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the pieces of text of a paragraph, each with its element; text boxes in it are left out."""
    for child in element:
        if child.tag == BOX or not seen(child):
            continue
        text = shown(child)
        if text is None:
            yield from leaves(child)
        else:
            yield child, text


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter(BOX):
        above = (parent for parent in box.iterancestors())
        if not any(parent.tag == BOX or not seen(parent) for parent in above):
            yield box
