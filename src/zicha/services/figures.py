"""One number, and the way back from it to the rule, the clause and the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from zicha.core import board, figures, measures, scheme_figures, small_counts, study_measures
from zicha.core.figures import Figure, Name
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.measures import Measured
from zicha.core.periods import Period
from zicha.core.scheme import Cells, Clause, Duty, Measure, ProblemCount, ProblemShare, Scheme, Share
from zicha.services import boards, closed, problems, study
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import measures as measure_queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.measures import Scope


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind a figure.

    Attributes:
        scheme: the scheme whose measure it is.
        duties: the duties the measure speaks of: those it counts windows of, or whose entries it counts.
        clauses: the clauses those duties rest on, each once.
        records: the entries behind the number, by seq; those of private kinds are left out.
    """

    figure: Figure
    measure: Measure
    scheme: Scheme
    duties: tuple[Duty, ...]
    clauses: tuple[Clause, ...]
    records: tuple[Revision, ...]


def evaluate(
    *, measure: str, unit: str, period: Period, on: date, as_known_at: datetime, subtree: bool = False
) -> Figure:
    """Return a measure's figure; raise ``Refusal`` for a measure or a unit nobody knows."""
    scheme, rule = _find(measure, period, as_known_at)
    name = Name(measure, unit, period, subtree)
    return _figure(_measured(scheme, rule, name, on, as_known_at), scheme, rule, name, on, as_known_at)


def _figure(
    measured: Measured, scheme: Scheme, measure: Measure, name: Name, on: date, as_known_at: datetime
) -> Figure:
    shut = closed.among(measured, measure=measure, scheme=scheme, name=name, on=on)
    return figures.make(
        measured, measure=measure, name=name, on=on, as_known_at=as_known_at, closed=shut, per=scheme.period
    )


def of_study(*, scheme: Scheme, unit: str, period: Period, on: date, as_known_at: datetime) -> tuple[Figure, ...]:
    """Return what a scheme measures of one unit's study plan and of how its time divides, in the scheme's order."""
    wanted = [each for each in scheme.measures if study_measures.is_of(each.rule) or _divides_time(each, scheme)]
    span = period.span
    planned = study.planned(measures=wanted, units=(unit,), span=span, on=on, as_known_at=as_known_at)
    found = []
    for each in wanted:
        if study_measures.is_of(each.rule):
            measured = measures.evaluate(each.rule, revisions=(), planned=planned)
        else:
            private = small_counts.private_kinds(scheme)
            measured = measure_queries.measured(each.rule, scope=Scope((unit,), span, on, as_known_at, private))
        found.append(_figure(measured, scheme, each, Name(each.id, unit, period), on, as_known_at))
    return tuple(found)


def _divides_time(measure: Measure, scheme: Scheme) -> bool:
    """Whether a measure tells what share of the time was spent on one of several kinds."""
    rule = measure.rule
    if not isinstance(rule, Share) or len(rule.whole.kinds) == len(rule.part.kinds):
        return False
    fields = (field for kind in scheme.kinds if kind.id in rule.part.kinds for field in kind.fields)
    return any(field.id == rule.of and field.type == "duration" for field in fields)


def explain(*, figure_id: str, on: date, as_known_at: datetime) -> Explanation:
    """Return what stands behind the figure an id names, as known at an instant."""
    name = figures.parse(figure_id)
    figure = evaluate(
        measure=name.measure, unit=name.unit, period=name.period, on=on, as_known_at=as_known_at, subtree=name.subtree
    )
    scheme, measure = _find(name.measure, name.period, as_known_at)
    duties = speaks_of(measure, scheme.duties)
    records = ledger_queries.by_seq(seqs=figure.records)
    clauses = tuple(scheme.clause(clause) for clause in dict.fromkeys(duty.clause for duty in duties))
    return Explanation(figure, measure, scheme, duties, clauses, records)


def speaks_of(measure: Measure, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return the duties a measure counts windows of, or whose entries it counts."""
    if isinstance(measure.rule, Cells):
        return tuple(duty for duty in duties if duty.id in measure.rule.duties)
    kinds = {kind for selector in scheme_figures.selectors(measure) for kind in selector.kinds}
    return tuple(duty for duty in duties if kinds & set(duty.fulfilled_by.kinds))


def _find(measure: str, period: Period, as_known_at: datetime) -> tuple[Scheme, Measure]:
    for scheme in scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at):
        for each in scheme.measures:
            if each.id == measure:
                return scheme, each
    raise Refusal("reports.measure_unknown", measure=measure)


def _measured(scheme: Scheme, measure: Measure, name: Name, on: date, as_known_at: datetime) -> Measured:
    if isinstance(measure.rule, Cells):
        return _cells(scheme, measure.rule, name, on, as_known_at)
    codes = boards.scope(unit_queries.index(), unit=name.unit, period=name.period, on=on, subtree=name.subtree)
    if isinstance(measure.rule, ProblemCount | ProblemShare):
        asked = problems.asked(scheme=scheme, units=codes, span=name.period.span, on=on, as_known_at=as_known_at)
        return measures.evaluate(measure.rule, revisions=(), asked=asked)
    if study_measures.is_of(measure.rule):
        planned = study.planned(measures=(measure,), units=codes, span=name.period.span, on=on, as_known_at=as_known_at)
        return measures.evaluate(measure.rule, revisions=(), planned=planned)
    private = small_counts.private_kinds(scheme)
    return measure_queries.measured(measure.rule, scope=Scope(codes, name.period.span, on, as_known_at, private))


def _cells(scheme: Scheme, rule: Cells, name: Name, on: date, as_known_at: datetime) -> Measured:
    """Build the board of the counted duties alone."""
    narrow = (replace(scheme, duties=tuple(duty for duty in scheme.duties if duty.id in rule.duties)),)
    ledger = boards.read(
        unit=name.unit, period=name.period, on=on, as_known_at=as_known_at, subtree=name.subtree, schemes=narrow
    )
    shown = board.build(
        ledger=ledger, unit=name.unit, period=name.period, on=on, as_known_at=as_known_at, subtree=name.subtree
    )
    return measures.evaluate(rule, revisions=(), cells=shown.cells)
