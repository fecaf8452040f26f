"""What the ledger tells the checker: every measure of the scheme for a unit and period, and whose rules changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods
from zicha.core.checks.base import Known
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
ASKED = {
    "unit": "U01",
    "period": H1,
    "scheme": "work-safety",
    "on": date(2026, 7, 5),
    "as_known_at": factories.NOW + timedelta(days=30),
}
TEXT = "一支部2026年上半年自查报告\n本期检查消防通道3次。\n2026年7月5日\n"


def filled():
    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    factories.record(factories.inspection(date(2026, 5, 2)))


def test_every_measure_of_the_scheme_has_its_value():
    from zicha.services import check_knowledge, figures

    filled()
    found = check_knowledge.of_ledger(**ASKED)
    assert found.unit_name == "一支部"
    known = {each.measure: each for each in found.known}
    assert known["exit_inspections"] == Known("exit_inspections", "消防通道检查次数", "次", 2, "2")
    asked = {key: ASKED[key] for key in ("unit", "period", "on", "as_known_at")}
    for measure in ("exit_inspections", "safety_gaps", "drills"):
        assert known[measure].text == figures.evaluate(measure=measure, **asked).text


def test_typed_number_in_a_file_is_compared_with_the_ledger():
    from zicha.services import check_knowledge, checks

    filled()
    ledger = check_knowledge.of_ledger(**ASKED)
    checked = checks.check_file(content=TEXT.encode(), name="a.txt", period=H1, ledger=ledger)
    assert [(each.code, each.text, each.suggestion) for each in checked.remarks] == [
        ("figures_typed.differs", "3次", "2次")
    ]


def test_without_a_scheme_the_measures_of_all_are_known():
    from zicha.services import check_knowledge

    filled()
    every = check_knowledge.of_ledger(**{**ASKED, "scheme": None})
    assert every == check_knowledge.of_ledger(**ASKED)


def test_scheme_that_nobody_loaded_is_refused():
    from zicha.services import check_knowledge

    filled()
    with pytest.raises(Refusal) as refusal:
        check_knowledge.of_ledger(**{**ASKED, "scheme": "nothing"})
    assert refusal.value.code == "reports.scheme_unknown"


def test_same_version_has_no_changed_rule(django_assert_num_queries):
    from tests import reporting
    from zicha.services import checks

    composed = reporting.compose()
    with django_assert_num_queries(0):
        found = checks.check_report(report=composed, previous=composed)
    assert {each.code for each in found if each.code.startswith("figures_previous")} == {"figures_previous.was"}


def test_unknown_version_has_no_changed_rule():
    from tests import reporting
    from zicha.services import check_knowledge

    composed = reporting.compose()
    assert check_knowledge.redefined(now=composed, before=replace(composed, version="0")) == frozenset()


def test_problems_are_counted_for_the_checker_as_for_a_figure():
    from zicha.services import check_knowledge, figures, problems

    filled()
    found = problems.Finding("U01", "inspection", "东侧通道堆放杂物", owner="P002", due=date(2026, 6, 30))
    at = factories.NOW
    problems.open_problem(found=found, recorded_at=at, recorded_by="P002")
    asked = {**ASKED, "period": periods.containing(day=at.date(), per="half"), "on": at.date()}
    known = {each.measure: each for each in check_knowledge.of_ledger(**asked).known}
    told = {key: asked[key] for key in ("unit", "period", "on", "as_known_at")}
    counts = [name for name in known if "problems" in name]
    figured = {name: figures.evaluate(measure=name, **told).text for name in counts}
    assert {name: known[name].text for name in counts} == figured
    assert "1" in figured.values()
