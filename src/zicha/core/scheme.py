"""The scheme: what an organisation owes, as frozen values.

A scheme is read by :mod:`zicha.formats.scheme_yaml`; nothing here knows the file. Every collection is a
tuple in the order of the file, so that equal files give equal schemes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from zicha.core.periods import PerPeriod, Span
from zicha.core.text import LocalText

FieldType = Literal["text", "choice", "number", "date", "duration", "reading_list", "person", "link"]
AttendanceMode = Literal["none", "optional", "expected"]
LengthUnit = Literal["days", "working_days", "weeks", "months"]
Counter = Literal["expected", "present", "excused", "absent", "made_up"]
State = Literal[
    "upcoming", "open", "at_risk", "grace", "met", "met_late", "overdue", "waived", "no_data", "insufficient"
]

ProblemState = Literal["open", "handed_in", "closed", "dropped"]
ProblemSource = Literal["missed_duty", "inspection", "self_inspection", "meeting", "superior", "suggestion"]

FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
COUNTERS: tuple[Counter, ...] = get_args(Counter)

BUILT_IN_POSTS: dict[str, LocalText] = {
    "lead": LocalText("第一责任人", "First person responsible"),
    "direct": LocalText("直接责任人", "Person directly responsible"),
    "recorder": LocalText("记录员", "Recorder"),
    "member": LocalText("成员", "Member"),
    "auditor": LocalText("审计员", "Auditor"),
}
"""Posts a scheme may use without declaring them; ``member`` makes up the roster."""

BUILT_IN_EVIDENCE: dict[str, LocalText] = {
    "notice": LocalText("通知", "Notice"),
    "sign_in_sheet": LocalText("签到表", "Sign-in sheet"),
    "minutes": LocalText("会议记录", "Minutes"),
    "photo": LocalText("照片", "Photo"),
    "checklist": LocalText("检查表", "Checklist"),
    "certificate": LocalText("证书", "Certificate"),
    "plan": LocalText("计划", "Plan"),
    "report": LocalText("报告", "Report"),
    "summary": LocalText("总结", "Summary"),
    "agenda": LocalText("议程", "Agenda"),
    "slides": LocalText("讲稿课件", "Lecture notes"),
    "receipt": LocalText("回执", "Receipt"),
    "decision": LocalText("决定", "Decision"),
    "document": LocalText("文件", "Document"),
}
"""Evidence kinds a scheme may use without declaring them."""

RESERVED_FIELDS = frozenset(
    {*COUNTERS, "title", "unit", "kind", "key", "happened_on", "makes_up", "attendance", "evidence"}
)
"""What every entry has anyway; a kind's own field may not take such a name."""

REMINDER = "reminder"
"""The kind of pressing somebody for what is owed; ``core.reminders`` declares its fields."""

WAIVER = "waiver"
"""The kind every installation has: an approved exemption from one window (fields duty, window, approver, reason)."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: ``count`` days, working days, weeks or months."""

    count: int
    unit: LengthUnit


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind; its type describes the activity, never a person.

    Attributes:
        choices: for type ``choice``, the values with their titles.
        unit: for type ``number``, the unit word shown behind it. A ``duration`` is whole minutes.
        code: a ``text`` whose value is a name this installation gave (of a duty, an entry, a problem), never
            a person's words; only built-in kinds have such fields. It may stand in the log as it is.
    """

    id: str
    title: LocalText
    type: FieldType
    required: bool = False
    choices: tuple[tuple[str, LocalText], ...] = ()
    unit: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be entered.

    Attributes:
        attendance: ``expected`` demands a roster or counts; ``optional`` allows them.
        evidence: ids of evidence kinds this kind of activity leaves behind.
        minutes: whether the activity has minutes.
        private: whether only those who took part see the entry; everyone else sees counts.
        retain: how long after the day names, texts and files are kept, and then erased; ``None`` for ever.
    """

    id: str
    title: LocalText
    fields: tuple[Field, ...] = ()
    attendance: AttendanceMode = "none"
    evidence: tuple[str, ...] = ()
    minutes: bool = False
    private: bool = False
    retain: Length | None = None


WAIVER_KIND = Kind(
    id=WAIVER,
    title=LocalText("免除", "Waiver"),
    fields=(
        Field("duty", LocalText("责任事项", "Duty"), "text", required=True, code=True),
        Field("window", LocalText("应完成时段", "Window"), "date", required=True),
        Field("approver", LocalText("批准人", "Approved by"), "person", required=True),
        Field("reason", LocalText("理由", "Reason"), "text", required=True),
    ),
)
"""Its definition; a scheme neither declares nor changes it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The quoted source text a duty rests on."""

    id: str
    number: str
    text: LocalText


@dataclass(frozen=True, slots=True)
class Selector:
    """Which entries are meant.

    Attributes:
        kinds: an entry of any of these kinds …
        where: … whose fields have one of the listed values, for every listed field …
        backfilled: … and which was, or was not, recorded late (``None``: either).
    """

    kinds: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    backfilled: bool | None = None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` entries in every period.

    Attributes:
        min_gap_days: entries nearer than this to the last counted one do not count.
        even: the window's quota is spread: each of ``count`` equal parts of the window needs one entry.
    """

    count: int
    per: PerPeriod | Literal["term"]
    min_gap_days: int = 0
    even: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Once every ``length``, from fixed slots counted from ``anchor`` or from the last time it was done.

    Attributes:
        anchor: the first slot's day; without one, the day on which the unit came to be bound.
    """

    length: Length
    origin: Literal["slot", "last_done"]
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Within ``length`` of each event: ``joining`` of a person, ``founding`` of the unit, or an entry of a kind."""

    length: Length
    event: str


@dataclass(frozen=True, slots=True)
class OnceBy:
    """Once, on or before ``day``. The window opens on ``opens``."""

    day: date
    opens: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Always owed, with no count and no deadline."""


Cadence = AtLeast | Every | Within | OnceBy | Standing


@dataclass(frozen=True, slots=True)
class Bound:
    """Which units owe a duty. Empty tuples mean every unit; ``excluded`` always wins."""

    levels: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed.

    Attributes:
        clause: id of the clause it rests on.
        post: id of the post that answers directly (直接责任人).
        lead_post: id of the post that answers first (第一责任人), or empty.
        grace: how long after the window's end a missing entry is in ``grace`` before it is ``overdue``.
        remind: how long before the window's end an unmet duty is ``at_risk``.
        evidence: ids of evidence kinds an entry must carry to count.
        threshold: the share of expected people who must be present for an entry to count.
        part_window: whether a unit that existed or was bound for only part of a window owes it.
    """

    id: str
    title: LocalText
    clause: str
    fulfilled_by: Selector
    cadence: Cadence
    post: str = ""
    lead_post: str = ""
    bound: Bound = Bound()
    grace: Length = Length(0, "days")
    remind: Length = Length(7, "days")
    evidence: tuple[str, ...] = ()
    threshold: Fraction | None = None
    part_window: Literal["owed", "not_owed"] = "not_owed"


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries."""

    selector: Selector


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a number or duration field, or of an attendance counter, over entries."""

    of: str
    selector: Selector


@dataclass(frozen=True, slots=True)
class DistinctPeople:
    """How many different people were present at the entries, each counted once."""

    selector: Selector


@dataclass(frozen=True, slots=True)
class Rate:
    """One attendance counter as a share of another, both summed over entries."""

    numerator: Counter
    denominator: Counter
    selector: Selector


@dataclass(frozen=True, slots=True)
class Share:
    """The count (``of`` empty) or sum of ``of`` over ``part``, divided by the same over ``whole``."""

    of: str
    part: Selector
    whole: Selector


@dataclass(frozen=True, slots=True)
class Cells:
    """How many of a duty's windows in the period are in one of ``states`` (all states if empty)."""

    duties: tuple[str, ...]
    states: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How many problems, as they stand on the period's last day, or on the day asked for before it.

    Attributes:
        of: those found in the period, those closed in it, or all found until then.
        states, sources: in any of these (all if empty).
        on_time: whether it was handed in by its deadline and closed (``None``: either).
        extended, overdue, recurring: whether its deadline was moved, has passed while it is open, and whether the
            unit had a problem on the same clause within four periods (``None``: either).
    """

    of: Literal["found", "closed", "all"] = "found"
    states: tuple[ProblemState, ...] = ()
    sources: tuple[ProblemSource, ...] = ()
    on_time: bool | None = None
    extended: bool | None = None
    overdue: bool | None = None
    recurring: bool | None = None


@dataclass(frozen=True, slots=True)
class ProblemShare:
    """The problems of ``part`` that are also of ``whole``, as a share of ``whole``."""

    part: ProblemCount
    whole: ProblemCount = ProblemCount()


StudyOutcome = Literal["done", "late", "missed", "moved", "called_off", "crowded"]


@dataclass(frozen=True, slots=True)
class StudyCount:
    """How many items of study plans were planned for the period at first and met one of ``outcomes`` (all if empty).

    An item that was moved out of the period counts in it, since that is what is asked.
    """

    outcomes: tuple[StudyOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyShare:
    """The same as a share of all items planned for the period."""

    outcomes: tuple[StudyOutcome, ...]


Rule = Count | Sum | DistinctPeople | Rate | Share | Cells | ProblemCount | ProblemShare | StudyCount | StudyShare


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule that turns entries into a number.

    Attributes:
        unit: the unit word shown behind the number; ``%`` shows a share times one hundred.
        places: decimals shown; halves are rounded up, and a share short of the whole never shows 100 %.
    """

    id: str
    title: LocalText
    rule: Rule
    unit: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report's outline.

    Attributes:
        facts: a text with ``{measure}`` references, drafted anew from the ledger each time.
        prose: whether people write here.
        gaps: list the windows of the period that were missed, late or short of material.
        problems: list the problems that are ``open`` or ``all`` of the period's; empty for none.
        next_steps: promises are listed here.
        promises: the next steps of earlier reports are accounted for here.
        kinds: entries of these kinds are listed in a table.
    """

    id: str
    title: LocalText
    facts: LocalText | None = None
    prose: bool = False
    gaps: bool = False
    problems: Literal["", "open", "all"] = ""
    next_steps: bool = False
    promises: bool = False
    kinds: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The report's title, with ``{unit}`` and ``{period}``, its addressee, its sections and what is attached to it.

    Attributes:
        attachments: each on pages of its own, with a title and the content of a section.
        seal: whether the signature leaves room for a stamp.
    """

    title: LocalText
    addressee: LocalText | None
    sections: tuple[Section, ...]
    attachments: tuple[Section, ...] = ()
    seal: bool = False

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections and the attachments, in order of reading."""
        return (*self.sections, *self.attachments)


@dataclass(frozen=True, slots=True)
class Problems:
    """How problems are numbered and may be extended."""

    numbering: str = "{year}-{period}-{unit}-{number:03}"
    extensions: int = 2


@dataclass(frozen=True, slots=True)
class Scheme:
    """What an organisation owes.

    Attributes:
        period: how long a report's period is.
        backfill_days: an entry recorded more than this many days after it happened is backfilled.
        effective: the first day the version holds, or ``None`` for ever.
        terms: the spans of office that a cadence ``per: term`` counts by.
        evidence: ids and titles of the evidence kinds.
    """

    id: str
    version: str
    title: LocalText
    period: PerPeriod
    backfill_days: int
    posts: tuple[tuple[str, LocalText], ...]
    evidence: tuple[tuple[str, LocalText], ...]
    kinds: tuple[Kind, ...]
    clauses: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    measures: tuple[Measure, ...]
    report: Outline
    problems: Problems = Problems()
    effective: date | None = None
    terms: tuple[Span, ...] = field(default=())

    def kind(self, kind_id: str) -> Kind:
        """Return the kind named ``kind_id``; raise ``KeyError`` if there is none."""
        return {kind.id: kind for kind in self.kinds}[kind_id]

    def clause(self, clause_id: str) -> Clause:
        """Return the clause named ``clause_id``; raise ``KeyError`` if there is none."""
        return {clause.id: clause for clause in self.clauses}[clause_id]

    def duty(self, duty_id: str) -> Duty:
        """Return the duty named ``duty_id``; raise ``KeyError`` if there is none."""
        return {duty.id: duty for duty in self.duties}[duty_id]

    def measure(self, measure_id: str) -> Measure:
        """Return the measure named ``measure_id``; raise ``KeyError`` if there is none."""
        return {measure.id: measure for measure in self.measures}[measure_id]
