"""The plan as a page shows it: weeks with their days, lines with what may be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zicha.core import periods
from zicha.core.duelist import Item
from zicha.core.periods import Span
from zicha.core.reminders import Reminder
from zicha.core.workdays_cn import CALENDAR
from zicha.web import words
from zicha.web.asking import Question
from zicha.web.language import local

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that falls due.

    Attributes:
        when: how near or how late it is, or nothing where the day says it all.
        pressed: when and by whom it was pressed for last, or nothing.
    """

    item: Item
    title: str
    href: str
    unit: str
    people: str
    when: str
    pressed: str
    may_press: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: how many things fall due on it, and whether it is worked.

    Attributes:
        sign: ``休`` or ``班`` where a day differs from its weekday by announcement; else empty.
        worst: the most pressing state of what falls due on it, or empty.
    """

    day: date
    count: int
    works: bool
    sign: str
    worst: str
    is_today: bool
    is_out: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    span: Span
    title: str
    days: tuple[Day, ...]
    lines: tuple[Line, ...]


def weeks(lines: Sequence[Line], *, on: date, until: date) -> tuple[Week, ...]:
    """Return the weeks from the one of ``on`` to the one of ``until``, each with what is still to come in it."""
    monday = on - timedelta(days=on.weekday())
    starts = [monday + WEEK * number for number in range((until - monday) // WEEK + 1)]
    ahead = [line for line in lines if line.item.day >= on]
    return tuple(_week(start, ahead, on, until) for start in starts)


def line(question: Question, item: Item, reminders: Sequence[Reminder], people: Mapping[str, str]) -> Line:
    """Return an item as a line."""
    return Line(
        item=item,
        title=local(item.title),
        href=_href(question, item),
        unit=question.name(item.unit),
        people=words.listed(people.get(person, person) for person in item.people),
        when=_when(item, question.on),
        pressed=_pressed(reminders, people),
        may_press=item.state != "upcoming"
        and bool(item.people)
        and item.sort != "suggestion"
        and may_press(question, item.unit),
    )


def story(reminders: Sequence[Reminder], people: Mapping[str, str]) -> list[str]:
    """Return each time somebody was pressed for one thing, in words, the first first."""
    return [_told(each, people) for each in reminders]


def may_press(question: Question, unit: str) -> bool:
    """Whether the asker may press for what a unit owes."""
    return not question.is_past and question.may("remind", unit)


def _week(start: date, lines: Iterable[Line], on: date, until: date) -> Week:
    span = Span(start, start + WEEK)
    mine = tuple(line for line in lines if line.item.day in span)
    days = tuple(_day(start + DAY * number, mine, on, until) for number in range(7))
    title = _("本周") if on in span else _("下周") if on + WEEK in span else ""
    return Week(span, title, days, mine)


def _day(day: date, lines: Iterable[Line], on: date, until: date) -> Day:
    states = [line.item.state for line in lines if line.item.day == day]
    works, usual = CALENDAR.is_working(day), day.weekday() < 5
    sign = "" if works == usual else _("班") if works else _("休")
    pressing = ("insufficient", "at_risk", "open", "upcoming")
    worst = next((state for state in pressing if state in states), states[0] if states else "")
    return Day(day, len(states), works, sign, worst, day == on, not on <= day <= until)


def _when(item: Item, on: date) -> str:
    if item.state == "grace" and item.until > item.day:
        return _("宽限到 %(day)s") % {"day": words.day(item.until)}
    if item.late(on):
        return words.counted("已过 %(n)d 天", item.late(on))
    if item.starts:
        return f"{item.starts:%H:%M}"
    return words.days_left((item.day - on).days) if item.state == "at_risk" else ""


def _href(question: Question, item: Item) -> str:
    period = periods.containing(day=item.day, per=question.standard.per)
    match item.sort:
        case "problem":
            return question.link_to("problem", item.target.entry)
        case "meeting":
            return question.link_to("meeting", item.target.entry)
        case "suggestion":
            return question.link_to("suggestion", item.target.entry)
        case "action":
            return question.link("actions", unit=item.unit) + f"#action-{item.target.entry}"
        case "report":
            return question.link("report", unit=item.unit, period=period, scheme=item.target.scheme)
        case "duty":
            about = {"duty": item.target.duty, "window": item.target.window, "subject": item.target.subject}
            return question.link("cell", unit=item.unit, period=period, **about)


def _told(reminder: Reminder, people: Mapping[str, str]) -> str:
    facts = {"day": words.full_day(reminder.on), "to": people.get(reminder.to, reminder.to)}
    if reminder.level == "escalate":
        return _("%(day)s 久拖未办，报%(to)s督办") % facts
    said = _("%(day)s %(by)s催办%(to)s") % {**facts, "by": people.get(reminder.by, "")}
    return said + (_("：%(note)s") % {"note": reminder.note} if reminder.note else "")


def _pressed(reminders: Sequence[Reminder], people: Mapping[str, str]) -> str:
    if not reminders:
        return ""
    last = reminders[-1]
    if last.level == "escalate":
        return _("%(day)s报%(who)s督办") % {"day": words.day(last.on), "who": people.get(last.to, last.to)}
    days = len({each.on for each in reminders if each.level == "press"})
    said = _("%(day)s%(who)s催办") % {"day": words.day(last.on), "who": people.get(last.by, "")}
    return said + (_("（共 %(n)d 次）") % {"n": days} if days > 1 else "")
