"""What the loaded schemes and the register of people say, looked up once a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from zicha.core import kinds
from zicha.core.scheme import Duty, Scheme
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.web import showing
from zicha.web.asking import Question
from zicha.web.showing import Vocabulary


class Names(Mapping[str, str]):
    """Names of people by id, read when one is asked for: at first of those who hold posts in some units.

    Whoever is none of these is looked up among all, who are read once. So a page that names nobody reads nobody, one
    that names the people of its unit reads these, and none asks for one person after another.
    """

    def __init__(self, units: tuple[str, ...]) -> None:
        self._units = units

    def __getitem__(self, person: str) -> str:
        if not person:
            raise KeyError(person)
        return self._near[person] if person in self._near else self._all[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _near(self) -> dict[str, str]:
        return unit_queries.names_in(units=self._units)

    @cached_property
    def _all(self) -> dict[str, str]:
        return {person.id: person.name for person in unit_queries.people()}


def in_force(question: Question) -> dict[str, Scheme]:
    """Return the schemes that hold in the asked period, by id."""
    found = scheme_queries.in_force(on=question.period.span.start, as_known_at=question.as_known_at)
    return {scheme.id: scheme for scheme in found}


def duties(schemes: dict[str, Scheme]) -> dict[str, Duty]:
    """Return the duties of some schemes by id."""
    return {duty.id: duty for scheme in schemes.values() for duty in scheme.duties}


def names(question: Question) -> Names:
    """Return the names of people, those of the asked unit and the units above it nearest at hand."""
    return Names(question.standing_path(question.unit))


def vocabulary(question: Question) -> Vocabulary:
    """Return the words of the schemes in force today and of all people, and what any version calls private."""
    loaded = scheme_queries.versions()
    schemes = kinds.holding(loaded, on=question.period.span.start, as_known_at=question.as_known_at)
    private = scheme_queries.private_among(loaded)
    return showing.vocabulary(schemes=schemes, people=names(question), private=private)
