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
from zicha.core.report_life import Frozen, Life
from zicha.core.report_outline import Material
from zicha.core.text import Language
from zicha.services import check_knowledge, checks, report_life, reports
from zicha.services.report_life import Which
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
    size = log.counts().size
    head = log.root(size=size) if size else b""
    loaded = tuple(version.sha256 for version in schemes.versions())
    return _material(asked, (head, loaded, _age(asked))) if size else _read(asked)


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
        return _frozen(which, submission.frozen, _age(asked))
    written = texts(which=which, as_known_at=asked.as_known_at)
    if not any(written.values()):
        return None
    try:
        return compose(material=material(replace(asked, which=which)), prose=written)
    except Refusal:
        return None


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


def compared(*, material: Material, previous: Report | None, before: Mapping[str, Figure]) -> tuple[Compared, ...]:
    """Return every number of a report beside what ``before`` says it was."""
    now = report_outline.compose(material)
    changed = check_knowledge.redefined(now=now, before=previous)
    return tuple(
        Compared(figure, before[name].text if name in before else "", name in changed)
        for name, figure in material.figures.items()
    )


def figures_before(asked: Asked, life: Life) -> Mapping[str, Figure]:
    """Return every number of the last period's report, as known when it was submitted, or now."""
    which = replace(asked.which, period=periods.previous(asked.which.period))
    what = life.submission.frozen if life.submission else None
    try:
        if what is not None:
            return material(Asked(which, what.on, what.language, what.subtree, what.known_at)).figures
        return material(replace(asked, which=which)).figures
    except Refusal:
        return {}


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


def _age(asked: Asked) -> int:
    return int(asked.as_known_at.timestamp()) // KEPT_SECONDS
