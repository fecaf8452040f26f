"""A small organisation through the services: one root, two teams, five people, the shipped safety scheme."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.architecture import source
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan
from zicha.services import accounts, ledger, organisation, schemes

NOW = datetime(2026, 5, 28, 8, 20, tzinfo=UTC)
BEFORE = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
FROM_2025 = Span(date(2025, 1, 1), date.max)
PASSWORD = "correct horse battery staple"
SCHEME = source.SRC / "schemes" / "work-safety.yaml"

UNITS = (
    UnitSpan("U01", "城东支队", "", 1, FROM_2025),
    UnitSpan("U02", "一中队", "U01", 2, FROM_2025),
    UnitSpan("U03", "二中队", "U01", 2, FROM_2025),
)
PEOPLE = (
    Person("P01", "林远"),
    Person("P02", "周启明"),
    Person("P03", "沈一宁"),
    Person("P04", "何静"),
    Person("P05", "马越"),
)
HOLDINGS = (
    Holding("P01", "U01", "lead", FROM_2025),
    Holding("P02", "U02", "direct", FROM_2025),
    Holding("P02", "U02", "member", FROM_2025),
    Holding("P03", "U02", "recorder", FROM_2025),
    Holding("P04", "U02", "member", FROM_2025),
    Holding("P05", "U03", "lead", FROM_2025),
)
SIGN_INS = {"leader": "P01", "recorder": "P03", "director": "P02", "member": "P04", "outsider": "P05"}


def read() -> datetime:
    """The standing clock of these tests: 28 May 2026, 16:20 in Shanghai."""
    return NOW


def found() -> None:
    """Set up units, people, posts, scheme and sign-ins."""
    organisation.apply(roster=Roster(units=UNITS, people=PEOPLE, holdings=HOLDINGS), recorded_at=BEFORE)
    schemes.load(data=SCHEME.read_bytes(), name=SCHEME.name, recorded_at=BEFORE, recorded_by="admin")
    for username, person in SIGN_INS.items():
        accounts.add(username=username, password=PASSWORD, person=person, is_admin=False)
    accounts.add(username="admin", password=PASSWORD, person="", is_admin=True)


def inspect(
    day: date,
    *,
    unit: str = "U02",
    outcome: str = "三层东侧出口堆放纸箱",
    complete: bool = True,
    at: datetime | None = None,
) -> Revision:
    """Record an inspection of exits the day after it happened, or at an instant; complete with its checklist, or not."""
    evidence = (Evidence("checklist", "", ""),) if complete else ()
    draft = Draft(
        unit,
        "exit_inspection",
        day,
        "消防通道检查",
        (("inspector", "P02"), ("area", "warehouse"), ("outcome", outcome), ("blocked", "4")),
        evidence=evidence,
    )
    recorded_at = at or datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    return ledger.record(draft=draft, recorded_at=recorded_at, recorded_by="P03")


def meet(day: date, *, unit: str = "U02", present: int = 3) -> Revision:
    """Record a safety meeting with three expected people."""
    people = ("P02", "P03", "P04")
    attendance = Attendance(3, present, expected_people=people, present_people=people[:present])
    fields = (("host", "P02"), ("agenda", "仓库用电"), ("decisions", "2"))
    evidence = (Evidence("sign_in_sheet", "", ""), Evidence("minutes", "", ""))
    draft = Draft(unit, "safety_meeting", day, "五月安全例会", fields, attendance, evidence)
    return ledger.record(draft=draft, recorded_at=datetime.combine(day, datetime.max.time(), UTC), recorded_by="P03")
