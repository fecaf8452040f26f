"""A document as it is laid out on paper after GB/T 9704-2012: a report, minutes of a meeting, a compiled volume.

It is made of the same sections and blocks as a report; what a report has beyond them (its question, its figures'
records) is not needed to set it on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zicha.core import report_words
from zicha.core.report import Block, Paragraph, Report, Section, Signature, Text
from zicha.core.text import Language


@dataclass(frozen=True, slots=True)
class Attending:
    """A line of names below the minutes: 出席, 请假 or 列席, and who (GB/T 9704-2012 10.3)."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """What stands on the pages, in order of reading.

    Attributes:
        phrases: parts of the title that stay whole when it is broken, such as the unit and the period.
        addressee: with its colon, or empty.
        sections: a section without number and title is plain paragraphs.
        attachments: each on pages of its own; ``number`` is 附件 or 附件1.
        signature: ``None`` for minutes, which are not signed.
        closing: what stands behind the signature, such as 附注 (7.3.6).
        author: for the file's properties.
    """

    title: str
    sections: tuple[Section, ...]
    signature: Signature | None = None
    addressee: str = ""
    attachments: tuple[Section, ...] = ()
    attending: tuple[Attending, ...] = ()
    closing: tuple[Section, ...] = ()
    phrases: tuple[str, ...] = ()
    author: str = ""
    language: Language = "zh"


def of_report(report: Report) -> OfficialDocument:
    """Return what stands on a report's pages."""
    return OfficialDocument(
        title=report.title,
        sections=report.sections,
        signature=report.signature,
        addressee=report.addressee,
        attachments=report.attachments,
        phrases=(report.unit_name, report_words.period(report.period, language=report.language)),
        author=report.unit_name,
        language=report.language,
    )


def plain(text: str) -> Paragraph:
    """Return a paragraph of people's words."""
    return Paragraph((Text(text),), "prose")


def numbered(texts: Iterable[str], *, language: Language = "zh") -> tuple[Paragraph, ...]:
    """Return the items of a list, numbered 1. 2. 3."""
    space = " " * (language == "en")
    return tuple(Paragraph((Text(f"{place}.{space}{text}"),), "item") for place, text in enumerate(texts, start=1))


def paragraphs(blocks: Iterable[Block]) -> Section:
    """Return blocks without a heading of their own."""
    return Section("", "", "", 1, tuple(blocks))


def headed(
    title: str, blocks: Iterable[Block], *, place: int, parents: tuple[int, ...] = (), language: Language = "zh"
) -> Section:
    """Return a section with its heading numbered by its place among its neighbours and those of its parents."""
    level = len(parents) + 1
    number = report_words.number(place, level, parents, language=language)
    return Section("", number, title, level, tuple(blocks))


def attached(attachments: Iterable[tuple[str, Iterable[Block]]], *, language: Language = "zh") -> tuple[Section, ...]:
    """Return attachments, each a title and its blocks, numbered if there are several."""
    listed = list(attachments)
    return tuple(
        Section(
            "", report_words.attachment(place if len(listed) > 1 else 0, language=language), title, 0, tuple(blocks)
        )
        for place, (title, blocks) in enumerate(listed, start=1)
    )
