"""The board, one window's story, and the roll-up of a subtree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import periods, problems
from zicha.core.board import STATES, Cell
from zicha.core.findings import Refusal
from zicha.services import boards, kept_boards, reminders
from zicha.services import problems as problem_services
from zicha.web import grid, plan_desk, roll_up, states, unit_board
from zicha.web.asking import Asked, Question, asks, page, require, whole_or_part
from zicha.web.language import local
from zicha.web.lookups import duties, in_force, vocabulary
from zicha.web.rows import readable, rows_of
from zicha.web.showing import lack
from zicha.web.windows import next_step, when


@dataclass(frozen=True, slots=True)
class Group:
    """A scheme's rows of the board."""

    title: str
    rows: tuple[grid.Row, ...]


@asks
@require_safe
def board(request: Asked) -> HttpResponse:
    """Show every window of a unit's duties in a period."""
    question = request.question
    require(allowed=bool(question.unit))
    found = kept_boards.board(
        unit=question.unit, period=question.period, on=question.on, as_known_at=question.as_known_at
    )
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
        tally=roll_up.Tally("", "", found.totals),
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
            window_start=periods.read_day(request.GET.get("window", "")),
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
        rows=readable(rows_of(question, known, story.records)),
        near=[
            (row, lack(one.miss.lacks_evidence, story.scheme, below=one.miss.below_threshold, near=one.miss.too_near))
            for row, one in zip(rows_of(question, known, [one.revision for one in story.near]), story.near, strict=True)
            if not row.closed
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
    found = kept_boards.board(
        unit=question.unit, period=question.period, on=question.on, as_known_at=question.as_known_at
    )
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
def units(request: Asked) -> HttpResponse:
    """Show how each duty stands for a unit and those below it, a page of units at a time."""
    question = request.question
    require(allowed=bool(question.unit))
    schemes = in_force(question)
    shown = unit_board.read(request, tuple(schemes.values()))
    return page(request, "board_units.html", room="board", units=shown, board=question.way("board"))


@asks
@require_safe
def rollup(request: Asked) -> HttpResponse:
    """Show a unit and all units below it: counts of windows by state, and who has reported."""
    question = request.question
    require(allowed=bool(question.unit))
    standing = kept_boards.standing(
        unit=question.unit,
        period=question.period,
        on=question.on,
        as_known_at=question.as_known_at,
        among=question.scope,
    )
    found = standing.totals
    everything = roll_up.Tally("", "", found.totals)
    missing, more_missing = roll_up.first(question, found.missing)
    return page(
        request,
        "rollup.html",
        room="rollup",
        units=roll_up.units(request, standing),
        duty_rows=roll_up.duties(question, in_force(question).values(), found),
        board=question.way("board"),
        reported=len(found.reported),
        reporting=len(found.reported) + len(found.missing),
        missing=missing,
        more_missing=more_missing,
        totals_main=[(state, everything.cells(state)) for state in states.PRESSING if state != "grace"],
        done=everything.done,
        owed=everything.owed,
    )


def _raised_from(one: Cell) -> problems.Cell:
    return problems.Cell(one.unit, one.duty, one.window.start, one.subject)


def _may_open_problem(question: Question, one: Cell, raised: Sequence[problems.Problem]) -> bool:
    """Whether a problem is to be raised from a window: it was missed, and none is open for it."""
    missed = one.state in ("overdue", "insufficient", "grace", "met_late")
    return missed and question.may_record and not question.is_past and not any(each.is_open for each in raised)
