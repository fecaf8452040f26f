"""What the asker may do to a unit's things, today."""

from __future__ import annotations

from zicha.core.access import Action
from zicha.web.asking import Question


def units(question: Question, action: Action) -> frozenset[str]:
    """Return the codes of the units to which the asker may do ``action``, today."""
    return question.allowed(action)


def may(question: Question, action: Action, unit: str) -> bool:
    """Whether the asker may do ``action`` to something of a unit."""
    return question.may(action, unit)
