"""What falls due ahead: windows of duties, deadlines of problems and actions, reports and meetings, in one list.

Nothing here is stored: the list is computed from the board's cells and from what stands open, each time it is asked
for. An item that is done is on no list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

from zicha.core import lengths, periods, report_words
from zicha.core.actions import Action
from zicha.core.board import Cell
from zicha.core.meetings import Meeting
from zicha.core.periods import Period, Span
from zicha.core.problems import SOON_DAYS, Problem
from zicha.core.report_life import Life
from zicha.core.scheme import Duty, Scheme, Within
from zicha.core.suggestions import Suggestion
from zicha.core.text import LocalText
from zicha.core.units import Holding
from zicha.core.workdays import Calendar

Sort = Literal["duty", "problem", "action", "report", "meeting", "suggestion"]
DueState = Literal["overdue", "insufficient", "grace", "at_risk", "open", "upcoming"]

SORTS: tuple[Sort, ...] = get_args(Sort)
SORT_TITLES: Mapping[Sort, LocalText] = {
    "duty": LocalText("责任事项", "Duty"),
    "problem": LocalText("问题整改", "Problem"),
    "action": LocalText("待办事项", "Action"),
    "report": LocalText("报告", "Report"),
    "meeting": LocalText("会议", "Meeting"),
    "suggestion": LocalText("意见箱", "Suggestion"),
}
PRESSING: frozenset[DueState] = frozenset({"overdue", "insufficient", "grace", "at_risk"})
STATES: tuple[DueState, ...] = get_args(DueState)

_SUGGESTION = LocalText("答复意见箱来件", "Answer a suggestion")
_DAY = timedelta(days=1)
_STATE_OF: Mapping[str, DueState] = {state: state for state in STATES}


@dataclass(frozen=True, slots=True)
class Target:
    """What an item is about, by ids this installation gave.

    Attributes:
        scheme, duty, window, subject: of a duty's window, or the scheme and the period's first day of a report.
        entry: number of the problem, action, meeting or suggestion.
    """

    scheme: str = ""
    duty: str = ""
    window: date | None = None
    subject: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that falls due.

    Attributes:
        uid: names it for ever: the same on every day it is asked for.
        day: the last day on which it is in time.
        until: the last day of grace; ``day`` if there is none.
        remind_on: the working day from which it presses, never after ``day``.
        people: ids of those who answer; empty if the post is vacant.
        invited: ids of others it concerns, who do not answer for it.
        opens: the first day it can be done.
        starts: civil date and time of a meeting.
        left: how many times it is still owed.
    """

    uid: str
    sort: Sort
    day: date
    until: date
    remind_on: date
    title: LocalText
    unit: str
    people: tuple[str, ...]
    state: DueState
    target: Target
    opens: date
    invited: tuple[str, ...] = ()
    starts: datetime | None = None
    left: int = 1

    def concerns(self, person: str) -> bool:
        """Whether a person answers for it or is invited to it."""
        return person in self.people or person in self.invited

    def late(self, on: date) -> int:
        """Return how many days it is past its last day on a day; 0 if it is not."""
        return max(0, (on - self.day).days)


@dataclass(frozen=True, slots=True)
class Posts:
    """Who holds which post, asked for a day."""

    by_unit: Mapping[str, tuple[Holding, ...]]

    @classmethod
    def of(cls, holdings: Iterable[Holding]) -> Posts:
        """Return the posts of some holdings."""
        found: dict[str, list[Holding]] = {}
        for holding in holdings:
            found.setdefault(holding.unit, []).append(holding)
        return cls({unit: tuple(each) for unit, each in found.items()})

    def first(self, unit: str, posts: Iterable[str], on: date) -> tuple[str, ...]:
        """Return who holds the first of some posts that somebody holds on a day, by id."""
        held = [each for each in self.by_unit.get(unit, ()) if on in each.span]
        for post in posts:
            if people := {each.person for each in held if post and each.post == post}:
                return tuple(sorted(people))
        return ()

    def everybody(self, unit: str, on: date) -> tuple[str, ...]:
        """Return who holds any post but the auditor's on a day, by id."""
        held = self.by_unit.get(unit, ())
        return tuple(sorted({each.person for each in held if on in each.span and each.post != "auditor"}))


@dataclass(frozen=True, slots=True)
class View:
    """What every part of the list is computed with.

    Attributes:
        span: only what falls due on these days is listed.
    """

    on: date
    span: Span
    posts: Posts
    calendar: Calendar


def of_cells(
    cells: Iterable[Cell], schemes: Iterable[Scheme], *, view: View, names: Callable[[str], str]
) -> tuple[Item, ...]:
    """Return the windows that are not met yet. A window without a deadline, and one that owes nothing, is left out.

    Takes what to call the person an event's window is about, by id; nothing for whom it shall not name.
    """
    duties = {(scheme.id, duty.id): duty for scheme in schemes for duty in scheme.duties}
    owed = [cell for cell in cells if cell.state in _STATE_OF and cell.owed and cell.window.end < date.max]
    found = (_of_cell(cell, duties[cell.scheme, cell.duty], view, names) for cell in owed)
    return tuple(item for item in found if item.day in view.span)


def of_problems(problems: Iterable[Problem], *, view: View) -> tuple[Item, ...]:
    """Return what is to be put right, for its owner, and what waits for acceptance, for whoever accepts it."""
    return tuple(_of_problem(one, view) for one in problems if one.is_open and one.due in view.span)


def of_actions(actions: Iterable[Action], *, view: View) -> tuple[Item, ...]:
    """Return the promises that have a deadline and are not done."""
    return tuple(_of_action(one, one.due, view) for one in actions if one.is_open and one.due and one.due in view.span)


def of_meetings(meetings: Iterable[Meeting], *, view: View) -> tuple[Item, ...]:
    """Return the meetings that are planned from the day asked for on; the chair answers, the unit is invited."""
    return tuple(
        _of_meeting(one, view)
        for one in meetings
        if one.state == "planned" and one.starts.date() >= view.on and one.starts.date() in view.span
    )


def of_reports(
    owing: Iterable[tuple[str, Scheme, Span]], lives: Mapping[tuple[str, str, str], Life], *, view: View
) -> tuple[Item, ...]:
    """Return the reports that are to be submitted, from the period before the present one on.

    Takes units with a scheme that binds them and the span in which it does. No scheme says until when a report is
    owed, so that it falls due on its period's last day and is in grace from then on.
    """
    found = []
    for unit, scheme, bound in owing:
        now = periods.containing(day=view.on, per=scheme.period)
        for period in _following(periods.previous(now), view.span.end):
            life = lives.get((scheme.id, unit, str(period)), Life())
            if life.is_open and period.span.last_day in bound and period.span.last_day in view.span:
                found.append(_of_report(unit, scheme, period, view))
    return tuple(found)


def of_suggestions(found: Iterable[Suggestion], *, view: View) -> tuple[Item, ...]:
    """Return the suggestions that wait for an answer, for who leads the unit; no title says a word of one."""
    due = ((each, each.due(view.calendar)) for each in found if each.state == "open" and each.day <= view.on)
    return tuple(_of_suggestion(each, day, view) for each, day in due if day in view.span)


def listed(*parts: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items of all parts in one list, by day, the most pressing first."""
    everything = {item.uid: item for part in parts for item in part}
    return tuple(sorted(everything.values(), key=_order))


def meant_for(items: Iterable[Item], *, person: str) -> tuple[Item, ...]:
    """Return what a person answers for or is invited to."""
    return tuple(item for item in items if item.concerns(person))


def unpublished(span: Span, *, calendar: Calendar) -> tuple[int, ...]:
    """Return the years of a span whose calendar is not published: only weekends are days off in them."""
    return tuple(year for year in range(span.start.year, span.last_day.year + 1) if not calendar.is_known(year))


def as_json(items: Iterable[Item], *, language: Literal["zh", "en"]) -> list[dict[str, Any]]:
    """Return the published JSON shape of items."""
    return [
        {
            "uid": item.uid,
            "sort": item.sort,
            "day": item.day.isoformat(),
            "until": item.until.isoformat(),
            "remind_on": item.remind_on.isoformat(),
            "starts": item.starts.isoformat(timespec="minutes") if item.starts else None,
            "unit": item.unit,
            "title": item.title.in_language(language),
            "people": list(item.people),
            "state": item.state,
            "left": item.left,
            "entry": item.target.entry or None,
            "duty": item.target.duty or None,
        }
        for item in items
    ]


def uid_of(cell: Cell) -> str:
    """Return the uid of the item a cell is, while it is owed."""
    return _uid("duty", cell.scheme, cell.unit, cell.duty, cell.window.start, cell.subject)


def _order(item: Item) -> tuple[date, datetime, int, int, str, str]:
    starts = item.starts or datetime.combine(item.day, datetime.min.time())
    return item.day, starts, STATES.index(item.state), SORTS.index(item.sort), item.unit, item.uid


def _uid(*parts: object) -> str:
    """Ids of people may be among the parts and must not be read from a calendar, hence the hash."""
    written = "\x1f".join(map(str, parts))
    return f"{hashlib.sha256(written.encode()).hexdigest()[:32]}@zicha"


def _worked(day: date, calendar: Calendar) -> date:
    """The day itself, or the last working day before it."""
    return day if calendar.is_working(day) else calendar.add_working_days(day, -1)


def _of_cell(cell: Cell, duty: Duty, view: View, names: Callable[[str], str]) -> Item:
    last = cell.window.last_day
    presses = lengths.after(cell.window.end, duty.remind, times=-1, calendar=view.calendar)
    known_on = max(view.on, cell.window.start)
    posts = (duty.post, duty.lead_post)
    about_person = isinstance(duty.cadence, Within) and duty.cadence.event == "joining"
    name = names(cell.subject) if about_person else ""
    suffix = f"（{name}）" if name else ""
    return Item(
        uid=uid_of(cell),
        sort="duty",
        day=last,
        until=lengths.after(last, duty.grace, calendar=view.calendar),
        remind_on=_worked(min(last, presses), view.calendar),
        title=LocalText(duty.title.zh + suffix, duty.title.en + suffix if duty.title.en else ""),
        unit=cell.unit,
        people=view.posts.first(cell.unit, posts, known_on),
        state=_STATE_OF[cell.state],
        target=Target(cell.scheme, cell.duty, cell.window.start, cell.subject),
        opens=cell.window.start,
        left=max(1, cell.owed - cell.done),
    )


def _of_problem(problem: Problem, view: View) -> Item:
    handed_in = problem.state == "handed_in"
    accepting = (problem.acceptor,) if problem.acceptor else _leading(problem.unit, view, view.on)
    said = "验收问题" if handed_in else "整改问题"
    said_en = "Accept problem" if handed_in else "Put problem right"
    return _dated(
        "problem",
        problem.entry,
        problem.unit,
        problem.due,
        LocalText(f"{said} {problem.number}：{problem.matter}", f"{said_en} {problem.number}: {problem.matter}"),
        tuple(each for each in accepting if each != problem.owner) if handed_in else (problem.owner,),
        problem.found_on,
        view,
    )


def _of_action(action: Action, due: date, view: View) -> Item:
    people = (action.owner,) if action.owner else _leading(action.unit, view, view.on)
    return _dated("action", action.entry, action.unit, due, LocalText(action.matter), people, action.made_on, view)


def _of_suggestion(found: Suggestion, due: date, view: View) -> Item:
    people = _leading(found.unit, view, view.on)
    return _dated("suggestion", found.id, found.unit, due, _SUGGESTION, people, found.day, view)


def _dated(
    sort: Sort, entry: int, unit: str, due: date, title: LocalText, people: tuple[str, ...], opens: date, view: View
) -> Item:
    left = (due - view.on).days
    return Item(
        uid=_uid(sort, entry),
        sort=sort,
        day=due,
        until=due,
        remind_on=min(due, max(opens, _worked(due - timedelta(days=SOON_DAYS), view.calendar))),
        title=title,
        unit=unit,
        people=tuple(person for person in people if person),
        state="overdue" if left < 0 else "at_risk" if left <= SOON_DAYS else "open",
        target=Target(entry=entry),
        opens=opens,
    )


def _of_meeting(meeting: Meeting, view: View) -> Item:
    day = meeting.starts.date()
    people = (meeting.chair,) if meeting.chair else _leading(meeting.unit, view, view.on)
    return Item(
        uid=_uid("meeting", meeting.entry),
        sort="meeting",
        day=day,
        until=day,
        remind_on=min(day, _worked(day - _DAY, view.calendar)),
        title=LocalText(meeting.title),
        unit=meeting.unit,
        people=people,
        state="at_risk" if (day - view.on).days <= 1 else "open",
        target=Target(entry=meeting.entry),
        opens=day,
        invited=tuple(each for each in view.posts.everybody(meeting.unit, max(view.on, day)) if each not in people),
        starts=meeting.starts,
    )


def _of_report(unit: str, scheme: Scheme, period: Period, view: View) -> Item:
    last = period.span.last_day
    remind_on = _worked(last - timedelta(days=6), view.calendar)
    return Item(
        uid=_uid("report", scheme.id, unit, period),
        sort="report",
        day=last,
        until=last,
        remind_on=remind_on,
        title=_report_title(scheme, period),
        unit=unit,
        people=_leading(unit, view, max(view.on, period.span.start)),
        state=_report_state(period, remind_on, view.on),
        target=Target(scheme=scheme.id, window=period.span.start),
        opens=period.span.start,
    )


def _report_title(scheme: Scheme, period: Period) -> LocalText:
    zh = f"提交{report_words.period(period, language='zh')}自查报告（{scheme.title.zh}）"
    en = f"Submit the report on the {report_words.period(period, language='en')} ({scheme.title.in_language('en')})"
    return LocalText(zh, en)


def _report_state(period: Period, remind_on: date, on: date) -> DueState:
    if on > period.span.last_day:
        return "grace"
    if on < period.span.start:
        return "upcoming"
    return "at_risk" if on >= remind_on else "open"


def _leading(unit: str, view: View, on: date) -> tuple[str, ...]:
    return view.posts.first(unit, ("lead", "direct"), on)


def _following(period: Period, end: date) -> Iterable[Period]:
    while period.span.start < end:
        yield period
        period = periods.containing(day=period.span.end, per=period.per)
