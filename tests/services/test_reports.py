import json
from datetime import date, timedelta

import pytest

from tests import faces, factories
from zicha.core import periods
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
LATER = factories.NOW + timedelta(days=30)
ASKED = {
    "unit": "U01",
    "period": H1,
    "scheme": "work-safety",
    "on": date(2026, 7, 5),
    "as_known_at": LATER,
    "language": "zh",
}


def filled():
    from zicha.services import prose

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    factories.record(factories.inspection(date(2026, 5, 2), evidence=()))
    prose.save(
        scheme="work-safety", unit="U01", period="2026H1", section="next", text="每月检查{exit_inspections}次。",
        recorded_at=factories.NOW, recorded_by="P002", seen_number=0,
    )  # fmt: skip


def test_a_report_is_composed_from_ledger_and_prose():
    from zicha.core import report
    from zicha.services import figures, reports

    filled()
    found = reports.compose(**ASKED)
    assert found.title.startswith("一支部2026年上半年")
    next_steps = next(each for each in report.walk(found.sections) if each.id == "next").blocks
    assert [block.text for block in next_steps] == ["1.每月检查2次。"]
    shown = {figure.id: figure for figure in found.figures}
    for figure in shown.values():
        asked = {"on": ASKED["on"], "as_known_at": LATER}
        assert figures.evaluate(measure=figure.measure, unit="U01", period=H1, **asked) == figure
    tables = [
        block for section in report.walk(found.sections) for block in section.blocks if isinstance(block, report.Table)
    ]
    assert [row.record for row in tables[0].rows] == [1, 2]


def test_a_report_is_rendered_in_each_form():
    from zicha.services import reports

    filled()
    found = reports.compose(**ASKED)
    assert reports.render(report=found, form="docx").startswith(b"PK\x03\x04")
    assert b'href="/f/fig-exit_inspections-U01-2026H1"' in reports.render(
        report=found, form="html", figure_link="/f/{id}"
    )
    assert reports.render(report=found, form="pdf").startswith(b"%PDF-1.7")
    shape = json.loads(reports.render(report=found, form="json"))
    assert shape["report"] == "rep-work-safety-U01-2026H1"
    assert "fig-exit_inspections-U01-2026H1" in [figure["figure"] for figure in shape["figures"]]


def test_a_pdf_is_set_in_the_faces_of_the_settings(settings, tmp_path):
    from zicha.services import reports

    filled()
    found = reports.compose(**ASKED)
    settings.ZICHA_FONTS = faces.named("House Song", tmp_path / "fonts")
    settings.ZICHA_FONT_FAMILIES = "仿宋=House Song"
    assert b"HouseSong" in reports.render(report=found, form="pdf")
    settings.ZICHA_FONT_FAMILIES = "仿宋=Unknown"
    with pytest.raises(Refusal) as refused:
        reports.render(report=found, form="pdf")
    assert refused.value.code == "reports.font_unknown"
    assert reports.render(report=found, form="docx").startswith(b"PK")


def test_a_report_as_of_an_earlier_instant_does_not_know_better():
    from zicha.services import reports

    filled()
    before = reports.compose(**{**ASKED, "as_known_at": factories.NOW - timedelta(seconds=1)})
    assert {figure.plain for figure in before.figures if figure.measure == "exit_inspections"} == {0}
    assert "reports.prose_empty" in {finding.code for finding in before.findings}


def test_report_carries_the_head_of_the_log_as_it_was_then():
    import base64

    from zicha.core import merkle
    from zicha.services import reports
    from zicha.store.queries import log

    filled()
    leaves = [log.leaf(seq=seq) for seq in (1, 2)]
    head = base64.b64encode(merkle.hash_children(*leaves)).decode()
    assert reports.compose(**ASKED).snapshot == f"2 {head}"
    before = reports.compose(**{**ASKED, "as_known_at": factories.NOW - timedelta(seconds=1)})
    assert before.snapshot == ""
    factories.record(factories.inspection(date(2026, 5, 9)), recorded_at=LATER + timedelta(seconds=1))
    assert reports.compose(**ASKED).snapshot == f"2 {head}"


@pytest.mark.parametrize(
    ("asked", "code"), [({"scheme": "nothing"}, "reports.scheme_unknown"), ({"unit": "U99"}, "reports.unit_unknown")]
)
def test_what_nobody_knows_is_refused(asked, code):
    from zicha.services import reports

    factories.organisation()
    with pytest.raises(Refusal) as refused:
        reports.compose(**{**ASKED, **asked})
    assert refused.value.code == code
