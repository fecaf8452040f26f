"""The demo's suggestion box: some answered in time, one forwarded, one overdue, one of today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zicha.core.access import LEADING_POSTS
from zicha.services import suggestions
from zicha.services.suggestions import Handed
from zicha.store.queries import units as unit_queries

_ANSWERED = (
    (8, "service", "饮水机滤芯很久没换", "已换新，每季度更换一次，贴了更换日期。"),
    (0, "safety", "二楼楼梯扶手松动", "当天已加固，并查了全楼扶手。"),
    (3, "deadline", "体检名单漏了新调入的人", "已补报，本月内安排。"),
    (7, "service", "值班室缺一台微波炉", "已购置。"),
    (6, "service", "夜班后的班车时间能否推迟半小时", "已和车队商定，下月起推迟二十分钟。"),
    (2, "service", "图书室能否周末开放", "周六上午开放，先试行一个季度。"),
)
_WAITING = (
    (24, "service", "车棚的灯坏了几盏"),
    (1, "service", "培训教室空调不制冷"),
)


def fill(*, unit: str, until: date, at: datetime) -> None:
    """Fill a unit's box over the weeks before a day."""
    for days, urgency, text, answer in _ANSWERED:
        number = _hand_in(unit, until - timedelta(days), urgency, text)
        suggestions.answer(number=number, text=answer, at=at, by=_answering(unit, until))
    for days, urgency, text in _WAITING:
        _hand_in(unit, until - timedelta(days), urgency, text)


def _answering(unit: str, on: date) -> str:
    held = unit_queries.holdings(units=[unit])
    return next((each.person for each in held if each.post in LEADING_POSTS and on in each.span), "demo")


def _hand_in(unit: str, day: date, urgency: str, text: str) -> int:
    return suggestions.hand_in(
        handed=Handed(unit, urgency, text), nonce=f"demo {day} {unit} {text}", day=day
    ).suggestion.id
