"""What a scheme says, in words: a cadence, who is bound, which entries count, how a measure is computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache

from zicha.core import messages, problems, report_words
from zicha.core.scheme import (
    AtLeast,
    Bound,
    Cadence,
    Cells,
    Clause,
    Count,
    DistinctPeople,
    Duty,
    Every,
    Field,
    Kind,
    Length,
    Measure,
    OnceBy,
    ProblemCount,
    ProblemShare,
    Rate,
    Rule,
    Scheme,
    Section,
    Selector,
    Share,
    Standing,
    StudyCount,
    StudyOutcome,
    StudyShare,
    Sum,
    Within,
)
from zicha.core.text import LocalText

Lines = dict[LocalText, LocalText]
"""What is said about a thing: the aspect (频次) and its value (每月至少 1 次)."""

NOTHING = messages.SENTENCES["words.nothing"]


def say(code: str, **facts: object) -> LocalText:
    """Return a sentence in both languages; facts may themselves be in both."""
    zh = {name: value.zh if isinstance(value, LocalText) else value for name, value in facts.items()}
    en = {name: value.in_language("en") if isinstance(value, LocalText) else value for name, value in facts.items()}
    sentence = messages.SENTENCES[code]
    return LocalText(sentence.zh.format(**zh), sentence.in_language("en").format(**en))


def listed(items: Iterable[LocalText | str]) -> LocalText:
    """Return texts as one list, 甲、乙 and a, b; “none” for no texts."""
    texts = [item if isinstance(item, LocalText) else LocalText(item, item) for item in items]
    if not texts:
        return NOTHING
    return LocalText("、".join(text.zh for text in texts), ", ".join(text.in_language("en") for text in texts))


def length(length: Length) -> LocalText:
    """Return a length of time: “3 天”, “5 working days”."""
    return say(f"words.{'one_' if length.count == 1 else ''}{length.unit}", count=length.count)


def day(day: date) -> LocalText:
    """Return a date: “2026 年 1 月 28 日”, “28 Jan 2026”."""
    month = report_words.MONTHS[day.month - 1][:3]
    return LocalText(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {month} {day.year}")


def share(share: Fraction) -> str:
    """Return a share as people write it: “2/3”, “100%”."""
    return "100%" if share == 1 else str(share)


def cadence(cadence: Cadence, *, scheme: Scheme) -> LocalText:
    """Return how often something is owed: “每月至少 1 次”."""
    if isinstance(cadence, Within):
        return say("words.within", event=event(cadence.event, scheme=scheme), length=length(cadence.length))
    return _without_event(cadence)


@lru_cache(maxsize=1_024)
def _without_event(cadence: AtLeast | Every | OnceBy | Standing) -> LocalText:
    """What needs no scheme to be said; each page says it of twenty duties."""
    match cadence:
        case AtLeast():
            even = say("words.even") if cadence.even else ""
            gap = say("words.gap", gap=cadence.min_gap_days) if cadence.min_gap_days else ""
            return say("words.at_least", per=say(f"words.{cadence.per}"), count=cadence.count, even=even, gap=gap)
        case Every():
            anchor = say("words.anchor", anchor=day(cadence.anchor)) if cadence.anchor else ""
            return say(f"words.every_{cadence.origin}", length=length(cadence.length), anchor=anchor)
        case OnceBy():
            return say("words.once_by", opens=day(cadence.opens), day=day(cadence.day))
        case Standing():
            return say("words.standing")


def event(event: str, *, scheme: Scheme) -> LocalText:
    """Return the event a duty is counted from: “人员加入”, or the kind's title."""
    return say(f"words.{event}") if event in ("joining", "founding") else _title(event, scheme.kinds)


def bound(bound: Bound) -> LocalText:
    """Return which units owe something: “第 2、3 级，U07 除外”."""
    said = say("words.every_unit")
    if bound.levels:
        said = say("words.levels", levels=listed(str(level) for level in bound.levels))
    if bound.units:
        units = say("words.units", units=listed(bound.units))
        said = say("words.both", one=said, other=units) if bound.levels else units
    return say("words.excluded", bound=said, excluded=listed(bound.excluded)) if bound.excluded else said


def selector(chosen: Selector, *, scheme: Scheme) -> LocalText:
    """Return which entries are meant: “安全培训（培训对象为新进人员）”."""
    kinds = listed(_title(kind, scheme.kinds) for kind in chosen.kinds)
    conditions = [_condition(field, values, chosen, scheme) for field, values in chosen.where]
    if chosen.backfilled is not None:
        conditions.append(say("words.backfilled" if chosen.backfilled else "words.not_backfilled"))
    return say("words.where", kinds=kinds, conditions=listed(conditions)) if conditions else kinds


def rule(rule: Rule, *, scheme: Scheme) -> LocalText:
    """Return how a measure is computed."""
    match rule:
        case Count():
            return say("words.count", what=selector(rule.selector, scheme=scheme))
        case Sum():
            return say(
                "words.sum", what=selector(rule.selector, scheme=scheme), of=_summed(rule.of, rule.selector, scheme)
            )
        case DistinctPeople():
            return say("words.distinct", what=selector(rule.selector, scheme=scheme))
        case Rate():
            above, below = say(f"words.{rule.numerator}"), say(f"words.{rule.denominator}")
            return say("words.rate", what=selector(rule.selector, scheme=scheme), above=above, below=below)
        case Share():
            part, whole = selector(rule.part, scheme=scheme), selector(rule.whole, scheme=scheme)
            of = _summed(rule.of, rule.part, scheme) if rule.of else ""
            return say("words.share_sum" if rule.of else "words.share_count", part=part, whole=whole, of=of)
        case Cells():
            states = listed(say(f"words.state_{state}") for state in rule.states)
            states = states if rule.states else say("words.any_state")
            return say("words.cells", duties=listed(_title(duty, scheme.duties) for duty in rule.duties), states=states)
        case other:
            return _of_threads(other)


def _of_threads(rule: ProblemCount | ProblemShare | StudyCount | StudyShare) -> LocalText:
    """Return how a measure over problems or over items of a study plan is computed."""
    match rule:
        case ProblemCount():
            return say("words.problem_count", what=_problems(rule))
        case ProblemShare():
            return say("words.problem_share", part=_problems(rule.part), whole=_problems(rule.whole))
        case StudyCount():
            return say("words.study_count", what=_study(rule.outcomes))
        case StudyShare():
            return say("words.study_share", what=_study(rule.outcomes), whole=_study(()))


def _study(outcomes: tuple[StudyOutcome, ...]) -> LocalText:
    kinds = say("words.study_of")
    conditions = listed(say(f"words.study_{outcome}") for outcome in outcomes)
    return say("words.where", kinds=kinds, conditions=conditions) if outcomes else kinds


def _problems(counted: ProblemCount) -> LocalText:
    conditions = [problems.STATES[state] for state in counted.states]
    conditions += [problems.SOURCES[source] for source in counted.sources]
    asked = {name: getattr(counted, name) for name in ("on_time", "extended", "overdue", "recurring")}
    conditions += [
        say(f"words.{name}" if is_so else f"words.not_{name}") for name, is_so in asked.items() if is_so is not None
    ]
    kinds = say(f"words.problems_{counted.of}_of")
    return say("words.where", kinds=kinds, conditions=listed(conditions)) if conditions else kinds


def duty(duty: Duty, *, scheme: Scheme) -> Lines:
    """Return everything a duty says, aspect by aspect."""
    posts = dict(scheme.posts)
    return _lines(
        title=duty.title,
        clause=next(
            (LocalText(each.number, each.number) for each in scheme.clauses if each.id == duty.clause), NOTHING
        ),
        bound=bound(duty.bound),
        lead_post=posts.get(duty.lead_post, NOTHING),
        post=posts.get(duty.post, NOTHING),
        fulfilled_by=selector(duty.fulfilled_by, scheme=scheme),
        cadence=cadence(duty.cadence, scheme=scheme),
        threshold=say("words.share_present", share=share(duty.threshold)) if duty.threshold else NOTHING,
        evidence=_evidence(duty.evidence, scheme),
        grace=length(duty.grace) if duty.grace.count else NOTHING,
        remind=length(duty.remind) if duty.remind.count else NOTHING,
        part_window=say(f"words.{duty.part_window}"),
    )


def kind(kind: Kind, *, scheme: Scheme) -> Lines:
    """Return everything a kind says, field by field."""
    lines = _lines(
        title=kind.title,
        attendance=say(f"words.attendance_{kind.attendance}"),
        evidence=_evidence(kind.evidence, scheme),
        minutes=_yes(kind.minutes),
        private=_yes(kind.private),
        retain=length(kind.retain) if kind.retain else NOTHING,
    )
    return lines | {say("words.field", title=field.title, id=field.id): _field(field) for field in kind.fields}


def clause(clause: Clause) -> Lines:
    """Return a clause's number and text."""
    return _lines(number=LocalText(clause.number, clause.number), text=clause.text)


def measure(measure: Measure, *, scheme: Scheme) -> Lines:
    """Return everything a measure says."""
    return _lines(
        title=measure.title,
        rule=rule(measure.rule, scheme=scheme),
        unit=listed([measure.unit] if measure.unit else []),
        places=LocalText(str(measure.places), str(measure.places)),
    )


def section(section: Section, *, place: str, scheme: Scheme) -> Lines:
    """Return everything a section of the report says; ``place`` is where it stands, such as ``1.2``."""
    return _lines(
        place=LocalText(place, place),
        title=section.title,
        facts=section.facts or NOTHING,
        prose=_yes(section.prose),
        gaps=_yes(section.gaps),
        problems=say(f"words.problems_{section.problems}") if section.problems else NOTHING,
        next_steps=_yes(section.next_steps),
        promises=_yes(section.promises),
        list=listed(_title(kind, scheme.kinds) for kind in section.kinds),
    )


def head(scheme: Scheme) -> Lines:
    """Return what a scheme says about itself as a whole."""
    terms = listed(f"{term.start}–{term.end}" for term in scheme.terms)
    return _lines(
        title=scheme.title,
        version=LocalText(scheme.version, scheme.version),
        period=say(f"words.{scheme.period}"),
        backfill_days=say("words.days", count=scheme.backfill_days),
        effective=listed([str(scheme.effective)] if scheme.effective else []),
        terms=terms,
        numbering=LocalText(scheme.problems.numbering, scheme.problems.numbering),
        extensions=LocalText(str(scheme.problems.extensions), str(scheme.problems.extensions)),
        report_title=scheme.report.title,
        addressee=scheme.report.addressee or NOTHING,
        seal=_yes(scheme.report.seal),
    )


def _lines(**lines: LocalText) -> Lines:
    return {say(f"words.{aspect}"): value for aspect, value in lines.items()}


def _yes(is_so: bool) -> LocalText:  # noqa: FBT001 - the one thing it takes is the answer itself
    return say("words.yes" if is_so else "words.no")


def _title(name: str, things: Iterable[Kind | Duty]) -> LocalText:
    return next((thing.title for thing in things if thing.id == name), LocalText(name, name))


def _evidence(items: tuple[str, ...], scheme: Scheme) -> LocalText:
    titles = dict(scheme.evidence)
    return listed(titles.get(item, LocalText(item, item)) for item in items)


def _field(field: Field) -> LocalText:
    parts: list[LocalText | str] = [say(f"words.type_{field.type}")]
    if field.required:
        parts.append(say("words.required"))
    if field.unit:
        parts.append(field.unit)
    return listed([*parts, *(title for _, title in field.choices)])


def _field_of(field_id: str, chosen: Selector, scheme: Scheme) -> Field | None:
    kinds = (kind for kind in scheme.kinds if kind.id in chosen.kinds)
    return next((field for kind in kinds for field in kind.fields if field.id == field_id), None)


def _condition(field_id: str, values: tuple[str, ...], chosen: Selector, scheme: Scheme) -> LocalText:
    field = _field_of(field_id, chosen, scheme)
    choices = dict(field.choices) if field else {}
    titles = listed(choices.get(value, LocalText(value, value)) for value in values)
    return say("words.is", field=field.title if field else field_id, values=titles)


def _summed(of: str, chosen: Selector, scheme: Scheme) -> LocalText | str:
    if f"words.{of}" in messages.SENTENCES and of in ("expected", "present", "excused", "absent", "made_up"):
        return say(f"words.{of}")
    field = _field_of(of, chosen, scheme)
    return field.title if field else of
