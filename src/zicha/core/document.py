"""A document as a reader sees it: numbered paragraphs of plain text, with what stands behind the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zicha.core import marks

Place = Literal["body", "table", "footnote", "textbox"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure of zicha found in the text.

    Attributes:
        start, end: offsets into the paragraph's text.
        figure: the figure's id.
    """

    start: int
    end: int
    figure: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One of zicha's hidden bookmarks (:mod:`zicha.core.marks`) that begins in a paragraph.

    Attributes:
        start, end: offsets into the paragraph's text.
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        number: counted from 1 over the whole document, empty paragraphs included.
        text: what is visible, without an automatic number.
        label: the automatic number in front of it (``（一）``), or empty.
        level: 1 to 9 for a heading of that level, 0 for the title and for other text.
        is_title: whether it carries the title style.
        place: where it stands.
        figures, marks: zicha's content controls and hidden bookmarks in it, in order of reading.
    """

    number: int
    text: str
    label: str = ""
    level: int = 0
    is_title: bool = False
    place: Place = "body"
    figures: tuple[Placed, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def drafted(self) -> bool:
        """Whether zicha wrote the paragraph, and not people."""
        return any(found.sort == "f" for mark in self.marks if (found := marks.parse(mark.name)))

    @property
    def whole(self) -> str:
        """The text with its automatic number in front."""
        return self.label + self.text


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages of a file are set, in twentieths of a point; ``None`` for what the file does not fix.

    Attributes:
        width, height: of the paper.
        top, bottom, left, right: the margins.
        pitch: from one line of the body to the next.
        size: the letters of most of the body.
    """

    width: int | None = None
    height: int | None = None
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None
    pitch: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document, whatever file it came from.

    Attributes:
        layout: how its pages are set; ``None`` for a file without pages.
    """

    paragraphs: tuple[Paragraph, ...]
    layout: Layout | None = None

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the running text that say something."""
        return tuple(part for part in self.paragraphs if part.place == "body" and part.whole.strip())

    @property
    def title(self) -> Paragraph | None:
        """The paragraph in the title style, else the first line if it is short and ends without a full stop."""
        styled = [part for part in self.body if part.is_title]
        if styled:
            return styled[0]
        first = self.body[0] if self.body else None
        looks_like_one = first is not None and len(first.text) <= 60 and not first.text.rstrip().endswith("。")
        return first if looks_like_one else None
