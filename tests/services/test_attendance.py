"""Sheets by hand, leave, and closing into the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.services import sheets
from tests.services.sheets import MINUTE, STARTS
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance

pytestmark = pytest.mark.django_db

FIELDS = (("agenda", "月度安全例会"), ("decisions", "1"), ("duration", 60), ("host", "P003"))


def closed(sheet, **more):
    from zicha.services import attendance

    asked = {"fields": FIELDS, "closed_at": STARTS + 60 * MINUTE, "closed_by": "P002", **more}
    return attendance.close_sheet(sheet_id=sheet.id, **asked)


def test_closing_records_the_activity_with_its_attendance_once():
    from zicha.services import sign_in
    from zicha.store.queries import ledger

    sheet = sheets.opened()
    sheets.signed(sheet, "P003")
    revision = closed(sheet)
    assert revision.draft.attendance == Attendance(2, 1, expected_people=("P003", "P004"), present_people=("P003",))
    draft = revision.draft
    assert (draft.unit, draft.kind, draft.happened_on, draft.title) == (
        "U03", "safety_meeting", date(2026, 6, 10), "安全例会",
    )  # fmt: skip
    assert sign_in.require_sheet(sheet.id).entry == revision.entry
    assert (closed(sheet), ledger.size()) == (revision, 1)


def test_granted_leave_is_excused_unless_the_person_comes():
    from zicha.services import leave

    sheet = sheets.opened()
    asked = {"unit": "U03", "asked_at": STARTS - MINUTE, "reason": "出差", "sheet_id": sheet.id}
    for person in ("P003", "P004"):
        request = leave.request_leave(person=person, **asked)
        assert leave.request_leave(person=person, **asked) == request
        leave.decide_leave(leave_id=request.id, granted=True, decided_at=STARTS, decided_by="P002")
    sheets.signed(sheet, "P004")
    assert closed(sheet).draft.attendance == Attendance(
        2, 1, 1, expected_people=("P003", "P004"), present_people=("P004",), excused_people=("P003",)
    )


def test_leave_of_a_day_counts_for_its_sheets_and_a_refused_one_does_not():
    from zicha.services import leave

    sheet = sheets.opened()
    day = {"unit": "U03", "day": date(2026, 6, 10), "asked_at": STARTS, "reason": ""}
    granted = leave.request_leave(person="P003", **day)
    turned_down = leave.request_leave(person="P004", **day)
    leave.decide_leave(leave_id=granted.id, granted=True, decided_at=STARTS, decided_by="P002")
    leave.decide_leave(leave_id=turned_down.id, granted=False, decided_at=STARTS, decided_by="P002")
    with pytest.raises(Refusal) as found:
        leave.decide_leave(leave_id=granted.id, granted=False, decided_at=STARTS, decided_by="P002")
    assert found.value.code == "attendance.leave_unknown"
    attendance = closed(sheet).draft.attendance
    assert (attendance.excused_people, attendance.absent) == (("P003",), 1)


def test_reason_of_a_leave_is_erased_by_the_person_alone():
    from zicha.services import leave
    from zicha.store.queries import attendance

    sheet = sheets.opened()
    asked = leave.request_leave(person="P003", unit="U03", asked_at=STARTS, reason="出差", sheet_id=sheet.id)
    with pytest.raises(Refusal):
        leave.erase_reason(leave_id=asked.id, person="P004")
    leave.erase_reason(leave_id=asked.id, person="P003")
    assert attendance.leave(leave_id=asked.id).reason == ""


def test_leave_without_a_day_is_refused():
    from zicha.services import leave

    factories.organisation()
    with pytest.raises(Refusal) as found:
        leave.request_leave(person="P003", unit="U03", asked_at=STARTS, reason="")
    assert found.value.code == "attendance.leave_without_day"


def test_names_from_a_paper_list_and_a_guest():
    from zicha.services import attendance

    sheet = sheets.opened()
    asked = {"sheet_id": sheet.id, "reason": "纸质签到表", "at": STARTS, "added_by": "P002", "how": "paper"}
    assert attendance.add_by_hand(people=["P003", "P001", "P003"], **asked) == 2
    assert attendance.add_by_hand(people=["P003"], **asked) == 0
    state = attendance.live(sheet_id=sheet.id)
    assert (state.present, state.guests, state.missing, state.excused) == (("P003",), ("P001",), ("P004",), ())
    recorded = closed(sheet).draft.attendance
    assert (recorded.expected, recorded.present_people) == (2, ("P003",))


def test_unknown_name_leaves_the_sheet_as_it_was():
    from zicha.services import attendance

    sheet = sheets.opened()
    asked = {"sheet_id": sheet.id, "at": STARTS, "added_by": "P002"}
    for people, reason, code in (
        (["P003", "P999"], "到会", "attendance.person_unknown"),
        (["P003"], " ", "attendance.reason_missing"),
    ):
        with pytest.raises(Refusal) as found:
            attendance.add_by_hand(people=people, reason=reason, **asked)
        assert found.value.code == code
    assert attendance.live(sheet_id=sheet.id).standings == {}


def test_closed_sheet_refuses_every_change():
    from zicha.services import attendance, leave

    sheet = sheets.opened()
    sheets.signed(sheet, "P003")
    asked = leave.request_leave(person="P004", unit="U03", asked_at=STARTS, reason="", sheet_id=sheet.id)
    closed(sheet)
    changes = (
        lambda: attendance.add_by_hand(sheet_id=sheet.id, people=["P004"], reason="迟到", at=STARTS, added_by="P002"),
        lambda: attendance.void(sheet_id=sheet.id, person="P003", reason="错", at=STARTS, voided_by="P002"),
        lambda: attendance.set_until(sheet_id=sheet.id, until=STARTS),
        lambda: leave.decide_leave(leave_id=asked.id, granted=True, decided_at=STARTS, decided_by="P002"),
        lambda: leave.excuse(sheet_id=sheet.id, person="P003", reason="", at=STARTS, granted_by="P002"),
    )
    for change in changes:
        with pytest.raises(Refusal) as found:
            change()
        assert found.value.code == "attendance.sheet_closed"


def test_closing_with_a_missing_field_leaves_the_sheet_open():
    from zicha.services import sign_in
    from zicha.store.queries import ledger

    sheet = sheets.opened()
    with pytest.raises(Refusal) as found:
        closed(sheet, fields=())
    assert found.value.code == "ledger.field_missing"
    assert (sign_in.require_sheet(sheet.id), ledger.size()) == (sheet, 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "no_such"}, "ledger.kind_unknown"),
        ({"kind": "exit_inspection"}, "attendance.kind_without_sheet"),
        ({"until": STARTS - MINUTE}, "attendance.until_before_start"),
        ({"unit": "U02"}, "attendance.empty"),
    ],
)
def test_sheet_that_cannot_work_is_not_opened(more, code):
    with pytest.raises(Refusal) as found:
        sheets.opened(**more)
    assert found.value.code == code


def test_sheet_of_a_leap_day_is_recorded_on_it():
    starts = datetime(2028, 2, 29, 1, 0, tzinfo=UTC)
    sheet = sheets.opened(starts=starts, opened_at=starts)
    assert closed(sheet, closed_at=starts + timedelta(hours=1)).draft.happened_on == date(2028, 2, 29)


def test_wall_shows_the_code_that_is_taken():
    from zicha.services import attendance, sign_in

    sheet = sheets.opened()
    shown = attendance.code_now(sheet=sheet, at=STARTS + timedelta(seconds=12))
    assert shown.seconds == 18
    assert sign_in.scan(sheet=sheet, code=shown.code, at=STARTS + MINUTE * 0.9).sheet == sheet.id
