"""A composed report as the document that a reader sees, so that the checker's rules can be asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zicha.core import document
from zicha.core.document import Document
from zicha.core.figures import Figure
from zicha.core.report import Block, Paragraph, Report, Role, Section, walk

HEADING = -1
"""The ``block`` of a section's heading, and of the report's title, addressee and signature."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph of the document stands in the report.

    Attributes:
        section: the section's id; empty for title, addressee and signature.
        block: the place in the section's blocks, :data:`HEADING` for its heading.
        role: what the paragraph is; ``facts`` for what the program wrote around it.
    """

    section: str
    block: int
    role: Role


def paragraphs(report: Report) -> tuple[tuple[Spot, document.Paragraph], ...]:
    """Return the report's paragraphs in order of reading, each with its place; cells of tables come one by one."""
    found = [
        (spot, document.Paragraph(number, text, label, level, is_title, place, figures))
        for number, (spot, text, label, level, is_title, place, figures) in enumerate(_pieces(report), start=1)
    ]
    return tuple(found)


def as_document(report: Report) -> Document:
    """Return the report as a document."""
    return Document(tuple(paragraph for _spot, paragraph in paragraphs(report)))


_Piece = tuple[Spot, str, str, int, bool, document.Place, tuple[document.Placed, ...]]


def _pieces(report: Report) -> Iterator[_Piece]:
    around = Spot("", HEADING, "facts")
    yield around, report.title, "", 0, True, "body", ()
    if report.addressee:
        yield around, report.addressee, "", 0, False, "body", ()
    for section in walk(report.parts):
        yield Spot(section.id, HEADING, "facts"), section.title, section.number, section.level, False, "body", ()
        for place, block in enumerate(section.blocks):
            yield from _block(section, place, block)
    for line in (report.signature.organisation, report.signature.date):
        yield around, line, "", 0, False, "body", ()


def _block(section: Section, place: int, block: Block) -> Iterator[_Piece]:
    if isinstance(block, Paragraph):
        yield Spot(section.id, place, block.role), block.text, "", 0, False, "body", tuple(_figures(block))
        return
    spot = Spot(section.id, place, "facts")
    for line in (block.heads, *(row.cells for row in block.rows)):
        for cell in line:
            yield spot, cell, "", 0, False, "table", ()


def _figures(paragraph: Paragraph) -> Iterator[document.Placed]:
    start = 0
    for run in paragraph.runs:
        end = start + len(run.text)
        if isinstance(run, Figure):
            yield document.Placed(start, end, run.id)
        start = end
