"""The ten states as the page shows them: a shape, a colour and a word, always all three."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from zicha.core.board import STATES
from zicha.core.scheme import State

WORDS: dict[State, str] = {
    "met": later("已完成"),
    "met_late": later("逾期完成"),
    "open": later("进行中"),
    "at_risk": later("临期"),
    "grace": later("宽限"),
    "overdue": later("逾期"),
    "insufficient": later("缺材料"),
    "waived": later("经批准免除"),
    "upcoming": later("未开始"),
    "no_data": later("不适用"),
}
PRESSING: tuple[State, ...] = ("overdue", "insufficient", "grace", "at_risk")
"""What waits for someone, the most pressing first."""

DONE: frozenset[State] = frozenset({"met", "met_late"})
OWED: frozenset[State] = frozenset(STATES) - {"no_data", "waived"}
"""States of windows that count in the m of “n of m”."""


def word(state: State) -> str:
    """Return the state's name in the language of the present answer."""
    return _(WORDS[state])


def worst(states: set[State]) -> State:
    """Return the most pressing of some states."""
    return min(states, key=STATES.index)
