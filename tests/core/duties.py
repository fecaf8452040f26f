"""Small duties and entries for the tests of cadence, status and board."""

from datetime import UTC, date, datetime
from fractions import Fraction

from zicha.core import status
from zicha.core.board import Ledger
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.periods import Span
from zicha.core.scheme import AtLeast, Clause, Duty, Kind, Length, Outline, Scheme, Selector
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

KNOWN = datetime(2027, 1, 1, tzinfo=UTC)
FOUNDED = date(2024, 1, 1)
ALWAYS = Span(FOUNDED, date.max)


def duty(cadence=None, **changed):
    """A duty that meetings fulfil, monthly unless said otherwise, with three days of grace."""
    given = {
        "id": "meet", "title": LocalText("开会"), "clause": "c1", "fulfilled_by": Selector(("meeting",)),
        "cadence": cadence or AtLeast(1, "month"), "grace": Length(3, "days"), "remind": Length(7, "days"),
    }  # fmt: skip
    return Duty(**{**given, **changed})


def entry(
    day, seq, *, unit="U1", kind="meeting", evidence=(), makes_up=None, recorded_at=KNOWN, fields=(), **attendance
):
    """One meeting; attendance as counts or people."""
    sheet = Attendance(**{"expected": 0, "present": 0, **attendance}) if attendance else None
    files = tuple(Evidence(one, "", "") for one in evidence)
    draft = Draft(unit, kind, day, fields=tuple(fields), attendance=sheet, evidence=files, makes_up=makes_up)
    return Revision(seq, seq, 1, draft, recorded_at)


def waiver(window, seq, *, unit="U1", duty_id="meet", day=date(2026, 1, 1)):
    """An approved exemption."""
    fields = (("duty", duty_id), ("window", window.isoformat()), ("approver", "P1"), ("reason", "停工"))
    return entry(day, seq, unit=unit, kind="waiver", fields=fields)


def scheme(*duties, scheme_id="s", terms=()):
    """A scheme of some duties."""
    kinds = (Kind("meeting", LocalText("会议")), Kind("lecture", LocalText("讲课")))
    return Scheme(
        scheme_id, "1", LocalText("方案"), "half", 14, (), (), kinds, (Clause("c1", "第一条", LocalText("开会")),),
        tuple(duties), (), Outline(LocalText("报告"), None, ()), terms=tuple(terms),
    )  # fmt: skip


def unit(code="U1", *, parent="", level=1, span=ALWAYS):
    """A unit as it stands."""
    return UnitSpan(code, code, parent, level, span)


def ledger(*entries, duties=(), units=(), holdings=(), schemes=None, terms=()):
    """Everything a board is computed from."""
    made = schemes if schemes is not None else (scheme(*(duties or (duty(),)), terms=terms),)
    ordered = sorted(entries, key=lambda one: (one.draft.happened_on, one.seq))
    return Ledger(tuple(made), tuple(units or (unit(),)), tuple(holdings), tuple(ordered), CALENDAR)


def judged(window, *entries, on, waived=False, **changed):
    """The judgement of a duty's window."""
    return status.judge(duty=duty(**changed), window=window, entries=entries, waived=waived, on=on, calendar=CALENDAR)


TWO_THIRDS = Fraction(2, 3)
