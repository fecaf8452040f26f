"""People to choose from: a list where the organisation has few, else those of the unit at hand and a search by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice

from django.utils.translation import gettext as _

from zicha.core import units
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.core.text import LocalText
from zicha.core.units import Person
from zicha.store.queries import directory
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.web import words
from zicha.web.asking import Question
from zicha.web.language import local

LISTED_PEOPLE = 200
"""So many names are offered in a list, which one can look through; of more, the one that is meant is searched for."""
AT_ONCE = 20
"""So many are named at once; whoever means another writes more of the name."""
LONGEST_NAME = 100
SEARCHED_UNITS = 500
"""In so many units whose names fit somebody of a name is looked for."""

Groups = tuple[tuple[str, tuple[Person, ...]], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a form offers.

    Attributes:
        groups: the people of a list, by what they have in common.
        unit: the unit at hand.
        all_listed: whether the groups hold everyone; if not, others are found by name.
        own_first: whether the unit's own people are offered before a name is written.
    """

    groups: Groups
    unit: str
    all_listed: bool
    own_first: bool = True

    def name(self, person: str) -> str:
        """Return what somebody of the list is called, or nothing."""
        return next((one.name for _title, each in self.groups for one in each if one.id == person), "")


@dataclass(frozen=True, slots=True)
class Told:
    """A person who fits, and what tells this one apart from another of that name."""

    person: Person
    places: str


def choice(question: Question, unit: str) -> Choice:
    """Return whom a form of a unit offers: its own people first, then the others, if they are few."""
    roster = set(units.roster(unit_queries.holdings(units=[unit]), unit=unit, on=question.moment.today))
    everyone = directory.everyone(most=LISTED_PEOPLE)
    known = unit_queries.people(among=roster) if everyone is None else everyone
    own = tuple(person for person in known if person.id in roster)
    others = () if everyone is None else tuple(person for person in everyone if person.id not in roster)
    groups = ((question.name(unit), own), (_("其他人"), others))
    return Choice(tuple(group for group in groups if group[1]), unit, everyone is not None)


def others(unit: str, *, without: Collection[str]) -> Choice:
    """Return whom a unit may have as guests: everyone but some, or, where they are many, whoever is searched for."""
    everyone = directory.everyone(most=LISTED_PEOPLE)
    people = tuple(person for person in everyone or () if person.id not in without)
    return Choice(((_("列席"), people),) if people else (), unit, everyone is not None, own_first=False)


def everyone(question: Question) -> tuple[tuple[str, str], ...] | None:
    """Return everyone with what tells them apart, as the administrator chooses from, or ``None`` if they are many."""
    people = directory.everyone(most=LISTED_PEOPLE)
    if people is None:
        return None
    told = _told(question, people, posts=False)
    return tuple((one.person.id, f"{one.person.name}（{one.places or '—'}）{one.person.id}") for one in told)


def most(text: str) -> int:
    """Return how many are named at once: all of a unit, before a name is written."""
    return AT_ONCE if text else LISTED_PEOPLE


def found(question: Question, text: str, *, unit: str, everywhere: bool) -> tuple[Told, ...]:
    """Return who fits a text, one more than are shown: those of the unit at hand first; without a text they alone.

    ``everywhere`` is for who manages the organisation. Else it is those in view, whose names hold the text, and of
    the others, whom one may invite, those who are called exactly so: nobody looks through the names of strangers.
    """
    limit, today = most(text) + 1, question.moment.today
    near = directory.within(units=(unit,), text=text, on=today, limit=limit) if unit else ()
    if not text:
        return _told(question, near)
    if everywhere:
        further: Iterable[Person] = directory.with_in_name(text=text, limit=limit)
    else:
        invited = directory.called(name=text, on=today, limit=limit) if question.reach("invite") else ()
        further = chain(invited, directory.within(units=question.scope, text=text, on=today, limit=limit))
    told = tuple(dict.fromkeys(chain(near, further)))[:limit]
    return _told(question, told or _of_a_unit(question, text, everywhere=everywhere))


def _of_a_unit(question: Question, text: str, *, everywhere: bool) -> tuple[Person, ...]:
    """Return who fits a name and, behind a space, a part of the name of a unit: how one of many namesakes is meant."""
    name, _space, unit = text.rpartition(" ")
    if not name.strip():
        return ()
    reach = question.reach("manage" if everywhere else "see")
    within = partial(directory.within, text=name.strip(), on=question.moment.today, limit=AT_ONCE + 1)
    found = within(units=tuple(islice(reach.found(unit), SEARCHED_UNITS)))
    beyond = () if everywhere else within(units=tuple(islice(question.reach("invite").found(unit), SEARCHED_UNITS)))
    invited = (person for person in beyond if person.name.casefold() == name.strip().casefold())
    return tuple(dict.fromkeys(chain(found, invited)))[: AT_ONCE + 1]


def _told(question: Question, people: Sequence[Person], *, posts: bool = True) -> tuple[Told, ...]:
    """Say of each where, and in view also as what; who stands at no unit is there all the same."""
    tree = question.index.order(question.moment.today).tree
    titles = post_titles() if posts else {}
    held = directory.posts_of(people={one.id for one in people}, on=question.moment.today)
    places: dict[str, list[str]] = {}
    for (person, unit), each in groupby(held, key=lambda one: (one.person, one.unit)):
        if unit in tree:
            seen = question.manages or question.sees(unit)
            shown = words.listed(local(titles[one.post]) for one in each if seen and one.post in titles)
            places.setdefault(person, []).append(f"{tree.name(unit)} {shown}".strip())
    return tuple(Told(one, words.listed(places.get(one.id, ()))) for one in people)


def post_titles() -> dict[str, LocalText]:
    """Return every post a person may hold: the built-in ones, and those of the loaded schemes."""
    declared = {post: title for one in scheme_queries.versions() for post, title in one.scheme.posts}
    return {**BUILT_IN_POSTS, **declared}
