"""Calendars as iCalendar (RFC 5545): one event an item, no recurrence, the same bytes for the same list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Alarm, Event

from zicha.core import duelist
from zicha.core.duelist import Item
from zicha.core.text import Language

REFRESH = timedelta(hours=6)
ALARM_AT = time(9)
"""When a phone reminds of what presses, in the organisation's time zone."""

_STATES = {
    "overdue": {"zh": "逾期", "en": "overdue"},
    "insufficient": {"zh": "缺材料", "en": "lacks material"},
    "grace": {"zh": "宽限", "en": "in grace"},
}
_WORDS = {
    "answers": {"zh": "责任人：", "en": "Answers: "},
    "grace": {"zh": "宽限到：", "en": "Grace until: "},
    "left": {"zh": "还差次数：", "en": "Still owed: "},
    "name": {"zh": "自查 · ", "en": "zicha · "},
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar is called, and what it calls units and people.

    Attributes:
        people: names by id; who is not among them is not named.
    """

    name: str
    units: Mapping[str, str]
    people: Mapping[str, str]
    language: Language
    zone: ZoneInfo


def written(items: Iterable[Item], *, calendar: Calendar) -> bytes:
    """Return items as a calendar.

    A day is an all-day event that takes nobody's time (RFC 5545 3.8.2.7); a meeting stands at its hour, in UTC. The
    stamp (3.8.7.2) is the day on which the item can first be done, so that the bytes depend on the list alone.
    """
    found = icalendar.Calendar()
    found.add("prodid", "-//zicha//zicha//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _WORDS["name"][calendar.language] + calendar.name)
    found.add("x-wr-timezone", str(calendar.zone))
    # RFC 7986 5.7, and the older name that Outlook reads.
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for item in items:
        found.add_component(_event(item, calendar))
    content: bytes = found.to_ical()
    return content


def _event(item: Item, calendar: Calendar) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", datetime.combine(item.opens, time(), UTC))
    if item.starts is None:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
    else:
        event.add("dtstart", item.starts.replace(tzinfo=calendar.zone).astimezone(UTC))
    event.add("summary", _summary(item, calendar))
    if lines := list(_description(item, calendar)):
        event.add("description", "\n".join(lines))
    event.add("location", calendar.units.get(item.unit, item.unit))
    event.add("categories", [duelist.SORT_TITLES[item.sort].in_language(calendar.language)])
    event.add("transp", "OPAQUE" if item.starts else "TRANSPARENT")
    if item.remind_on <= item.day:
        event.add_component(_alarm(item, calendar))
    return event


def _summary(item: Item, calendar: Calendar) -> str:
    title = item.title.in_language(calendar.language)
    state = _STATES.get(item.state, {}).get(calendar.language, "")
    return f"【{state}】{title}" if state and calendar.language == "zh" else f"[{state}] {title}" if state else title


def _description(item: Item, calendar: Calendar) -> Iterable[str]:
    say = {name: words[calendar.language] for name, words in _WORDS.items()}
    names = [calendar.people[person] for person in item.people if person in calendar.people]
    if names:
        yield say["answers"] + ("、" if calendar.language == "zh" else ", ").join(names)
    if item.until > item.day:
        yield f"{say['grace']}{item.until:%Y-%m-%d}"
    if item.left > 1:
        yield f"{say['left']}{item.left}"


def _alarm(item: Item, calendar: Calendar) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _summary(item, calendar))
    alarm.add("trigger", datetime.combine(item.remind_on, ALARM_AT, calendar.zone).astimezone(UTC))
    return alarm
