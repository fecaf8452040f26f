"""How near or how late a window is, and the one next step it asks for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zicha.core.board import Cell
from zicha.core.scheme import Duty
from zicha.web import states, words
from zicha.web.asking import Question


def when(question: Question, one: Cell) -> str:
    """Return how late or how near a window is, or its state."""
    if one.state == "at_risk":
        return words.days_left((one.window.last_day - question.on).days)
    late = (question.on - one.window.last_day).days
    if one.state == "overdue":
        return words.counted("逾期 %(n)d 天", late)
    if one.state == "grace":
        return words.counted("宽限中，已过 %(n)d 天", late)
    return states.word(one.state)


def next_step(question: Question, one: Cell, duty: Duty) -> tuple[str, str]:
    """Return the one next step of a window: what it is called and where it leads; nothing where none is due."""
    if not question.records_for(one.unit) or one.state in {"upcoming", "no_data", "waived"}:
        return "", ""
    late = {"makes_up": one.window.last_day} if question.moment.today not in one.window else {}
    kind = duty.fulfilled_by.kinds[0]
    return _("去记录"), question.link("record", unit=one.unit, kind=kind, **late)
