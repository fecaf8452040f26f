"""From the shape of a scheme file to the core's frozen values."""

from __future__ import annotations

from datetime import date

from zicha.core import scheme as core
from zicha.core.periods import Span
from zicha.core.text import LocalText
from zicha.formats import scheme_model as shape
from zicha.formats.scheme_scalars import Text, local

Titles = tuple[tuple[str, LocalText], ...]


def build(made: shape.SchemeShape) -> core.Scheme:
    """Return the scheme that a well-shaped file describes; what hangs together is not looked at here."""
    duties = tuple(_duty(name, duty) for name, duty in made.duties.items())
    kinds = tuple(_kind(name, kind) for name, kind in made.kinds.items())
    return core.Scheme(
        id=made.id,
        version=made.version,
        title=local(made.title),
        period=made.period,
        backfill_days=made.backfill_days,
        posts=_with_used(made.posts, core.BUILT_IN_POSTS, used=[post for duty in duties for post in _posts(duty)]),
        evidence=_with_used(made.evidence, core.BUILT_IN_EVIDENCE, used=_evidence(kinds, duties)),
        kinds=kinds,
        clauses=tuple(core.Clause(name, clause.number, local(clause.text)) for name, clause in made.clauses.items()),
        duties=duties,
        measures=tuple(_measure(name, measure) for name, measure in made.measures.items()),
        report=_report(made.report),
        problems=core.Problems(made.problems.numbering, made.problems.extensions),
        effective=made.effective,
        terms=tuple(Span(term.start, term.end) for term in made.terms),
    )


def _with_used(declared: dict[str, Text], built_in: dict[str, LocalText], *, used: list[str]) -> Titles:
    own = {name: local(title) for name, title in declared.items()}
    return tuple((own | {name: built_in[name] for name in used if name in built_in and name not in own}).items())


def _evidence(kinds: tuple[core.Kind, ...], duties: tuple[core.Duty, ...]) -> list[str]:
    lists = [*(kind.evidence for kind in kinds), *(duty.evidence for duty in duties)]
    return [item for items in lists for item in items]


def _posts(duty: core.Duty) -> tuple[str, ...]:
    return tuple(post for post in (duty.lead_post, duty.post) if post)


def _kind(name: str, kind: shape.Kind) -> core.Kind:
    return core.Kind(
        id=name,
        title=local(kind.title),
        fields=tuple(_field(field_name, field) for field_name, field in kind.fields.items()),
        attendance=kind.attendance,
        evidence=tuple(kind.evidence),
        minutes=kind.minutes,
        private=kind.private,
        retain=kind.retain,
    )


def _field(name: str, field: shape.Field) -> core.Field:
    return core.Field(
        id=name,
        title=local(field.title) if field.title else LocalText(name, name),
        type=field.type,
        required=field.required,
        choices=tuple((choice, local(title)) for choice, title in field.choices.items()),
        unit=field.unit,
    )


def _duty(name: str, duty: shape.Duty) -> core.Duty:
    return core.Duty(
        id=name,
        title=local(duty.title),
        clause=duty.clause,
        fulfilled_by=_selector(duty.fulfilled_by),
        cadence=_cadence(duty.cadence),
        post=duty.post or "",
        lead_post=duty.lead_post or "",
        bound=_bound(duty.bound),
        grace=duty.grace,
        remind=duty.remind,
        evidence=tuple(duty.evidence),
        threshold=duty.threshold,
        part_window=duty.part_window,
    )


def _bound(bound: shape.Bound) -> core.Bound:
    return core.Bound(tuple(bound.level or ()), tuple(bound.units or ()), tuple(bound.excluded))


def _selector(chosen: shape.Choosing) -> core.Selector:
    where = tuple((name, tuple(values)) for name, values in chosen.where.items())
    kinds = (chosen.kind,) if chosen.kind else tuple(chosen.kinds or ())
    return core.Selector(kinds, where, chosen.backfilled)


def _cadence(cadence: shape.Cadence) -> core.Cadence:
    match cadence:
        case shape.AtLeast():
            return core.AtLeast(cadence.at_least, cadence.per, cadence.min_gap, cadence.even)
        case shape.Every():
            return core.Every(cadence.every, cadence.origin, cadence.starting)
        case shape.Within():
            return core.Within(cadence.within, cadence.of)
        case shape.OnceBy():
            return core.OnceBy(cadence.once_by, cadence.opens or date(cadence.once_by.year, 1, 1))
        case _:
            return core.Standing()


def _measure(name: str, measure: shape.Measure) -> core.Measure:
    rule = _rule(measure)
    unit = measure.unit
    if unit is None:
        unit = "%" if isinstance(rule, core.Rate | core.Share | core.ProblemShare | core.StudyShare) else ""
    return core.Measure(name, local(measure.title), rule, unit, measure.places)


def _rule(measure: shape.Measure) -> core.Rule:
    if measure.count:
        return core.Count(_selector(measure.count))
    if measure.sum:
        return core.Sum(measure.sum.of, _selector(measure.sum))
    if measure.distinct:
        return core.DistinctPeople(_selector(measure.distinct))
    if measure.rate:
        return _rate(measure.rate)
    if measure.share:
        return core.Share(measure.share.of or "", _selector(measure.share.part), _selector(measure.share.whole))
    if measure.cells:
        duties = (measure.cells.duty,) if measure.cells.duty else tuple(measure.cells.duties or ())
        return core.Cells(duties, tuple(measure.cells.states))
    return _of_threads(measure)


def _of_threads(measure: shape.Measure) -> core.Rule:
    if measure.problems is not None:
        return _problems(measure.problems)
    if measure.problems_share:
        return core.ProblemShare(_problems(measure.problems_share.part), _problems(measure.problems_share.whole))
    if measure.study is not None:
        return core.StudyCount(tuple(measure.study.outcomes))
    if measure.study_share:
        return core.StudyShare(tuple(measure.study_share.outcomes))
    raise ValueError("a measure has exactly one rule; the model holds that")


def _problems(counted: shape.ProblemCount) -> core.ProblemCount:
    return core.ProblemCount(
        counted.of,
        tuple(counted.states),
        tuple(counted.sources),
        counted.on_time,
        counted.extended,
        counted.overdue,
        counted.recurring,
    )


def _rate(rate: shape.Rate) -> core.Rate:
    above = next(counter for counter in core.COUNTERS if getattr(rate, counter))
    below: core.Counter = getattr(rate, above).removeprefix("of_")
    return core.Rate(above, below, _selector(rate))


def _report(report: shape.Report) -> core.Outline:
    return core.Outline(
        title=local(report.title),
        addressee=local(report.addressee) if report.addressee else None,
        sections=tuple(_section(section, f"s{place}") for place, section in enumerate(report.sections, start=1)),
        attachments=tuple(_section(each, f"a{place}") for place, each in enumerate(report.attachments, start=1)),
        seal=report.seal,
    )


def _section(section: shape.Section, place: str) -> core.Section:
    return core.Section(
        id=section.id or place,
        title=local(section.title),
        facts=local(section.facts) if section.facts else None,
        prose=section.prose,
        gaps=section.gaps,
        problems=section.problems or "",
        next_steps=section.next_steps,
        promises=section.promises,
        kinds=tuple(section.list_),
        sections=tuple(_section(inner, f"{place}-{at}") for at, inner in enumerate(section.sections, start=1)),
    )
