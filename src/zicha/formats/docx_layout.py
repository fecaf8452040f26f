"""How the pages of a Word document are set: paper, margins, lines and letters of the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from zicha.core.document import Layout
from zicha.formats.docx_walk import W

_SINGLE = 240
"""``w:line`` of single spacing, where it is not in twentieths of a point (ECMA-376-1 17.3.1.33)."""

_BODY_AT_LEAST = 12
"""Characters: shorter paragraphs are headings, addressees, signatures."""

Values = tuple[int | None, int | None]
"""Letters in twentieths of a point, and lines if they are fixed."""


def read(body: etree._Element, styles: etree._Element | None, elements: Mapping[str, etree._Element]) -> Layout:
    """Return the layout of a document's root and of its styles, which ``elements`` holds by id.

    The last section's page is the document's.
    """
    usual = _Styles(elements, _defaults(styles))
    size, pitch = usual.body(body)
    sections = body.findall(f"{W}body/{W}sectPr")
    if not sections:
        return Layout(size=size, pitch=pitch)
    page, margins, grid = (sections[-1].find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
    if pitch is None and grid is not None and grid.get(f"{W}type") in ("lines", "linesAndChars", "snapToChars"):
        pitch = _number(grid, "linePitch")
    return Layout(
        width=_number(page, "w"), height=_number(page, "h"), top=_number(margins, "top"),
        bottom=_number(margins, "bottom"), left=_number(margins, "left"), right=_number(margins, "right"),
        pitch=pitch, size=size,
    )  # fmt: skip


class _Styles:
    """Looks up what a paragraph's style fixes, once a style."""

    def __init__(self, elements: Mapping[str, etree._Element], defaults: Values) -> None:
        self._elements = elements
        self._defaults = defaults
        self._known: dict[str, Values] = {}
        self._usual = next((name for name, each in elements.items() if _is_default(each)), "")

    def body(self, root: etree._Element) -> Values:
        """Return letters and lines of most of the body's text, each counted by its characters."""
        sizes, pitches = Counter[int](), Counter[int]()
        for paragraph in root.iterfind(f"{W}body/{W}p"):
            named = paragraph.find(f"{W}pPr/{W}pStyle")
            size, pitch = self._of(named.get(f"{W}val", "") if named is not None else self._usual)
            pitch = _pitch(paragraph.find(f"{W}pPr/{W}spacing")) or pitch
            signs = self._count(paragraph, size, sizes)
            if pitch and signs >= _BODY_AT_LEAST:
                pitches[pitch] += signs
        return _most(sizes), _most(pitches)

    def _count(self, paragraph: etree._Element, size: int | None, sizes: Counter[int]) -> int:
        signs = sum(len(text.text or "") for text in paragraph.iter(f"{W}t"))
        if signs < _BODY_AT_LEAST:
            return signs
        if next(paragraph.iter(f"{W}sz"), None) is None:
            if size:
                sizes[size] += signs
            return signs
        for run in paragraph.iter(f"{W}r"):
            found = _size(run.find(f"{W}rPr")) or size
            if found:
                sizes[found] += sum(len(text.text or "") for text in run.iter(f"{W}t"))
        return signs

    def _of(self, name: str) -> Values:
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> Values:
        size = pitch = None
        seen = set[str]()
        while name in self._elements and name not in seen:
            seen.add(name)
            style = self._elements[name]
            size = size or _size(style.find(f"{W}rPr"))
            pitch = pitch or _pitch(style.find(f"{W}pPr/{W}spacing"))
            based = style.find(f"{W}basedOn")
            name = based.get(f"{W}val", "") if based is not None else ""
        return size or self._defaults[0], pitch or self._defaults[1]


def _defaults(styles: etree._Element | None) -> Values:
    if styles is None:
        return None, None
    at = f"{W}docDefaults/{W}"
    size = _size(styles.find(f"{at}rPrDefault/{W}rPr"))
    # Word itself takes ten points where nothing is said (ECMA-376-1 17.3.2.38).
    return size or 200, _pitch(styles.find(f"{at}pPrDefault/{W}pPr/{W}spacing"))


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")


def _size(properties: etree._Element | None) -> int | None:
    half_points = _number(properties.find(f"{W}sz"), "val") if properties is not None else None
    return half_points * 10 if half_points else None


def _pitch(spacing: etree._Element | None) -> int | None:
    if spacing is None or spacing.get(f"{W}lineRule") != "exact":
        return None
    return _number(spacing, "line")


def _most(counted: Counter[int]) -> int | None:
    return max(counted, key=lambda value: (counted[value], value)) if counted else None


def _number(element: etree._Element | None, name: str) -> int | None:
    value = element.get(f"{W}{name}", "") if element is not None else ""
    return int(value) if value.isdecimal() else None
