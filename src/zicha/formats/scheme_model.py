"""The shape of a scheme file, as pydantic models; the published JSON Schema is made from them.

The models say what a file looks like and nothing about what hangs together; that is
:mod:`zicha.core.scheme_checks`. Scalars arrive as typed, so ``version: 1.10`` stays ``1.10``.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, StringConstraints, Tag, model_validator
from pydantic import Field as Key
from pydantic_core import PydanticCustomError

from zicha.core import scheme as core
from zicha.core.periods import PerPeriod
from zicha.formats.scheme_scalars import (
    Day,
    Gap,
    Groups,
    Id,
    Length,
    Levels,
    Name,
    Part,
    Shape,
    Some,
    Text,
    Values,
    Words,
)


class Choosing(Shape):
    """Which entries are meant: exactly one of ``kind`` and ``kinds``."""

    exactly_one: ClassVar[Groups] = (("kind", "kinds"),)

    kind: Id | None = Key(default=None, description="Entries of this kind.")
    kinds: Some | None = Key(default=None, description="Entries of any of these kinds.")
    where: dict[Id, Values] = Key(
        default_factory=dict, description="For each choice field named here, the values that are meant."
    )
    backfilled: bool | None = Key(default=None, description="Only entries that were, or were not, recorded late.")


class AtLeast(Shape):
    """At least a number of times in every period."""

    at_least: int = Key(ge=1, le=1000, description="How many times.")
    per: Literal["month", "quarter", "half", "year", "term"] = Key(
        description="In every month, quarter, half, year or term of office."
    )
    min_gap: Gap = Key(default=0, description="Entries nearer than this count once.")
    even: bool = Key(default=False, description="Spread over the period: each equal part needs one.")


class Every(Shape):
    """Once in every length of time."""

    every: Length = Key(description="How often.")
    origin: Literal["slot", "last_done"] = Key(
        alias="from", default="slot", description="Counted in fixed slots, or from the last time it was done."
    )
    starting: Day | None = Key(default=None, description="The first slot's day.")


class Within(Shape):
    """Within a length of time after an event."""

    within: Length = Key(description="How long after the event.")
    of: Id = Key(description="joining (of a person), founding (of the unit), or the id of a kind.")


class OnceBy(Shape):
    """Once, by a day."""

    once_by: Day = Key(description="The last day.")
    opens: Day | None = Key(default=None, description="The first day; by default 1 January of the last day's year.")


CADENCES = {"at_least": "<AtLeast>", "every": "<Every>", "within": "<Within>", "once_by": "<OnceBy>"}


def _cadence_form(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((form for key, form in CADENCES.items() if key in value), None)
    return "<standing>" if value == "standing" else None


Cadence = Annotated[
    Annotated[Literal["standing"], Tag("<standing>")]
    | Annotated[AtLeast, Tag("<AtLeast>")]
    | Annotated[Every, Tag("<Every>")]
    | Annotated[Within, Tag("<Within>")]
    | Annotated[OnceBy, Tag("<OnceBy>")],
    Discriminator(_cadence_form, custom_error_type="cadence", custom_error_message="not a cadence"),
]


class Clause(Shape):
    """The quoted source text a duty rests on."""

    number: Words = Key(description="Its number, such as 第六条.")
    text: Text = Key(description="The text, word for word.")


class Field(Shape):
    """One field of a kind; it describes the activity, never a person."""

    title: Text | None = Key(default=None, description="What it is called; by default its id.")
    type: core.FieldType = Key(description="What may be filled in.")
    required: bool = Key(default=False, description="Whether it must be filled in.")
    choices: dict[str, Text] = Key(default_factory=dict, description="For type choice: the values with their titles.")
    unit: str = Key(default="", description="For type number: the unit word.")


class Kind(Shape):
    """What may be entered."""

    title: Text = Key(description="What it is called.")
    attendance: core.AttendanceMode = Key(default="none", description="Whether people are counted.")
    evidence: list[Id] = Key(default_factory=list, description="Evidence kinds this kind of activity leaves behind.")
    minutes: bool = Key(default=False, description="Whether it has minutes.")
    private: bool = Key(default=False, description="Whether only those who took part see it; others see counts.")
    retain: Length | None = Key(default=None, description="How long names, texts and files are kept; else for ever.")
    fields: dict[Id, Field] = Key(default_factory=dict, description="Its fields, in order.")


class Bound(Shape):
    """Which units owe a duty; every unit if nothing is said."""

    level: Levels | None = Key(default=None, description="Levels of the tree; 1 is the root.")
    units: Annotated[list[str], Key(min_length=1)] | None = Key(default=None, description="Codes of units.")
    excluded: list[str] = Key(default_factory=list, description="Codes of units that do not owe it; always wins.")


class Duty(Shape):
    """One thing owed."""

    title: Text = Key(description="What is owed.")
    clause: Id = Key(description="Id of the clause it rests on.")
    bound: Bound = Key(default=Bound(), description="Which units owe it.")
    post: Id | None = Key(default=None, description="Post that answers directly.")
    lead_post: Id | None = Key(default=None, description="Post that answers first.")
    fulfilled_by: Choosing = Key(description="Which entries fulfil it.")
    cadence: Cadence = Key(description="How often it is owed.")
    grace: Length = Key(default=core.Length(0, "days"), description="How long after the end it is not yet overdue.")
    remind: Length = Key(default=core.Length(7, "days"), description="How long before the end it is at risk.")
    evidence: list[Id] = Key(default_factory=list, description="Evidence an entry must carry to count.")
    threshold: Part | None = Key(default=None, description="Share of expected people who must be present.")
    part_window: Literal["owed", "not_owed"] = Key(
        default="not_owed", description="Whether a unit that existed for only part of a window owes it."
    )


class Sum(Choosing):
    """The sum of a field or counter."""

    of: Id = Key(description="A number or duration field, or expected, present, excused, absent, made_up.")


class Distinct(Choosing):
    """How many different people."""

    people: Literal["present"] = Key(description="People who were present, each counted once.")


Over = Literal["of_expected", "of_present", "of_excused", "of_absent", "of_made_up"]


class Rate(Choosing):
    """One head count as a share of another, such as ``present: of_expected``: exactly one of them, and ``kind``."""

    exactly_one: ClassVar[Groups] = (*Choosing.exactly_one, ("expected", "present", "excused", "absent", "made_up"))

    expected: Over | None = Key(default=None, description="Head count of people expected, as a share of another.")
    present: Over | None = Key(default=None, description="Head count of people present, as a share of another.")
    excused: Over | None = Key(default=None, description="Head count of people excused, as a share of another.")
    absent: Over | None = Key(default=None, description="Head count of people absent, as a share of another.")
    made_up: Over | None = Key(
        default=None, description="Head count of people who made up for it, as a share of another."
    )


class Share(Shape):
    """A part of a whole."""

    of: Id | None = Key(default=None, description="A number or duration field; without it entries are counted.")
    part: Choosing = Key(description="The part; every entry of it must belong to the whole.")
    whole: Choosing = Key(description="The whole.")


class Cells(Shape):
    """How many windows of duties are in given states: exactly one of ``duty`` and ``duties``."""

    exactly_one: ClassVar[Groups] = (("duty", "duties"),)

    duty: Id | None = Key(default=None, description="Windows of this duty.")
    duties: Some | None = Key(default=None, description="Windows of these duties.")
    states: list[core.State] = Key(default_factory=list, description="The states; all if left out.")


class ProblemCount(Shape):
    """How many problems, as they stand at the period's end; ``{}`` counts all that were found in the period."""

    of: Literal["found", "closed", "all"] = Key(
        default="found", description="Those found in the period, closed in it, or all found until its end."
    )
    states: list[core.ProblemState] = Key(default_factory=list, description="Their states; all if left out.")
    sources: list[core.ProblemSource] = Key(default_factory=list, description="Where they come from; all if left out.")
    on_time: bool | None = Key(default=None, description="Closed, and handed in by the deadline; or not.")
    extended: bool | None = Key(default=None, description="Whether the deadline was moved.")
    overdue: bool | None = Key(default=None, description="Whether it is open after its deadline.")
    recurring: bool | None = Key(default=None, description="Whether its clause had one within four periods.")


class ProblemShare(Shape):
    """A part of the problems."""

    part: ProblemCount = Key(description="The part.")
    whole: ProblemCount = Key(default=ProblemCount(), description="The whole; all found in the period if left out.")


class StudyCount(Shape):
    """How many items of the study plan; ``{}`` counts all that were planned for the period at first."""

    outcomes: list[core.StudyOutcome] = Key(
        default_factory=list, description="What became of them, any of these; all if left out."
    )


class StudyShare(Shape):
    """A part of the items planned for the period."""

    outcomes: list[core.StudyOutcome] = Key(min_length=1, description="What became of them, any of these.")


class Measure(Shape):
    """A rule that turns entries into a number: exactly one of its kinds of rule."""

    exactly_one: ClassVar[Groups] = (
        ("count", "sum", "distinct", "rate", "share", "cells", "problems", "problems_share", "study", "study_share"),
    )

    title: Text = Key(description="What it is called.")
    unit: str | None = Key(default=None, description="The unit word; a rate or share has % unless told otherwise.")
    places: int = Key(default=0, ge=0, le=6, description="Decimals shown.")
    count: Choosing | None = Key(default=None, description="How many entries.")
    sum: Sum | None = Key(default=None, description="The sum of a field.")
    distinct: Distinct | None = Key(default=None, description="How many different people.")
    rate: Rate | None = Key(default=None, description="One head count as a share of another.")
    share: Share | None = Key(default=None, description="A part of a whole.")
    cells: Cells | None = Key(default=None, description="How many windows of duties are in given states.")
    problems: ProblemCount | None = Key(default=None, description="How many problems.")
    problems_share: ProblemShare | None = Key(default=None, description="A part of the problems.")
    study: StudyCount | None = Key(default=None, description="How many items of the study plan.")
    study_share: StudyShare | None = Key(default=None, description="A part of the items of the study plan.")


class Section(Shape):
    """One section of the report."""

    id: Id | None = Key(default=None, description="Names the section for ever; by default its place, s1, s1-2 …")
    title: Text = Key(description="Its heading, without number.")
    facts: Text | None = Key(default=None, description="A text with {measure} references.")
    prose: bool = Key(default=False, description="Whether people write here.")
    gaps: bool = Key(default=False, description="List what was missed, late or short of material.")
    problems: Literal["open", "all"] | None = Key(default=None, description="List the problems.")
    next_steps: bool = Key(default=False, description="Promises are listed here.")
    promises: bool = Key(default=False, description="Account here for the next steps of earlier reports.")
    list_: list[Id] = Key(alias="list", default_factory=list, description="Entries of these kinds, in a table.")
    sections: list[Section] = Key(default_factory=list, description="Sections inside this one.")


class Report(Shape):
    """The report's outline."""

    title: Text = Key(description="With the places {unit} and {period}.")
    addressee: Text | None = Key(default=None, description="To whom it is addressed.")
    sections: list[Section] = Key(min_length=1, description="Its sections, in order.")
    attachments: list[Section] = Key(default_factory=list, description="What is attached, each from a new page.")
    seal: bool = Key(default=False, description="Whether the signature leaves room for a stamp.")


class Problems(Shape):
    """How problems are numbered and may be extended."""

    numbering: str = Key(
        default=core.Problems().numbering, description="With the places {year}, {period}, {unit} and {number}."
    )
    extensions: int = Key(default=2, ge=0, le=99, description="How often a deadline may be moved.")


class Term(Shape):
    """A term of office."""

    start: Day = Key(description="Its first day.")
    end: Day = Key(description="The first day after it.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("term_order", "ends before it starts")
        return self


class SchemeShape(Shape):
    """What an organisation owes: its duties, what may be entered, its measures and its report."""

    id: Id = Key(description="Names the scheme for ever.")
    version: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Key(description="Names this version.")
    title: Text = Key(description="What the scheme is called.")
    period: PerPeriod = Key(default="half", description="How long a report's period is.")
    backfill_days: int = Key(default=14, ge=0, le=3650, description="Recorded later than this is backfilled.")
    effective: Day | None = Key(default=None, description="The first day this version holds.")
    terms: list[Term] = Key(default_factory=list, description="Terms of office, for a cadence per term.")
    posts: dict[Id, Text] = Key(default_factory=dict, description="Posts with their titles.")
    evidence: dict[Id, Text] = Key(default_factory=dict, description="Evidence kinds with their titles.")
    clauses: dict[Id, Clause] = Key(description="The quoted source text.")
    kinds: dict[Id, Kind] = Key(min_length=1, description="What may be entered.")
    duties: dict[Id, Duty] = Key(min_length=1, description="What is owed.")
    measures: dict[Name, Measure] = Key(default_factory=dict, description="The numbers.")
    problems: Problems = Key(default=Problems(), description="How problems are numbered.")
    report: Report = Key(description="What the report looks like.")
