"""When a made-up unit does what it owes, and when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zicha.core import periods
from zicha.core.generator.streams import stream, weekday_in
from zicha.core.periods import Span
from zicha.core.scheme import AtLeast, Duty, Every, Length, OnceBy, Scheme, Selector, Standing, Within

DAYS: dict[str, float] = {"days": 1, "working_days": 1.4, "weeks": 7, "months": 30.4}
STANDING_A_YEAR = 4
SPONTANEOUS_A_YEAR = 3


@dataclass(frozen=True, slots=True)
class Life:
    """What the plan needs to know of one unit.

    Attributes:
        span: the days it existed within the world's span.
        joined: people who came after the world began, by the day they came.
        diligence: the share of windows that are met in time.
    """

    unit: str
    level: int
    span: Span
    joined: tuple[tuple[date, tuple[str, ...]], ...]
    diligence: float


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that something is done.

    Attributes:
        makes_up: a day of the window it is late for, or ``None``.
        where: field values it must have to count.
        duty: the duty it is meant for, or ``None``.
        flaw: ``evidence`` or ``threshold`` if that is wanting.
        newcomers: people it is held for.
    """

    day: date
    kind: str
    makes_up: date | None = None
    where: tuple[tuple[str, str], ...] = ()
    duty: Duty | None = None
    flaw: str = ""
    newcomers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """A window in which nothing was done."""

    duty: Duty
    window: Span


def occasions(scheme: Scheme, *, life: Life, seed: str) -> Iterator[Occasion | Missed]:
    """Yield what a unit does and misses of one scheme's duties, and what it does unasked."""
    for duty in scheme.duties:
        if _is_bound(duty, life) and not _is_follow_up(duty):
            rnd = stream(seed, life.unit, duty.id)
            yield from _of_duty(duty, scheme, life, rnd)
    yield from _spontaneous(scheme, life, seed)


def follow_ups(scheme: Scheme, *, life: Life, kind: str, day: date, rnd: Random) -> Iterator[Occasion | Missed]:
    """Yield what an entry of ``kind`` on ``day`` calls for."""
    for duty in scheme.duties:
        if isinstance(duty.cadence, Within) and duty.cadence.event == kind and _is_bound(duty, life):
            window = Span(day, day + timedelta(days=_days(duty.cadence.length) + 1))
            yield from _done(duty, window, life, rnd)


def _is_bound(duty: Duty, life: Life) -> bool:
    bound = duty.bound
    named = (not bound.levels or life.level in bound.levels) and (not bound.units or life.unit in bound.units)
    return named and life.unit not in bound.excluded


def _is_follow_up(duty: Duty) -> bool:
    return isinstance(duty.cadence, Within) and duty.cadence.event not in ("joining", "founding")


def _of_duty(duty: Duty, scheme: Scheme, life: Life, rnd: Random) -> Iterator[Occasion | Missed]:
    cadence = duty.cadence
    if isinstance(cadence, AtLeast):
        yield from _quota(duty, cadence, scheme, life, rnd)
    elif isinstance(cadence, Every):
        yield from _series(duty, cadence, life, rnd)
    elif isinstance(cadence, Within):
        yield from _events(duty, cadence, life, rnd)
    elif isinstance(cadence, OnceBy):
        if life.span.start <= cadence.opens < cadence.day < life.span.end + timedelta(days=120):
            yield from _done(duty, Span(cadence.opens, cadence.day + timedelta(days=1)), life, rnd)
    elif isinstance(cadence, Standing):
        yield from _unasked(duty.fulfilled_by.kinds[0], life, STANDING_A_YEAR, rnd)


def _quota(duty: Duty, cadence: AtLeast, scheme: Scheme, life: Life, rnd: Random) -> Iterator[Occasion | Missed]:
    windows = scheme.terms if cadence.per == "term" else periods.split(life.span, per=cadence.per)
    for window in windows:
        if not window.overlaps(life.span):
            continue
        length = window.days / cadence.count
        for part in range(cadence.count):
            first = window.start + timedelta(days=round(part * length))
            until = max(first + timedelta(days=1), window.start + timedelta(days=round((part + 1) * length)))
            yield from _done(duty, Span(first, until), life, rnd)


def _series(duty: Duty, cadence: Every, life: Life, rnd: Random) -> Iterator[Occasion | Missed]:
    length = timedelta(days=_days(cadence.length))
    start = cadence.anchor or life.span.start
    while start < life.span.end:
        window = Span(start, start + length)
        made = list(_done(duty, window, life, rnd)) if window.end > life.span.start else []
        yield from made
        done = [each.day for each in made if isinstance(each, Occasion)]
        start = done[0] if done and cadence.origin == "last_done" else window.end


def _events(duty: Duty, cadence: Within, life: Life, rnd: Random) -> Iterator[Occasion | Missed]:
    if cadence.event == "founding":
        yield from _done(duty, _after(life.span.start, cadence.length), life, rnd)
        return
    for day, people in life.joined:
        yield from _done(duty, _after(day, cadence.length), life, rnd, newcomers=people)


def _after(day: date, length: Length) -> Span:
    return Span(day, day + timedelta(days=_days(length) + 1))


def _done(
    duty: Duty, window: Span, life: Life, rnd: Random, *, newcomers: tuple[str, ...] = ()
) -> Iterator[Occasion | Missed]:
    """Decide how one window goes: in time, flawed, late, or not at all."""
    luck = rnd.random()
    day = weekday_in(window, rnd=rnd)
    late = weekday_in(Span(window.end, window.end + timedelta(days=20)), rnd=rnd)
    flaw = _flaw(duty, rnd)
    kind, where = _meant(duty.fulfilled_by, rnd)
    if luck < life.diligence:
        yield Occasion(day, kind, None, where, duty, flaw, newcomers)
        if rnd.random() < 0.05 and isinstance(duty.cadence, AtLeast) and duty.cadence.per != "year":
            yield Occasion(weekday_in(window, rnd=rnd), kind, None, where, duty, "", newcomers)
    elif luck < life.diligence + (1 - life.diligence) * 0.55:
        makes_up = window.last_day if isinstance(duty.cadence, AtLeast) else None
        yield Occasion(late, kind, makes_up, where, duty, "", newcomers)
    else:
        yield Missed(duty, window)


def _flaw(duty: Duty, rnd: Random) -> str:
    luck = rnd.random()
    if duty.evidence and luck < 0.025:
        return "evidence"
    return "threshold" if duty.threshold is not None and luck > 0.97 else ""


def _meant(selector: Selector, rnd: Random) -> tuple[str, tuple[tuple[str, str], ...]]:
    return rnd.choice(selector.kinds), tuple((name, values[0]) for name, values in selector.where)


def _spontaneous(scheme: Scheme, life: Life, seed: str) -> Iterator[Occasion]:
    """Kinds no duty asks for, such as a notice to put right or a talk, happen now and then."""
    asked = {kind for duty in scheme.duties for kind in duty.fulfilled_by.kinds}
    for kind in scheme.kinds:
        if kind.id not in asked and life.level > 1:
            yield from _unasked(kind.id, life, SPONTANEOUS_A_YEAR, stream(seed, life.unit, kind.id))


def _unasked(kind: str, life: Life, a_year: int, rnd: Random) -> Iterator[Occasion]:
    for _ in range(round(a_year * life.span.days / 365 * rnd.uniform(0.6, 1.4))):
        yield Occasion(weekday_in(life.span, rnd=rnd), kind)


def _days(length: Length) -> int:
    return max(1, int(length.count * DAYS[length.unit]))
