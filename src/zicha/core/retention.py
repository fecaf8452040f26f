"""How long what is held about people is kept, and from which day on it is due to go.

What a kind of activity says (``retain`` in the scheme) holds for names, texts and files of its entries; what is
kept beside the ledger has a rule here. The same rules stand, in words, in ``docs/data-inventory.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zicha.core.periods import add_months
from zicha.core.scheme import Length
from zicha.core.text import LocalText

RuleId = Literal[
    "records", "sheets", "leave", "devices", "requests", "suggestions", "digests", "failures", "sessions", "files"
]

_YEAR = Length(12, "months")
_DAYS = {"days": 1.0, "weeks": 7.0, "working_days": 7 / 5, "months": 365 / 12}
SHORTEST_DAYS = 365
"""Shorter than a year, records of a period would lose their names before its report is archived."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a sort of thing is kept.

    Attributes:
        kept: how the inventory of data begins to say it.
        after: how long; ``None`` where each kind says it.
        told: whether its going is an entry of the ledger; what names nobody goes silently.
    """

    id: RuleId
    title: LocalText
    kept: str
    after: Length | None = _YEAR
    told: bool = True


RULES: tuple[Rule, ...] = (
    Rule("records", LocalText("记录中的姓名、文字和佐证材料", "Names, texts and files of records"), "erasable", None),
    Rule("sheets", LocalText("签到表明细", "Lines of closed sheets"), "a year after closing"),
    Rule("leave", LocalText("请假申请", "Requests for leave"), "a year after the day"),
    Rule("devices", LocalText("签到设备和签到链接", "Browsers and passes"), "a year after it ran out"),
    Rule("requests", LocalText("更正和删除申请", "Requests about one's data"), "a year after the answer"),
    Rule("suggestions", LocalText("意见箱来件和答复", "Suggestions and answers"), "a year after it was handed in"),
    Rule(
        "digests",
        LocalText("提醒发送记录", "Notes that a reminder was sent"),
        "92 days",
        Length(92, "days"),
        told=False,
    ),
    Rule(
        "failures",
        LocalText("登录失败计数", "Counts of failed sign-ins"),
        "until the next right password, or 15 minutes",
        Length(1, "days"),
        told=False,
    ),
    Rule("sessions", LocalText("过期的登录状态", "Sessions that ended"), "two weeks", Length(0, "days"), told=False),
    Rule("files", LocalText("没有记录引用的文件", "Files no record names"), "two days", Length(2, "days"), told=False),
)

EVENTS = (
    "with the ledger",
    "with the account",
    "rebuilt at will",
    "until the account is removed",
    "until the sheet closes",
    "until the person deletes it or is erased",
)
"""How the inventory begins to say that something is kept, or goes when something happens and not by time."""


def rule(name: RuleId) -> Rule:
    """Return a rule by its id."""
    return next(each for each in RULES if each.id == name)


def is_unfit(length: Length) -> bool:
    """Whether a kind may not be kept so long: less than a year, or counted in working days."""
    return length.unit == "working_days" or length.count * _DAYS[length.unit] < SHORTEST_DAYS


def cut(length: Length, *, today: date) -> date:
    """Return the first day that is still kept on ``today``: what happened before it is due to go."""
    if length.unit == "months":
        return add_months(today, -length.count)
    return today - timedelta(days=round(length.count * _DAYS[length.unit]))


def is_due(day: date, length: Length, *, today: date) -> bool:
    """Whether what happened on ``day`` is due to go."""
    return day < cut(length, today=today)
