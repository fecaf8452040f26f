"""Signing in: one line a person, a clear refusal, and browsers that can be revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import factories
from tests.services import sheets
from tests.services.sheets import MINUTE, STARTS
from zicha.core.attendance import Mark
from zicha.core.findings import Refusal
from zicha.core.sign_in import one_time_code

pytestmark = pytest.mark.django_db


def marks(sheet):
    from zicha.store.queries import attendance

    return attendance.marks(sheet_id=sheet.id)


def refused(sheet):
    from zicha.store.queries import attendance

    return attendance.refused(sheet_id=sheet.id)


def test_second_tap_gets_the_first_receipt():
    from zicha.services import sign_in

    sheet = sheets.opened()
    held = sheets.claim(sheet)
    asked = {"sheet_id": sheet.id, "claim": held, "person": "P003", "how": "code"}
    first = sign_in.sign_in_on(**asked, at=STARTS)
    second = sign_in.sign_in_on(**asked, at=STARTS + timedelta(seconds=1))
    assert first.mark == Mark(first.mark.id, sheet.id, "P003", 1, present=True, how="code", at=STARTS)
    assert (first.again, second.again, second.mark) == (False, True, first.mark)
    assert marks(sheet) == (first.mark,)


def test_database_refuses_a_second_line_of_a_person_and_a_changed_one():
    from django.db import DatabaseError, transaction

    from zicha.store import models
    from zicha.store.writes import attendance

    sheet = sheets.opened()
    mark = sheets.signed(sheet, "P003").mark
    for break_it in (
        lambda: attendance.add_mark(mark=replace(mark, at=STARTS + MINUTE)),
        lambda: models.SheetMark.objects.filter(pk=mark.id).update(person="P004"),
    ):
        with pytest.raises(DatabaseError, match=r"append-only|duplicate"), transaction.atomic():
            break_it()
    assert marks(sheet) == (mark,)


@pytest.mark.parametrize(("minutes_later", "reason"), [(1.6, "forwarded"), (5, "forwarded"), (-3, "foreign")], ids=str)
def test_code_of_another_time_is_refused_and_logged(minutes_later, reason):
    from zicha.services import sign_in

    sheet = sheets.opened()
    code = one_time_code(secret=sheet.secret, at=STARTS)
    with pytest.raises(Refusal) as found:
        sign_in.scan(sheet=sheet, code=code, at=STARTS + minutes_later * MINUTE)
    assert found.value.code == f"sign_in.{reason}"
    assert refused(sheet) == {reason: 1}


def test_late_scan_is_refused_with_the_time_it_ended():
    sheet = sheets.opened()
    with pytest.raises(Refusal) as found:
        sheets.signed(sheet, "P003", at=STARTS + 31 * MINUTE)
    assert (found.value.code, found.value.facts) == ("sign_in.late", {"until": "15:30"})
    assert (marks(sheet), refused(sheet)) == ((), {"late": 1})


def test_somebody_of_another_unit_is_refused():
    sheet = sheets.opened()
    with pytest.raises(Refusal) as found:
        sheets.signed(sheet, "P002")
    assert (found.value.code, marks(sheet), refused(sheet)) == ("sign_in.not_on_roster", (), {"not_on_roster": 1})


def test_somebody_who_left_last_week_is_refused():
    from zicha.core.periods import Span
    from zicha.core.units import Holding
    from zicha.services import organisation

    sheet = sheets.opened()
    left = Holding("P003", "U03", "member", Span(factories.FOUNDED, STARTS.date() - timedelta(days=7)))
    roster = replace(factories.ROSTER, holdings=(left,))
    organisation.apply(roster=roster, recorded_at=STARTS)
    with pytest.raises(Refusal) as found:
        sheets.signed(sheet, "P003")
    assert (found.value.code, marks(sheet)) == ("sign_in.not_on_roster", ())


def test_one_scan_signs_in_one_person():
    from zicha.services import sign_in

    sheet = sheets.opened()
    held = sheets.claim(sheet)
    sign_in.sign_in_on(sheet_id=sheet.id, claim=held, person="P003", how="code", at=STARTS)
    with pytest.raises(Refusal) as found:
        sign_in.sign_in_on(sheet_id=sheet.id, claim=held, person="P004", how="code", at=STARTS)
    assert (found.value.code, len(marks(sheet))) == ("sign_in.replayed", 1)


def test_nobody_signs_in_after_closing_and_the_secret_is_gone():
    from zicha.services import attendance, sign_in

    sheet = sheets.opened()
    first = sheets.signed(sheet, "P003")
    held = sheets.claim(sheet)
    fields = (("agenda", "月度安全例会"), ("decisions", "1"), ("duration", 60), ("host", "P003"))
    attendance.close_sheet(sheet_id=sheet.id, fields=fields, closed_at=STARTS + MINUTE, closed_by="P002")
    asked = {"sheet_id": sheet.id, "claim": held, "how": "code", "at": STARTS + 2 * MINUTE}
    with pytest.raises(Refusal) as found:
        sign_in.sign_in_on(**asked, person="P004")
    assert found.value.code == "sign_in.closed"
    assert sign_in.sign_in_on(**asked, person="P003").mark == first.mark
    closed = sign_in.require_sheet(sheet.id)
    with pytest.raises(Refusal) as found:
        sign_in.scan(sheet=closed, code=one_time_code(secret=sheet.secret, at=STARTS), at=STARTS)
    assert (closed.secret, found.value.code) == (b"", "sign_in.closed")


def test_voided_sign_in_is_not_repeated_by_code_but_by_the_recorder():
    from zicha.services import attendance

    sheet = sheets.opened()
    sheets.signed(sheet, "P003")
    attendance.void(sheet_id=sheet.id, person="P003", reason="不在会场", at=STARTS + MINUTE, voided_by="P002")
    with pytest.raises(Refusal) as found:
        sheets.signed(sheet, "P003", at=STARTS + 2 * MINUTE)
    assert found.value.code == "sign_in.voided"
    added = attendance.add_by_hand(
        sheet_id=sheet.id, people=["P003"], reason="到会", at=STARTS + 3 * MINUTE, added_by="P002"
    )
    assert added == 1
    assert [(one.person, one.number, one.present, one.how, one.by, one.reason) for one in marks(sheet)] == [
        ("P003", 1, True, "code", "", ""),
        ("P003", 1, False, "recorder", "P002", "不在会场"),
        ("P003", 2, True, "recorder", "P002", "到会"),
    ]


def test_browser_works_for_ninety_days_until_it_is_revoked():
    from zicha.services import sign_in

    sheet = sheets.opened()
    token = sheets.signed(sheet, "P003", remember=True).device
    found = sign_in.device_of(token=token, at=STARTS + timedelta(days=89))
    assert (found.person, found.how) == ("P003", "code")
    assert sign_in.device_of(token=token, at=STARTS + timedelta(days=90)) is None
    assert sign_in.revoke_device(device_id=found.id, person="P004", at=STARTS) is False
    assert sign_in.revoke_device(device_id=found.id, person="P003", at=STARTS) is True
    assert sign_in.device_of(token=token, at=STARTS) is None
    assert sign_in.devices_of(person="P003", at=STARTS) == ()


def test_pass_makes_one_browser_and_a_new_one_ends_the_old():
    from zicha.services import sign_in

    factories.organisation()
    old = sign_in.grant_pass(person="P003", granted_by="P002", at=STARTS)
    new = sign_in.grant_pass(person="P003", granted_by="P002", at=STARTS)
    device = sign_in.device_of(token=sign_in.use_pass(token=new, at=STARTS), at=STARTS)
    assert (device.person, device.how) == ("P003", "pass")
    for token, at in ((old, STARTS), (new, STARTS), ("made up", STARTS)):
        with pytest.raises(Refusal) as found:
            sign_in.use_pass(token=token, at=at)
        assert found.value.code == "attendance.pass_unknown"


def test_sign_in_takes_few_queries(django_assert_max_num_queries):
    from zicha.services import sign_in

    sheet = sheets.opened()
    held = sheets.claim(sheet)
    with django_assert_max_num_queries(6):
        sign_in.sign_in_on(sheet_id=sheet.id, claim=held, person="P003", how="code", at=STARTS)
