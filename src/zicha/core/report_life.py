"""The life of a report: draft, submitted, returned or accepted, archived; each step is an entry in the ledger.

A step is recorded as an entry of the built-in kind :data:`KIND` and says of which composed report it speaks: the
instant it was known at, the day, the language, whether the units below are in it, and the hash of its content. Where
a report stands is folded from its steps; nothing else is stored about it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from zicha.core import instants
from zicha.core.access import Action
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, Revision
from zicha.core.scheme import Field, Kind
from zicha.core.text import Language, LocalText

Step = Literal["submit", "return", "resubmit", "accept", "archive"]
State = Literal["draft", "submitted", "returned", "accepted", "archived"]

STEPS: tuple[Step, ...] = get_args(Step)
STATES: tuple[State, ...] = get_args(State)
OPEN: frozenset[State] = frozenset({"draft", "returned"})
"""Where people write; in every other state the report stands as it was submitted."""

REPORT_STEP = "report_step"
LONGEST_COMMENT = 2_000

KIND = Kind(
    id=REPORT_STEP,
    title=LocalText("报告流转", "Step of a report"),
    fields=(
        Field("scheme", LocalText("方案", "Scheme"), "text", required=True, code=True),
        Field("period", LocalText("时段", "Period"), "text", required=True, code=True),
        Field(
            "step",
            LocalText("步骤", "Step"),
            "choice",
            required=True,
            choices=(
                ("submit", LocalText("提交", "Submitted")),
                ("return", LocalText("退回", "Returned")),
                ("resubmit", LocalText("再次提交", "Submitted again")),
                ("accept", LocalText("通过", "Accepted")),
                ("archive", LocalText("归档", "Archived")),
            ),
        ),
        Field("version", LocalText("内容校验值", "Hash of the content"), "text", required=True, code=True),
        Field("known_at", LocalText("截至何时所知", "As known at"), "text", required=True, code=True),
        Field("on", LocalText("落款日期", "Day"), "date", required=True),
        Field("language", LocalText("语言", "Language"), "text", required=True, code=True),
        Field("scope", LocalText("范围", "Scope"), "text", required=True, code=True),
        Field("bare", LocalText("不含个人信息的校验值", "Hash without personal values"), "text", code=True),
        Field("rows", LocalText("行账链条数", "Size of the row log"), "text", code=True),
        Field("erasures", LocalText("提交后的删除记录", "Erasures since it was submitted"), "text", code=True),
        Field("comment", LocalText("意见", "Comment"), "text"),
    ),
    evidence=("report",),
)
"""Its definition; a scheme neither declares nor changes it."""

_LEADS_TO: Mapping[Step, State] = {
    "submit": "submitted",
    "resubmit": "submitted",
    "return": "returned",
    "accept": "accepted",
    "archive": "archived",
}
_STARTS_FROM: Mapping[Step, State] = {
    "submit": "draft",
    "resubmit": "returned",
    "return": "submitted",
    "accept": "submitted",
    "archive": "accepted",
}
ACTIONS: Mapping[Step, Action] = {
    "submit": "submit_report",
    "resubmit": "submit_report",
    "return": "decide_report",
    "accept": "decide_report",
    "archive": "decide_report",
}
"""What a person must be allowed to take a step. A report with no unit above it is archived, and given back where it can
not be, by those who submit it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The composed report a step speaks of; composed again with this, it has the same content.

    Attributes:
        version: :func:`content_hash` of it.
        known_at, on, language, subtree: what it was composed with.
        bare: the same hash without any value that can be erased, see :mod:`zicha.core.report_bare`; empty in steps
            from before it was kept.
        rows: size of the row log when it was submitted.
    """

    version: str
    known_at: datetime
    on: date
    language: Language
    subtree: bool
    bare: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a report that is composed again stands to what was submitted.

    Attributes:
        version: :func:`content_hash` of it as it is composed now.
        erasures: numbers of the erasure entries since then that alone make the difference.
        records: the records of the report that these took values from.
        is_changed: whether anything else differs.
    """

    version: str
    erasures: tuple[int, ...] = ()
    records: tuple[int, ...] = ()
    is_changed: bool = False

    @property
    def is_the_same(self) -> bool:
        """Whether it says what was submitted, to the letter."""
        return not self.is_changed and not self.erasures


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken.

    Attributes:
        seq: the number of its revision: the log up to there holds all that the step speaks of.
        bundle: the archived bundle, for ``archive``.
        erasures: for ``archive``, the erasure entries since the submission; what is archived, and ``frozen`` tells of,
            no longer holds what they took.
    """

    step: Step
    seq: int
    at: datetime
    by: str
    frozen: Frozen
    comment: str = ""
    bundle: Evidence | None = None
    erasures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """The steps of one report, in the order of the ledger."""

    steps: tuple[Taken, ...] = ()

    @property
    def state(self) -> State:
        """Where the report stands."""
        return _LEADS_TO[self.steps[-1].step] if self.steps else "draft"

    @property
    def is_open(self) -> bool:
        """Whether people may write in it."""
        return self.state in OPEN

    @property
    def submission(self) -> Taken | None:
        """The last step that submitted it, or ``None``."""
        return next((each for each in reversed(self.steps) if each.step in ("submit", "resubmit")), None)

    @property
    def frozen(self) -> Frozen | None:
        """What it shows: the submitted report, or ``None`` while people write."""
        submission = self.submission
        return None if self.is_open or submission is None else submission.frozen

    @property
    def comment(self) -> str:
        """What it was returned with, while it is returned."""
        return self.steps[-1].comment if self.state == "returned" else ""

    @property
    def bundle(self) -> Evidence | None:
        """The archived bundle, once there is one."""
        return self.steps[-1].bundle if self.steps else None


@dataclass(frozen=True, slots=True)
class Asking:
    """Someone wants to take a step.

    Attributes:
        seen: how many steps the person had seen.
        by: the person's id.
        is_top: whether the report's unit has no unit above it.
        is_changed: whether the ledger no longer gives what was submitted.
    """

    step: Step
    seen: int
    by: str
    comment: str = ""
    is_top: bool = False
    is_changed: bool = False


def open_steps(state: State, *, is_top: bool = False, is_changed: bool = False) -> tuple[Step, ...]:
    """Return the steps that lead on from a state; with no unit above, a submitted report is archived at once.

    Where it can only be archived, but the ledger no longer gives what was submitted, it can be given back instead.
    """
    if state == "accepted" or (is_top and state == "submitted"):
        return ("return",) if is_changed else ("archive",)
    return tuple(step for step in STEPS if _STARTS_FROM[step] == state)


def action(step: Step, *, is_top: bool) -> Action:
    """Return what a person must be allowed to take a step."""
    return "submit_report" if is_top and step in ("archive", "return") else ACTIONS[step]


def admit_step(life: Life, asking: Asking) -> None:
    """Raise ``Refusal`` with the first thing that keeps a step from being taken.

    That is a page that did not show the last step, a step out of turn, a return without a comment, or a report
    accepted by whoever submitted it. Who may take which step at all is :data:`ACTIONS`' and ``core.access``'s.
    """
    if asking.seen != len(life.steps):
        raise Refusal("report_life.stale")
    if asking.step not in open_steps(life.state, is_top=asking.is_top, is_changed=asking.is_changed):
        raise Refusal(f"report_life.{asking.step}_out_of_turn")
    if asking.step == "return" and not asking.comment.strip():
        raise Refusal("report_life.comment_missing")
    if len(asking.comment) > LONGEST_COMMENT:
        raise Refusal("report_life.comment_too_long", longest=LONGEST_COMMENT)
    submission = life.submission
    if asking.step == "accept" and submission is not None and submission.by == asking.by:
        raise Refusal("report_life.own_report")


def lives(revisions: Iterable[Revision]) -> dict[tuple[str, str, str], Life]:
    """Return every report's life by scheme, unit and period; takes revisions of the kind in any order.

    A step counts as it was first recorded; a step that does not lead on from where the report stood, as one that
    was put into the ledger by other means might, is passed over.
    """
    found: dict[tuple[str, str, str], Life] = {}
    for revision in sorted(revisions, key=lambda each: each.seq):
        if revision.draft.kind != REPORT_STEP or revision.number != 1:
            continue
        values = dict(revision.draft.fields)
        place = (str(values["scheme"]), revision.draft.unit, str(values["period"]))
        life, taken = found.get(place, Life()), _taken(revision, values)
        if taken.step in _possible(life.state):
            found[place] = Life((*life.steps, taken))
    return found


def _possible(state: State) -> set[Step]:
    """The steps that lead on from a state for whichever unit, whether or not the report still says the same."""
    either = (False, True)
    return {
        step for is_top in either for changed in either for step in open_steps(state, is_top=is_top, is_changed=changed)
    }


def draft(
    *, unit: str, scheme: str, period: str, step: Step, frozen: Frozen, on: date, comment: str = "",
    bundle: Evidence | None = None, erasures: Iterable[int] = (),
) -> Draft:  # fmt: skip
    """Return the entry that records a step on the day ``on``."""
    fields = {
        "scheme": scheme,
        "period": period,
        "step": step,
        "version": frozen.version,
        "known_at": instants.written(frozen.known_at),
        "on": frozen.on.isoformat(),
        "language": frozen.language,
        "scope": "subtree" if frozen.subtree else "unit",
        "bare": frozen.bare,
        "rows": str(frozen.rows) if frozen.rows else "",
        "erasures": " ".join(map(str, erasures)),
        "comment": comment.strip(),
    }
    given = tuple((name, value) for name, value in fields.items() if value)
    return Draft(unit, REPORT_STEP, on, fields=given, evidence=(bundle,) if bundle else ())


def content_hash(shape: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a report says, from its published JSON shape, as lower-case hex.

    Left out is what says when and from what it was made: instants, the log's head, and what a checker remarked.
    """
    content = {key: value for key, value in shape.items() if key not in ("as_known_at", "snapshot", "findings")}
    content["figures"] = [
        {key: value for key, value in figure.items() if key != "as_known_at"} for figure in shape["figures"]
    ]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _taken(revision: Revision, values: Mapping[str, Any]) -> Taken:
    frozen = Frozen(
        version=str(values["version"]),
        known_at=datetime.fromisoformat(str(values["known_at"])),
        on=date.fromisoformat(str(values["on"])),
        language="en" if values["language"] == "en" else "zh",
        subtree=values["scope"] == "subtree",
        bare=str(values.get("bare", "")),
        rows=int(values.get("rows", 0)),
    )
    return Taken(
        step=cast("Step", values["step"]),
        seq=revision.seq,
        at=revision.recorded_at,
        by=revision.recorded_by,
        frozen=frozen,
        comment=str(values.get("comment", "")),
        bundle=revision.draft.evidence[0] if revision.draft.evidence else None,
        erasures=tuple(map(int, str(values.get("erasures", "")).split())),
    )
