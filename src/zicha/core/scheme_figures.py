"""Whether a scheme's measures can be computed and its report's texts filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Formatter

from zicha.core import built_in
from zicha.core.scheme import (
    COUNTERS,
    Cells,
    Count,
    DistinctPeople,
    Kind,
    Measure,
    ProblemCount,
    ProblemShare,
    Rate,
    Scheme,
    Section,
    Selector,
    Share,
    StudyCount,
    StudyShare,
    Sum,
    Within,
)
from zicha.core.scheme_faults import Fault, Path, twice, unknown
from zicha.core.text import LocalText

TITLE_PLACES = ("unit", "period")
NUMBERING_PLACES = ("year", "period", "unit", "number")
_NO_FORMAT = re.compile("")
_NUMBER_FORMAT = re.compile("(0?[1-9])?")
HEADING_LEVELS = 4
"""一、（一）1.（1）: GB/T 9704-2012, 7.3.3."""
SUMMED = ("number", "duration")


def check(scheme: Scheme) -> Iterator[Fault]:
    """Yield what is wrong with the measures, the numbering of problems and the report's outline."""
    for measure in scheme.measures:
        yield from _measure(measure, scheme)
        yield from _subtractable(measure, scheme)
    yield from _numbering(scheme.problems.numbering)
    for key, text in (("title", scheme.report.title), ("addressee", scheme.report.addressee)):
        if text is not None:
            yield from _texts(text, ("report", key), TITLE_PLACES, "scheme.place_unknown")
    yield from _sections(scheme.report.sections, ("report",), scheme)
    yield from _sections(scheme.report.attachments, ("report",), scheme, key="attachments")
    yield from _section_ids(scheme)


def selector(chosen: Selector, path: Path, scheme: Scheme) -> Iterator[Fault]:
    """Yield what keeps a selector from meaning anything: unknown kinds, fields and values, kinds it rules out."""
    known = built_in.KINDS | {kind.id: kind for kind in scheme.kinds}
    for place, name in enumerate(chosen.kinds):
        if name not in known:
            yield unknown("scheme.kind_unknown", (*path, "kinds", place), name, known)
    yield from twice(chosen.kinds, (*path, "kinds"))
    kinds = [known[name] for name in chosen.kinds if name in known]
    for field_id, values in chosen.where:
        yield from _where(field_id, values, kinds, (*path, "where", field_id))
        for kind in kinds:
            if kind.private:
                yield Fault("scheme.private_broken_down", (*path, "where", field_id), {"found": kind.id})


def kinds_used(scheme: Scheme) -> Iterator[str]:
    """Yield the ids of kinds that a duty, a measure or the report speaks of."""
    for duty in scheme.duties:
        yield from duty.fulfilled_by.kinds
        if isinstance(duty.cadence, Within):
            yield duty.cadence.event
    for measure in scheme.measures:
        for chosen in selectors(measure):
            yield from chosen.kinds
    for section in all_sections(scheme.report.parts):
        yield from section.kinds


def selectors(measure: Measure) -> tuple[Selector, ...]:
    """Return the selectors of a measure's rule."""
    match measure.rule:
        case Share(part=part, whole=whole):
            return (part, whole)
        case Cells() | ProblemCount() | ProblemShare() | StudyCount() | StudyShare():
            return ()
        case rule:
            return (rule.selector,)


def all_sections(sections: Sequence[Section]) -> Iterator[Section]:
    """Yield sections and the sections inside them, in order of reading."""
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def places(text: str) -> tuple[str, ...] | None:
    """Return the names in braces in a text, in order; ``None`` if a brace stands alone."""
    try:
        return tuple(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _where(field_id: str, values: tuple[str, ...], kinds: Sequence[Kind], path: Path) -> Iterator[Fault]:
    choices = dict(
        choice for kind in kinds for field in kind.fields if field.id == field_id for choice in field.choices
    )
    for kind in kinds:
        field = next((field for field in kind.fields if field.id == field_id), None)
        if field is None:
            there = tuple(field.id for field in kind.fields if field.type == "choice")
            fault = unknown("scheme.field_unknown", path, field_id, there)
            yield Fault(fault.code, path, {**fault.facts, "kind": kind.id})
        elif field.type != "choice":
            yield Fault("scheme.where_not_choice", path, {"found": field_id, "kind": kind.id, "type": field.type})
        elif set(values) & set(choices) and not set(values) & set(dict(field.choices)):
            facts = {"found": values, "field": field_id, "kind": kind.id, "expected": tuple(dict(field.choices))}
            yield Fault("scheme.choices_never", path, facts)
    for place, value in enumerate(values):
        if choices and value not in choices:
            fault = unknown("scheme.choice_unknown", (*path, place), value, choices)
            yield Fault(fault.code, fault.path, {**fault.facts, "field": field_id})


def _measure(measure: Measure, scheme: Scheme) -> Iterator[Fault]:
    path: Path = ("measures", measure.id)
    if measure.unit == "%" and not isinstance(measure.rule, Rate | Share | ProblemShare | StudyShare):
        yield Fault("scheme.percent_of_count", (*path, "unit"), {"found": measure.id})
    match measure.rule:
        case Count(selector=chosen):
            yield from selector(chosen, (*path, "count"), scheme)
        case Sum(of=of, selector=chosen):
            yield from selector(chosen, (*path, "sum"), scheme)
            yield from _summed(of, chosen, (*path, "sum", "of"), scheme)
        case DistinctPeople(selector=chosen):
            yield from selector(chosen, (*path, "distinct"), scheme)
            yield from _attended(chosen, (*path, "distinct"), scheme)
        case Rate() as rate:
            yield from selector(rate.selector, (*path, "rate"), scheme)
            yield from _attended(rate.selector, (*path, "rate"), scheme)
            if rate.numerator == rate.denominator:
                yield Fault("scheme.rate_of_itself", (*path, "rate", rate.numerator), {"found": rate.numerator})
        case Share() as share:
            yield from _share(share, (*path, "share"), scheme)
        case Cells() as cells:
            yield from _cells(cells, (*path, "cells"), scheme)
        case other:
            yield from _of_threads(other, path)


def _of_threads(rule: ProblemCount | ProblemShare | StudyCount | StudyShare, path: Path) -> Iterator[Fault]:
    """Find what is wrong with a rule over problems or over items of a study plan."""
    match rule:
        case StudyCount(outcomes=outcomes):
            yield from twice(outcomes, (*path, "study", "outcomes"))
        case StudyShare(outcomes=outcomes):
            yield from twice(outcomes, (*path, "study_share", "outcomes"))
        case problems:
            yield from _problems(problems, path)


def _subtractable(measure: Measure, scheme: Scheme) -> Iterator[Fault]:
    """Find heads or entries of a private kind counted with or as part of others: they could be subtracted.

    Fewer than five are not told of one kind alone; told together with what is counted elsewhere, they would be.
    """
    private = {kind.id for kind in scheme.kinds if kind.private}
    rule = measure.rule
    sums_time = isinstance(rule, Sum | Share) and rule.of not in ("", *COUNTERS)
    for chosen in selectors(measure):
        named = [kind for kind in chosen.kinds if kind in private]
        is_whole = isinstance(rule, Count | Sum | DistinctPeople) and len(chosen.kinds) == 1
        if named and not chosen.where and not sums_time and (not is_whole or chosen.backfilled is not None):
            yield Fault("scheme.private_mixed", ("measures", measure.id), {"found": named[0]})
            return


def _kinds(chosen: Selector, scheme: Scheme) -> list[Kind]:
    return [kind for kind in (*scheme.kinds, *built_in.KINDS.values()) if kind.id in chosen.kinds]


def _summed(of: str, chosen: Selector, path: Path, scheme: Scheme) -> Iterator[Fault]:
    if of in COUNTERS:
        yield from _attended(chosen, path, scheme)
        return
    for kind in _kinds(chosen, scheme):
        types = {field.id: field.type for field in kind.fields}
        there = tuple(name for name, kept in types.items() if kept in SUMMED)
        if of not in types:
            fault = unknown("scheme.sum_unknown", path, of, (*there, *COUNTERS))
            yield Fault(fault.code, path, {**fault.facts, "kind": kind.id})
        elif types[of] not in SUMMED:
            facts = {"found": of, "kind": kind.id, "type": types[of], "expected": there}
            yield Fault("scheme.sum_not_number", path, facts)


def _attended(chosen: Selector, path: Path, scheme: Scheme) -> Iterator[Fault]:
    for kind in _kinds(chosen, scheme):
        if kind.attendance == "none":
            yield Fault("scheme.attendance_never", path, {"kind": kind.id})


def _share(share: Share, path: Path, scheme: Scheme) -> Iterator[Fault]:
    for key, chosen in (("part", share.part), ("whole", share.whole)):
        yield from selector(chosen, (*path, key), scheme)
        if share.of:
            yield from _summed(share.of, chosen, (*path, "of"), scheme)
    if not _within(share.part, share.whole):
        yield Fault("scheme.part_outside_whole", (*path, "part"))


def _within(part: Selector, whole: Selector) -> bool:
    """Whether every entry of the part is sure to be one of the whole."""
    narrowed = dict(part.where)
    return (
        set(part.kinds) <= set(whole.kinds)
        and all(field in narrowed and set(narrowed[field]) <= set(values) for field, values in whole.where)
        and whole.backfilled in (None, part.backfilled)
    )


def _cells(cells: Cells, path: Path, scheme: Scheme) -> Iterator[Fault]:
    known = [duty.id for duty in scheme.duties]
    for place, duty in enumerate(cells.duties):
        if duty not in known:
            yield unknown("scheme.duty_unknown", (*path, "duties", place), duty, known)
    yield from twice(cells.duties, (*path, "duties"))
    yield from twice(cells.states, (*path, "states"))


def _problems(rule: ProblemCount | ProblemShare, path: Path) -> Iterator[Fault]:
    counts: tuple[tuple[Path, ProblemCount], ...] = (
        ((("problems",), rule),)
        if isinstance(rule, ProblemCount)
        else (
            (("problems_share", "part"), rule.part),
            (("problems_share", "whole"), rule.whole),
        )
    )
    for key, counted in counts:
        yield from twice(counted.states, (*path, *key, "states"))
        yield from twice(counted.sources, (*path, *key, "sources"))


def _numbering(text: str) -> Iterator[Fault]:
    path: Path = ("problems", "numbering")
    faults = [*_places(text, path, NUMBERING_PLACES, "scheme.place_unknown", formats=_NUMBER_FORMAT)]
    yield from faults
    if not faults and "number" not in (places(text) or ()):
        yield Fault("scheme.numbering_same", path, {"found": text})


def _texts(text: LocalText, path: Path, known: Sequence[str], code: str) -> Iterator[Fault]:
    yield from _places(text.zh, (*path, "zh"), known, code)
    if text.en != text.zh:
        yield from _places(text.en, (*path, "en"), known, code)


def _places(
    text: str, path: Path, known: Sequence[str], code: str, *, formats: re.Pattern[str] = _NO_FORMAT
) -> Iterator[Fault]:
    names = places(text)
    if names is None:
        yield Fault("scheme.brace_alone", path, {"found": text})
        return
    for name in names:
        if name not in known:
            yield unknown(code, path, name, known)
    for _, named, spec, conversion in Formatter().parse(text):
        if named is not None and (conversion or not formats.fullmatch(spec or "")):
            yield Fault("scheme.place_formatted", path, {"found": named})


def _sections(sections: Sequence[Section], path: Path, scheme: Scheme, *, key: str = "sections") -> Iterator[Fault]:
    kinds = {kind.id: kind for kind in scheme.kinds}
    measures = [measure.id for measure in scheme.measures]
    for place, section in enumerate(sections):
        at: Path = (*path, key, place)
        yield from _shape(section, at)
        if section.facts is not None:
            yield from _texts(section.facts, (*at, "facts"), measures, "scheme.figure_unknown")
            yield from _same_figures(section.facts, (*at, "facts"))
        for listed, name in enumerate(section.kinds):
            if name not in kinds:
                yield unknown("scheme.kind_unknown", (*at, "list", listed), name, kinds)
            elif kinds[name].private:
                yield Fault("scheme.private_listed", (*at, "list", listed), {"found": name})
        yield from twice(section.kinds, (*at, "list"))
        yield from _sections(section.sections, at, scheme)


def _shape(section: Section, path: Path) -> Iterator[Fault]:
    if path.count("sections") == HEADING_LEVELS + 1:
        yield Fault("scheme.section_too_deep", path, {"found": section.id, "expected": HEADING_LEVELS})
    listed = section.gaps or section.problems or section.next_steps or section.promises or section.kinds
    if not (listed or section.facts or section.prose or section.sections):
        yield Fault("scheme.section_empty", path, {"found": section.id}, "warning")


def _same_figures(facts: LocalText, path: Path) -> Iterator[Fault]:
    zh, en = (set(places(text) or ()) for text in (facts.zh, facts.en))
    if facts.en and zh != en:
        yield Fault("scheme.figures_differ", path, {"found": tuple(sorted(zh ^ en))}, "warning")


def _section_ids(scheme: Scheme) -> Iterator[Fault]:
    seen = set()
    for section in all_sections(scheme.report.parts):
        if section.id in seen:
            yield Fault("scheme.section_twice", ("report", "sections"), {"found": section.id})
        seen.add(section.id)
