"""Checking a finished document: read it, run the rules, say what they found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from zicha.core import check, messages, periods, report_check, report_words, sections
from zicha.core.check import Grade
from zicha.core.checks.base import Context, Remark
from zicha.core.document import Document
from zicha.core.figures import Figure
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.report_check import Placed
from zicha.core.text import Language
from zicha.formats import check_toml, docx_annotate, docx_figures, odt_figures, text_read
from zicha.formats.docx_annotate import Note
from zicha.formats.docx_figures import Marked

if TYPE_CHECKING:
    from zicha.services.check_knowledge import Ledger


AROUND = 12
"""Characters shown on each side of what a finding quotes."""

LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker says of one file.

    Attributes:
        file: its name.
        remarks: in the order of the text.
        document: what was read.
    """

    file: str
    remarks: tuple[Remark, ...]
    document: Document

    @property
    def findings(self) -> tuple[Remark, ...]:
        """The remarks that find something wrong."""
        return tuple(remark for remark in self.remarks if remark.severity != "info")

    @property
    def information(self) -> tuple[Remark, ...]:
        """The remarks that only tell something."""
        return tuple(remark for remark in self.remarks if remark.severity == "info")


def check_file(
    *,
    content: bytes,
    name: str,
    period: Period | None = None,
    previous: Document | None = None,
    ledger: Ledger | None = None,
    grades: Mapping[str, Grade] | None = None,
) -> Checked:
    """Return what the rules find in a .docx, .txt or .md file.

    Takes the period the report is for, if it is known (else the title's is used), the last report, what the ledger
    says, and grades by rule. Raises ``Refusal`` if the file cannot be read.
    """
    marked = _opened(content, name)
    context = Context(
        cut=cutter(),
        period=period,
        previous=previous,
        unit_name=ledger.unit_name if ledger else "",
        known=ledger.known if ledger else (),
        written=marked.written,
    )
    return Checked(name, check.check(marked.document, context=context, grades=grades), marked.document)


def read(*, content: bytes, name: str) -> Document:
    """Return the document in a file, told apart by the ending of ``name``; raise ``Refusal`` if it is none."""
    return _opened(content, name).document


def _opened(content: bytes, name: str) -> Marked:
    ending = PurePath(name).suffix.lower()
    if ending == ".odt":
        return odt_figures.read(content)
    if ending in (".txt", ".md", ".markdown"):
        return Marked(text_read.read(content, markdown=ending != ".txt"), None, ())
    return docx_figures.read(content, with_layout=True)


def annotated(*, content: bytes, checked: Checked, language: Language, made_at: datetime) -> bytes:
    """Return a copy of the .docx that was checked, with a comment at every finding; all else stays as it was."""
    notes = [
        Note(remark.paragraph, remark.start, remark.end, said(remark, language=language)) for remark in checked.findings
    ]
    return docx_annotate.annotate(content, notes, author="zicha", made_at=made_at)


def said(remark: Remark | Placed, *, language: Language) -> str:
    """Return a finding as one line: how grave it is, what it says, and what could stand there instead."""
    severity = messages.sentence(f"cli.severity.{remark.severity}", language=language)
    cure = messages.sentence("cli.check_cure", language=language, suggestion=remark.suggestion)
    return f"{severity} {sentence(remark, language=language)}{cure if remark.suggestion else ''}"


def read_rules(*, content: bytes, name: str) -> dict[str, Grade]:
    """Return the grades in a file of rules; raise ``Refusal`` with the line of what is wrong in it."""
    return check_toml.read(content, name=name)


def as_json(checked: Checked, *, language: Language) -> dict[str, Any]:
    """Return the published JSON shape of a check, its sentences in ``language``."""
    return {
        "file": checked.file,
        "findings": [
            {
                "code": remark.code,
                "severity": remark.severity,
                "paragraph": remark.paragraph,
                "start": remark.start,
                "end": remark.end,
                "text": remark.text,
                "message": sentence(remark, language=language),
                "suggestion": remark.suggestion,
                "facts": dict(remark.facts),
            }
            for remark in checked.remarks
        ],
    }


def check_report(
    *, report: Report, previous: Report | None = None, figures: Iterable[Figure] = ()
) -> tuple[Placed, ...]:
    """Return what the rules find in a composed report, each finding with its section, block and offsets.

    Takes the unit's last report, if there is one, to see what was taken over from it. Typed numbers are compared with
    the report's own figures and with ``figures``, other measures of the same unit and period that the caller knows;
    nothing is read from the ledger. :func:`sentence` says a finding in words.
    """
    redefined = _redefined(report, previous)
    return report_check.find(report, previous=previous, figures=figures, cut=cutter(), redefined=redefined)


def sentence(remark: Remark | Placed, *, language: Language) -> str:
    """Return what a remark says to a person."""
    facts = dict(remark.facts)
    if "period" in facts:
        facts["period"] = report_words.period(periods.parse(str(facts["period"])), language=language)
    if "previous" in facts:
        facts["place"] = _place(facts["previous"], str(facts["heading"]), language)
    return messages.sentence(remark.code, language=language, text=remark.text, **facts)


def told(checked: Checked, *, language: Language) -> Iterator[str]:
    """Yield a line for each finding, then for what is only told: where it stands, its heading, and what it is."""
    headings = sections.titles(checked.document)
    for remark in (*checked.findings, *checked.information):
        place = _place(remark.paragraph, headings.get(remark.paragraph, ""), language)
        yield f"{place} {said(remark, language=language)}"


def _place(paragraph: int | str, section: str, language: Language) -> str:
    code = "cli.check_place_in" if section else "cli.check_place" if paragraph else "cli.check_whole"
    return messages.sentence(code, language=language, paragraph=paragraph, section=section)


def around(checked: Checked, remark: Remark) -> tuple[str, str, str]:
    """Return the words a finding quotes with some before and behind them; all empty for the document as a whole."""
    if not remark.paragraph:
        return "", "", ""
    text = checked.document.paragraphs[remark.paragraph - 1].text
    start, end = remark.start, min(remark.end, remark.start + LONGEST_QUOTE)
    before = text[max(0, start - AROUND) : start]
    behind = text[end : end + AROUND]
    cut = "…" if start > AROUND else "", "…" if len(text) > end + AROUND else ""
    return cut[0] + before, text[start:end], behind + cut[1]


def _redefined(now: Report, before: Report | None) -> frozenset[str]:
    if before is None or (now.scheme, now.version) == (before.scheme, before.version):
        return frozenset()
    from zicha.services import check_knowledge  # noqa: PLC0415 -- a file is checked without a database

    return check_knowledge.redefined(now=now, before=before)


@functools.cache
def cutter() -> Callable[[str], list[str]]:
    """Return what splits a text into words of the dictionary and invents none; the first call loads it."""
    import rjieba  # noqa: PLC0415 -- loads a dictionary; only a check needs it

    return functools.partial(rjieba.cut, hmm=False)
