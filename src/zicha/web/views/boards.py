"""The board, one window's story, and the roll-up of a subtree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import problems
from zicha.core.board import STATES, Cell, totals
from zicha.core.findings import Refusal
from zicha.core.scheme import Scheme, State
from zicha.services import boards, reminders
from zicha.services import problems as problem_services
from zicha.web import grid, plan_desk, states, words
from zicha.web.asking import Asked, Question, asks, page, require, whole_or_part
from zicha.web.language import local
from zicha.web.lookups import duties, in_force, vocabulary
from zicha.web.rows import rows_of
from zicha.web.showing import lack
from zicha.web.windows import next_step, when

Totals = tuple[tuple[State, int], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A scheme's rows of the board."""

    title: str
    rows: tuple[grid.Row, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells of one unit or one duty, counted by state."""

    code: str
    name: str
    totals: Totals
    depth: int = 1
    cadence: str = ""
    lacking: tuple[str, ...] = ()

    def count(self, state: State) -> int:
        """Return how many cells are in a state."""
        return dict(self.totals).get(state, 0)

    @property
    def done(self) -> int:
        """How many windows are done, in time or late."""
        return sum(n for state, n in self.totals if state in states.DONE)

    @property
    def owed(self) -> int:
        """How many windows are owed."""
        return sum(n for state, n in self.totals if state in states.OWED)


@asks
@require_safe
def board(request: Asked) -> HttpResponse:
    """Show every window of a unit's duties in a period."""
    question = request.question
    require(allowed=bool(question.unit))
    found = boards.show(unit=question.unit, period=question.period, on=question.on, as_known_at=question.as_known_at)
    laid = grid.lay_out(found.cells, period=question.period, on=question.on)
    schemes = in_force(question)
    groups = [
        Group(local(schemes[scheme].title) if scheme in schemes else scheme, tuple(rows))
        for scheme, rows in groupby(laid.rows, key=lambda row: row.scheme)
    ]
    return page(
        request,
        "board.html",
        room="board",
        board=found,
        grid=laid,
        groups=groups,
        duties=duties(schemes),
        schemes=schemes,
    )


@asks
@require_safe
def cell(request: Asked) -> HttpResponse:
    """Tell the story of one window: the clause, who answers, what counted, what nearly did and why not."""
    question = request.question
    require(allowed=bool(question.unit))
    try:
        story = boards.cell(
            unit=question.unit,
            duty=request.GET.get("duty", ""),
            window_start=date.fromisoformat(request.GET.get("window", "")),
            subject=request.GET.get("subject", ""),
            period=question.period,
            on=question.on,
            as_known_at=question.as_known_at,
        )
    except (Refusal, ValueError) as error:
        raise Http404 from error
    known = vocabulary(question)
    raised = problem_services.of_cell(cell=_raised_from(story.cell), on=question.on, as_known_at=question.as_known_at)
    pressed = reminders.listed_of(cell=story.cell, on=question.on, as_known_at=question.as_known_at)
    return page(
        request,
        whole_or_part(request, "cell"),
        room="board",
        story=story,
        when=when(question, story.cell),
        subject=known.people.get(story.cell.subject, ""),
        rows=rows_of(question, known, story.records),
        near=[
            (row, lack(one.miss.lacks_evidence, story.scheme, below=one.miss.below_threshold, near=one.miss.too_near))
            for row, one in zip(rows_of(question, known, [one.revision for one in story.near]), story.near, strict=True)
        ],
        approver=known.person(str(story.waiver.draft.value("approver"))) if story.waiver else "",
        next_step=next_step(question, story.cell, story.duty),
        pressed=plan_desk.story(pressed, known.people),
        problems=raised,
        problem_states=problems.STATES,
        may_open_problem=_may_open_problem(question, story.cell, raised),
    )


@asks
@require_safe
def windows(request: Asked) -> HttpResponse:
    """List the windows of one duty that the board counts together, the most pressing first."""
    question = request.question
    require(allowed=bool(question.unit))
    found = boards.show(unit=question.unit, period=question.period, on=question.on, as_known_at=question.as_known_at)
    meant = [one for one in found.cells if one.duty == request.GET.get("duty")]
    schemes = in_force(question)
    named = duties(schemes)
    require(allowed=bool(meant) and meant[0].duty in named)
    return page(
        request,
        whole_or_part(request, "windows"),
        room="board",
        duty=named[meant[0].duty],
        cells=sorted(meant, key=lambda one: (STATES.index(one.state), one.window, one.subject)),
        people=vocabulary(question).people,
    )


@asks
@require_safe
def rollup(request: Asked) -> HttpResponse:
    """Show a unit and all units below it: counts of windows by state, and who has reported."""
    question = request.question
    require(allowed=bool(question.unit))
    found = boards.show(
        unit=question.unit, period=question.period, on=question.on, as_known_at=question.as_known_at, subtree=True
    )
    seen = {unit.code: unit for unit in question.units}
    cells = [one for one in found.cells if one.unit in seen]
    everything = Tally("", "", totals(cells))
    return page(
        request,
        "rollup.html",
        room="rollup",
        units=_by_unit(question, cells),
        duty_rows=_by_duty(in_force(question).values(), cells),
        reported=len(found.reported),
        missing=found.missing,
        totals_main=[(state, everything.count(state)) for state in states.PRESSING if state != "grace"],
        done=everything.done,
        owed=everything.owed,
    )


def _raised_from(one: Cell) -> problems.Cell:
    return problems.Cell(one.unit, one.duty, one.window.start, one.subject)


def _may_open_problem(question: Question, one: Cell, raised: Sequence[problems.Problem]) -> bool:
    """Whether a problem is to be raised from a window: it was missed, and none is open for it."""
    missed = one.state in ("overdue", "insufficient", "grace", "met_late")
    return missed and question.may_record and not question.is_past and not any(each.is_open for each in raised)


def _by_unit(question: Question, cells: Sequence[Cell]) -> list[Tally]:
    below = set(question.below())
    return [
        Tally(unit.code, unit.name, totals(one for one in cells if one.unit == unit.code), unit.depth)
        for unit in question.units
        if unit.code in below
    ]


def _by_duty(schemes: Iterable[Scheme], cells: Sequence[Cell]) -> list[Tally]:
    by_duty: dict[str, list[Cell]] = {}
    for one in cells:
        by_duty.setdefault(one.duty, []).append(one)
    return [
        Tally(
            duty.id,
            local(duty.title),
            totals(by_duty[duty.id]),
            cadence=words.cadence(duty.cadence, scheme),
            lacking=tuple(dict.fromkeys(one.unit for one in by_duty[duty.id] if one.state in states.PRESSING)),
        )
        for scheme in schemes
        for duty in scheme.duties
        if duty.id in by_duty
    ]
