"""What a Word file carries so that its numbers and sections are found again after people have edited it.

Three carriers, since no word processor keeps all of them: content controls and bookmarks in the text, an unbound custom
XML part with every figure's words around it, and custom properties, which alone outlive a change to another format.
"""

from __future__ import annotations

from collections.abc import Iterator

from zicha.core import figures, instants, marks
from zicha.core.figures import Figure
from zicha.core.report import Paragraph, Report, walk
from zicha.formats import docx_write_parts as parts
from zicha.formats.docx_write_xml import escape

NAMESPACE = "urn:zicha:report:1"
FIGURES_PROPERTY = "zicha.figures"
LONGEST_PROPERTY = 255
"""Characters of a text property that Word's own window shows and keeps."""

_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_SIGNATURE = 190_000
_SECTIONS = 200_000
"""Numbers of bookmarks that are not figures begin here; figures count from 1."""


class Bookmarks:
    """Sets hidden bookmarks around runs; each gets a number of its own."""

    def __init__(self) -> None:
        self._number = _SECTIONS

    def around(self, name: str, runs: str) -> str:
        """Return the runs inside a bookmark; without a name, as they are."""
        if not name:
            return runs
        self._number += 1
        return _bookmark(self._number, name, runs)


def signature(place: int, runs: str) -> str:
    """Return a line of the signature inside its bookmark; line 0 is the organisation, line 1 the date."""
    return _bookmark(_SIGNATURE + place, marks.drafted("", place), runs)


def _bookmark(number: int, name: str, runs: str) -> str:
    """ECMA-376-1 17.13.6."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'


def properties(report: Report) -> str:
    """Return ``docProps/custom.xml``: what the report asked, the head of the log, and every figure's id and text."""
    values = {
        "zicha.report": report.id,
        "zicha.scheme": report.scheme,
        "zicha.version": report.version,
        "zicha.unit": report.unit,
        "zicha.period": str(report.period),
        "zicha.subtree": "true" if report.subtree else "false",
        "zicha.language": report.language,
        "zicha.on": report.on.isoformat(),
        "zicha.as_known_at": instants.written(report.as_known_at),
        "zicha.snapshot": report.snapshot,
    }
    values |= {f"{FIGURES_PROPERTY}.{place}": line for place, line in enumerate(_lines(report), start=1)}
    listed = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{place}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for place, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        f'{parts.HEAD}<Properties xmlns="{parts.OFFICE}/custom-properties" xmlns:vt="{parts.OFFICE}/docPropsVTypes">'
        f"{listed}</Properties>"
    )


def _lines(report: Report) -> Iterator[str]:
    """Yield ``id=text`` of all figures, in order of reading, as few lines as fit."""
    line = ""
    for figure in report.figures:
        word = f"{figure.id}={figure.text}"
        if line and len(line) + 1 + len(word) > LONGEST_PROPERTY:
            yield line
            line = ""
        line = f"{line};{word}" if line else word
    if line:
        yield line


def part(report: Report) -> str:
    """Return the custom XML part: the report's question, and every figure with its value, records and neighbours."""
    listed = "".join(
        f'<figure id="{escape(figure.id)}" bookmark="{figures.bookmark(figure.id, place)}" '
        f'text="{escape(figure.text)}" measure="{escape(figure.measure)}" unit="{escape(figure.unit)}" '
        f'period="{figure.period}" as_known_at="{instants.written(figure.as_known_at)}" '
        f'before="{escape(before)}" after="{escape(after)}" records="{" ".join(map(str, figure.records))}"/>'
        for place, (figure, before, after) in enumerate(_placed(report), start=1)
    )
    return (
        f'{parts.HEAD}<report xmlns="{NAMESPACE}" id="{escape(report.id)}" unit="{escape(report.unit)}" '
        f'period="{report.period}" scheme="{escape(report.scheme)}" version="{escape(report.version)}" '
        f'subtree="{"true" if report.subtree else "false"}" language="{report.language}" '
        f'on="{report.on}" as_known_at="{instants.written(report.as_known_at)}" snapshot="{escape(report.snapshot)}">'
        f"{listed}</report>"
    )


def _placed(report: Report) -> Iterator[tuple[Figure, str, str]]:
    """Yield every figure in order of reading, with the characters before and behind it."""
    for section in walk(report.parts):
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from _in_paragraph(block)


def _in_paragraph(paragraph: Paragraph) -> Iterator[tuple[Figure, str, str]]:
    whole, start = paragraph.text, 0
    for run in paragraph.runs:
        end = start + len(run.text)
        if isinstance(run, Figure):
            yield run, *marks.neighbours(whole, start, end)
        start = end
