"""A small organisation and its records, made through the product's own services."""

from datetime import UTC, date, datetime
from importlib import resources

from zicha.core.ledger import Attendance, Draft, Evidence
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
FOUNDED = date(2024, 1, 1)
ROSTER = Roster(
    units=(
        UnitSpan("U00", "城东委员会", "", 1, Span(FOUNDED, date.max)),
        UnitSpan("U01", "一支部", "U00", 2, Span(FOUNDED, date.max)),
        UnitSpan("U02", "二支部", "U00", 2, Span(FOUNDED, date.max)),
        UnitSpan("U03", "一组", "U01", 3, Span(FOUNDED, date.max)),
    ),
    people=(
        Person("P001", "林远"),
        Person("P002", "周启明"),
        Person("P003", "沈一宁"),
        Person("P004", "方可"),
    ),
    holdings=(
        Holding("P001", "U00", "lead", Span(FOUNDED, date.max)),
        Holding("P002", "U01", "direct", Span(FOUNDED, date.max)),
        Holding("P003", "U03", "member", Span(FOUNDED, date.max)),
        Holding("P004", "U03", "member", Span(FOUNDED, date.max)),
    ),
)


def shipped(name):
    """The bytes of a shipped scheme."""
    return resources.files("zicha.schemes").joinpath(f"{name}.yaml").read_bytes()


def organisation(*, recorded_at=NOW, schemes=("work-safety",)):
    """Load schemes and the roster."""
    from zicha.services import organisation as services
    from zicha.services import schemes as scheme_services

    for name in schemes:
        scheme_services.load(data=shipped(name), name=name, recorded_at=recorded_at, recorded_by="P001")
    services.apply(roster=ROSTER, recorded_at=recorded_at)


def inspection(day, *, unit="U01", title="查消防通道", evidence=("checklist",), **more):
    """An inspection of exits."""
    files = tuple(Evidence(kind, "", "") for kind in evidence)
    fields = (("inspector", "P002"), ("blocked", "2"), ("area", "warehouse"))
    return Draft(unit, "exit_inspection", day, title, fields=fields, evidence=files, **more)


def meeting(day, *, unit="U03", present=("P003", "P004"), expected=("P003", "P004"), **more):
    """A safety meeting."""
    fields = (("agenda", "月度安全例会"), ("decisions", "1"), ("duration", 60), ("host", "P003"))
    attendance = Attendance(len(expected), len(present), expected_people=tuple(expected), present_people=tuple(present))
    return Draft(unit, "safety_meeting", day, "安全例会", fields=fields, attendance=attendance, **more)


def record(draft, *, recorded_at=NOW, by="P002", nonce=""):
    """Record a draft."""
    from zicha.services import ledger

    return ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=by, nonce=nonce)
