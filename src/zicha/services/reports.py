"""The self-inspection report: composed from the record, rendered as Word file, page or JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings

from zicha.core import board, figures, measures, report_outline, scheme_figures, units
from zicha.core.board import Board, Ledger
from zicha.core.figures import Figure, Name
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.periods import Period, Span
from zicha.core.problem_measures import Asked
from zicha.core.report import Report
from zicha.core.report_outline import Material
from zicha.core.report_proof import ProofNote
from zicha.core.scheme import Scheme
from zicha.core.text import Language
from zicha.core.unit_index import UnitIndex
from zicha.core.units import UnitSpan
from zicha.formats import docx_write, html, libreoffice, pdf, pdf_fonts, report_json
from zicha.formats.pdf_fonts import Faces
from zicha.services import boards, closed, problems, promises, study
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import log as log_queries
from zicha.store.queries import prose as prose_queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries

Form = Literal["docx", "pdf", "html", "json"]

FIGURE_LINK = "/figure/{id}/"
ENTRY_LINK = "/entries/{seq}/"


def compose(
    *,
    unit: str,
    period: Period,
    scheme: str,
    on: date,
    as_known_at: datetime,
    language: Language,
    subtree: bool = False,
    drafted: Mapping[str, str] | None = None,
) -> Report:
    """Return the report of a unit (with the units below it, if ``subtree``) for a period under a scheme.

    ``drafted`` holds texts by section that are not saved yet; they stand in for the saved ones. Raises ``Refusal``
    for a unit nobody knows and a scheme that does not hold in the period.
    """
    found = material(
        unit=unit,
        period=period,
        scheme=scheme,
        on=on,
        as_known_at=as_known_at,
        language=language,
        subtree=subtree,
        drafted=drafted,
    )
    return report_outline.compose(found)


def material(
    *,
    unit: str,
    period: Period,
    scheme: str,
    on: date,
    as_known_at: datetime,
    language: Language,
    subtree: bool = False,
    drafted: Mapping[str, str] | None = None,
    all_measures: bool = False,
) -> Material:
    """Return what a report is composed of, as :func:`compose` asks; with ``all_measures``, every number there is."""
    schemes = scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at)
    chosen = next((each for each in schemes if each.id == scheme), None)
    if chosen is None:
        raise Refusal("reports.scheme_unknown", scheme=scheme, period=period)
    ledger = boards.read(
        unit=unit,
        period=period,
        on=on,
        as_known_at=as_known_at,
        subtree=subtree,
        schemes=(chosen,),
        people=boards.counts_people((chosen,)),
    )
    shown = board.build(ledger=ledger, unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree)
    prose = prose_queries.texts(scheme=scheme, unit=unit, period=str(period), as_known_at=as_known_at)
    written = {section: text.text for section, text in prose.items()} | dict(drafted or {})
    wanted = report_outline.referenced(chosen.report, prose=written, measures={each.id: 1 for each in chosen.measures})
    measured = tuple(each.id for each in chosen.measures) if all_measures else wanted
    codes = _codes(ledger.units, shown, subtree=subtree)
    asked = problems.asked(scheme=chosen, units=codes, span=period.span, on=on, as_known_at=as_known_at, texts=True)
    promised = promises.due(unit=unit, scheme=scheme, period=period, on=on, as_known_at=as_known_at)
    found = _material(chosen, ledger, shown, written, language, measured, asked, subtree=subtree)
    return replace(found, promises=promised, snapshot=_head(as_known_at))


def _head(as_known_at: datetime) -> str:
    """The head of the log at an instant, written as in a checkpoint (C2SP tlog-checkpoint): its size and its root."""
    size = log_queries.size_at(as_known_at=as_known_at)
    return f"{size} {base64.b64encode(log_queries.root(size=size)).decode()}" if size else ""


def render(
    *,
    report: Report,
    form: Form,
    figure_link: str = FIGURE_LINK,
    entry_link: str = ENTRY_LINK,
    proof: ProofNote | None = None,
) -> bytes:
    """Return the report's bytes; the same report always gives the same bytes.

    The page's numbers link to ``figure_link`` and its rows to ``entry_link``, with ``{id}`` and ``{seq}`` filled in.
    A PDF is set in the faces of the folder ``ZICHA_FONTS``, else in those installed with zicha; raises ``Refusal``
    for a folder without Chinese faces, a face it has not, and a character that no face can show.
    """
    match form:
        case "docx":
            return docx_write.render(report, proof=proof)
        case "pdf":
            return pdf.render(report, faces=_faces(), proof=proof)
        case "html":
            return html.render(report, figure_link=figure_link, entry_link=entry_link, proof=proof)
        case "json":
            return report_json.render(report)


def page_true(*, docx: bytes) -> bytes:
    """Return a Word file, edited or as written, as PDF by LibreOffice: page for page what its editor sees.

    Raises ``Refusal`` where LibreOffice is missing or takes too long, and for what is no readable Word file.
    """
    return libreoffice.to_pdf(docx, faces=_faces())


def _faces() -> Faces:
    folder: Path | None = settings.ZICHA_FONTS
    return pdf_fonts.from_folder(folder, settings.ZICHA_FONT_FAMILIES) if folder else pdf_fonts.bundled()


def _material(
    scheme: Scheme,
    ledger: Ledger,
    shown: Board,
    prose: dict[str, str],
    language: Language,
    measured: tuple[str, ...],
    asked: Asked,
    *,
    subtree: bool,
) -> Material:
    day = max(shown.period.span.start, min(shown.on, shown.period.span.last_day))
    names = _unit_names(ledger.units, day)
    return Material(
        scheme=scheme,
        unit=shown.unit,
        unit_name=names.get(shown.unit, shown.unit),
        period=shown.period,
        on=shown.on,
        as_known_at=shown.as_known_at,
        language=language,
        figures=_figures(scheme, ledger, shown, measured, asked, subtree=subtree),
        cells=shown.cells,
        entries=_listed(scheme, ledger, shown),
        happened={revision.seq: revision.draft.happened_on for revision in ledger.revisions},
        names={person.id: person.name for person in unit_queries.people()},
        units=names,
        prose=prose,
        problems=asked,
        subtree=subtree,
    )


def _figures(
    scheme: Scheme, ledger: Ledger, shown: Board, measured: tuple[str, ...], counted: Asked, *, subtree: bool
) -> dict[str, Figure]:
    by_id = {measure.id: measure for measure in scheme.measures}
    codes = _codes(ledger.units, shown, subtree=subtree)
    asked = measures.in_question(ledger.revisions, units=codes, span=shown.period.span, on=shown.on)
    wanted = [by_id[measure_id] for measure_id in measured]
    planned = study.planned(
        measures=wanted, units=codes, span=shown.period.span, on=shown.on, as_known_at=shown.as_known_at
    )
    whole = Name("", shown.unit, shown.period, subtree)
    shut = closed.of_revisions(ledger.revisions, scheme=scheme, name=whole, on=shown.on)
    found = {}
    for measure_id in measured:
        measure = by_id[measure_id]
        name = Name(measure_id, shown.unit, shown.period, subtree)
        value = measures.evaluate(measure.rule, revisions=asked, cells=shown.cells, asked=counted, planned=planned)
        behind = {seq: shut[seq] for seq in value.records if seq in shut}
        found[measure_id] = figures.make(
            value, measure=measure, name=name, on=shown.on, as_known_at=shown.as_known_at, closed=behind,
            per=scheme.period,
        )  # fmt: skip
    return found


def _codes(spans: tuple[UnitSpan, ...], shown: Board, *, subtree: bool) -> tuple[str, ...]:
    return boards.scope(UnitIndex(spans), unit=shown.unit, period=shown.period, on=shown.on, subtree=subtree)


def _listed(scheme: Scheme, ledger: Ledger, shown: Board) -> tuple[Revision, ...]:
    """The period's entries of the listed kinds, with their words."""
    kinds = {kind for section in scheme_figures.all_sections(scheme.report.parts) for kind in section.kinds}
    codes = {revision.draft.unit for revision in ledger.revisions}
    end = max(shown.period.span.start, min(shown.period.span.end, shown.on + timedelta(days=1)))
    span = Span(shown.period.span.start, end)
    return ledger_queries.revisions(
        units=sorted(codes), span=span, as_known_at=shown.as_known_at, kinds=sorted(kinds), texts=True
    )


def _unit_names(spans: tuple[UnitSpan, ...], day: date) -> dict[str, str]:
    tree = units.tree_at(spans, on=day)
    last = {span.unit: span.name for span in spans}
    return last | {unit: tree.name(unit) for unit in tree.units}
