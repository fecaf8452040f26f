"""Actions: what somebody promised, and what became of it.

A promise comes from a report's next steps, from a meeting's decision or from the unit above. It is one entry
of the built-in kind ``action``; whatever happens to it is an entry of the kind ``action_step``. How it stands
is a fold over its steps and is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Literal

from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, Revision
from zicha.core.scheme import BUILT_IN_EVIDENCE, Field, Kind
from zicha.core.text import LocalText
from zicha.core.values import day, filled, text

Source = Literal["report", "meeting", "superior"]
StepName = Literal["work", "done", "drop", "move", "hand_over", "reopen"]
State = Literal["open", "working", "done", "dropped"]

ACTION = "action"
STEP = "action_step"

SOURCES: dict[Source, LocalText] = {
    "report": LocalText("报告的下一步打算", "A report's next step"),
    "meeting": LocalText("议定事项", "A meeting's decision"),
    "superior": LocalText("上级交办", "Set by the unit above"),
}
STEPS: dict[StepName, LocalText] = {
    "work": LocalText("正在办", "Under way"),
    "done": LocalText("办结", "Done"),
    "drop": LocalText("不再办", "Dropped"),
    "move": LocalText("延期", "Deadline moved"),
    "hand_over": LocalText("改由他人办", "Handed over"),
    "reopen": LocalText("重新办", "Taken up again"),
}
STATES: dict[State, LocalText] = {
    "open": LocalText("待办", "To do"),
    "working": LocalText("正在办", "Under way"),
    "done": LocalText("已办结", "Done"),
    "dropped": LocalText("不再办", "Dropped"),
}
UNFINISHED: frozenset[State] = frozenset({"open", "working"})

KIND = Kind(
    id=ACTION,
    title=LocalText("待办事项", "Action"),
    fields=(
        Field("source", LocalText("来源", "Source"), "choice", required=True, choices=tuple(SOURCES.items())),
        Field("origin", LocalText("出处编号", "Where it comes from"), "text", code=True),
        Field("body", LocalText("会议", "Body"), "text", code=True),
        Field("scheme", LocalText("方案", "Scheme"), "text", code=True),
        Field("section", LocalText("报告章节", "Section"), "text", code=True),
        Field("matter", LocalText("事项", "Matter"), "text", required=True),
        Field("owner", LocalText("责任人", "Owner"), "person"),
        Field("due", LocalText("完成时限", "Deadline"), "date"),
    ),
)
"""``origin`` is the number of the entry, or the id of the report, it comes from; ``body`` is the id of the
body whose next agenda it comes back on."""

STEP_KIND = Kind(
    id=STEP,
    title=LocalText("待办事项进展", "Step of an action"),
    fields=(
        Field("action", LocalText("事项编号", "Action"), "text", required=True, code=True),
        Field("step", LocalText("办理", "Step"), "choice", required=True, choices=tuple(STEPS.items())),
        Field("due", LocalText("新的时限", "New deadline"), "date"),
        Field("owner", LocalText("新的责任人", "New owner"), "person"),
        Field("record", LocalText("佐证记录编号", "Record that shows it"), "text", code=True),
        Field("reason", LocalText("说明", "Reason"), "text"),
    ),
    evidence=tuple(BUILT_IN_EVIDENCE),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an action.

    Attributes:
        seq: number of its revision; 0 before it is recorded.
        on: the day it happened.
        by: id of whoever recorded it.
        record: number of an entry that shows it, or empty.
    """

    name: StepName
    on: date
    by: str = ""
    reason: str = ""
    due: date | None = None
    owner: str = ""
    record: str = ""
    evidence: tuple[Evidence, ...] = ()
    seq: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A promise and how it stands.

    Attributes:
        entry: the number that names it.
        seq: the revision it was read from.
        number: which revision of its entry that is.
        original_due: the deadline it was given first; always shown.
        due, owner: as they are after all steps.
        steps: those that counted, in order of recording.
        idle: steps that fit the state no more, as one after a withdrawn step may.
    """

    entry: int
    seq: int
    number: int
    unit: str
    made_on: date
    made_at: datetime
    made_by: str
    source: Source
    matter: str
    origin: str = ""
    body: str = ""
    scheme: str = ""
    section: str = ""
    owner: str = ""
    original_due: date | None = None
    due: date | None = None
    state: State = "open"
    steps: tuple[Step, ...] = ()
    idle: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in UNFINISHED

    @property
    def moved(self) -> int:
        """How often its deadline was moved."""
        return sum(step.name == "move" for step in self.steps)

    @property
    def last(self) -> Step | None:
        """The step it stands by, or ``None`` if nothing happened yet."""
        return self.steps[-1] if self.steps else None

    def is_overdue(self, on: date) -> bool:
        """Whether it is still open after its deadline on a day."""
        return self.is_open and self.due is not None and self.due < on


_FROM: Mapping[StepName, frozenset[State]] = MappingProxyType(
    {
        "work": UNFINISHED,
        "done": UNFINISHED,
        "drop": UNFINISHED,
        "move": UNFINISHED,
        "hand_over": UNFINISHED,
        "reopen": frozenset({"done", "dropped"}),
    }
)
_TO: Mapping[StepName, State] = MappingProxyType(
    {"work": "working", "done": "done", "drop": "dropped", "reopen": "open"}
)


def admit(action: Action, step: Step) -> None:
    """Raise ``Refusal`` ``actions.…`` for a step that an action does not allow.

    Done needs a file or a record that shows it; dropping, moving, handing over and taking up again need a
    reason; a deadline is moved forward only.
    """
    if action.state not in _FROM[step.name]:
        raise Refusal("actions.not_now", step=STEPS[step.name].zh, state=STATES[action.state].zh, entry=action.entry)
    if step.name == "done" and not (step.evidence or step.record):
        raise Refusal("actions.evidence_missing", entry=action.entry)
    if step.name not in ("work", "done") and not step.reason.strip():
        raise Refusal("actions.reason_missing", step=STEPS[step.name].zh)
    if step.name == "move":
        _admit_move(action, step)
    if step.name == "hand_over" and step.owner in ("", action.owner):
        raise Refusal("actions.owner_same", entry=action.entry)


def folded(action: Action, steps: Iterable[Step]) -> Action:
    """Return an action after its steps, given in order of recording."""
    return reduce(after, steps, action)


def after(action: Action, step: Step) -> Action:
    """Return an action after one more step; a step that fits its state no more is kept as idle."""
    if action.state not in _FROM[step.name]:
        return replace(action, idle=(*action.idle, step))
    return replace(
        action,
        state=_TO.get(step.name, action.state),
        due=step.due if step.name == "move" and step.due else action.due,
        owner=step.owner if step.name == "hand_over" and step.owner else action.owner,
        steps=(*action.steps, step),
    )


def read(revisions: Iterable[Revision], *, on: date) -> tuple[Action, ...]:
    """Return the actions among standing revisions as they stood on a day, by day and number.

    Takes the state of entries as known at some instant, in any order; other kinds are passed over.
    """
    standing = sorted((each for each in revisions if each.draft.happened_on <= on), key=lambda each: each.seq)
    steps: dict[str, list[Step]] = {}
    for revision in standing:
        if revision.draft.kind == STEP:
            steps.setdefault(str(revision.draft.value("action")), []).append(step_of(revision))
    found = [action_of(each) for each in standing if each.draft.kind == ACTION]
    found.sort(key=lambda action: (action.made_on, action.entry))
    return tuple(folded(action, steps.get(str(action.entry), ())) for action in found)


def action_of(revision: Revision) -> Action:
    """Return the action a revision of its entry tells of, before any step."""
    draft = revision.draft
    due = day(draft, "due")
    return Action(
        entry=revision.entry,
        seq=revision.seq,
        number=revision.number,
        unit=draft.unit,
        made_on=draft.happened_on,
        made_at=revision.recorded_at,
        made_by=revision.recorded_by,
        source=_SOURCE[text(draft, "source")],
        matter=text(draft, "matter"),
        origin=text(draft, "origin"),
        body=text(draft, "body"),
        scheme=text(draft, "scheme"),
        section=text(draft, "section"),
        owner=text(draft, "owner"),
        original_due=due,
        due=due,
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
        owner=text(draft, "owner"),
        record=text(draft, "record"),
        evidence=draft.evidence,
        seq=revision.seq,
        recorded_at=revision.recorded_at,
    )


def step_draft(action: Action, step: Step) -> Draft:
    """Return what is recorded of a step."""
    fields = filled(
        (
            ("action", str(action.entry)),
            ("step", step.name),
            ("due", step.due),
            ("owner", step.owner),
            ("record", step.record),
            ("reason", step.reason),
        )
    )
    return Draft(unit=action.unit, kind=STEP, happened_on=step.on, fields=fields, evidence=step.evidence)


_SOURCE: dict[str, Source] = {name: name for name in SOURCES}
_STEP: dict[str, StepName] = {name: name for name in STEPS}


def _admit_move(action: Action, step: Step) -> None:
    if step.due is None or step.due <= (action.due or step.on):
        raise Refusal("actions.move_back", due=action.due or step.on, entry=action.entry)
