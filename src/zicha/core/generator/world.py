"""A whole made-up installation: an organisation and what it recorded, in the order of recording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import Literal

from zicha.core import periods
from zicha.core.generator import entries, organisation, plan, words
from zicha.core.generator.entries import Crew
from zicha.core.generator.organisation import Organisation
from zicha.core.generator.plan import Life, Missed, Occasion
from zicha.core.generator.streams import stream
from zicha.core.ledger import Attendance, Draft
from zicha.core.periods import Span
from zicha.core.scheme import WAIVER, Scheme
from zicha.core.units import Holding, Person, UnitSpan

CIVIL = timezone(timedelta(hours=8))
Verb = Literal["record", "correct", "withdraw"]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing someone tells the ledger.

    Attributes:
        recorded_at: UTC instant.
        recorded_by: id of a person.
        key: names the entry it is about.
        draft: what is recorded, or what the entry becomes; for a withdrawal, what is withdrawn.
        reason: of a correction or withdrawal; empty otherwise.
        backfilled: whether the entry was first recorded more than the scheme's days after it happened.
    """

    recorded_at: datetime
    recorded_by: str
    verb: Verb
    key: str
    draft: Draft
    reason: str = ""
    backfilled: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """An organisation and its acts, oldest first."""

    units: tuple[UnitSpan, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]
    acts: tuple[Act, ...]


def generate(*, seed: str, units: int, people: int, years: float, until: date, schemes: tuple[Scheme, ...]) -> World:
    """Return a made-up installation: the same arguments give the same world on every machine.

    Takes the size, how many years (counted in whole half-years, the one of ``until`` included), the day
    before which everything happened and was recorded, and the schemes to live by.
    """
    span = Span(_begin(until, years), until)
    posts = tuple(post for scheme in schemes for post, _title in scheme.posts)
    made = organisation.found(seed=seed, units=units, people=people, span=span, posts=posts)
    acts = [act for book in _books(made, span, seed) for act in book.acts(schemes)]
    end = datetime.combine(until, time(), CIVIL)
    known = sorted((act for act in acts if act.recorded_at < end), key=lambda act: (act.recorded_at, act.key))
    return World(made.units, made.people, made.holdings, tuple(known))


def _begin(until: date, years: float) -> date:
    half = periods.containing(day=until, per="half")
    for _ in range(max(1, round(years * 2)) - 1):
        half = periods.previous(half)
    return half.span.start


def _books(made: Organisation, span: Span, seed: str) -> Iterator[_Book]:
    members: dict[str, list[Holding]] = {}
    for each in made.holdings:
        members.setdefault(each.unit, []).append(each)
    below: dict[str, int] = {}
    for unit in made.units:
        below[unit.parent] = below.get(unit.parent, 0) + 1
    founded: dict[str, date] = {}
    for unit in made.units:
        founded.setdefault(unit.unit, unit.span.start)
    for unit in {each.unit: each for each in made.units}.values():
        life = Span(max(span.start, founded[unit.unit]), span.end)
        yield _Book(unit, life, members.get(unit.unit, []), below.get(unit.unit, 0), seed)


class _Book:
    """What one unit writes down, from its own random streams, so that it is the same in a larger world."""

    def __init__(self, unit: UnitSpan, span: Span, holdings: list[Holding], below: int, seed: str) -> None:
        self.unit, self.seed, self.below = unit, seed, below
        self.members = [each for each in holdings if each.post == "member"]
        self.holders = {each.post: each.person for each in holdings if each.post != "member"}
        diligence = stream(seed, unit.unit, "diligence").uniform(0.86, 0.985)
        self.life = Life(unit.unit, unit.level, span, self._joined(span), diligence)
        self.batches = self._batch_days(span)
        self.number = 0

    def acts(self, schemes: tuple[Scheme, ...]) -> Iterator[Act]:
        for scheme in schemes:
            for each in plan.occasions(scheme, life=self.life, seed=self.seed):
                yield from self._written(each, scheme)

    def _written(self, each: Occasion | Missed, scheme: Scheme) -> Iterator[Act]:
        if isinstance(each, Missed):
            yield from self._waived(each)
            return
        roster = tuple(member.person for member in self.members if each.day in member.span)
        if each.day not in self.life.span or len(roster) < 2:
            return
        self.number += 1
        key = f"{self.unit.unit}-{scheme.id}-{self.number:05}"
        rnd = stream(self.seed, key)
        crew = Crew(self.unit.unit, roster, self.holders.get("lead", roster[0]), self.below)
        made = entries.draft(each, scheme=scheme, crew=crew, key=key, rnd=rnd)
        yield from self._recorded(made, scheme.backfill_days, rnd)
        for next_one in plan.follow_ups(scheme, life=self.life, kind=each.kind, day=each.day, rnd=rnd):
            yield from self._written(next_one, scheme)

    def _recorded(self, made: Draft, backfill_days: int, rnd: Random) -> Iterator[Act]:
        at = self._recorded_at(made.happened_on, rnd)
        late = _is_late(made, at, backfill_days)
        yield self._act("record", at, made, late=late)
        luck = rnd.random()
        later = at + timedelta(days=rnd.uniform(0.5, 25))
        if luck < 0.04:
            corrected, reason = _corrected(made, rnd)
            moved = corrected.happened_on != made.happened_on
            still_late = (late or moved) and _is_late(corrected, later, backfill_days)
            yield self._act("correct", later, corrected, reason, late=still_late)
        elif luck < 0.05:
            twice = replace(made, key=f"{made.key}-2")
            yield self._act("record", at + timedelta(minutes=3), twice, late=late)
            yield self._act("withdraw", later, twice, words.WITHDRAWN[0], late=late)

    def _waived(self, missed: Missed) -> Iterator[Act]:
        rnd = stream(self.seed, self.unit.unit, missed.duty.id, missed.window.start)
        day = missed.window.last_day
        if rnd.random() > 0.12 or day not in self.life.span or not self.holders:
            return
        fields = (
            ("duty", missed.duty.id),
            ("window", missed.window.start.isoformat()),
            ("approver", self.holders.get("lead", "")),
            ("reason", rnd.choice(words.WAIVED)),
        )
        key = f"{self.unit.unit}-{missed.duty.id}-{missed.window.start}"
        made = Draft(self.unit.unit, WAIVER, day, fields=fields, key=key)
        yield self._act("record", self._instant(day, rnd), made)

    def _act(self, verb: Verb, at: datetime, made: Draft, reason: str = "", *, late: bool = False) -> Act:
        by = self.holders.get("recorder") or self.members[0].person
        return Act(at, by, verb, made.key, made, reason, late)

    def _recorded_at(self, day: date, rnd: Random) -> datetime:
        """Mostly within days; in a lazy half-year everything at once, just before the half ends."""
        for span, batch in self.batches:
            if day in span:
                return self._instant(batch, rnd, hours=(19, 23))
        lag = rnd.expovariate(1 / 2.0) if rnd.random() < 0.93 else rnd.uniform(8, 35)
        return self._instant(day + timedelta(days=int(lag)), rnd)

    def _instant(self, day: date, rnd: Random, *, hours: tuple[int, int] = (9, 18)) -> datetime:
        clock = time(rnd.randrange(*hours), rnd.randrange(60), rnd.randrange(60))
        if hours[0] == 9:
            clock = clock.replace(hour=rnd.randrange(17, 19)) if rnd.random() < 0.3 else clock
        return datetime.combine(day, clock, CIVIL).astimezone(UTC)

    def _batch_days(self, span: Span) -> tuple[tuple[Span, date], ...]:
        found = []
        for half in periods.split(span, per="half"):
            rnd = stream(self.seed, self.unit.unit, "batch", half.start)
            if rnd.random() < 0.2:
                batch = half.end - timedelta(days=rnd.randint(1, 4))
                found.append((Span(periods.add_months(half.start, rnd.randint(1, 2)), batch), batch))
        return tuple(found)

    def _joined(self, span: Span) -> tuple[tuple[date, tuple[str, ...]], ...]:
        days: dict[date, list[str]] = {}
        for each in self.members:
            if each.span.start in span:
                days.setdefault(each.span.start, []).append(each.person)
        return tuple((day, tuple(people)) for day, people in sorted(days.items()))


def _is_late(made: Draft, at: datetime, backfill_days: int) -> bool:
    return at.astimezone(CIVIL).date() - made.happened_on > timedelta(days=backfill_days)


def _corrected(made: Draft, rnd: Random) -> tuple[Draft, str]:
    held = made.attendance
    if held is not None and held.absent and held.expected_people:
        return replace(made, attendance=_one_more(held)), words.CORRECTED[0]
    if made.happened_on.day > 2 and rnd.random() < 0.5:
        return replace(made, happened_on=made.happened_on - timedelta(days=1)), words.CORRECTED[3]
    return replace(made, title=f"{made.title}（更正）" if made.title else ""), words.CORRECTED[1]


def _one_more(held: Attendance) -> Attendance:
    """Someone had come and was not on the list."""
    away = set(held.present_people) | set(held.excused_people) | set(held.made_up_people)
    found = next((person for person in held.expected_people if person not in away), "")
    if not found:
        return held
    chosen = {*held.present_people, found}
    people = tuple(person for person in held.expected_people if person in chosen)
    return replace(held, present=len(people), present_people=people)
