"""What the loaded schemes and the register of people say, looked up once a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from zicha.core import kinds
from zicha.core.scheme import Duty, Scheme
from zicha.store.queries import directory
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.web import showing
from zicha.web.asking import Question
from zicha.web.showing import Vocabulary

FEW = 1_000
"""Up to so many names are read at once; of more, only those who are named and who stands beside them."""


class Names(Mapping[str, str]):
    """Names of people by id, read when one is asked for: at first of some people, and of those who hold posts in units.

    Whoever is none of these is looked up among all, who are read once if they are few. So a page that names nobody
    reads nobody, one that names the people of its unit reads these, and none asks for one person after another: where
    people are many, whoever is not known yet is read with all of that person's units.
    """

    def __init__(self, units: tuple[str, ...], people: frozenset[str] = frozenset()) -> None:
        self._units = units
        self._people = people
        self._met: dict[str, str | None] = {}

    def __getitem__(self, person: str) -> str:
        if not person:
            raise KeyError(person)
        if person in self._near:
            return self._near[person]
        found = self._all[person] if self._all is not None else self._beside(person)
        if found is None:
            raise KeyError(person)
        return found

    def __iter__(self) -> Iterator[str]:
        return (person.id for person in unit_queries.people())

    def __len__(self) -> int:
        return len(unit_queries.people())

    def _beside(self, person: str) -> str | None:
        if person not in self._met:
            units = {held.unit for held in unit_queries.holdings_of(person=person)}
            self._met |= {person: None, **unit_queries.names_in(units=units)}
        return self._met[person]

    @cached_property
    def _near(self) -> dict[str, str]:
        near = unit_queries.names_in(units=self._units)
        further = self._people - near.keys()
        return near | {person.id: person.name for person in unit_queries.people(among=further)} if further else near

    @cached_property
    def _all(self) -> dict[str, str] | None:
        everyone = directory.everyone(most=FEW)
        return None if everyone is None else {person.id: person.name for person in everyone}


def in_force(question: Question) -> dict[str, Scheme]:
    """Return the schemes that hold in the asked period, by id."""
    found = scheme_queries.in_force(on=question.period.span.start, as_known_at=question.as_known_at)
    return {scheme.id: scheme for scheme in found}


def duties(schemes: dict[str, Scheme]) -> dict[str, Duty]:
    """Return the duties of some schemes by id."""
    return {duty.id: duty for scheme in schemes.values() for duty in scheme.duties}


def names(question: Question, *, people: Iterable[str] = (), unit: str = "") -> Names:
    """Return the names of people: some people, those of the asked unit and of the units above it nearest at hand.

    ``unit`` is the one a thing belongs to, where the page is about a thing.
    """
    return Names(question.standing_path(unit or question.unit), frozenset(people) - {""})


def vocabulary(question: Question, *, people: Iterable[str] = (), unit: str = "") -> Vocabulary:
    """Return the words of the schemes in force today and of people, as :func:`names` does, and what is private.

    A kind is private in every period once a version calls it so.
    """
    loaded = scheme_queries.versions()
    schemes = kinds.holding(loaded, on=question.period.span.start, as_known_at=question.as_known_at)
    known = names(question, people=people, unit=unit)
    return showing.vocabulary(schemes=schemes, people=known, private=scheme_queries.private_among(loaded))
