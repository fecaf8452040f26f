"""Whether what a scheme says hangs together.

The shape of a scheme is the reader's business; here every name must name something, every duty must be
possible to fulfil and every measure possible to compute. :mod:`zicha.core.scheme_figures` looks at
measures and the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zicha.core import built_in, retention, scheme_figures
from zicha.core.scheme import (
    BUILT_IN_EVIDENCE,
    BUILT_IN_POSTS,
    RESERVED_FIELDS,
    AtLeast,
    Duty,
    Every,
    Kind,
    OnceBy,
    Scheme,
    Selector,
    Within,
)
from zicha.core.scheme_faults import Fault, Path, twice, unknown
from zicha.core.text import LocalText

SHORTEST_DAYS = {"month": 28, "quarter": 90, "half": 181, "year": 365}
EVENTS = ("joining", "founding")


def check(scheme: Scheme) -> tuple[Fault, ...]:
    """Return everything in ``scheme`` that names nothing, contradicts itself or can never be fulfilled."""
    return (
        *_terms(scheme),
        *(fault for kind in scheme.kinds for fault in _kind(kind, scheme)),
        *(fault for duty in scheme.duties for fault in _duty(duty, scheme)),
        *_unused(scheme),
        *scheme_figures.check(scheme),
    )


def conflicts(loaded: Iterable[Scheme], new: Scheme) -> tuple[Fault, ...]:
    """Return what keeps ``new`` from being loaded beside the ``loaded`` schemes.

    Kind ids are shared by an installation: two schemes may both declare one if their definitions are equal.
    Duty and measure ids belong to one scheme. Other versions of ``new`` itself are passed over.
    """
    others = [scheme for scheme in loaded if scheme.id != new.id]
    return tuple(fault for other in others for fault in _conflicts(other, new))


def _conflicts(other: Scheme, new: Scheme) -> Iterator[Fault]:
    kinds = {kind.id: kind for kind in other.kinds}
    duties = {duty.id for duty in other.duties}
    measures = {measure.id for measure in other.measures}
    facts = {"other": other.id, "version": other.version}
    for kind in new.kinds:
        if kinds.get(kind.id, kind) != kind:
            yield Fault("scheme.conflict_kind", ("kinds", kind.id), {"found": kind.id, **facts})
    for duty in new.duties:
        if duty.id in duties:
            yield Fault("scheme.conflict_duty", ("duties", duty.id), {"found": duty.id, **facts})
    for measure in new.measures:
        if measure.id in measures:
            yield Fault("scheme.conflict_measure", ("measures", measure.id), {"found": measure.id, **facts})


def _terms(scheme: Scheme) -> Iterator[Fault]:
    for place, (earlier, later) in enumerate(zip(scheme.terms, scheme.terms[1:], strict=False), start=1):
        if later.start < earlier.end:
            yield Fault("scheme.terms_overlap", ("terms", place, "start"), {"found": later.start})


def _kind(kind: Kind, scheme: Scheme) -> Iterator[Fault]:
    path: Path = ("kinds", kind.id)
    if kind.id in built_in.KINDS:
        yield Fault("scheme.kind_reserved", path, {"found": kind.id})
    if kind.id in EVENTS:
        yield Fault("scheme.kind_is_event", path, {"found": kind.id})
    if kind.retain is not None and retention.is_unfit(kind.retain):
        yield Fault("scheme.retain_short", (*path, "retain"), {"kind": kind.id})
    yield from _evidence(kind.evidence, (*path, "evidence"), scheme)
    yield from _same_titles([(field.id, field.title) for field in kind.fields], (*path, "fields"))
    for field in kind.fields:
        yield from _same_titles(field.choices, (*path, "fields", field.id, "choices"))
        at: Path = (*path, "fields", field.id)
        if field.id in RESERVED_FIELDS:
            yield Fault("scheme.field_reserved", at, {"found": field.id})
        if kind.private and field.type == "text":
            yield Fault("scheme.private_text", at, {"found": field.id, "kind": kind.id})
        if field.type == "choice" and not field.choices:
            yield Fault("scheme.choices_missing", at, {"found": field.id})
        if field.type != "choice" and field.choices:
            yield Fault("scheme.choices_useless", (*at, "choices"), {"found": field.type})
        if field.type != "number" and field.unit:
            yield Fault("scheme.unit_useless", (*at, "unit"), {"found": field.type})


def _same_titles(titles: Iterable[tuple[str, LocalText]], path: Path) -> Iterator[Fault]:
    # A file handed in by people names columns and choices by title; one title must mean one of them.
    first: dict[str, str] = {}
    for name, title in titles:
        if first.setdefault(title.zh, name) != name:
            yield Fault("scheme.title_twice", (*path, name), {"found": title.zh, "first": first[title.zh]})


def _evidence(items: tuple[str, ...], path: Path, scheme: Scheme) -> Iterator[Fault]:
    known = dict.fromkeys([*dict(scheme.evidence), *BUILT_IN_EVIDENCE])
    for place, item in enumerate(items):
        if item not in known:
            yield unknown("scheme.evidence_unknown", (*path, place), item, known)
    yield from twice(items, path)


def _duty(duty: Duty, scheme: Scheme) -> Iterator[Fault]:
    path: Path = ("duties", duty.id)
    clauses = [clause.id for clause in scheme.clauses]
    if duty.clause not in clauses:
        yield unknown("scheme.clause_unknown", (*path, "clause"), duty.clause, clauses)
    posts = dict.fromkeys([*dict(scheme.posts), *BUILT_IN_POSTS])
    for key, post in (("post", duty.post), ("lead_post", duty.lead_post)):
        if post and post not in posts:
            yield unknown("scheme.post_unknown", (*path, key), post, posts)
    yield from _bound(duty, path)
    yield from _evidence(duty.evidence, (*path, "evidence"), scheme)
    yield from scheme_figures.selector(duty.fulfilled_by, (*path, "fulfilled_by"), scheme)
    yield from _kinds_that_never_count(duty, path, scheme)
    yield from _cadence(duty, (*path, "cadence"), scheme)


def _bound(duty: Duty, path: Path) -> Iterator[Fault]:
    bound = duty.bound
    for place, level in enumerate(bound.levels):
        if level < 1:
            yield Fault("scheme.level_wrong", (*path, "bound", "level", place), {"found": level})
    if bound.units and set(bound.units) <= set(bound.excluded):
        yield Fault("scheme.bound_nobody", (*path, "bound"), {"found": duty.id})
    yield from twice(bound.units, (*path, "bound", "units"))


def _kinds_that_never_count(duty: Duty, path: Path, scheme: Scheme) -> Iterator[Fault]:
    known = {kind.id: kind for kind in scheme.kinds}
    for kind in (known[name] for name in duty.fulfilled_by.kinds if name in known):
        for place, item in enumerate(duty.evidence):
            if item not in kind.evidence:
                facts = {"found": item, "kind": kind.id, "expected": kind.evidence}
                yield Fault("scheme.evidence_never", (*path, "evidence", place), facts)
        if kind.attendance != "none":
            continue
        if duty.threshold is not None:
            yield Fault("scheme.threshold_never", (*path, "threshold"), {"kind": kind.id})
        if isinstance(duty.cadence, Within) and duty.cadence.event == "joining":
            yield Fault("scheme.joining_never", (*path, "cadence", "of"), {"kind": kind.id})


def _cadence(duty: Duty, path: Path, scheme: Scheme) -> Iterator[Fault]:
    match duty.cadence:
        case AtLeast() as cadence:
            yield from _at_least(cadence, path, scheme)
        case Every(length=length):
            if length.count < 1:
                yield Fault("scheme.every_nothing", (*path, "every"))
        case Within(event=event):
            yield from _event(event, duty.fulfilled_by, path, scheme)
        case OnceBy() as cadence:
            yield from _once_by(cadence, path, scheme)


def _at_least(cadence: AtLeast, path: Path, scheme: Scheme) -> Iterator[Fault]:
    if cadence.count < 1:
        yield Fault("scheme.count_zero", (*path, "at_least"), {"found": cadence.count})
        return
    if cadence.per == "term":
        if not scheme.terms:
            yield Fault("scheme.terms_missing", (*path, "per"))
            return
        days = min(term.days for term in scheme.terms)
    else:
        days = SHORTEST_DAYS[cadence.per]
    facts = {"count": cadence.count, "days": days, "gap": cadence.min_gap_days}
    if cadence.even and cadence.min_gap_days:
        # Each part needs one entry of its own; what "too near" would mean across two parts nobody could say.
        yield Fault("scheme.even_and_gap", (*path, "min_gap"))
    if (cadence.count - 1) * cadence.min_gap_days > days - 1:
        yield Fault("scheme.gap_too_wide", (*path, "min_gap"), facts)
    if cadence.even and cadence.count > days:
        yield Fault("scheme.even_too_many", (*path, "at_least"), facts)


def _event(event: str, fulfilled_by: Selector, path: Path, scheme: Scheme) -> Iterator[Fault]:
    kinds = [kind.id for kind in scheme.kinds]
    if event not in (*EVENTS, *kinds):
        yield unknown("scheme.event_unknown", (*path, "of"), event, (*EVENTS, *kinds))
    if event in fulfilled_by.kinds:
        yield Fault("scheme.event_is_answer", (*path, "of"), {"found": event})


def _once_by(cadence: OnceBy, path: Path, scheme: Scheme) -> Iterator[Fault]:
    if cadence.day < cadence.opens:
        yield Fault("scheme.once_by_before_opens", (*path, "once_by"), {"found": cadence.day, "opens": cadence.opens})
    if scheme.effective and cadence.day < scheme.effective:
        facts = {"found": cadence.day, "effective": scheme.effective}
        yield Fault("scheme.once_by_before_effective", (*path, "once_by"), facts)


def _unused(scheme: Scheme) -> Iterator[Fault]:
    cited = {duty.clause for duty in scheme.duties}
    for clause in scheme.clauses:
        if clause.id not in cited:
            facts = {"found": clause.id, "number": clause.number}
            yield Fault("scheme.clause_unused", ("clauses", clause.id), facts, "warning")
    used = set(scheme_figures.kinds_used(scheme))
    for kind in scheme.kinds:
        if kind.id not in used and kind.id not in built_in.KINDS:
            yield Fault("scheme.kind_unused", ("kinds", kind.id), {"found": kind.id}, "warning")
