"""Problems: what was found wanting, what is done about it, and who accepts that it is put right.

A problem is one entry of the built-in kind ``problem``; whatever happens to it is an entry of the kind
``problem_step``. How it stands is a fold over its steps, as known at an instant and on a day; it is never
stored. The first deadline stays for ever; each extension is a step with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Literal, Protocol

from zicha.core import periods
from zicha.core.ledger import Draft, Evidence, Revision
from zicha.core.periods import Period, PerPeriod
from zicha.core.scheme import BUILT_IN_EVIDENCE, Field, Kind
from zicha.core.scheme import ProblemSource as Source
from zicha.core.scheme import ProblemState as State
from zicha.core.text import LocalText
from zicha.core.values import day, filled, text

StepName = Literal["plan", "work", "extend", "hand_in", "accept", "refuse", "reopen", "drop"]
Due = Literal["", "soon", "overdue"]

PROBLEM = "problem"
STEP = "problem_step"
SOON_DAYS = 3
PERIODS_OF_RECURRENCE = 4

SOURCES: dict[Source, LocalText] = {
    "missed_duty": LocalText("责任事项未完成", "Missed duty"),
    "inspection": LocalText("检查发现", "Inspection"),
    "self_inspection": LocalText("自查发现", "Self-inspection"),
    "meeting": LocalText("会议提出", "Meeting"),
    "superior": LocalText("上级指出", "Unit above"),
    "suggestion": LocalText("意见箱", "Suggestion box"),
}
STEPS: dict[StepName, LocalText] = {
    "plan": LocalText("明确措施", "Measure set"),
    "work": LocalText("整改进展", "Progress"),
    "extend": LocalText("延期", "Extended"),
    "hand_in": LocalText("提请验收", "Handed in"),
    "accept": LocalText("验收通过", "Accepted"),
    "refuse": LocalText("验收不通过", "Refused"),
    "reopen": LocalText("重新整改", "Reopened"),
    "drop": LocalText("撤销", "Dropped"),
}
STATES: dict[State, LocalText] = {
    "open": LocalText("整改中", "Being put right"),
    "handed_in": LocalText("待验收", "To be accepted"),
    "closed": LocalText("已销号", "Closed"),
    "dropped": LocalText("已撤销", "Dropped"),
}
UNFINISHED: frozenset[State] = frozenset({"open", "handed_in"})

KIND = Kind(
    id=PROBLEM,
    title=LocalText("问题", "Problem"),
    fields=(
        Field("number", LocalText("编号", "Number"), "text", required=True, code=True),
        Field("source", LocalText("来源", "Source"), "choice", required=True, choices=tuple(SOURCES.items())),
        Field("matter", LocalText("问题", "Matter"), "text", required=True),
        Field("cause", LocalText("原因", "Cause"), "text"),
        Field("measure", LocalText("整改措施", "Corrective action"), "text"),
        Field("owner", LocalText("整改责任人", "Owner"), "person", required=True),
        Field("acceptor", LocalText("验收人", "Acceptor"), "person"),
        Field("due", LocalText("整改期限", "Deadline"), "date", required=True),
        Field("scheme", LocalText("方案", "Scheme"), "text", code=True),
        Field("clause", LocalText("条款", "Clause"), "text", code=True),
        Field("duty", LocalText("责任事项", "Duty"), "text", code=True),
        Field("window", LocalText("应完成时段", "Window"), "date"),
        Field("subject", LocalText("对象", "Subject"), "text"),
        Field("origin", LocalText("出处编号", "Where it comes from"), "text", code=True),
    ),
    evidence=tuple(BUILT_IN_EVIDENCE),
)
"""``window`` is the first day of the missed window and ``subject`` what an event's window belongs to; ``origin``
is the number of the entry it was found in."""

STEP_KIND = Kind(
    id=STEP,
    title=LocalText("问题整改进展", "Step of a problem"),
    fields=(
        Field("problem", LocalText("问题", "Problem"), "text", required=True, code=True),
        Field("step", LocalText("办理", "Step"), "choice", required=True, choices=tuple(STEPS.items())),
        Field("due", LocalText("新的期限", "New deadline"), "date"),
        Field("reason", LocalText("说明", "Reason"), "text"),
        Field("cause", LocalText("原因", "Cause"), "text"),
        Field("measure", LocalText("整改措施", "Corrective action"), "text"),
        Field("owner", LocalText("整改责任人", "Owner"), "person"),
        Field("acceptor", LocalText("验收人", "Acceptor"), "person"),
    ),
    evidence=tuple(BUILT_IN_EVIDENCE),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a problem.

    Attributes:
        on: the day it happened.
        by: id of the person who took it.
        due: the new deadline of an extension or a reopening.
        cause, measure, owner, acceptor: what ``plan`` sets anew; empty for what stays.
        seq: number of its revision; 0 before it is recorded.
    """

    name: StepName
    on: date
    by: str = ""
    reason: str = ""
    due: date | None = None
    cause: str = ""
    measure: str = ""
    owner: str = ""
    acceptor: str = ""
    evidence: tuple[Evidence, ...] = ()
    seq: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The missed window a problem was raised from."""

    unit: str
    duty: str
    window: date
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem and how it stands.

    Attributes:
        entry: the entry's number, which names it for ever; ``number`` is what people call it.
        seq: the revision it was read from.
        original_due: the deadline it was given first; always shown.
        due, cause, measure, owner, acceptor: as they are after all steps.
        closed_on: the day it was accepted, while it is closed.
        handed_in_on, handed_in_by: of the last handing in that was not refused.
        steps: those that counted, in order of recording.
        idle: steps that fit the state no more, as one after a withdrawn step may.
        evidence: what showed the problem when it was found.
    """

    entry: int
    seq: int
    number: str
    unit: str
    found_on: date
    found_at: datetime
    found_by: str
    source: Source
    matter: str
    owner: str
    original_due: date
    due: date
    cause: str = ""
    measure: str = ""
    acceptor: str = ""
    scheme: str = ""
    clause: str = ""
    cell: Cell | None = None
    origin: str = ""
    evidence: tuple[Evidence, ...] = ()
    state: State = "open"
    closed_on: date | None = None
    handed_in_on: date | None = None
    handed_in_by: str = ""
    handed_in_due: date | None = None
    steps: tuple[Step, ...] = ()
    idle: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still has to be put right or accepted."""
        return self.state in UNFINISHED

    @property
    def extended(self) -> int:
        """How often its deadline was moved."""
        return sum(step.name == "extend" for step in self.steps)

    @property
    def reopened(self) -> int:
        """How often it was taken up again after it was closed or dropped."""
        return sum(step.name == "reopen" for step in self.steps)

    @property
    def refusals(self) -> tuple[Step, ...]:
        """The refusals, with their reasons."""
        return tuple(step for step in self.steps if step.name == "refuse")

    @property
    def last(self) -> Step | None:
        """The step it stands by, or ``None`` if nothing happened yet."""
        return self.steps[-1] if self.steps else None

    @property
    def is_on_time(self) -> bool:
        """Whether it is closed and was handed in no later than the deadline that held then."""
        handed, limit = self.handed_in_on, self.handed_in_due
        return self.state == "closed" and handed is not None and limit is not None and handed <= limit

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """The files handed in since it was last found wanting: opened, refused or reopened."""
        files: tuple[Evidence, ...] = ()
        for step in self.steps:
            files = () if step.name in ("refuse", "reopen") else (*files, *step.evidence)
        return files

    def due_state(self, on: date) -> Due:
        """Return how near the deadline is on a day; what is handed in or closed presses nobody."""
        if self.state != "open":
            return ""
        left = (self.due - on).days
        return "overdue" if left < 0 else "soon" if left <= SOON_DAYS else ""


FROM: Mapping[StepName, frozenset[State]] = MappingProxyType(
    {
        "plan": frozenset({"open"}),
        "work": frozenset({"open"}),
        "extend": frozenset({"open"}),
        "hand_in": frozenset({"open"}),
        "accept": frozenset({"handed_in"}),
        "refuse": frozenset({"handed_in"}),
        "reopen": frozenset({"closed", "dropped"}),
        "drop": UNFINISHED,
    }
)
"""In which states a step is open."""


def folded(problem: Problem, steps: Iterable[Step]) -> Problem:
    """Return a problem after its steps, given in order of recording."""
    return reduce(after, steps, problem)


def after(problem: Problem, step: Step) -> Problem:
    """Return a problem after one more step; a step that fits its state no more is kept as idle."""
    if problem.state not in FROM[step.name]:
        return replace(problem, idle=(*problem.idle, step))
    return _CHANGES[step.name](replace(problem, steps=(*problem.steps, step)), step)


def _plan(problem: Problem, step: Step) -> Problem:
    return replace(
        problem,
        cause=step.cause or problem.cause,
        measure=step.measure or problem.measure,
        owner=step.owner or problem.owner,
        acceptor=step.acceptor or problem.acceptor,
    )


def _hand_in(problem: Problem, step: Step) -> Problem:
    return replace(problem, state="handed_in", handed_in_on=step.on, handed_in_by=step.by, handed_in_due=problem.due)


def _back(problem: Problem, step: Step) -> Problem:
    """Refused or reopened: to be put right again, by the deadline that is given with it."""
    return replace(
        problem,
        state="open",
        due=step.due or problem.due,
        closed_on=None,
        handed_in_on=None,
        handed_in_by="",
        handed_in_due=None,
    )


_CHANGES: Mapping[StepName, Callable[[Problem, Step], Problem]] = MappingProxyType(
    {
        "plan": _plan,
        "work": lambda problem, _step: problem,
        "extend": lambda problem, step: replace(problem, due=step.due or problem.due),
        "hand_in": _hand_in,
        "accept": lambda problem, step: replace(problem, state="closed", closed_on=step.on),
        "refuse": _back,
        "reopen": _back,
        "drop": lambda problem, _step: replace(problem, state="dropped"),
    }
)


def read(revisions: Iterable[Revision], *, on: date) -> tuple[Problem, ...]:
    """Return the problems among standing revisions as they stood on a day, by day and number.

    Takes the state of entries as known at some instant, in any order; other kinds are passed over.
    """
    standing = sorted((each for each in revisions if each.draft.happened_on <= on), key=lambda each: each.seq)
    steps: dict[str, list[Step]] = {}
    for revision in standing:
        if revision.draft.kind == STEP:
            steps.setdefault(text(revision.draft, "problem"), []).append(step_of(revision))
    found = [problem_of(each) for each in standing if each.draft.kind == PROBLEM]
    found.sort(key=lambda problem: (problem.found_on, problem.entry))
    return tuple(folded(problem, steps.get(str(problem.entry), ())) for problem in found)


def problem_of(revision: Revision) -> Problem:
    """Return the problem a revision of its entry tells of, before any step."""
    draft = revision.draft
    due = day(draft, "due") or draft.happened_on
    return Problem(
        entry=revision.entry,
        seq=revision.seq,
        number=text(draft, "number"),
        unit=draft.unit,
        found_on=draft.happened_on,
        found_at=revision.recorded_at,
        found_by=revision.recorded_by,
        source=_SOURCE[text(draft, "source")],
        matter=text(draft, "matter"),
        owner=text(draft, "owner"),
        original_due=due,
        due=due,
        cause=text(draft, "cause"),
        measure=text(draft, "measure"),
        acceptor=text(draft, "acceptor"),
        scheme=text(draft, "scheme"),
        clause=text(draft, "clause"),
        cell=_cell(draft),
        origin=text(draft, "origin"),
        evidence=draft.evidence,
    )


def step_of(revision: Revision) -> Step:
    """Return the step a revision tells of."""
    draft = revision.draft
    return Step(
        name=_STEP[text(draft, "step")],
        on=draft.happened_on,
        by=revision.recorded_by,
        reason=text(draft, "reason"),
        due=day(draft, "due"),
        cause=text(draft, "cause"),
        measure=text(draft, "measure"),
        owner=text(draft, "owner"),
        acceptor=text(draft, "acceptor"),
        evidence=draft.evidence,
        seq=revision.seq,
        recorded_at=revision.recorded_at,
    )


def step_draft(problem: Problem, step: Step) -> Draft:
    """Return what is recorded of a step."""
    fields = filled(
        (
            ("problem", str(problem.entry)),
            ("step", step.name),
            ("due", step.due),
            ("reason", step.reason),
            ("cause", step.cause),
            ("measure", step.measure),
            ("owner", step.owner),
            ("acceptor", step.acceptor),
        )
    )
    return Draft(problem.unit, STEP, step.on, problem.number, fields=fields, evidence=step.evidence)


class Recurring(Protocol):
    """What tells whether a problem came up before."""

    @property
    def entry(self) -> int: ...  # noqa: D102 -- as :class:`Problem` has it
    @property
    def unit(self) -> str: ...  # noqa: D102 -- the same
    @property
    def found_on(self) -> date: ...  # noqa: D102 -- the same
    @property
    def scheme(self) -> str: ...  # noqa: D102 -- the same
    @property
    def clause(self) -> str: ...  # noqa: D102 -- the same
    @property
    def state(self) -> State: ...  # noqa: D102 -- the same


def recurring(problems: Iterable[Recurring], *, per: PerPeriod) -> dict[int, tuple[int, ...]]:
    """Return, for each problem that came up before, the entries of the earlier ones, by day.

    A problem comes up again if its unit had one on the same clause in the same period or the three before it.
    One that was dropped is no problem, and one without a clause has nothing to be compared by.
    """
    seen: dict[tuple[str, str, str], list[Recurring]] = {}
    found: dict[int, tuple[int, ...]] = {}
    for problem in sorted(problems, key=lambda each: (each.found_on, each.entry)):
        if not problem.clause or problem.state == "dropped":
            continue
        key = (problem.unit, problem.scheme, problem.clause)
        since = _since(periods.containing(day=problem.found_on, per=per))
        before = tuple(each.entry for each in seen.get(key, ()) if each.found_on >= since)
        if before:
            found[problem.entry] = before
        seen.setdefault(key, []).append(problem)
    return found


def numbered(pattern: str, *, unit: str, period: Period, taken: Iterable[str]) -> str:
    """Return the next free number, such as ``2026-H1-U03-007``.

    Takes the scheme's pattern with the places ``{year}``, ``{period}``, ``{unit}`` and ``{number}``, and the
    numbers given so far, to withdrawn problems too: no number is given twice.
    """
    used = frozenset(taken)
    part = str(period)[4:].lstrip("-") or str(period)
    number = 1
    while (made := pattern.format(year=period.span.start.year, period=part, unit=unit, number=number)) in used:
        number += 1
    return made


_SOURCE: dict[str, Source] = {name: name for name in SOURCES}
_STEP: dict[str, StepName] = {name: name for name in STEPS}


def _since(period: Period) -> date:
    for _ in range(PERIODS_OF_RECURRENCE - 1):
        period = periods.previous(period)
    return period.span.start


def _cell(draft: Draft) -> Cell | None:
    window = day(draft, "window")
    if window is None or not text(draft, "duty"):
        return None
    return Cell(draft.unit, text(draft, "duty"), window, text(draft, "subject"))
