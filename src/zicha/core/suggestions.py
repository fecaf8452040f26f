"""The suggestion box: a matter or a difficulty handed in, named or not, and answered by a day.

What is handed in stands beside the ledger and can be erased; who handed it in is kept only if that person wished
it, and of an unnamed one nothing but the day is known. The ledger holds what must be provable and carries no text:
that something was received on a day and how urgent it was, that it was answered, forwarded or put into another
urgency. Such entries belong to no unit. The erasure of a text is an entry of :mod:`zicha.core.erasure`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from zicha.core import lengths, small_counts
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft
from zicha.core.scheme import Field, Kind, Length
from zicha.core.text import LocalText
from zicha.core.values import filled
from zicha.core.workdays import Calendar

Urgency = Literal["safety", "deadline", "service"]
State = Literal["open", "answered", "withdrawn"]
StepName = Literal["triage", "forward", "answer"]

SUGGESTION = "suggestion"
STEP = "suggestion_step"
BOX = "suggestion-box"
"""Stands in the place of who recorded it: nobody is known to the box."""

URGENCIES: Mapping[Urgency, LocalText] = {
    "safety": LocalText("安全", "Safety"),
    "deadline": LocalText("有期限", "Deadline"),
    "service": LocalText("一般", "Ordinary"),
}
STATES: Mapping[State, LocalText] = {
    "open": LocalText("待答复", "To be answered"),
    "answered": LocalText("已答复", "Answered"),
    "withdrawn": LocalText("未答复即撤回", "Withdrawn unanswered"),
}
STEPS: Mapping[StepName, LocalText] = {
    "triage": LocalText("调整缓急", "Urgency changed"),
    "forward": LocalText("转交", "Forwarded"),
    "answer": LocalText("答复", "Answered"),
}
ANSWER_WITHIN: Mapping[Urgency, Length] = {
    "safety": Length(1, "working_days"),
    "deadline": Length(3, "working_days"),
    "service": Length(10, "working_days"),
}
"""Counted from the day it was handed in, whoever has it by then."""

LONGEST_TEXT = 4_000
MOST_A_DAY = 100
MOST_OPEN_A_DAY = 20
"""How many a unit's box takes in a day, and how many of them by the open link: no address is kept to count by."""

_URGENCY = Field("urgency", LocalText("缓急", "Urgency"), "choice", choices=tuple(URGENCIES.items()))
_NUMBER = Field("number", LocalText("编号", "Number"), "text", required=True, code=True)
KIND = Kind(id=SUGGESTION, title=LocalText("收到意见", "Suggestion received"), fields=(_NUMBER, _URGENCY))
STEP_KIND = Kind(
    id=STEP,
    title=LocalText("办理意见", "Step of a suggestion"),
    fields=(
        _NUMBER,
        Field("step", LocalText("办理", "Step"), "choice", required=True, choices=tuple(STEPS.items())),
        _URGENCY,
    ),
)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = 16
_ALIKE = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that was handed in.

    Attributes:
        id: a random number, so that nothing tells which came first.
        unit: which unit answers it now.
        day: on which it was handed in; nothing more exact is known.
        text: empty once it is erased.
        person: who handed it in, if that person wished to be named.
        entry: the ledger's entry that says it was received; 0 until it is told.
    """

    id: int
    unit: str
    urgency: Urgency
    day: date
    text: str
    person: str = ""
    entry: int = 0
    answer: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    forwarded: int = 0
    erased_on: date | None = None

    @property
    def state(self) -> State:
        """Whether it waits, was answered, or went before that."""
        if self.answered_on is not None:
            return "answered"
        return "open" if self.erased_on is None else "withdrawn"

    def due(self, calendar: Calendar) -> date:
        """Return the last day on which an answer is in time."""
        return lengths.after(self.day, ANSWER_WITHIN[self.urgency], calendar=calendar)

    def is_overdue(self, on: date, calendar: Calendar) -> bool:
        """Whether it still waits past its day."""
        return self.state == "open" and on > self.due(calendar)


@dataclass(frozen=True, slots=True)
class Count:
    """Suggestions as numbers.

    Attributes:
        total: how many; ``None`` where there are a few, see :mod:`zicha.core.small_counts`.
        states: how many wait and how many do not; told whenever the whole is.
        urgencies, units: parts, each left out where one of them would be a few.
    """

    total: int | None
    states: Mapping[State, int]
    urgencies: Mapping[Urgency, int]
    units: Mapping[str, int]


def count(found: Iterable[Suggestion]) -> Count:
    """Return suggestions as numbers, never by person, and not broken down where a part is small."""
    known = tuple(found)
    if small_counts.is_small(len(known)):
        return Count(None, {}, {}, {})
    states, urgencies = Counter(each.state for each in known), Counter(each.urgency for each in known)
    units = Counter(each.unit for each in known)
    return Count(
        len(known),
        {state: states[state] for state in STATES},
        small_counts.broken_down({urgency: urgencies[urgency] for urgency in URGENCIES}),
        small_counts.broken_down(dict(sorted(units.items()))),
    )


def read_urgency(word: str) -> Urgency:
    """Return the urgency a word names; raise ``Refusal`` ``suggestions.urgency``."""
    for each in get_args(Urgency):
        if each == word:
            found: Urgency = each
            return found
    raise Refusal("suggestions.urgency")


def admit_text(text: str) -> str:
    """Return a text without the space around it; raise ``Refusal`` for an empty or a very long one."""
    if not text.strip():
        raise Refusal("suggestions.empty")
    if len(text) > LONGEST_TEXT:
        raise Refusal("suggestions.long", longest=LONGEST_TEXT)
    return text.strip()


def admit_room(*, today: int, opened: int, by_link: bool) -> None:
    """Raise ``Refusal`` if a unit's box is full for a day, given how many came and how many of them by the link."""
    if today >= MOST_A_DAY or (by_link and opened >= MOST_OPEN_A_DAY):
        raise Refusal("suggestions.full")


def require_open(found: Suggestion) -> None:
    """Raise ``Refusal`` for a suggestion that was answered, or whose text is gone."""
    if found.state != "open":
        raise Refusal("suggestions.settled", state=STATES[found.state].zh)


def receipt(*, nonce: str, key: bytes) -> str:
    """Return the receipt's code for a form's mark: 80 bits of HMAC-SHA-256, in the signs of Crockford's base 32.

    The same form gives the same code, so that a second tap finds what the first one left and nothing is kept for it.
    """
    number = int.from_bytes(hmac.new(key, f"receipt {nonce}".encode(), hashlib.sha256).digest()[:10])
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE, 4))


def digest(code: str) -> str:
    """Return the hash by which a receipt is found, however its code was typed; empty for what is no code."""
    plain = "".join(code.upper().translate(_ALIKE).replace("-", " ").split())
    if len(plain) != _CODE or not set(plain) <= set(_ALPHABET):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()


def received(found: Suggestion) -> Draft:
    """Return what the ledger says of something handed in: its number, its day, its urgency; no unit and no text."""
    return Draft("", SUGGESTION, found.day, fields=(("number", str(found.id)), ("urgency", found.urgency)))


def taken(found: Suggestion, step: StepName, *, on: date, urgency: Urgency | None = None) -> Draft:
    """Return what the ledger says of a step."""
    return Draft("", STEP, on, fields=filled((("number", str(found.id)), ("step", step), ("urgency", urgency or ""))))
