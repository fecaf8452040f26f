"""A made-up organisation: a tree of units, people, the posts they hold, and what changed over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isqrt
from random import Random

from zicha.core.generator import names
from zicha.core.generator.streams import stream, weekday_in
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, UnitSpan

ANSWERING = ("lead", "direct", "recorder")
TURNOVER_A_YEAR = 0.06


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units, people and posts with their spans."""

    units: tuple[UnitSpan, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]


def found(*, seed: str, units: int, people: int, span: Span, posts: Iterable[str] = ()) -> Organisation:
    """Return an organisation of three levels with one unit founded and one moved within ``span``.

    Takes the number of units (1 or more) and of people (at least four a unit for every post to be held by
    someone else), and posts to fill besides those every installation knows.
    """
    spans = _moved(_founded(_tree(units, since=span.start), seed=seed, span=span), seed=seed, span=span)
    staff = _staff(_people(people, seed=seed), spans, seed=seed, span=span)
    holdings = [*staff, *_posts(staff, spans, (*ANSWERING, *posts))]
    return Organisation(spans, _people(people, seed=seed), tuple(holdings))


def _tree(count: int, *, since: date) -> tuple[UnitSpan, ...]:
    width = max(2, len(str(count)))
    open_end = Span(since, date.max)
    code = [f"U{number:0{width}}" for number in range(1, count + 1)]
    branches = max(1, isqrt(count - 1)) if count > 1 else 0
    spans = [UnitSpan(code[0], names.ROOT, "", 1, open_end)]
    spans += [UnitSpan(code[1 + i], names.branch_name(i), code[0], 2, open_end) for i in range(branches)]
    for i in range(count - 1 - branches):
        above = spans[1 + i % branches]
        spans.append(UnitSpan(code[len(spans)], names.team_name(above.name, i // branches), above.unit, 3, open_end))
    return tuple(spans)


def _founded(spans: tuple[UnitSpan, ...], *, seed: str, span: Span) -> tuple[UnitSpan, ...]:
    """The last team is founded in the middle of the second year, or of the span if that is shorter."""
    if len(spans) < 4:
        return spans
    middle = span.start + timedelta(days=min(span.days // 2, 250))
    day = weekday_in(Span(middle, middle + timedelta(days=28)), rnd=stream(seed, "founded"))
    return (*spans[:-1], replace(spans[-1], span=Span(day, date.max)))


def _moved(spans: tuple[UnitSpan, ...], *, seed: str, span: Span) -> tuple[UnitSpan, ...]:
    """The team before it comes under another branch in the second half of the span."""
    branches = [each for each in spans if each.level == 2]
    if len(branches) < 2 or len(spans) < 6:
        return spans
    middle = span.start + timedelta(days=span.days * 3 // 5)
    day = weekday_in(Span(middle, middle + timedelta(days=28)), rnd=stream(seed, "moved"))
    team = spans[-2]
    goal = next(each for each in branches if each.unit != team.parent)
    before, after = Span(team.span.start, day), Span(day, date.max)
    return (*spans[:-2], replace(team, span=before), replace(team, parent=goal.unit, span=after), spans[-1])


def _people(count: int, *, seed: str) -> tuple[Person, ...]:
    width = max(3, len(str(count)))
    made = names.people_names(count, rnd=stream(seed, "names"))
    return tuple(Person(f"P{number:0{width}}", name) for number, name in enumerate(made, start=1))


def _staff(people: tuple[Person, ...], spans: tuple[UnitSpan, ...], *, seed: str, span: Span) -> list[Holding]:
    rnd = stream(seed, "staff")
    first = {each.unit: each.span.start for each in reversed(spans)}
    units = list(dict.fromkeys(each.unit for each in spans))
    later = min(round(len(people) * TURNOVER_A_YEAR * span.days / 365), max(0, len(people) - 4 * len(units)))
    early = people[: len(people) - later]
    staff = []
    for place, person in enumerate(early):
        unit = units[place % len(units)]
        staff.append(Holding(person.id, unit, "member", Span(_joined(first[unit], span, rnd), date.max)))
    for person in people[len(early) :]:
        unit = rnd.choice(units)
        day = weekday_in(Span(max(first[unit], span.start + timedelta(days=14)), span.end), rnd=rnd)
        staff.append(Holding(person.id, unit, "member", Span(day, date.max)))
        _let_go(staff, unit, day, keep=4 * len(units), rnd=rnd)
    return staff


def _joined(founded: date, span: Span, rnd: Random) -> date:
    """Those who were there from the start joined years ago; a new unit's people join on its first day."""
    return founded if founded > span.start else span.start - timedelta(days=rnd.randrange(200, 4000))


def _let_go(staff: list[Holding], unit: str, day: date, *, keep: int, rnd: Random) -> None:
    """Now and then someone leaves when someone comes; the first ``keep`` people, who hold posts, stay."""
    leaving = [
        place
        for place, each in enumerate(staff)
        if place >= keep and each.unit == unit and each.span.end == date.max and each.span.start < day
    ]
    if leaving and rnd.random() < 0.4:
        place = rnd.choice(leaving)
        staff[place] = replace(staff[place], span=Span(staff[place].span.start, day))


def _posts(staff: list[Holding], spans: tuple[UnitSpan, ...], posts: Iterable[str]) -> list[Holding]:
    held = []
    members: dict[str, list[Holding]] = {}
    for each in staff:
        members.setdefault(each.unit, []).append(each)
    for unit in dict.fromkeys(each.unit for each in spans):
        people = members.get(unit, [])
        since = next(each.span.start for each in spans if each.unit == unit)
        for place, post in enumerate(dict.fromkeys(posts)):
            if people and post != "member":
                held.append(Holding(people[place % len(people)].person, unit, post, Span(since, date.max)))
    return held
