"""The stand-alone scripts count as the program does: two codes, one by one set of people's eyes, on random ledgers."""

import json
import random
import runpy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.services import test_board_totals as boards
from zicha.core import board, bodies, built_in, measures, periods, proofs, recount, scheme_plain, study, workdays
from zicha.core.ledger import Attendance, Draft, Revision
from zicha.core.recount import Shown
from zicha.core.scheme import Length, Measure, StudyCount, StudyShare, Within
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

TOOLS = Path(__file__).parents[2] / "tools"
FIGURES = runpy.run_path(str(TOOLS / "verify_bundle_figures.py"))
WINDOWS = runpy.run_path(str(TOOLS / "verify_bundle_windows.py"))
PLANS = runpy.run_path(str(TOOLS / "verify_bundle_plans.py"))
ALONE = Attendance(1, 1, expected_people=("P1",), present_people=("P1",))
OUTCOMES = ("done", "late", "missed", "called_off", "moved", "crowded")
PLAN_RULES = (
    StudyCount(),
    *(StudyCount((outcome,)) for outcome in OUTCOMES),
    StudyShare(("moved", "called_off", "crowded")),
    StudyShare(("done", "late")),
)
PLAN_MEASURES = tuple(
    Measure(f"m{place}", LocalText("数", "number"), rule, "%" if isinstance(rule, StudyShare) else "项")
    for place, rule in enumerate(PLAN_RULES)
)
REASONS = {PLANS["UNSEEN"]: "unseen", PLANS["SHUT"]: "people", "": ""}
KINDS = ledgers.KINDS | built_in.KINDS
SCHEME = replace(
    boards.EVERY,
    duties=(
        *boards.EVERY.duties,
        boards.duty("within working days", Within(Length(6, "working_days"), "visit"), part_window="owed"),
        boards.duty("founded", Within(Length(2, "weeks"), "founding"), grace=Length(3, "working_days")),
    ),
)
TREE = (*boards.TREE[:4], boards.MOVED, boards.MOVED_TO)


def said_of(scheme):
    """A scheme as the scripts read it from a proof."""
    return json.loads(
        json.dumps(scheme_plain.to_plain(scheme)),
        object_hook=lambda part: {"date": date.fromisoformat, "fraction": Fraction}.get(part.get("~"), lambda _: part)(
            part.get("value")
        ),
    )


def row(span: UnitSpan):
    return {
        "unit": span.unit, "parent": span.parent, "level": span.level, "start": span.span.start.isoformat(),
        "end": span.span.end.isoformat(),
    }  # fmt: skip


def has_names(revision):
    """Whether a revision names people."""
    return bool(revision.draft.attendance and revision.draft.attendance.people)


def body_of(revision):
    """A revision's body as it stands in the log, without what is personal."""
    names = bodies.plain_fields(KINDS.get(revision.draft.kind))
    plain = {name: value for name, value in revision.draft.fields if name in names}
    sheet = "named" if has_names(revision) else ""
    return json.loads(bodies.written(revision, unit_seq=1, plain=plain, personal=(), sheet=sheet))


def standing(seed):
    """The latest bodies of a random ledger, and the revisions the program reads from them."""
    found = [body_of(each) for each in boards.history(random.Random(seed), 60)]
    revisions = proofs.standing(map(proofs.revision, found))
    seqs = {each.seq for each in revisions}
    return [body for body in found if body["seq"] in seqs], revisions


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**9),
    period=st.sampled_from(boards.PERIODS),
    on=st.dates(date(2025, 10, 1), date(2026, 12, 31)),
    unit=st.sampled_from(("R", "A", "B", "D")),
)
def test_windows_and_units_are_those_of_the_program(seed, period, on, unit):
    found, revisions = standing(seed)
    asked = {"subtree": True, "unit": unit, "on": on.isoformat(), "calendar": workdays.tables(CALENDAR)}
    start, end = FIGURES["span_of"](str(period))
    rows = [row(each) for each in TREE]
    codes = board.members(TREE, unit=unit, period=period, on=on)
    assert (start, end) == (period.span.start, period.span.end)
    assert FIGURES["members"](asked, rows, start, end) == set(codes)
    ledger = board.Ledger((SCHEME,), TREE, (), revisions, CALENDAR)
    cells = board.cells_of(ledger=ledger, units=codes, span=period.span, on=on)
    expected = {each.id: [] for each in SCHEME.duties}
    for cell in cells:
        near = tuple(miss.seq for miss in cell.near) if cell.state == "insufficient" else ()
        expected[cell.duty].append((cell.unit, cell.state, sorted({*cell.records, *near})))
    given_to = (asked, said_of(SCHEME), rows, codes, found, FIGURES["chosen"], start, end)
    counted = WINDOWS["board"](*given_to)
    assert {duty: [(state, sorted(set(seqs))) for state, seqs in cells] for duty, cells in counted.items()} == {
        duty: [(state, seqs) for _unit, state, seqs in cells] for duty, cells in expected.items()
    }


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**9),
    rule=st.sampled_from(ledgers.RULES),
    unit=st.sampled_from(["%", "次"]),
    places=st.integers(0, 2),
)
def test_counts_and_their_texts_are_those_of_the_program(seed, rule, unit, places):
    found, revisions = standing(seed)
    measure = Measure("m", LocalText("数", "number"), rule, unit, places)
    expected = measures.evaluate(rule, revisions=revisions)
    value, records = FIGURES["evaluate"](scheme_plain.to_plain(rule), found, {})
    assert (value, records) == (expected.value, list(expected.records))
    assert FIGURES["text"](value, scheme_plain.to_plain(measure)) == measures.text(expected.value, measure=measure)


def plan_item(chance, records):
    """An item of a study plan, for the month of some record or another one."""
    unit, day = chance.choice(boards.UNITS), chance.choice(records).draft.happened_on
    month = (("month", day.isoformat()),) * chance.randrange(2)
    fields = (("form", chance.choice(("collective", "collective", "self"))), *month, ("topic", "原著"))
    return Draft(unit, study.ITEM, day, fields=fields)


def plan_step(chance, items, records):
    """A step of an item: the record it links is one of its month, if there is any, or just one."""
    item = chance.choice(items)
    near = [each for each in records if each.draft.happened_on.month == item.draft.happened_on.month]
    day = date(2026, chance.randrange(1, 8), chance.randrange(1, 29))
    fields = {"item": str(item.entry), "step": chance.choice(("link",) * 5 + tuple(study.STEPS))}
    fields |= {"month": day.isoformat()} if chance.random() < 0.7 else {}
    fields |= {"record": str(chance.choice(near or records).entry)} if chance.random() < 0.98 else {}
    return Draft(item.draft.unit, study.STEP, day, fields=tuple(sorted(fields.items())))


def alone(chance, revision):
    """The record of one person's study, perhaps made up for an earlier day."""
    earlier = revision.draft.happened_on - timedelta(days=chance.randrange(1, 30)) if chance.random() < 0.4 else None
    return replace(revision, draft=replace(revision.draft, attendance=ALONE, makes_up=earlier))


def planning(chance):
    """A random ledger, where one may study alone, with items of plans; some of it corrected or withdrawn."""
    found = [
        alone(chance, each) if each.draft.attendance and chance.random() < 0.4 else each
        for each in boards.history(chance, 30)
    ]
    records = [each for each in found if each.draft.kind in ("study", "visit")]
    for seq in range(len(found) + 1, len(found) + 41):
        items = [each for each in found if each.draft.kind == study.ITEM]
        old = chance.choice(found) if items and chance.random() < 0.15 else None
        draft = plan_step(chance, items, records) if items and chance.random() < 0.75 else plan_item(chance, records)
        if old is None:
            found.append(Revision(seq, seq, 1, draft, ledgers.START))
        elif old.draft.kind == draft.kind or chance.random() < 0.5:
            same = draft if old.draft.kind == draft.kind else old.draft
            found.append(Revision(seq, old.entry, 2, same, ledgers.START, withdrawn=chance.random() < 0.5))
    return found


def opened(revision, people):
    """A revision as a proof shows it: those present only where the sheet was opened."""
    sheet = revision.draft.attendance
    if not sheet or revision.seq not in people:
        return revision
    return replace(
        revision, draft=replace(revision.draft, attendance=replace(sheet, present_people=people[revision.seq]))
    )


def stated(measure, value, records):
    """A figure as a proof states it, counted by a script."""
    value_text = "—" if value is None else str(Fraction(value))
    return {"value": value_text, "text": FIGURES["text"](value, scheme_plain.to_plain(measure)), "records": records}


@settings(max_examples=150)
@given(
    seed=st.integers(0, 10**9),
    period=st.sampled_from([each for each in boards.PERIODS if str(each).startswith("2026")]),
    on=st.dates(date(2026, 3, 1), date(2026, 12, 31)),
    unit=st.sampled_from(("R", "R", "R", "A", "D")),
    hidden=st.sampled_from((0, 0, 0, 0.1)),
    shut=st.sampled_from((0, 0, 0.5)),
)
def test_items_of_study_plans_are_those_of_the_program(seed, period, on, unit, hidden, shut):
    """The program is told what the script found, and must find the same, or leave it for the same reason."""
    chance = random.Random(seed)
    history = [each for each in planning(chance) if each.draft.kind != "visit" or chance.random() >= hidden]
    named = {each.seq: each.draft.attendance.present_people for each in history if has_names(each)}
    people = {seq: present for seq, present in named.items() if chance.random() >= shut}
    found = [body_of(each) for each in history]
    latest, codes = {body["entry"]: body for body in found}, board.members(TREE, unit=unit, period=period, on=on)
    mine = [body for body in latest.values() if not body["withdrawn"] and body["unit"] in codes]
    until = min(on, period.span.last_day).isoformat()
    items, reason = PLANS["plans_of"](mine, latest, people, period.span.start, period.span.end, until)
    shown = Shown(
        scheme=replace(SCHEME, measures=PLAN_MEASURES, duties=()), units=TREE, codes=codes, unit=unit, period=period, on=on,
        subtree=True, revisions=tuple(opened(each, people) for each in proofs.standing(map(proofs.revision, found))),
        calendar=CALENDAR, withheld=False, shut=frozenset(named.keys() - people), entries=frozenset(latest),
    )  # fmt: skip
    figures = [stated(each, *PLANS["evaluate"](scheme_plain.to_plain(each.rule), items)) for each in PLAN_MEASURES]
    told = recount.report(shown, figures=figures, counts={})[: len(figures)]
    expected = ("not_recounted" if reason else "recounted", REASONS[reason])
    assert {(each.standing, each.reason) for each in told} == {expected}, told


@pytest.mark.parametrize("text", ["2026", "2026H1", "2026H2", "2026Q3", "2026-05", "2026-12"])
def test_periods_are_those_of_the_program(text):
    span = periods.parse(text).span
    assert FIGURES["span_of"](text) == (span.start, span.end)


@given(day=st.dates(date(2025, 1, 1), date(2026, 12, 1)), count=st.integers(-20, 20))
def test_working_days_are_counted_by_the_calendar_of_the_proof(day, count):
    tables = workdays.tables(CALENDAR)
    length = {"count": count, "unit": "working_days"}
    assert workdays.from_tables(tables) == CALENDAR
    assert WINDOWS["after"](day, length, 1, tables) == CALENDAR.add_working_days(day, count)
    assert WINDOWS["after"](day, {"count": 3, "unit": "weeks"}, -1, tables) == day - timedelta(days=21)
