"""Calendars out: read again by another library, and equal to our own list, day by day, for three years."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar

from tests.core.duties import ALWAYS, duty, ledger
from zicha.core import board, duelist
from zicha.core.duelist import Item, Posts, Target, View
from zicha.core.periods import Span
from zicha.core.scheme import AtLeast, Every, Length, OnceBy
from zicha.core.text import LocalText
from zicha.core.units import Holding
from zicha.core.workdays_cn import CALENDAR
from zicha.formats import ics

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOWN = ics.Calendar("一中队", {"U1": "一中队"}, {"P2": "周启明"}, "zh", SHANGHAI)
THREE_YEARS = Span(date(2026, 1, 1), date(2029, 1, 1))


def items():
    """Three years of four cadences; 2028 has a leap day."""
    duties = (
        duty(post="direct"),
        duty(AtLeast(2, "quarter"), id="drill"),
        duty(Every(Length(45, "days"), "slot", date(2026, 1, 10)), id="round"),
        duty(OnceBy(date(2028, 2, 29), date(2028, 1, 1)), id="leap"),
    )
    book = ledger(duties=duties, holdings=(Holding("P2", "U1", "direct", ALWAYS),))
    view = View(date(2026, 5, 28), THREE_YEARS, Posts.of(book.holdings), CALENDAR)
    cells = board.cells_of(ledger=book, units=("U1",), span=view.span, on=view.on)
    return duelist.listed(duelist.of_cells(cells, book.schemes, view=view, names=str))


def meeting():
    starts = datetime(2026, 6, 1, 15, 0)  # noqa: DTZ001 -- civil time, as meetings keep it
    day = starts.date()
    title = LocalText("六月例会，第一会议室；请准时")
    return Item("m@zicha", "meeting", day, day, day, title, "U1", ("P1",), "open", Target(entry=3), day, starts=starts)


def expanded(content):
    """Every event as (uid, first day, end, summary); there is no rule of repetition to expand."""
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert [name for event in events for name in ("RRULE", "RDATE") if name in event] == []
    return [(str(e["UID"]), e.decoded("DTSTART"), e.decoded("DTEND"), str(e["SUMMARY"])) for e in events]


def test_three_years_are_read_again_as_our_own_list():
    found = items()
    shown = {"overdue": "【逾期】", "grace": "【宽限】"}
    told = [(item.uid, item.day, item.day.toordinal() + 1, shown.get(item.state, "") + item.title.zh) for item in found]
    read = [
        (uid, start, end.toordinal(), summary)
        for uid, start, end, summary in expanded(ics.written(found, calendar=SHOWN))
    ]
    assert read == told
    assert (len(told), len({uid for uid, *_ in told}), date(2028, 2, 29) in [start for _uid, start, *_ in told]) == (
        73,
        73,
        True,
    )


def test_equal_lists_are_equal_bytes():
    assert ics.written(items(), calendar=SHOWN) == ics.written(items(), calendar=SHOWN)


def test_an_event_says_who_answers_and_rings_on_the_working_day_before():
    item = next(item for item in items() if item.day == date(2026, 5, 31))
    (event,) = icalendar.Calendar.from_ical(ics.written([item], calendar=SHOWN)).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert str(event["DESCRIPTION"]) == "责任人：周启明\n宽限到：2026-06-03"
    assert (str(event["LOCATION"]), str(event["TRANSP"])) == ("一中队", "TRANSPARENT")
    assert alarm.decoded("TRIGGER") == datetime(2026, 5, 25, 1, tzinfo=UTC)


def test_who_is_not_to_be_named_is_not():
    (event,) = icalendar.Calendar.from_ical(ics.written([meeting()], calendar=SHOWN)).walk("VEVENT")
    assert "DESCRIPTION" not in event
    assert "周启明" not in ics.written(items(), calendar=ics.Calendar("我", {}, {}, "zh", SHANGHAI)).decode()


def test_meeting_stands_at_its_hour():
    (event,) = icalendar.Calendar.from_ical(ics.written([meeting()], calendar=SHOWN)).walk("VEVENT")
    assert (event.decoded("DTSTART"), str(event["SUMMARY"])) == (
        datetime(2026, 6, 1, 7, 0, tzinfo=UTC),
        "六月例会，第一会议室；请准时",
    )


def test_an_empty_list_is_a_calendar():
    read = icalendar.Calendar.from_ical(ics.written([], calendar=SHOWN))
    assert (str(read["X-WR-CALNAME"]), read.walk("VEVENT")) == ("自查 · 一中队", [])
