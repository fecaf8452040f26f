"""A composed report as the document that a reader sees, so that the checker's rules can be asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zicha.core import document, marks
from zicha.core.document import Document
from zicha.core.figures import Figure
from zicha.core.report import Block, Paragraph, Report, Role, Section, walk

HEADING = -1
"""The ``block`` of a section's heading, and of the report's title, addressee and signature."""

BY_PEOPLE: tuple[Role, ...] = ("prose", "item", "blank")
"""What people write, or are still to write."""


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
    numbered = enumerate(_pieces(report), start=1)
    return tuple((spot, replace(paragraph, number=number)) for number, (spot, paragraph) in numbered)


def as_document(report: Report) -> Document:
    """Return the report as a document."""
    return Document(tuple(paragraph for _spot, paragraph in paragraphs(report)))


_Piece = tuple[Spot, document.Paragraph]


def _pieces(report: Report) -> Iterator[_Piece]:
    around = Spot("", HEADING, "facts")
    yield around, document.Paragraph(0, report.title, is_title=True)
    if report.addressee:
        yield around, document.Paragraph(0, report.addressee)
    for section in walk(report.parts):
        heading = document.Paragraph(0, section.title, label=section.number, level=section.level)
        yield Spot(section.id, HEADING, "facts"), heading
        for place, block in enumerate(section.blocks):
            yield from _block(section, place, block)
    for line in (report.signature.organisation, report.signature.date):
        yield around, document.Paragraph(0, line)


def _block(section: Section, place: int, block: Block) -> Iterator[_Piece]:
    if isinstance(block, Paragraph):
        drafted = block.role not in BY_PEOPLE
        mark = document.Mark(0, len(block.text), marks.drafted(section.id, place))
        shown = document.Paragraph(0, block.text, figures=tuple(_figures(block)), marks=(mark,) if drafted else ())
        yield Spot(section.id, place, block.role), shown
        return
    for line in (block.heads, *(row.cells for row in block.rows)):
        for cell in line:
            yield Spot(section.id, place, "facts"), document.Paragraph(0, cell, place="table")


def _figures(paragraph: Paragraph) -> Iterator[document.Placed]:
    start = 0
    for run in paragraph.runs:
        end = start + len(run.text)
        if isinstance(run, Figure):
            yield document.Placed(start, end, run.id)
        start = end
