"""Pages against GB/T 9704-2012: paper and margins (5.1, 5.2.1), letters (5.2.2), lines on a page (5.2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, Severity
from zicha.core.document import Document, Layout

_MILLIMETRE = 1440 / 25.4
_PAPER = (("width", 210), ("height", 297))
_MARGINS = (("top", 37), ("bottom", 35), ("left", 28), ("right", 26))
_TOLERANCE = 1.05
"""Millimetres: the standard's own ± 1, and what a writer of whole twentieths of a point rounds."""

_SIZE = 16
_LINES = 22


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield what is set otherwise; a file without pages has nothing to be set."""
    layout = document.layout
    if layout is None:
        return
    if _off(layout, _PAPER):
        yield _remark("layout.paper", "note", width=_mm(layout.width), height=_mm(layout.height))
    if _off(layout, _MARGINS):
        sizes = {name: _mm(getattr(layout, name)) for name, _ in _MARGINS}
        yield _remark("layout.margins", "note", **sizes)
    if layout.size is not None and layout.size != _SIZE * 20:
        yield _remark("layout.size", "note", points=f"{layout.size / 20:g}")
    lines = _lines(layout)
    if lines is not None and lines != _LINES:
        yield _remark("layout.lines", "note", lines=lines)


def _off(layout: Layout, wanted: tuple[tuple[str, int], ...]) -> bool:
    return any(
        (value := getattr(layout, name)) is not None and abs(value / _MILLIMETRE - size) > _TOLERANCE
        for name, size in wanted
    )


def _lines(layout: Layout) -> int | None:
    """How many lines of the body a page holds, if the file fixes that."""
    if layout.pitch is None or layout.height is None or layout.top is None or layout.bottom is None:
        return None
    return (layout.height - layout.top - layout.bottom) // layout.pitch if layout.pitch else None


def _mm(twips: int | None) -> str:
    return "?" if twips is None else f"{twips / _MILLIMETRE:.1f}".removesuffix(".0")


def _remark(code: str, severity: Severity, **facts: str | int) -> Remark:
    return Remark(code, severity, 0, 0, 0, "", "", tuple(sorted(facts.items())))
