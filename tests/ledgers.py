"""Random ledgers and a scheme that has every kind of rule, for tests that recount."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from zicha.core import built_in
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.periods import Span
from zicha.core.scheme import (
    AtLeast,
    Bound,
    Cells,
    Clause,
    Count,
    DistinctPeople,
    Duty,
    Field,
    Kind,
    Measure,
    Outline,
    Rate,
    Scheme,
    Section,
    Selector,
    Share,
    Sum,
)
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan

T = LocalText
UNITS = ("U1", "U2", "U3")
PEOPLE = tuple(f"P{number}" for number in range(1, 9))
START = datetime(2026, 1, 1, tzinfo=UTC)

STUDY = Kind(
    "study", T("学习", "Study"), attendance="optional", evidence=("minutes",),
    fields=(
        Field("theme", T("主题", "Theme"), "text"),
        Field("form", T("形式", "Form"), "choice", choices=(("reading", T("读书", "Reading")), ("visit", T("参观", "Visit")))),
        Field("duration", T("时长", "Time"), "duration"),
        Field("pages", T("页数", "Pages"), "number", unit="页"),
    ),
)  # fmt: skip
VISIT = Kind("visit", T("走访", "Visit"), fields=(Field("places", T("处数", "Places"), "number"),))
KINDS = {kind.id: kind for kind in (STUDY, VISIT)}

ANY = Selector(("study", "visit"))
ALL_STUDY = Selector(("study",))
READING = Selector(("study",), where=(("form", ("reading",)),))
RULES = (
    Count(ANY), Count(READING), Count(Selector(("study",), backfilled=True)), Count(Selector(("visit",), backfilled=False)),
    Sum("duration", ALL_STUDY), Sum("pages", READING), Sum("absent", ALL_STUDY), Sum("made_up", ALL_STUDY),
    DistinctPeople(ALL_STUDY), Rate("present", "expected", ALL_STUDY), Rate("absent", "present", READING),
    Share("", READING, ALL_STUDY), Share("duration", READING, ALL_STUDY), Share("excused", READING, ALL_STUDY),
)  # fmt: skip


def duty(name, per, kind="study", count=1, **more):
    return Duty(name, T(f"{name}事项", name), "c1", Selector((kind,)), AtLeast(count, per), bound=Bound(), **more)


SCHEME = Scheme(
    id="plain", version="1", title=T("责任制", "Scheme"), period="half", backfill_days=14,
    posts=(("lead", T("第一责任人", "Lead")),), evidence=(("minutes", T("会议记录", "Minutes")),), kinds=(STUDY, VISIT),
    clauses=(Clause("c1", "第一条", T("按月学习，按季走访。")),),
    duties=(
        duty("monthly", "month"), duty("quarterly", "quarter", count=3), duty("visits", "half", kind="visit", count=2),
        duty("minuted", "quarter", evidence=("minutes",)), duty("attended", "month", threshold=Fraction(2, 3)),
    ),
    measures=(
        Measure("studies", T("学习次数", "Sessions"), Count(ALL_STUDY), "次"),
        Measure("attendance", T("参加率", "Attendance"), Rate("present", "expected", ALL_STUDY), "%"),
        Measure("met", T("按期完成数", "Met"), Cells(("monthly", "quarterly"), ("met",)), "项"),
    ),
    report=Outline(
        T("{unit}{period}自查报告", "{unit}: self-inspection, {period}"), T("上级单位", "To the unit above"),
        (
            Section("work", T("工作情况", "Work"), facts=T("学习{studies}次，参加率{attendance}。", "{studies} sessions, {attendance}."),
                prose=True, sections=(Section("list", T("学习清单", "Sessions"), kinds=("study", "visit")),)),
            Section("wanting", T("存在的问题", "Wanting"), facts=T("按期完成{met}项。", "{met} met."), gaps=True),
            Section("next", T("下一步打算", "Next steps"), next_steps=True, prose=True),
        ),
    ),
)  # fmt: skip

UNIT_SPANS = tuple(UnitSpan(unit, f"{unit}中队", "", 1, Span(date(2025, 1, 1), date.max)) for unit in UNITS)


def draft(random, *, unit=None, kind=None):
    kind = kind or random.choice(("study", "study", "visit"))
    day = date(2026, 1, 1) + timedelta(days=random.randrange(200))
    fields = []
    if kind == "study":
        fields = [("duration", random.choice((45, 90, 120)))] * random.randrange(2)
        fields += [("form", random.choice(("reading", "visit")))] * random.randrange(2)
        fields += [("pages", random.choice(("3", "12.5", "0.000001", "7.25")))] * random.randrange(2)
    else:
        fields = [("places", str(random.randrange(9)))] * random.randrange(2)
    evidence = (Evidence("minutes", "", ""),) * random.randrange(2)
    makes_up = day - timedelta(days=random.randrange(1, 60)) if random.random() < 0.15 else None
    sheet = attendance(random) if kind == "study" and random.random() < 0.8 else None
    return Draft(unit or random.choice(UNITS), kind, day, "", tuple(sorted(fields)), sheet, evidence, makes_up)


def attendance(random):
    expected = tuple(sorted(random.sample(PEOPLE, random.randrange(1, 8))))
    present = expected[: random.randrange(len(expected) + 1)]
    excused = expected[len(present) : len(present) + random.randrange(2)]
    made_up = random.randrange(2)
    if random.random() < 0.3:
        return Attendance(len(expected), len(present), len(excused), made_up)
    return Attendance(len(expected), len(present), len(excused), 0, expected, present, excused)


def revisions(random, count):
    """Entries, corrections and withdrawals, one an hour."""
    latest = {}
    found = []
    for seq in range(1, count + 1):
        recorded_at = START + timedelta(hours=seq)
        old = latest.get(random.choice(sorted(latest))) if latest and random.random() < 0.25 else None
        if old is None or old.withdrawn:
            new = Revision(seq, seq, 1, draft(random), recorded_at, backfilled=random.random() < 0.2)
        else:
            other = draft(random, unit=old.draft.unit, kind=old.draft.kind)
            new = Revision(
                seq, old.entry, old.number + 1, other, recorded_at, "", "更正", random.random() < 0.3, old.backfilled
            )
        latest[new.entry] = new
        found.append(new)
    return tuple(found)


def moved(random, revision):
    """A correction that may make an entry another kind of thing, a month or a year earlier; a first state as it is."""
    if revision.number == 1 or random.random() < 0.5:
        return revision
    kind = random.choice(sorted(KINDS))
    other = draft(random, unit=revision.draft.unit, kind=kind)
    day = other.happened_on - timedelta(days=random.choice((0, 30, 200, 365)))
    return replace(revision, draft=replace(other, happened_on=day, makes_up=None))


def kind_of(kind, *_when):
    """The kinds of these ledgers and those every installation has, whatever the day."""
    return (KINDS | built_in.KINDS).get(kind)


def entering(revisions):
    """Return revisions as the store takes them."""
    from zicha.store.writes.ledger import Entering

    return [
        Entering(
            each.draft, each.recorded_at, each.recorded_by, 0 if each.number == 1 else each.entry, each.number,
            each.reason, each.withdrawn, each.backfilled,
        )
        for each in revisions
    ]  # fmt: skip


def append(revisions):
    """Write revisions to the ledger and return what the store answers."""
    from zicha.store.writes import ledger

    return ledger.append(entering(revisions), kind_of=kind_of)


def question(chance, revisions, *, units):
    """Ask about units: days that may begin and end within a month, an instant within the ledger."""
    from zicha.store.queries.measures import Scope

    months = sorted(chance.choices(range(1, 8), k=2))
    start = date(2026, months[0], chance.choice((1, 1, 2, 15)))
    span = Span(start, max(start, date(2026, months[1] + 1, 1) - timedelta(days=chance.choice((0, 0, 1, 20)))))
    on = chance.choice((date(2026, 12, 31), date(2026, 1, 1) + timedelta(days=chance.randrange(220))))
    instant = chance.choice(revisions).recorded_at + timedelta(hours=chance.choice((-1, 0, 0, 3, 20)))
    return Scope(units, span, on, instant)


def named(scheme):
    """Return the hash a scheme is known by: the program reads a version once, so that two must not share a name."""
    return hashlib.sha256(repr(scheme).encode()).hexdigest()
