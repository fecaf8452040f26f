"""Figures: SQL and fold give the same; an id leads back to the records."""

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories, ledgers
from zicha.core import measures, periods
from zicha.core.findings import Refusal
from zicha.core.ledger import known
from zicha.core.periods import Span

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
ON = date(2026, 7, 5)
ASKED = {"on": ON, "as_known_at": factories.NOW + timedelta(days=30)}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**9),
    units=st.lists(st.sampled_from(ledgers.UNITS), min_size=1, max_size=3, unique=True),
    start=st.integers(0, 150),
    days=st.integers(0, 200),
    on=st.integers(0, 220),
    hours=st.integers(0, 45),
)
def test_the_database_measures_what_the_fold_measures(seed, units, start, days, on, hours):
    from zicha.store.queries import measures as queries

    revisions = ledgers.revisions(random.Random(seed), 40)
    first = date(2026, 1, 1) + timedelta(days=start)
    span, day = Span(first, first + timedelta(days=days)), date(2026, 1, 1) + timedelta(days=on)
    instant = ledgers.START + timedelta(hours=hours)
    asked = measures.in_question(known(revisions, as_known_at=instant), units=units, span=span, on=day)
    with transaction.atomic():
        ledgers.append(revisions)
        scope = queries.Scope(tuple(units), span, day, instant)
        found = [queries.measured(rule, scope=scope) for rule in ledgers.RULES]
        transaction.set_rollback(True)
    assert found == [measures.evaluate(rule, revisions=asked) for rule in ledgers.RULES]


def test_a_measure_has_a_figure_with_its_records():
    from zicha.services import figures

    factories.organisation()
    for day in (date(2026, 4, 2), date(2026, 5, 3), date(2025, 12, 30)):
        factories.record(factories.inspection(day))
    factories.record(factories.inspection(date(2026, 5, 4), unit="U03"))
    own = figures.evaluate(measure="exit_inspections", unit="U01", period=H1, **ASKED)
    all_below = figures.evaluate(measure="exit_inspections", unit="U01", period=H1, subtree=True, **ASKED)
    blocked = figures.evaluate(measure="blocked_exits", unit="U01", period=H1, **ASKED)
    assert (own.value, own.text, own.records, own.id) == (2, "2", (1, 2), "fig-exit_inspections-U01-2026H1")
    assert (all_below.value, all_below.records, all_below.id) == (3, (1, 2, 4), "fig-exit_inspections-U01-2026H1-all")
    assert (blocked.value, blocked.records) == (4, (1, 2))


def test_a_figure_is_asked_as_of_an_earlier_instant():
    from zicha.services import figures

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    factories.record(factories.inspection(date(2026, 5, 3)), recorded_at=factories.NOW + timedelta(days=1))
    asked = {"measure": "exit_inspections", "unit": "U01", "period": H1, "on": ON}
    assert [
        figures.evaluate(as_known_at=factories.NOW + timedelta(hours=hours), **asked).records for hours in (-1, 0, 24)
    ] == [(), (1,), (1, 2)]


def test_windows_are_counted_by_the_board():
    from zicha.services import boards, figures

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    factories.record(factories.inspection(date(2026, 5, 2), evidence=()))
    gaps = figures.evaluate(measure="safety_gaps", unit="U01", period=H1, **ASKED)
    shown = boards.show(unit="U01", period=H1, **ASKED)
    rule = figures.explain(figure_id=gaps.id, **ASKED).measure.rule
    counted = [cell for cell in shown.cells if cell.duty in rule.duties and cell.state in rule.states]
    assert gaps.value == len(counted)
    assert gaps.value > 1
    assert gaps.records == (2,)


def test_an_explanation_leads_to_rule_clause_and_records():
    from zicha.services import figures

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    found = figures.explain(figure_id="fig-exit_inspections-U01-2026H1", **ASKED)
    assert (found.measure.id, found.scheme.id) == ("exit_inspections", "work-safety")
    assert "exit-inspection" in [duty.id for duty in found.duties]
    assert {clause.id for clause in found.clauses} == {duty.clause for duty in found.duties}
    assert [record.draft.title for record in found.records] == ["查消防通道"]
    assert found.figure.withheld == ""


def talk(day, unit="U03"):
    from zicha.core.ledger import Draft

    fields = (("help", "none"), ("offered_by", "P003"), ("topic", "work"))
    return factories.record(Draft(unit, "talk", day, fields=fields))


def alone(day, minutes=45, unit="U03"):
    from zicha.core.ledger import Attendance, Draft

    sheet = Attendance(1, 1, expected_people=("P003",), present_people=("P003",))
    return factories.record(Draft(unit, "self_study", day, fields=(("duration", minutes),), attendance=sheet))


def said(figure_id, **asked):
    from zicha.services import figures

    return figures.explain(figure_id=figure_id, **{**ASKED, **asked}).figure.text


def test_entries_of_private_kinds_are_counted_and_not_shown():
    from zicha.services import figures

    factories.organisation(schemes=("theory-study",))
    for day in range(4):
        talk(date(2026, 5, 3 + day))
    few = figures.explain(figure_id="fig-talks-U03-2026H1", **ASKED)
    assert (few.figure.value, few.figure.plain, few.figure.text, few.figure.records) == (None, None, "<5", ())
    assert (few.records, few.figure.withheld) == ((), "")
    talk(date(2026, 5, 7))
    found = figures.explain(figure_id="fig-talks-U03-2026H1", **ASKED)
    assert (found.figure.value, found.figure.records, found.records, found.figure.withheld) == (5, (), (), "5")
    assert [said(part) for part in ("fig-talks-U03-2026-06", "fig-talks-U01-2026H1")] == ["0", "0"]


def test_count_of_private_entries_is_told_for_the_schemes_periods_and_for_none_from_which_a_few_could_be_found():
    factories.organisation(schemes=("theory-study",))
    for day in range(6):
        talk(date(2026, 5, 3 + day))
    talk(date(2026, 2, 3))
    parts = ("2026H1", "2026Q1", "2026Q2", "2026-05", "2026")
    assert [said(f"fig-talks-U03-{part}") for part in parts] == ["7", "<5", "≥5", "≥5", "7"]
    talk(date(2025, 10, 8))
    assert [said(f"fig-talks-U03-{part}") for part in ("2025H2", "2025", "2026")] == ["<5", "<5", "7"]
    later = {"on": date(2026, 12, 1), "as_known_at": ASKED["as_known_at"]}
    assert said("fig-talks-U03-2026", **later) == "7"


def test_count_over_units_is_told_if_a_few_of_one_unit_cannot_be_subtracted_from_it():
    factories.organisation(schemes=("theory-study",))
    for day in range(6):
        talk(date(2026, 5, 3 + day), "U01")
    talk(date(2026, 5, 20))
    figures_of = ("fig-talks-U01-2026H1", "fig-talks-U03-2026H1", "fig-talks-U01-2026H1-all")
    assert [said(each) for each in figures_of] == ["6", "<5", "≥7"]
    for day in range(4):
        talk(date(2026, 6, 3 + day))
    assert [said(each) for each in figures_of] == ["6", "5", "11"]


def test_time_of_private_entries_is_told_for_no_shorter_period_and_says_of_no_few_how_many_they_were():
    from zicha.services import figures

    factories.organisation(schemes=("theory-study",))
    alone(date(2026, 5, 3))
    alone(date(2026, 6, 8), minutes=30)
    names = ("self_study_time-U03-2026H1", "self_study_time-U03-2026Q2", "self_study_share-U03-2026-05")
    assert [said(f"fig-{name}") for name in names] == ["75", "*", "*"]
    found = figures.explain(figure_id="fig-self_study_time-U03-2026H1", **ASKED).figure
    assert (found.value, found.records, found.withheld) == (75, (), "<5")


def test_no_day_that_is_asked_for_tells_on_which_day_of_its_month_something_private_happened():
    from zicha.services import boards, reports

    factories.organisation(schemes=("theory-study",))
    alone(date(2026, 4, 20))
    told = set()
    for day in (date(2026, 4, 1), date(2026, 4, 19), date(2026, 4, 20), date(2026, 4, 30)):
        asked = {"unit": "U03", "period": H1, "on": day, "as_known_at": ASKED["as_known_at"]}
        report = reports.compose(scheme="theory-study", language="zh", **asked)
        text = next(each.text for each in report.figures if each.measure == "self_study_time")
        cells = [each for each in boards.show(**asked).cells if each.duty == "self-study"]
        told.add((said("fig-self_study_time-U03-2026H1", on=day), text, cells[1].state, cells[1].records))
    assert told == {("45", "45", "met", ())}
    assert said("fig-self_study_time-U03-2026H1", on=date(2026, 3, 31)) == "0"


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"measure": "nothing"}, "reports.measure_unknown"), ({"unit": "U99"}, "reports.unit_unknown")],
)
def test_what_nobody_knows_is_refused(asked, code):
    from zicha.services import figures

    factories.organisation()
    with pytest.raises(Refusal) as refused:
        figures.evaluate(**{"measure": "exit_inspections", "unit": "U01", "period": H1, **ASKED, **asked})
    assert refused.value.code == code


def test_a_share_is_exact():
    from zicha.services import figures

    factories.organisation()
    factories.record(factories.meeting(date(2026, 4, 2), unit="U03", present=("P003",)))
    factories.record(factories.meeting(date(2026, 5, 2), unit="U03"))
    rate = figures.evaluate(measure="attendance_rate", unit="U03", period=H1, **ASKED)
    assert (rate.value, rate.text, rate.plain) == (Fraction(3, 4), "75%", 75)
    assert isinstance(rate.as_known_at, datetime)
