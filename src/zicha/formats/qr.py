"""A QR code as SVG (ISO/IEC 18004), to stand in a page."""

from __future__ import annotations

import io

import segno


def svg(text: str) -> str:
    """Return an SVG element that says ``text``, as large as its place, dark on white whatever the page's colours.

    Error correction is M: a wall is read from an angle and from the back of the room.
    """
    code = segno.make_qr(text, error="m")
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)


def png(text: str) -> bytes:
    """Return a PNG that says ``text``, for paper; equal texts give equal bytes."""
    written = io.BytesIO()
    segno.make_qr(text, error="m").save(written, kind="png", scale=4, border=1)
    return written.getvalue()


def bare_svg(text: str) -> str:
    """Return an SVG document that says ``text``, for paper that is white already."""
    written = io.BytesIO()
    segno.make_qr(text, error="m").save(
        written, kind="svg", border=1, dark="#000", omitsize=True, xmldecl=False, lineclass=None, nl=False
    )
    return written.getvalue().decode()
