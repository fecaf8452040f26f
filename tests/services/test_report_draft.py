"""The report while it is written: numbers read once and never stale, and the last report beside it."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods

pytestmark = pytest.mark.django_db

H1, H2 = periods.parse("2026H1"), periods.parse("2026H2")
OCTOBER = factories.NOW + timedelta(days=120)


def asked(period=H2, *, at=OCTOBER):
    from zicha.services.report_draft import Asked
    from zicha.services.report_life import Which

    return Asked(Which("work-safety", "U01", period), date(2026, 10, 8), "zh", subtree=False, as_known_at=at)


def write(text, *, period=H2, section="inspections"):
    from zicha.services import prose

    prose.save(
        scheme="work-safety", unit="U01", period=str(period), section=section, text=text,
        recorded_at=factories.NOW, recorded_by="P002", seen_number=0,
    )  # fmt: skip


def value(material, measure="exit_inspections"):
    return material.figures[measure].plain


def test_material_is_read_once_and_anew_when_something_is_recorded(django_assert_max_num_queries):
    from zicha.services import report_draft

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    first = report_draft.material(asked(H1))
    with django_assert_max_num_queries(4):
        assert report_draft.material(asked(H1, at=OCTOBER + timedelta(seconds=1))) is first
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=factories.NOW + timedelta(hours=1))
    assert (value(first), value(report_draft.material(asked(H1)))) == (1, 2)


def test_material_is_forgotten_in_time():
    from zicha.services import report_draft

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    first = report_draft.material(asked(H1))
    later = report_draft.material(asked(H1, at=OCTOBER + timedelta(seconds=report_draft.KEPT_SECONDS)))
    assert later is not first


def test_every_number_stands_beside_the_last_one():
    from zicha.services import report_draft

    factories.organisation()
    for day in (date(2026, 4, 2), date(2026, 5, 2)):
        factories.record(factories.inspection(day))
    factories.record(factories.inspection(date(2026, 7, 2)), recorded_at=OCTOBER)
    now, before = report_draft.material(asked()), report_draft.material_before(asked())
    found = {each.figure.measure: each for each in report_draft.compared(material=now, before=before)}
    inspections = found["exit_inspections"]
    assert (inspections.figure.text, inspections.before, inspections.is_redefined) == ("1", "2", False)
    assert list(found) == [measure.id for measure in now.scheme.measures]


def test_a_number_with_another_rule_is_said_to_be_another():
    from zicha.services import report_draft, schemes

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    changed = factories.shipped("work-safety").decode()
    changed = changed.replace("id: work-safety", "id: work-safety\neffective: 2026-07-01", 1)
    changed = changed.replace(
        "count: {kind: exit_inspection}", "count: {kind: exit_inspection, where: {area: warehouse}}", 1
    )
    schemes.load(data=changed.encode(), name="new", recorded_at=factories.NOW, recorded_by="P001")
    now, before = report_draft.material(asked()), report_draft.material_before(asked())
    redefined = {
        each.figure.measure for each in report_draft.compared(material=now, before=before) if each.is_redefined
    }
    assert redefined == {"exit_inspections"}


def test_the_last_report_is_the_submitted_one():
    from zicha.core.access import Actor
    from zicha.core.units import Holding
    from zicha.services import report_draft, report_life
    from zicha.services.report_life import By

    factories.organisation()
    assert report_draft.previous(asked()) is None
    write("上期写的。", period=H1)
    standing = report_draft.previous(asked())
    assert "上期写的。" in str(standing.sections)
    author = Actor("P002", holdings=(Holding("P002", "U01", "direct", periods.ALWAYS),))
    report_life.submit(which=asked(H1).which, by=By(author, factories.NOW, 0), language="zh", subtree=True)
    submitted = report_draft.previous(asked())
    assert (submitted.subtree, submitted.as_known_at) == (True, factories.NOW)


def test_findings_are_of_peoples_words():
    from zicha.services import report_draft

    factories.organisation()
    write("照抄的一段话，把上期写过的内容原样又写了一遍，没有改过一个字。", period=H1)
    texts = {
        "inspections": "照抄的一段话，把上期写过的内容原样又写了一遍，没有改过一个字。",
        "meetings": "共开了××次。",
    }
    report = report_draft.compose(material=report_draft.material(asked()), prose=texts)
    found = report_draft.findings(report=report, previous=report_draft.previous(asked()))
    told = {(each.code, each.section) for each in found}
    assert {("copied.paragraph", "inspections"), ("placeholders.left", "meetings")} <= told
    assert {each.severity for each in found} <= {"error", "warning", "note"}
