"""Finding people by name among very many: what is asked for is read, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from zicha.core.units import Holding, Person
from zicha.store import models
from zicha.store.queries.units import holdings_from

_MANY = 1_000
"""Of so many units each can be named in a statement; of more, people are read until enough of them fit."""
_AT_A_TIME = 100


def everyone(*, most: int) -> tuple[Person, ...] | None:
    """Return everyone, by name and id, or ``None`` if they are more than ``most``."""
    found = tuple(_people(models.Person.objects.order_by("pk")[: most + 1]))
    return None if len(found) > most else tuple(sorted(found, key=lambda one: (one.name, one.id)))


def named(*, names: Collection[str]) -> tuple[Person, ...]:
    """Return everyone whose whole name is one of some, by id."""
    return tuple(_people(models.Person.objects.filter(name__in=tuple(names)).order_by("pk")))


def called(*, name: str, on: date, limit: int) -> tuple[Person, ...]:
    """Return those who hold a post on a day and are called exactly so, by id; at most ``limit``."""
    rows = _holding(models.Person.objects.filter(name__iexact=name), on).distinct().order_by("pk")
    return tuple(_people(rows[:limit]))


def with_in_name(*, text: str, limit: int) -> tuple[Person, ...]:
    """Return those whose name holds a text, whether they hold a post or not; at most ``limit``."""
    whole = tuple(_people(models.Person.objects.filter(name__iexact=text).order_by("pk")[:limit]))
    part = _people(models.Person.objects.filter(name__icontains=text)[:limit])
    return tuple(dict.fromkeys([*whole, *part]))[:limit]


def within(*, units: Collection[str], text: str, on: date, limit: int) -> tuple[Person, ...]:
    """Return those who hold a post in some units on a day and whose name holds a text; at most ``limit``."""
    fitting = models.Person.objects.filter(name__icontains=text)
    if len(units) <= _MANY:
        near = fitting.filter(holding__unit__in=tuple(units), holding__start__lte=on, holding__end__gt=on)
        return tuple(_people(near.distinct()[:limit]))
    return tuple(islice(_members(fitting, units, on), limit))


def posts_of(*, people: Collection[str], on: date) -> tuple[Holding, ...]:
    """Return the posts some people hold on a day, by person and unit."""
    rows = models.Holding.objects.filter(person_id__in=tuple(people), start__lte=on, end__gt=on)
    return holdings_from(rows.order_by("person_id", "unit", "post"))


def _members(people: QuerySet[models.Person], units: Collection[str], on: date) -> Iterator[Person]:
    """Yield those of some people who hold a post in the units, a few read at a time.

    A join of the two tables would read every post first where nobody's name fits.
    """
    read = people.values_list("id", "name").iterator(chunk_size=_AT_A_TIME)
    while some := dict(islice(read, _AT_A_TIME)):
        held = posts_of(people=some, on=on)
        yield from (Person(one, some[one]) for one in dict.fromkeys(each.person for each in held if each.unit in units))


def _holding(people: QuerySet[models.Person], on: date) -> QuerySet[models.Person]:
    return people.filter(holding__start__lte=on, holding__end__gt=on)


def _people(rows: QuerySet[models.Person]) -> Iterator[Person]:
    return (Person(*row) for row in rows.values_list("id", "name"))
