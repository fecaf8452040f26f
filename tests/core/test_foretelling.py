from dataclasses import replace
from datetime import UTC, date, datetime

from zicha.core import foretelling
from zicha.core.board import Ledger
from zicha.core.ledger import Draft, Evidence, Revision
from zicha.core.periods import Span
from zicha.core.scheme import AtLeast, Clause, Duty, Kind, Outline, Scheme, Selector
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

NOW = datetime(2026, 5, 28, tzinfo=UTC)
ON = date(2026, 5, 28)
CHECK = Duty(
    "check", LocalText("检查"), "c6", Selector(("inspection",)), AtLeast(1, "month"), evidence=("checklist",)
)  # fmt: skip
SCHEME = Scheme(
    "safety", "1", LocalText("安全"), "half", 14, (), (), (Kind("inspection", LocalText("检查")),),
    (Clause("c6", "第六条", LocalText("每月一次")),), (CHECK,), (), Outline(LocalText("报告"), None, ()),
)  # fmt: skip
UNIT = UnitSpan("U1", "中队", "", 1, Span(date(2020, 1, 1), date.max))
WHOLE = Draft("U1", "inspection", date(2026, 5, 20), evidence=(Evidence("checklist", "", ""),))


def foretell(draft: Draft, *revisions: Revision, replaces: int = 0):
    ledger = Ledger((SCHEME,), (UNIT,), (), revisions, CALENDAR)
    found = foretelling.foretell(draft, ledger=ledger, on=ON, as_known_at=NOW, replaces=replaces)
    return [
        (each.cell.window.start, each.before and each.before.state, each.cell.state, each.counts,
         each.lacks.lacks_evidence if each.lacks else ())
        for each in found
    ]  # fmt: skip


def test_whole_entry_counts_in_its_own_window():
    assert foretell(WHOLE) == [(date(2026, 5, 1), "at_risk", "met", True, ())]


def test_entry_without_its_evidence_nearly_counts():
    assert foretell(replace(WHOLE, evidence=())) == [
        (date(2026, 5, 1), "at_risk", "insufficient", False, ("checklist",))
    ]


def test_make_up_counts_late_in_the_window_it_names_and_in_no_other():
    assert foretell(replace(WHOLE, makes_up=date(2026, 4, 9))) == [(date(2026, 4, 1), "overdue", "met_late", True, ())]


def test_entry_no_duty_asks_for_touches_nothing():
    assert foretell(replace(WHOLE, kind="talk")) == []


def test_correction_stands_in_for_the_entry_it_replaces():
    recorded = Revision(1, 1, 1, WHOLE, NOW)
    moved = replace(WHOLE, happened_on=date(2026, 5, 21), evidence=())
    assert foretell(moved, recorded, replaces=1) == [(date(2026, 5, 1), "met", "insufficient", False, ("checklist",))]


def test_nothing_is_written_into_the_ledger_that_was_asked():
    ledger = Ledger((SCHEME,), (UNIT,), (), (), CALENDAR)
    foretelling.foretell(WHOLE, ledger=ledger, on=ON, as_known_at=NOW)
    assert ledger.revisions == ()
