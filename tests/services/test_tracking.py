"""Figures of an edited report held against the ledger of today."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
ON = date(2026, 7, 5)
THEN = factories.NOW + timedelta(days=1)
LATER = THEN + timedelta(days=30)
ASKED = {"unit": "U01", "period": H1, "scheme": "work-safety", "on": ON, "language": "zh"}
INSPECTIONS = "fig-exit_inspections-U01-2026H1"


def written(*, as_known_at=THEN):
    from zicha.services import prose, reports

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    prose.save(
        scheme="work-safety", unit="U01", period="2026H1", section="next", text="每月检查{exit_inspections}次。",
        recorded_at=factories.NOW, recorded_by="P002", seen_number=0,
    )  # fmt: skip
    return reports.render(report=reports.compose(**ASKED, as_known_at=as_known_at), form="docx")


def told(tracking, *figures):
    return [
        (each.state, each.id, each.was, each.found, each.now) for each in tracking.figures if each.id in figures
    ]  # fmt: skip


def test_without_the_ledger_nothing_is_said_of_today():
    from zicha.services import tracking

    found = tracking.track_file(content=written(), name="r.docx")
    assert (found.asked_ledger, found.is_wrong, found.origin.report) == (False, False, "rep-work-safety-U01-2026H1")
    assert set(told(found, INSPECTIONS)) == {("unchanged", INSPECTIONS, "1", "1", None)}


def test_with_the_ledger_as_it_was_every_figure_stands():
    from zicha.services import tracking

    content = written()
    found = tracking.track_against_ledger(content=content, name="r.docx", on=None, as_known_at=THEN)
    assert (found.asked_ledger, found.is_wrong) == (True, False)
    assert [(each.state, each.now == each.was) for each in found.figures] == [("unchanged", True)] * len(found.figures)


def test_record_made_since_moves_its_figures():
    from zicha.services import tracking

    content = written()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=LATER - timedelta(days=1))
    found = tracking.track_against_ledger(content=content, name="r.docx", on=None, as_known_at=LATER)
    assert found.is_wrong
    assert told(found, INSPECTIONS) == [("moved", INSPECTIONS, "1", "1", "2")] * 3


def test_number_mended_by_hand_shows_what_the_ledger_says():
    from zicha.services import tracking

    content = written()
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace("每月检查".encode(), "每月查".encode()).replace(b">1<", b">2<"))
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=LATER - timedelta(days=1))
    found = tracking.track_against_ledger(content=stream.getvalue(), name="r.docx", on=None, as_known_at=LATER)
    assert told(found, INSPECTIONS) == [("changed", INSPECTIONS, "1", "2", "2")] * 3


def test_ledger_that_does_not_know_the_unit_says_nothing_of_today():
    from zicha.services import tracking

    content = written()
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"U01", b"U77"))
    found = tracking.track_against_ledger(content=stream.getvalue(), name="r.docx", on=None, as_known_at=LATER)
    assert {(each.state, each.now) for each in found.figures} == {("unchanged", None)}


def test_ledger_is_asked_the_same_number_of_questions_for_one_figure_and_for_many():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zicha.services import tracking

    marked = tracking.read(content=written(), name="r.docx")
    ids = [each.id for each in marked.written]
    assert len(set(ids)) >= 3
    counts = []
    for asked in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            texts = tracking.present_texts(asked, origin=marked.origin, on=ON, as_known_at=THEN)
        assert set(texts) == set(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_document_of_others_is_refused():
    import docx

    from zicha.services import tracking

    stream = io.BytesIO()
    docx.Document().save(stream)
    with pytest.raises(Refusal) as refusal:
        tracking.track_file(content=stream.getvalue(), name="brief.docx")
    assert refusal.value.code == "tracking.none"


def test_json_shape():
    from zicha.services import tracking

    shape = tracking.as_json(tracking.track_file(content=written(), name="r.docx"))
    assert {key: shape[key] for key in shape if key not in ("figures", "totals")} == {
        "file": "r.docx", "report": "rep-work-safety-U01-2026H1", "scheme": "work-safety", "unit": "U01",
        "period": "2026H1", "on": "2026-07-05", "as_known_at": shape["as_known_at"], "snapshot": shape["snapshot"],
        "asked_ledger": False,
    }  # fmt: skip
    assert shape["totals"] == {
        "unchanged": len(shape["figures"]),
        "changed": 0,
        "copied": 0,
        "missing": 0,
        "moved": 0,
        "foreign": 0,
    }
    assert set(shape["figures"][0]) == {
        "state",
        "figure",
        "was",
        "found",
        "now",
        "paragraph",
        "start",
        "end",
        "quote",
        "by",
    }
