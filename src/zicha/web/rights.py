"""What the asker may do to a unit's things, today."""

from __future__ import annotations

from zicha.core import access
from zicha.core.access import Action, Place
from zicha.web.asking import Question


def units(question: Question, action: Action) -> frozenset[str]:
    """Return the codes of the units to which the asker may do ``action``, today."""
    today = question.moment.today
    paths = access.standing_paths(question.spans, on=today).values()
    return access.allowed(question.actor, action, paths=paths, on=today)


def may(question: Question, action: Action, unit: str) -> bool:
    """Whether the asker may do ``action`` to something of a unit."""
    path = access.standing_paths(question.spans, on=question.moment.today).get(unit, ())
    return access.may(question.actor, action, Place(path), question.moment.today)
