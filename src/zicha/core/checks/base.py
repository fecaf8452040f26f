"""What every rule takes and gives.

A rule is a function ``find(document, context)`` that yields remarks. It is mechanical: it looks at signs,
numbers and dates, never at a viewpoint, and has no list of words to avoid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from zicha.core.document import Document, Paragraph
from zicha.core.periods import Period
from zicha.core.tracking import Written

Severity = Literal["error", "warning", "note", "info"]
"""How grave a remark is; ``info`` tells something and finds nothing wrong."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a rule has to say.

    Attributes:
        code: the sentence's key in ``zicha.core.message_tables.checks``; its first part is the rule.
        paragraph: the paragraph's number, 0 for the document as a whole.
        start, end: offsets of ``text`` in the paragraph.
        text: the words in question, as they stand.
        suggestion: what could stand there instead, or empty.
        facts: values for the places in the sentence.
    """

    code: str
    severity: Severity
    paragraph: int
    start: int
    end: int
    text: str
    suggestion: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A number that the ledger gives for the report's unit and period.

    Attributes:
        measure: the measure's id.
        title: what people call the measure.
        unit_word: the word behind the number: 次, 人, ``%``.
        value: exact; a share between 0 and 1 where the unit word is ``%``.
        text: as it is shown.
    """

    measure: str
    title: str
    unit_word: str
    value: int | Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beside the document.

    Attributes:
        cut: splits a text into words, losing no sign.
        period: the period the report is for, or ``None`` if it is not known.
        previous: the same unit's last report, or ``None``.
        unit_name: the name of the unit the report is for, or empty.
        known: what the ledger says, or nothing if it was not asked.
        redefined: ids of the measures whose rule is not the one of the last report.
        written: the figures as zicha wrote them into the file, or nothing if it did not write it.
    """

    cut: Callable[[str], list[str]]
    period: Period | None = None
    previous: Document | None = None
    unit_name: str = ""
    known: tuple[Known, ...] = ()
    redefined: frozenset[str] = frozenset()
    written: tuple[Written, ...] = ()


Rule = Callable[[Document, Context], Iterator[Remark]]


def mark(
    paragraph: Paragraph,
    start: int,
    end: int,
    *,
    code: str,
    severity: Severity,
    suggestion: str = "",
    **facts: str | int,
) -> Remark:
    """Return a remark on ``paragraph.text[start:end]``."""
    text = paragraph.text[start:end]
    return Remark(code, severity, paragraph.number, start, end, text, suggestion, tuple(sorted(facts.items())))
