"""The checker asked about a composed report: what it finds, with the section and the block it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zicha.core import check, report_text
from zicha.core.checks.base import Context, Known, Remark, Severity
from zicha.core.document import Document
from zicha.core.figures import Figure
from zicha.core.report import Report, Role, distinct

NOT_ASKED = frozenset({"layout", "figures_traced"})
"""Rules that look at a file."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing the checker has to say about a report.

    Attributes:
        section: the section's id; empty for title, addressee, signature and the report as a whole.
        block: the place in the section's blocks, -1 for its heading; see :mod:`zicha.core.report_text`.
        role: whose words they are: ``prose`` and ``item`` are people's, ``facts`` the program's.
        code, severity, text, suggestion, facts: as in :class:`zicha.core.checks.base.Remark`.
        start, end: offsets of ``text`` in the block as it reads, its figures filled in.
    """

    section: str
    block: int
    role: Role
    code: str
    severity: Severity
    text: str
    start: int
    end: int
    suggestion: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()


def find(
    report: Report,
    *,
    previous: Report | None,
    cut: Callable[[str], list[str]],
    figures: Iterable[Figure] = (),
    redefined: frozenset[str] = frozenset(),
) -> tuple[Placed, ...]:
    """Return what the rules find in a report, in order of reading.

    What people typed is compared with the report's own figures, and with those of ``figures``. ``redefined`` are the
    measures whose rule has changed.
    """
    numbered = report_text.paragraphs(report)
    spots = {paragraph.number: spot for spot, paragraph in numbered}
    context = Context(
        cut=cut,
        period=report.period,
        previous=report_text.as_document(previous) if previous is not None else None,
        unit_name=report.unit_name,
        known=known((*report.figures, *figures)),
        redefined=redefined,
    )
    document = Document(tuple(paragraph for _spot, paragraph in numbered))
    found = check.check(document, context=context, without=NOT_ASKED)
    return tuple(_placed(remark, spots) for remark in found)


def known(figures: Iterable[Figure]) -> tuple[Known, ...]:
    """Return what figures say, each once; one with nothing to divide by says nothing."""
    return tuple(
        Known(figure.measure, figure.title.zh, figure.unit_word, figure.value, figure.text)
        for figure in distinct(tuple(figures))
        if figure.value is not None
    )


def _placed(remark: Remark, spots: dict[int, report_text.Spot]) -> Placed:
    spot = spots.get(remark.paragraph, report_text.Spot("", report_text.HEADING, "facts"))
    return Placed(
        section=spot.section,
        block=spot.block,
        role=spot.role,
        code=remark.code,
        severity=remark.severity,
        text=remark.text,
        start=remark.start,
        end=remark.end,
        suggestion=remark.suggestion,
        facts=remark.facts,
    )
