from datetime import date

import pytest

from tests.core.importing.world import setting
from zicha.core.findings import Refusal
from zicha.core.importing import entries, rows
from zicha.core.importing.entries import Line
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow
from zicha.core.ledger import Attendance, Draft, Evidence

WHOLE = {
    "key": "A-1",
    "unit": "U02",
    "kind": "study",
    "happened_on": "2026-04-28",
    "title": "业务学习",
    "fields": {"books": ["《甲》"], "speaker": "P1", "length": 90, "form": "talk", "rate": 95},
    "expected": ["P1", "P2", "P3"],
    "present": ["P1", "P2"],
    "excused": [],
    "evidence": [{"kind": "photo", "file": "a.jpg"}, {"kind": "sign_in_sheet"}],
    "makes_up": "2026-03-31",
}
DRAFT = Draft(
    unit="U02",
    kind="study",
    happened_on=date(2026, 4, 28),
    title="业务学习",
    fields=(("speaker", "P1"), ("form", "talk"), ("length", 90), ("books", ("《甲》",)), ("rate", "95")),
    attendance=Attendance(3, 2, 0, 0, ("P1", "P2", "P3"), ("P1", "P2")),
    evidence=(Evidence("photo", "", "a.jpg"), Evidence("sign_in_sheet", "", "")),
    makes_up=date(2026, 3, 31),
    key="A-1",
)


def read(*values, **changed):
    lines = [Line(number, value) for number, value in enumerate(values, start=1)]
    return entries.read(lines, setting=setting(**changed), sheet="a.ndjson")


def test_entry_in_its_published_shape_is_read():
    assert read(WHOLE) == rows.Read((DRAFT,), (1,), sheets=("a.ndjson",))


def test_what_the_system_sets_is_not_taken_from_a_file():
    found = read({**WHOLE, "seq": 7, "recorded_at": "2020-01-01T00:00:00Z", "recorded_by": "P9", "withdrawn": False})
    assert (found.drafts, found.notes) == ((DRAFT,), (Note("imports.recorded_at_ignored", {"rows": 1}),))


def test_withdrawn_entry_is_skipped():
    found = read({**WHOLE, "withdrawn": True})
    assert (found.drafts, found.skipped) == ((), (SkippedRow("a.ndjson", 1, "业务学习", "imports.row_withdrawn"),))


def test_counts_may_stand_in_place_of_people():
    found = read({**WHOLE, "expected": 30, "present": 28, "excused": 1})
    assert found.drafts[0].attendance == Attendance(30, 28, 1)


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"mood": "good"}, "mood", "imports.line_key_unknown"),
        ({"happened_on": None}, "happened_on", "imports.line_key_missing"),
        ({"happened_on": "28.4.2026"}, "happened_on", "imports.line_date"),
        ({"happened_on": 20260428}, "happened_on", "imports.line_type"),
        ({"happened_on": "2062-04-28"}, "happened_on", "imports.date_future"),
        ({"unit": "U99"}, "unit", "imports.unit_unknown"),
        ({"unit": "U09"}, "unit", "imports.unit_outside"),
        ({"kind": "dance"}, "kind", "imports.line_kind"),
        ({"kind": 3}, "kind", "imports.line_type"),
        ({"title": ["a"]}, "title", "imports.line_type"),
        ({"title": "字" * 40_000}, "title", "imports.text_too_long"),
        ({"fields": []}, "fields", None),
        ({"fields": ["a"]}, "fields", "imports.line_type"),
        ({"fields": {"mood": "good"}}, "fields.mood", "imports.line_field"),
        ({"fields": {"length": "90"}}, "fields.length", "imports.line_type"),
        ({"fields": {"form": "eating"}}, "fields.form", "imports.not_a_choice"),
        ({"fields": {"speaker": "P99"}}, "fields.speaker", "imports.line_person"),
        ({"fields": {"books": "《甲》"}}, "fields.books", "imports.line_type"),
        ({"fields": {"rate": True}}, "fields.rate", "imports.line_type"),
        ({"present": ["P1", "P99"]}, "present", "imports.line_person"),
        ({"present": "P1"}, "present", "imports.line_type"),
        ({"present": -1}, "present", "imports.line_type"),
        ({"present": None}, "present", "imports.attendance_missing"),
        ({"present": ["P1", "P2", "P3", "P5"]}, "present", "imports.attendance_sum"),
        ({"present": ["P5"]}, "present", "imports.people_clash"),
        ({"evidence": "photo"}, "evidence", "imports.line_type"),
        ({"evidence": [{"kind": "song"}]}, "evidence", "imports.line_evidence_kind"),
        ({"evidence": [{"kind": "photo", "path": "a"}]}, "evidence", "imports.line_type"),
        ({"makes_up": "soon"}, "makes_up", "imports.line_date"),
    ],
)
def test_wrong_value_is_refused_by_line_and_key(changed, column, code):
    found = read({**WHOLE, **changed}, latest=date(2026, 6, 30))
    assert [(cell.row, cell.column, cell.code) for cell in found.refused] == ([(1, column, code)] if code else [])


def test_line_that_is_no_object_is_refused_by_its_number():
    fault = Refusal("imports.line_not_json")
    found = entries.read([Line(4, {}, fault)], setting=setting(), sheet="a.ndjson")
    assert found.refused == (RefusedCell("a.ndjson", 4, "", "", "", "imports.line_not_json"),)
    assert found.refused[0].reason("zh") == "不是一个 JSON 对象，请每行写一个。"


def test_kind_without_attendance_refuses_people():
    value = {"kind": "check", "happened_on": "2026-04-01", "fields": {"inspector": "P1"}, "present": ["P1"]}
    assert [(cell.column, cell.code) for cell in read(value).refused] == [("present", "imports.line_attendance_none")]
