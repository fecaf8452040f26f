"""Problems: opened, worked on, handed in, accepted by another person; listed with how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from zicha.core import periods, problem_measures, problem_rules, problems
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, FieldValue
from zicha.core.periods import Span
from zicha.core.problem_measures import Asked
from zicha.core.problems import Cell, Due, Problem, Recurring, Step, StepName
from zicha.core.scheme import Scheme
from zicha.core.values import filled
from zicha.formats.problems_out import Shown
from zicha.services import ledger
from zicha.services.days import day_of
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes, threads
from zicha.store.writes.transaction import writing

KINDS = (problems.PROBLEM, problems.STEP)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person hands in about something found wanting.

    Attributes:
        on: the day it was found; ``None`` for the day of recording.
        scheme, clause, duty: ids; without a scheme the one that has the duty or clause, or the first, is meant.
        window: the first day of the missed window it is raised from, with ``duty`` and the event's ``subject``.
        origin: number of the entry it was found in, or empty.
    """

    unit: str
    source: str
    matter: str
    owner: str
    due: date
    cause: str = ""
    measure: str = ""
    acceptor: str = ""
    scheme: str = ""
    clause: str = ""
    duty: str = ""
    window: date | None = None
    subject: str = ""
    origin: str = ""
    on: date | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A problem in a list, with how it stands on the day asked for.

    Attributes:
        before: entries of the earlier problems on the same clause of its unit, within four periods.
    """

    problem: Problem
    due_state: Due
    before: tuple[int, ...]


def open_problem(*, found: Finding, recorded_at: datetime, recorded_by: str, nonce: str = "") -> Problem:
    """Record a problem under the next number of its unit and period, and return it.

    A repeated request with the same ``nonce`` returns the problem of the first one. Raises ``Refusal``
    ``problems.…`` for a source, scheme, clause or duty nobody knows, a deadline before the day it was found and an
    owner who shall accept it, and ``ledger.…`` as recording does.
    """
    if found.source not in problems.SOURCES:
        raise Refusal("problems.source_unknown", source=found.source, known="、".join(problems.SOURCES))
    day = found.on or day_of(recorded_at)
    problem_rules.admit_problem(found_on=day, due=found.due, owner=found.owner, acceptor=found.acceptor)
    with writing():
        known = queries.by_nonce(nonces=[ledger.mark_of(nonce)])
        if known:
            first = queries.by_seq(seqs=known.values())[0]
            return one(problem=first.entry, on=date.max, as_known_at=recorded_at)
        fields = _fields(found, _scheme(found, schemes.in_force(on=day, as_known_at=recorded_at)), day)
        title = str(dict(fields)["number"])
        draft = Draft(found.unit, problems.PROBLEM, day, title, fields=fields, evidence=found.evidence)
        made = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
        return problems.problem_of(made)


def take_step(
    *,
    problem: int,
    step: Step,
    recorded_at: datetime,
    recorded_by: str,
    seen: int | None = None,
    nonce: str = "",
) -> Problem:
    """Record what happened to a problem and return the problem as it stands after it.

    Takes the number of its last step the person saw (0 for none). A repeated request with the same ``nonce``
    changes nothing. Raises ``Refusal`` ``problems.…`` for a step that is not open to it or to this person, and for
    one that was decided on a stale page.
    """
    with writing():
        before = one(problem=problem, on=date.max, as_known_at=recorded_at)
        if queries.by_nonce(nonces=[ledger.mark_of(nonce)]):
            return before
        if seen is not None and seen != (before.last.seq if before.last else 0):
            raise Refusal("problems.stale", number=before.number)
        today = day_of(recorded_at)
        taken = replace(step, on=today, by=recorded_by)
        limit = extensions(before, as_known_at=recorded_at)
        problem_rules.admit_step(before, taken, actor=recorded_by, today=today, extensions=limit)
        draft = problems.step_draft(before, taken)
        made = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
        return problems.after(before, problems.step_of(made))


def extensions(problem: Problem, *, as_known_at: datetime) -> int:
    """Return how often the problem's scheme lets a deadline be moved."""
    in_force = schemes.in_force(on=problem.found_on, as_known_at=as_known_at)
    scheme = next((each for each in in_force if each.id == problem.scheme), None)
    return scheme.problems.extensions if scheme else 0


def step_name(name: str) -> StepName:
    """Return the step a word names; raise ``Refusal`` for a word that names none."""
    for known in problems.STEPS:
        if known == name:
            return known
    raise Refusal("problems.step_unknown", step=name, known="、".join(problems.STEPS))


def one(*, problem: int, on: date, as_known_at: datetime) -> Problem:
    """Return one problem as it stood on a day; raise ``Refusal`` if there is none of that entry."""
    found = threads.thread(
        entry=problem, kind=problems.PROBLEM, step=problems.STEP, link="problem", as_known_at=as_known_at
    )
    read = problems.read(found, on=on)
    if not read:
        raise Refusal("problems.unknown", problem=problem)
    return read[0]


def entry_of(*, number: str, as_known_at: datetime) -> int:
    """Return the entry of a problem by its number, or by its entry's number as text; raise ``Refusal`` for neither."""
    found = threads.linked(kind=problems.PROBLEM, values={"number": number}, as_known_at=as_known_at)
    if found:
        return found[0].entry
    if number.isdecimal() and len(number) < len(str(2**62)):
        return int(number)
    raise Refusal("problems.unknown", problem=number)


def listed(*, units: Iterable[str], on: date, as_known_at: datetime) -> tuple[Listed, ...]:
    """Return the problems of some units as they stood on a day: what is pressing first, then by deadline."""
    codes = tuple(units)
    found = standing(units=codes, on=on, as_known_at=as_known_at, texts=True)
    before = came_before(found, schemes.in_force(on=on, as_known_at=as_known_at))
    rows = [Listed(each, each.due_state(on), before.get(each.entry, ())) for each in found]
    order = tuple(problems.STATES)
    rows.sort(key=lambda row: (order.index(row.problem.state), row.problem.due, row.problem.number, row.problem.entry))
    return tuple(rows)


def standing(*, units: Iterable[str], on: date, as_known_at: datetime, texts: bool = False) -> tuple[Problem, ...]:
    """Return the problems of some units as they stood on a day, by day and number; words and people with ``texts``."""
    found = queries.revisions(units=units, span=None, as_known_at=as_known_at, kinds=KINDS, texts=texts)
    return problems.read(found, on=on)


def came_before(found: Sequence[Recurring], in_force: Iterable[Scheme]) -> dict[int, tuple[int, ...]]:
    """Return for each recurring problem the earlier ones, each scheme counting by periods of its own length."""
    per = {scheme.id: scheme.period for scheme in in_force}
    before: dict[int, tuple[int, ...]] = {}
    for scheme in {problem.scheme for problem in found}:
        mine = [problem for problem in found if problem.scheme == scheme]
        before |= problems.recurring(mine, per=per.get(scheme, "half"))
    return before


def asked(
    *, scheme: Scheme, units: Iterable[str], span: Span, on: date, as_known_at: datetime, texts: bool = False
) -> Asked:
    """Return the problems of one scheme and some units as they stood at a period's end, or on an earlier day."""
    day = problem_measures.standing_on(span=span, on=on)
    found = standing(units=units, on=day, as_known_at=as_known_at, texts=texts)
    mine = tuple(problem for problem in found if problem.scheme == scheme.id)
    return Asked(mine, span, day, problems.recurring(mine, per=scheme.period))


def of_cell(*, cell: Cell, on: date, as_known_at: datetime) -> tuple[Problem, ...]:
    """Return the problems that were raised from one window, by day and number."""
    found = standing(units=(cell.unit,), on=on, as_known_at=as_known_at, texts=True)
    return tuple(problem for problem in found if problem.cell == cell)


def _scheme(found: Finding, in_force: Sequence[Scheme]) -> Scheme:
    having = [scheme for scheme in in_force if not found.scheme or scheme.id == found.scheme]
    if not having:
        raise Refusal("problems.scheme_unknown", scheme=found.scheme or "—")
    if found.duty:
        having = [scheme for scheme in having if any(duty.id == found.duty for duty in scheme.duties)]
        if not having:
            raise Refusal("problems.duty_unknown", duty=found.duty)
    if found.clause:
        named = having[0].id
        having = [scheme for scheme in having if any(clause.id == found.clause for clause in scheme.clauses)]
        if not having:
            raise Refusal("problems.clause_unknown", scheme=named, clause=found.clause)
    return having[0]


def _fields(found: Finding, scheme: Scheme, day: date) -> tuple[tuple[str, FieldValue], ...]:
    pattern = scheme.problems.numbering
    taken = threads.first_fields(kind=problems.PROBLEM, unit=found.unit if "{unit" in pattern else "")
    number = problems.numbered(
        pattern,
        unit=found.unit,
        period=periods.containing(day=day, per=scheme.period),
        taken=(fields.get("number", "") for fields in taken),
    )
    return filled(
        (
            ("number", number),
            ("source", found.source),
            ("matter", found.matter),
            ("cause", found.cause),
            ("measure", found.measure),
            ("owner", found.owner),
            ("acceptor", found.acceptor),
            ("due", found.due),
            ("scheme", scheme.id),
            ("clause", found.clause or (scheme.duty(found.duty).clause if found.duty else "")),
            ("duty", found.duty),
            ("window", found.window if found.duty else None),
            ("subject", found.subject),
            ("origin", found.origin),
        )
    )


def shown(rows: Iterable[Listed]) -> tuple[Shown, ...]:
    """Return listed problems as they are written out, the earlier ones by number."""
    known = tuple(rows)
    numbers = {row.problem.entry: row.problem.number for row in known}
    return tuple(
        Shown(row.problem, row.due_state, tuple(numbers[entry] for entry in row.before if entry in numbers))
        for row in known
    )
