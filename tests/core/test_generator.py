"""The made-up organisation: the same seed gives the same world, and nothing a real ledger has is missing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from zicha import schemes
from zicha.core import admission
from zicha.core import scheme as scheme_values
from zicha.core.generator import world
from zicha.formats import scheme_yaml

UNTIL = date(2026, 11, 23)
SCHEMES = tuple(scheme_yaml.read(schemes.content(name), name=name).scheme for name in schemes.shipped())
DUTIES = {duty.id: duty for scheme in SCHEMES for duty in scheme.duties}


def demo(**changes):
    size = {"seed": "zicha", "units": 14, "people": 240, "years": 2.5, "until": UNTIL, "schemes": SCHEMES}
    return world.generate(**(size | changes))


WORLD = demo()
RECORDS = [act for act in WORLD.acts if act.verb == "record"]


def test_a_world_is_a_function_of_its_seed():
    assert demo() == WORLD
    assert demo(seed="other") != WORLD


def test_the_size_is_what_was_asked_for():
    assert len({span.unit for span in WORLD.units}) == 14
    assert {span.level for span in WORLD.units} == {1, 2, 3}
    assert len(WORLD.people) == len({person.name for person in WORLD.people}) == 240


@pytest.mark.parametrize("units", [1, 2, 3, 4, 6, 40, 300])
def test_any_size_gives_a_tree_whose_parents_exist(units):
    made = demo(units=units, people=units * 6, years=0.5)
    codes = {span.unit for span in made.units}
    assert len(codes) == units
    assert {span.parent for span in made.units} <= codes | {""}


def test_acts_come_in_the_order_they_were_recorded_in_and_before_the_day_asked_for():
    instants = [act.recorded_at for act in WORLD.acts]
    assert instants == sorted(instants)
    assert instants[-1] < datetime(2026, 11, 22, 16, tzinfo=UTC)


def test_nothing_is_recorded_before_it_happened():
    assert [act for act in RECORDS if act.recorded_at.date() < act.draft.happened_on - timedelta(days=1)] == []


def test_records_reach_from_the_first_half_year_into_the_present_one():
    days = [act.draft.happened_on for act in RECORDS]
    assert min(days) < date(2024, 7, 20)
    assert max(days) >= date(2026, 11, 15)


def test_each_entry_is_corrected_or_withdrawn_only_after_it_was_recorded():
    seen = set()
    for act in WORLD.acts:
        assert (act.key in seen) == (act.verb != "record")
        seen.add(act.key)
        assert bool(act.reason) == (act.verb != "record")


def test_a_unit_is_founded_and_a_unit_is_moved_in_the_middle_of_things():
    first = {span.unit: span for span in reversed(WORLD.units)}
    assert [span.unit for span in first.values() if span.span.start > date(2024, 7, 1)] == ["U14"]
    moved = [
        span.unit
        for span, count in ((first[unit], n) for unit, n in Counter(s.unit for s in WORLD.units).items())
        if count > 1
    ]
    assert moved == ["U13"]
    assert len({span.parent for span in WORLD.units if span.unit == "U13"}) == 2


def test_no_entry_lies_outside_its_unit_s_days():
    founded = {span.unit: span.span.start for span in reversed(WORLD.units)}
    assert [act for act in RECORDS if act.draft.happened_on < founded[act.draft.unit]] == []


def test_the_gaps_of_real_life_are_there():
    verbs = Counter(act.verb for act in WORLD.acts)
    assert verbs["correct"] >= 20
    assert verbs["withdraw"] >= 3
    assert any(act.draft.kind == "waiver" for act in RECORDS)
    assert any(act.draft.makes_up for act in RECORDS)


def test_some_batches_are_recorded_in_one_evening_just_before_the_half_ends():
    evenings = Counter(
        (act.recorded_by, act.recorded_at.date())
        for act in RECORDS
        if (act.recorded_at.date() - act.draft.happened_on) > timedelta(days=14)
    )
    assert evenings.most_common(1)[0][1] >= 10


def test_some_meetings_lack_people_and_some_entries_lack_evidence():
    short = without = 0
    for act in RECORDS:
        for duty in DUTIES.values():
            if act.draft.kind in duty.fulfilled_by.kinds:
                held = act.draft.attendance
                short += bool(duty.threshold and held and held.present < held.expected * duty.threshold)
                without += not set(duty.evidence) <= {each.kind for each in act.draft.evidence}
    assert short >= 3
    assert without >= 3


def test_each_duty_that_is_asked_for_often_is_mostly_met():
    inspected = {
        (act.draft.unit, f"{act.draft.makes_up or act.draft.happened_on:%Y-%m}")
        for act in RECORDS
        if act.draft.kind == "exit_inspection"
    }
    owed = 13 * 28
    assert owed * 0.8 < len(inspected) < owed


def test_each_draft_fits_its_kind():
    kinds = {kind.id: kind for scheme in SCHEMES for kind in scheme.kinds}
    people = {person.id for person in WORLD.people}
    for act in RECORDS:
        if act.draft.kind == "waiver":
            continue
        kind = kinds[act.draft.kind]
        values = dict(act.draft.fields)
        assert set(values) <= {field.id for field in kind.fields}
        for field in kind.fields:
            assert values.get(field.id) or not field.required
            if field.type == "person" and field.id in values:
                assert values[field.id] in people
            if field.type == "choice" and field.id in values:
                assert values[field.id] in dict(field.choices)
        assert act.draft.attendance is not None or kind.attendance != "expected"


def test_attendance_adds_up_and_names_people_of_the_unit_on_that_day():
    rosters = {}
    for holding in WORLD.holdings:
        if holding.post == "member":
            rosters.setdefault(holding.unit, []).append(holding)
    for act in RECORDS:
        held = act.draft.attendance
        if held:
            there = {each.person for each in rosters[act.draft.unit] if act.draft.happened_on in each.span}
            assert set(held.expected_people) <= there
            assert held.expected == len(held.expected_people)
            assert held.present + held.excused + held.absent == held.expected
            assert set(held.present_people) & set(held.excused_people) == set()


def test_a_stranger_s_scheme_is_lived_by_as_well():
    text = """
id: green
version: "1"
title: {zh: 绿化责任制}
period: half
backfill_days: 14
clauses:
  c1: {number: 第一条, text: 每季度养护一次。}
kinds:
  tending:
    title: {zh: 养护}
    fields:
      what: {title: {zh: 养护内容}, type: text, required: true}
duties:
  tending:
    title: {zh: 养护}
    clause: c1
    fulfilled_by: {kind: tending}
    cadence: {at_least: 1, per: quarter}
measures:
  tendings: {title: {zh: 养护次数}, unit: 次, count: {kind: tending}}
report:
  title: {zh: "{unit}{period}报告"}
  sections:
    - {id: done, title: {zh: 工作}, facts: {zh: "养护{tendings}次。"}}
"""
    read = scheme_yaml.read(text.encode(), name="green.yaml")
    assert read.findings == ()
    made = demo(schemes=(read.scheme,), units=4, people=40, years=1)
    titles = {act.draft.title.removesuffix("（更正）") for act in made.acts if act.draft.kind == "tending"}
    assert titles == {"养护"}
    assert {dict(act.draft.fields)["what"] for act in made.acts if act.draft.kind == "tending"} == {"养护内容见附件"}


def test_each_act_would_be_admitted_on_the_day_it_is_recorded():
    kinds = {kind.id: kind for scheme in SCHEMES for kind in scheme.kinds} | {"waiver": scheme_values.WAIVER_KIND}
    people = frozenset(person.id for person in WORLD.people)

    def stands(unit, day):
        return any(span.unit == unit and day in span.span for span in WORLD.units)

    for act in WORLD.acts:
        today = act.recorded_at.astimezone(world.CIVIL).date()
        admission.admit(act.draft, rules=admission.Rules(kinds, stands, people.__contains__, today))


def test_backfilled_entries_are_those_recorded_after_the_scheme_s_days():
    for act in RECORDS:
        days = (act.recorded_at.astimezone(world.CIVIL).date() - act.draft.happened_on).days
        assert act.backfilled == (days > 14)
