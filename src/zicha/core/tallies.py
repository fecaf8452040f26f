"""Tallies: what a measure of entries adds up, so that sums can be kept and not counted again.

A tally is a selector and an amount. Counts and attendance counters are whole; numbers and durations are whole
millionths, as the store keeps them. Different people cannot be added up and have no tally.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zicha.core import measures, status
from zicha.core.ledger import FieldValue, Revision
from zicha.core.measures import Value
from zicha.core.periods import Span
from zicha.core.scheme import COUNTERS, Count, Rate, Rule, Selector, Share, Sum

MILLION = 10**6
LEAST_UNITS = 50
"""A subtree up to this size is counted from its records as quickly as from kept sums."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is added up: ``of`` over the entries a selector means, or how many there are, if ``of`` is empty."""

    selector: Selector
    of: str = ""


def of_rule(rule: Rule) -> tuple[Tally, ...]:
    """Return what a rule's value follows from; nothing for a rule that does not add up.

    Selectors that mean the same give equal tallies, whatever the order of their words.
    """
    match rule:
        case Count(selector=selector):
            return (Tally(in_order(selector)),)
        case Sum(of=of, selector=selector):
            return (Tally(in_order(selector), of),)
        case Rate(numerator=above, denominator=below, selector=selector):
            return Tally(in_order(selector), above), Tally(in_order(selector), below)
        case Share(of=of, part=part, whole=whole):
            return Tally(in_order(part), of), Tally(in_order(whole), of)
        case _:
            return ()


def of_rules(rules: Iterable[Rule]) -> tuple[Tally, ...]:
    """Return the tallies of some rules, each once, in order of their forms."""
    return tuple(sorted({tally for rule in rules for tally in of_rule(rule)}, key=form))


def value(rule: Rule, totals: Mapping[Tally, int]) -> Value:
    """Return a rule's value from the totals of its tallies; raise ``TypeError`` for a rule that does not add up."""
    return value_of(rule, [totals[tally] for tally in of_rule(rule)])


def value_of(rule: Rule, totals: Sequence[int]) -> Value:
    """Return a rule's value from the totals of its tallies in the order of :func:`of_rule`, as :func:`value` does."""
    match rule:
        case Count():
            return totals[0]
        case Sum(of=of):
            whole, rest = divmod(totals[0], scale(of))
            return whole if not rest else Fraction(totals[0], scale(of))
        case Rate() | Share():
            above, below = totals
            return measures.divided(Fraction(above), Fraction(below))
        case _:
            raise TypeError("this rule does not add up")


def scale(of: str) -> int:
    """Return how many parts one whole of an amount is kept in."""
    return 1 if not of or of in COUNTERS else MILLION


def amount(tally: Tally, revision: Revision) -> int:
    """Return what a revision adds to a tally: nothing if it is withdrawn or not meant."""
    if revision.withdrawn or not status.selects(tally.selector, revision):
        return 0
    if not tally.of:
        return 1
    if tally.of in COUNTERS:
        attendance = revision.draft.attendance
        return getattr(attendance, tally.of) if attendance is not None else 0
    return _millionths(revision.draft.value(tally.of))


def form(tally: Tally) -> str:
    """Return a tally as text; equal tallies give equal text."""
    selector = tally.selector
    return json.dumps([selector.kinds, selector.where, selector.backfilled, tally.of], ensure_ascii=False)


@functools.lru_cache(maxsize=1024)
def read(text: str) -> Tally:
    """Return the tally that :func:`form` wrote."""
    kinds, where, backfilled, of = json.loads(text)
    fields = tuple((field, tuple(accepted)) for field, accepted in where)
    return Tally(Selector(tuple(kinds), fields, backfilled), of)


def digest(tally: Tally) -> str:
    """Return the name of a tally: the SHA-256 of its form in hexadecimal."""
    return hashlib.sha256(form(tally).encode()).hexdigest()


@functools.lru_cache(maxsize=16)
def digest_of_units(units: tuple[str, ...]) -> str:
    """Return the name of a set of units: the SHA-256 of its codes in order, in hexadecimal.

    A page asks several measures of the same units; ten thousand codes are put in order once for all of them.
    """
    return hashlib.sha256("\n".join(sorted(units)).encode()).hexdigest()


def month(day: date) -> int:
    """Return the number of a day's month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def first_day(number: int) -> date:
    """Return the first day of a numbered month."""
    return date(number // 12, number % 12 + 1, 1)


def whole_months(days: Span) -> range:
    """Return the numbers of the months that begin in some days, up to the last one even if it goes beyond them.

    Days without an end have none.
    """
    first, past = month(days.start), month(days.end)
    begins = first + (days.start != first_day(first))
    return range(begins, past + (days.end != first_day(past)) if days.end.year < date.max.year else begins)


def in_order(selector: Selector) -> Selector:
    """Return a selector with its words in order, each once: equal for selectors that mean the same."""
    where = sorted((field, tuple(sorted(set(accepted)))) for field, accepted in selector.where)
    return Selector(tuple(sorted(set(selector.kinds))), tuple(where), selector.backfilled)


@functools.lru_cache(maxsize=1024)
def _millionths(value: FieldValue | None) -> int:
    found = measures.number(value)
    return found.numerator * (MILLION // found.denominator)
