"""The report while it is being written: its numbers are read once, its words as often as somebody types."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from zicha.core import periods, report_outline
from zicha.core.figures import Figure
from zicha.core.findings import Refusal
from zicha.core.report import Report
from zicha.core.report_check import Placed
from zicha.core.report_life import Frozen
from zicha.core.report_outline import Material
from zicha.core.text import Language
from zicha.services import checks, report_life, reports
from zicha.services.report_life import Which
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import log, schemes
from zicha.store.queries import prose as prose_queries

KEPT = 16
"""How many reports' materials a process remembers."""

KEPT_SECONDS = 600
"""For how long at most, so that what was erased is forgotten here too."""

BY_PEOPLE = frozenset({"prose", "item", "blank"})


@dataclass(frozen=True, slots=True)
class Asked:
    """How a report is asked for.

    Attributes:
        as_known_at: passed over when two questions are compared: the head of the log says what is known.
    """

    which: Which
    on: date
    language: Language
    subtree: bool
    as_known_at: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of this report beside that of the last one.

    Attributes:
        figure: now.
        before: as it was shown then, or empty.
        is_redefined: whether its rule was another one then, so that the two cannot be compared.
    """

    figure: Figure
    before: str
    is_redefined: bool


def material(asked: Asked) -> Material:
    """Return what a report is composed of but its prose, with every number there is.

    Raises ``Refusal`` as ``services.reports.compose``. The answer is remembered while nothing has been recorded.
    """
    size = ledger_queries.size()
    head = log.root(size=size) if size else b""
    loaded = tuple(version.sha256 for version in schemes.versions())
    return _material(asked, (head, loaded, _age(asked.as_known_at))) if size else _read(asked)


def compose(*, material: Material, prose: Mapping[str, str]) -> Report:
    """Return the report with people's words put in."""
    return report_outline.compose(replace(material, prose=dict(prose)))


def texts(*, which: Which, as_known_at: datetime) -> dict[str, str]:
    """Return what stands in each section."""
    found = prose_queries.texts(scheme=which.scheme, unit=which.unit, period=str(which.period), as_known_at=as_known_at)
    return {section: prose.text for section, prose in found.items()}


def previous(asked: Asked) -> Report | None:
    """Return the last period's report as it was submitted, or as it stands; ``None`` if nobody wrote in it."""
    which = replace(asked.which, period=periods.previous(asked.which.period))
    life = report_life.life(which=which, as_known_at=asked.as_known_at)
    submission = life.submission
    if submission is not None:
        return submitted(which=which, what=submission.frozen, as_known_at=asked.as_known_at)
    written = texts(which=which, as_known_at=asked.as_known_at)
    if not any(written.values()):
        return None
    try:
        return compose(material=material(replace(asked, which=which)), prose=written)
    except Refusal:
        return None


def submitted(*, which: Which, what: Frozen, as_known_at: datetime) -> Report:
    """Return a submitted report, composed again as known when it was submitted."""
    return _frozen(which, what, _age(as_known_at))


def findings(*, report: Report, previous: Report | None) -> tuple[Placed, ...]:
    """Return what the checker has to say to people: of their words, and of the report as a whole.

    Left out is what only tells, and what it says of the program's own sentences being like the last report's.
    """
    found = checks.check_report(report=report, previous=previous)
    return tuple(
        each
        for each in found
        if each.severity != "info" and (each.role in BY_PEOPLE or not each.code.startswith("copied"))
    )


def compared(*, material: Material, before: Material | None) -> tuple[Compared, ...]:
    """Return every number of a report, in the scheme's order, beside what it was in the last period's."""
    rules = {measure.id: measure.rule for measure in before.scheme.measures} if before else {}
    old = before.figures if before else {}
    return tuple(
        Compared(
            figure,
            old[measure.id].text if measure.id in old else "",
            measure.id in rules and rules[measure.id] != measure.rule,
        )
        for measure in material.scheme.measures
        for figure in [material.figures[measure.id]]
    )


def material_before(asked: Asked) -> Material | None:
    """Return every number of the last period's report as known when it was submitted, or now."""
    which = replace(asked.which, period=periods.previous(asked.which.period))
    submission = report_life.life(which=which, as_known_at=asked.as_known_at).submission
    wanted = replace(asked, which=which)
    if submission is not None:
        what = submission.frozen
        wanted = Asked(which, what.on, what.language, what.subtree, what.known_at)
    try:
        return material(wanted)
    except Refusal:
        return None


@functools.lru_cache(maxsize=KEPT)
def _material(asked: Asked, _known: tuple[object, ...]) -> Material:
    return _read(asked)


def _read(asked: Asked) -> Material:
    which = asked.which
    return reports.material(
        unit=which.unit,
        period=which.period,
        scheme=which.scheme,
        on=asked.on,
        as_known_at=asked.as_known_at,
        language=asked.language,
        subtree=asked.subtree,
        all_measures=True,
    )


@functools.lru_cache(maxsize=KEPT)
def _frozen(which: Which, what: Frozen, _known: int) -> Report:
    return report_life.frozen(which=which, what=what)


def _age(as_known_at: datetime) -> int:
    return int(as_known_at.timestamp()) // KEPT_SECONDS
