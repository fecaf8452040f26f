"""Counting a report anew from what its proof shows: the folds of the program, over the disclosed records alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from zicha.core import (
    actions,
    board,
    measures,
    problem_measures,
    problems,
    proof_counts,
    report_promises,
    small_counts,
    study,
    study_measures,
)
from zicha.core.board import Cell, Ledger
from zicha.core.figures import Name
from zicha.core.ledger import Revision
from zicha.core.periods import Period
from zicha.core.problem_measures import Asked
from zicha.core.scheme import Cells, DistinctPeople, Duty, Measure, Scheme, Within
from zicha.core.scheme_figures import selectors
from zicha.core.study import Line
from zicha.core.units import UnitSpan
from zicha.core.workdays import Calendar

Standing = Literal["recounted", "differs", "withheld", "not_recounted"]
Reason = Literal["", "private", "partly", "joining", "people", "unseen"]


@dataclass(frozen=True, slots=True)
class Recounted:
    """One figure, or one statement of :mod:`zicha.core.proof_counts`, as stated and as found.

    Attributes:
        standing: ``recounted`` and equal; ``differs``; ``withheld`` where records of a private kind are among what
            it counts; ``not_recounted`` where a proof cannot show what it rests on.
        stated, found: a figure's value as a fraction, ``—`` for nothing to divide by, with its text where that is
            not the same; empty where it is not stated, or was not counted.
        reason: why it was not recounted: ``private`` kinds; ``partly``, a count of windows that was held against those
            counted anew and those stated for private duties; windows that begin when somebody ``joining``, whose
            posts are not shown; different ``people`` on sheets that the issuer left shut; items of a study plan
            that rest on records ``unseen``, because they are private or of other units.
    """

    figure: str
    standing: Standing
    stated: str
    found: str = ""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proof shows of a report.

    Attributes:
        units: how all units stood over time; ``codes`` are those the report speaks of.
        revisions: the standing state of every disclosed record of these, by day and entry, with those present as
            far as their sheets were opened.
        withheld: whether records of them are shown by their hash alone.
        shut: numbers of records with names on sheets that were not opened.
        entries: numbers of all entries that were disclosed, those withdrawn too.
    """

    scheme: Scheme
    units: tuple[UnitSpan, ...]
    codes: tuple[str, ...]
    unit: str
    period: Period
    on: date
    subtree: bool
    revisions: tuple[Revision, ...]
    calendar: Calendar
    withheld: bool
    shut: frozenset[int] = frozenset()
    entries: frozenset[int] = frozenset()

    @property
    def asked(self) -> tuple[Revision, ...]:
        """The revisions of the period, up to the day asked for."""
        return measures.in_question(self.revisions, units=self.codes, span=self.period.span, on=self.on)


def report(shown: Shown, *, figures: Iterable[Mapping[str, Any]], counts: Mapping[str, str]) -> tuple[Recounted, ...]:
    """Return every measure of the scheme, in its order, then every window, problem and promise, as stated and as found.

    Takes the figures stated, one for each measure in that order, and the statements beside them by name; one that is
    not stated, or stands for nothing, differs.
    """
    cells, asked = _cells(shown), _problems(shown)
    return (*_figures(shown, cells, asked, figures, counts), *_counts(shown, cells, asked, counts))


def _figures(
    shown: Shown,
    cells: tuple[Cell, ...],
    asked: Asked,
    stated: Iterable[Mapping[str, Any]],
    counts: Mapping[str, str],
) -> Iterator[Recounted]:
    revisions, planned = shown.asked, _planned(shown)
    for measure, one in zip(shown.scheme.measures, stated, strict=True):
        name = str(Name(measure.id, shown.unit, shown.period, shown.subtree))
        reason = _reason(measure, shown, revisions) or _plan_reason(measure, planned, shown)
        if isinstance(measure.rule, Cells) and reason == "private":
            yield _partly(name, one, measure, windows=_windows(measure.rule, shown, cells, counts))
            continue
        value = measures.evaluate(measure.rule, revisions=revisions, cells=cells, asked=asked, planned=planned)
        found = (written(value.value), measures.text(value.value, measure=measure), list(value.records))
        yield _compared(name, one, found, reason)


def _counts(shown: Shown, cells: tuple[Cell, ...], asked: Asked, stated: Mapping[str, str]) -> Iterator[Recounted]:
    found = (
        proof_counts.windows(shown.scheme, cells)
        | proof_counts.problems(asked)
        | proof_counts.promises(_promises(shown), period=shown.period)
    )
    reasons = {f"{proof_counts.WINDOW}{duty.id}": _duty_reason(duty, shown) for duty in shown.scheme.duties}
    for name in dict.fromkeys((*found, *stated)):
        one, other = stated.get(name, ""), found.get(name, "")
        missing = (name in stated) != (name in found)
        reason = reasons.get(name, "")
        if reason and not missing:
            yield Recounted(name, _unknown(reason), one, reason=reason)
        else:
            yield Recounted(name, "differs" if missing or one != other else "recounted", one, other)


def speaks_of_private(measure: Measure, scheme: Scheme) -> bool:
    """Whether entries of a private kind may be among what a measure counts."""
    kinds = {kind for selector in selectors(measure) for kind in selector.kinds}
    if isinstance(measure.rule, Cells):
        kinds = {kind for duty in scheme.duties if duty.id in measure.rule.duties for kind in _kinds(duty)}
    return bool(kinds & small_counts.private_kinds(scheme))


def written(value: int | Fraction | None) -> str:
    """Return an exact value as it stands in a bundle: ``12``, ``47/50``, ``—``."""
    return measures.DASH if value is None else str(Fraction(value))


def _compared(name: str, one: Mapping[str, Any], found: tuple[str, str, list[int]], reason: Reason) -> Recounted:
    stated = (one["value"], one["text"], one["records"])
    if reason:
        return Recounted(name, _unknown(reason), _shown(*stated[:2]), reason=reason)
    shown = (_shown(*stated[:2]), _shown(*found[:2]))
    if stated == found or shown[0] != shown[1]:
        return Recounted(name, "recounted" if stated == found else "differs", *shown)
    return Recounted(name, "differs", f"{shown[0]} {stated[2]}", f"{shown[1]} {found[2]}")


def _partly(name: str, one: Mapping[str, Any], measure: Measure, *, windows: int) -> Recounted:
    """A count of windows, some of them private: it may not be another sum than that of what stands beside it."""
    stated = _shown(one["value"], one["text"])
    found = _shown(written(windows), measures.text(windows, measure=measure))
    if stated != found:
        return Recounted(name, "differs", stated, found)
    return Recounted(name, "withheld", stated, reason="partly")


def _windows(rule: Cells, shown: Shown, cells: Iterable[Cell], counts: Mapping[str, str]) -> int:
    """The windows that a rule counts: as the records show them, and for duties not shown as they are stated."""
    duties = [duty for duty in shown.scheme.duties if duty.id in rule.duties]
    unknown = {duty.id for duty in duties if _duty_reason(duty, shown)}
    known = proof_counts.windows(shown.scheme, [cell for cell in cells if cell.duty not in unknown])
    names = [(f"{proof_counts.WINDOW}{duty.id}", counts if duty.id in unknown else known) for duty in duties]
    pairs = [pair.partition("=") for name, said in names for pair in said.get(name, "").split()]
    wanted = [count for state, _, count in pairs if not rule.states or state in rule.states]
    return sum(int(count) for count in wanted if count.isdecimal())


def _shown(value: str, text: str) -> str:
    return value if value == text else f"{value} ({text})"


def _unknown(reason: Reason) -> Standing:
    return "withheld" if reason == "private" else "not_recounted"


def _reason(measure: Measure, shown: Shown, revisions: tuple[Revision, ...]) -> Reason:
    """Why a measure cannot be counted anew, or nothing."""
    rule = measure.rule
    if shown.withheld and speaks_of_private(measure, shown.scheme):
        return "private"
    if isinstance(rule, Cells):
        duties = [duty for duty in shown.scheme.duties if duty.id in rule.duties]
        return next((reason for duty in duties if (reason := _duty_reason(duty, shown))), "")
    if isinstance(rule, DistinctPeople):
        counted = {each.seq for each in measures.chosen(rule.selector, revisions)}
        return "people" if counted & shown.shut else ""
    return ""


def _plan_reason(measure: Measure, planned: Iterable[Line], shown: Shown) -> Reason:
    if not study_measures.is_of(measure.rule):
        return ""
    linked = {number for line in planned for number in line.item.records}
    if linked - shown.entries:
        return "unseen"
    alone = (each for each in shown.revisions if each.entry in linked and each.seq in shown.shut)
    return "people" if any(each.draft.attendance and each.draft.attendance.expected == 1 for each in alone) else ""


def _duty_reason(duty: Duty, shown: Shown) -> Reason:
    if shown.withheld and _kinds(duty) & small_counts.private_kinds(shown.scheme):
        return "private"
    return "joining" if _awaits_joining(duty) else ""


def _awaits_joining(duty: Duty) -> bool:
    return isinstance(duty.cadence, Within) and duty.cadence.event == "joining"


def _kinds(duty: Duty) -> set[str]:
    """The kinds whose entries decide how a duty stands."""
    event = (duty.cadence.event,) if isinstance(duty.cadence, Within) else ()
    return {*duty.fulfilled_by.kinds, *event}


def _cells(shown: Shown) -> tuple[Cell, ...]:
    known = tuple(duty for duty in shown.scheme.duties if not _awaits_joining(duty))
    narrow = replace(shown.scheme, duties=known)
    ledger = Ledger((narrow,), shown.units, (), shown.revisions, shown.calendar)
    return board.cells_of(ledger=ledger, units=shown.codes, span=shown.period.span, on=shown.on)


def _problems(shown: Shown) -> Asked:
    day = problem_measures.standing_on(span=shown.period.span, on=shown.on)
    mine = [each for each in problems.read(shown.revisions, on=day) if each.scheme == shown.scheme.id]
    found = tuple(each for each in mine if each.unit in shown.codes)
    return Asked(found, shown.period.span, day, problems.recurring(found, per=shown.scheme.period))


def _planned(shown: Shown) -> tuple[Line, ...]:
    """The items of study plans, as they stand; who completed one is not asked."""
    mine = [each for each in shown.revisions if each.draft.unit in shown.codes]
    items = study_measures.of_period(study.items(mine), span=shown.period.span)
    records = {each.entry: each for each in shown.revisions}
    day = min(shown.on, shown.period.span.last_day)
    return tuple(study.line(item, records=records, roster=(), on=day) for item in items)


def _promises(shown: Shown) -> tuple[actions.Action, ...]:
    day = max(shown.on, shown.period.span.start)
    found = [each for each in actions.read(shown.revisions, on=day) if each.unit == shown.unit]
    return report_promises.due(found, scheme=shown.scheme.id, unit=shown.unit, period=shown.period)
