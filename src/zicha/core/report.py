"""The report as a tree: sections, blocks, runs. A run is text, or a figure that can be asked again.

zicha drafts only facts: the outline's sentences with their figures, lists of entries, windows that were missed.
Prose is what people wrote, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zicha.core.figures import Figure
from zicha.core.findings import Finding
from zicha.core.periods import Period
from zicha.core.text import Language

Role = Literal["facts", "prose", "blank", "gap", "item", "none"]
BY_PEOPLE: frozenset[Role] = frozenset({"prose", "blank", "item"})
"""The roles of paragraphs that people write, or are still to write."""
SHORT = 5
"""A name or a state, which is not broken, has at most so many characters."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words.

    Attributes:
        unknown: whether it is a reference in braces that names no measure; it is shown as it was written.
    """

    text: str
    unknown: bool = False


Run = Text | Figure


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        role: where it comes from: the scheme's ``facts``, people's ``prose``, ``blank`` where prose is still to be
            written, a ``gap`` (a duty not kept in time), an ``item`` of a list, ``none`` for a sentence about a list.
        records: ``seq`` of the revisions a gap speaks of.
    """

    runs: tuple[Run, ...]
    role: Role
    records: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph as it reads."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a table, with the number of the revision it shows."""

    cells: tuple[str, ...]
    record: int


@dataclass(frozen=True, slots=True)
class Table:
    """A list of entries.

    Attributes:
        widths: shares of the width, in the order of the columns; they add up to 1000.
        wide: whether each column holds long text, which is set flush left; the others are centred.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    wide: tuple[bool, ...]

    def look(self, column: int, cell: str) -> Literal["wide", "short", ""]:
        """Return how a cell stands in its column, counted from 0: long text, a word that is not broken, or neither."""
        if self.wide[column]:
            return "wide"
        return "short" if len(cell) <= SHORT else ""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    Attributes:
        number: as it stands in the document: ``一、``, ``（一）``, ``1.``, ``（1）``.
        level: 1 for the topmost.
    """

    id: str
    number: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and the date.

    Attributes:
        sealed: whether it leaves room for a stamp (GB/T 9704-2012 7.3.5.1).
    """

    organisation: str
    date: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A self-inspection report.

    Attributes:
        id: ``rep-scheme-unit-period``.
        version: the scheme's version.
        snapshot: what pins the ledger's state: the head of the log, or empty.
        attachments: each on pages of its own; ``number`` is 附件 or 附件1, ``level`` 0.
        asked: figures that somebody asked for beside the text, such as an organisation's own template.
        findings: references to no measure, slots nobody wrote in.
    """

    id: str
    title: str
    scheme: str
    version: str
    unit: str
    unit_name: str
    period: Period
    on: date
    as_known_at: datetime
    language: Language
    addressee: str
    sections: tuple[Section, ...]
    signature: Signature
    subtree: bool = False
    snapshot: str = ""
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Section, ...] = ()
    asked: tuple[Figure, ...] = ()

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections and the attachments, in order of reading."""
        return (*self.sections, *self.attachments)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the report in order of reading, as often as it stands there."""
        return tuple(
            run
            for section in walk(self.parts)
            for block in section.blocks
            if isinstance(block, Paragraph)
            for run in block.runs
            if isinstance(run, Figure)
        )


def walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Yield sections and the sections inside them, in order of reading."""
    for section in sections:
        yield section
        yield from walk(section.sections)


def distinct(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return figures in order, each once."""
    found: Mapping[str, Figure] = {figure.id: figure for figure in figures}
    return tuple(found.values())
