"""What the loaded schemes and the register of people say, looked up once a page."""

from __future__ import annotations

from zicha.core.scheme import Duty, Scheme
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.web import showing
from zicha.web.asking import Question
from zicha.web.showing import Vocabulary


def in_force(question: Question) -> dict[str, Scheme]:
    """Return the schemes that hold in the asked period, by id."""
    found = scheme_queries.in_force(on=question.period.span.start, as_known_at=question.as_known_at)
    return {scheme.id: scheme for scheme in found}


def duties(schemes: dict[str, Scheme]) -> dict[str, Duty]:
    """Return the duties of some schemes by id."""
    return {duty.id: duty for scheme in schemes.values() for duty in scheme.duties}


def vocabulary(question: Question) -> Vocabulary:
    """Return the words of the schemes in force today and of all people."""
    people = {person.id: person.name for person in unit_queries.people()}
    return showing.vocabulary(schemes=tuple(in_force(question).values()), people=people)
