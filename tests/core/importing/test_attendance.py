from datetime import date

import pytest

from tests.core.importing.world import CHECK, STUDY, directory
from zicha.core.importing import attendance
from zicha.core.ledger import Attendance

APRIL = date(2026, 4, 1)
ROSTER = ("P1", "P2", "P3")


def read(kind=STUDY, unit="U02", **values):
    refused = []
    found = attendance.read(
        values,
        kind=kind,
        directory=directory(),
        unit=unit,
        on=APRIL,
        refuse=lambda target, refusal: refused.append((target, refusal.code)),
    )
    return refused or found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"expected": 30.0, "present": "28人", "excused": "2"}, Attendance(30, 28, 2)),
        ({"expected": 30.0, "present": 28.0, "excused": 1.0, "absent": 1.0}, Attendance(30, 28, 1)),
        ({"expected": 30.0, "absent": "无", "excused": 3.0}, Attendance(30, 27, 3)),
        ({"present": 25.0, "excused": 3.0, "absent": 2.0}, Attendance(30, 25, 3)),
        ({"expected": 30.0, "present": "张三、李四等28人"}, Attendance(30, 28)),
        ({"expected": 30.0, "present": 25.0, "made_up": 5.0}, Attendance(30, 25, 0, 5)),
        ({"present": 2.0}, Attendance(3, 2, expected_people=ROSTER)),
        (
            {"expected": "全体", "present": "张三、李四", "excused": "王小五"},
            Attendance(3, 2, 1, 0, ROSTER, ("P1", "P2"), ("P3",)),
        ),
        (
            {"present": "张三", "excused": "李四", "made_up": "李四"},
            Attendance(3, 1, 1, 1, ROSTER, ("P1",), ("P2",), ("P2",)),
        ),
    ],
)
def test_attendance_is_read_from_counts_names_or_both(values, found):
    assert read(**values) == found


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({}, [("expected", "imports.attendance_missing")]),
        ({"present": "", "expected": 30.0}, [("present", "imports.attendance_missing")]),
        ({"expected": 30.0, "present": 31.0}, [("present", "imports.attendance_sum")]),
        ({"expected": 30.0, "present": 28.0, "excused": 1.0, "absent": 2.0}, [("present", "imports.attendance_sum")]),
        ({"expected": 3.0, "absent": 4.0}, [("expected", "imports.attendance_sum")]),
        ({"expected": 30.0, "present": 29.0, "made_up": 2.0}, [("made_up", "imports.made_up_more")]),
        ({"present": "张三、李四", "excused": "李四"}, [("excused", "imports.people_clash")]),
        ({"expected": "张三", "present": "李四"}, [("present", "imports.people_clash")]),
        (
            {"expected": "多", "present": "钱七"},
            [("expected", "imports.people_unknown"), ("present", "imports.people_unknown")],
        ),
        ({"expected": 30.5, "present": 3.0}, [("expected", "imports.not_a_count")]),
    ],
)
def test_attendance_that_contradicts_itself_is_refused(values, refused):
    assert read(**values) == refused


def test_expected_is_never_made_up_without_a_roster():
    assert read(unit="U03", present=2.0) == [("expected", "imports.expected_missing")]


def test_kind_without_attendance_has_none():
    assert read(kind=CHECK, present=3.0) is None
