"""What is erased is nowhere, and everything that was ever signed still holds."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from tests import evidence_files, factories
from tests.services import committed
from zicha.core.audit import Fault
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Evidence

LATER = factories.NOW + timedelta(days=1)


@pytest.fixture(name="home")
def installation(home, django_db_blocker, settings, tmp_path):
    """An installation of the test's own: erasing means commits, and the database's own pages change after them."""
    settings.ZICHA_HOME = tmp_path
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        yield tmp_path


def order(home, ground="request", approver="P001", at=LATER):
    from zicha.services.erasure import Order

    return Order(ground, at, "P001", home, approver)


def fill():
    """Two units' meetings; P003 sits in U03, is a guest in U01, led, recorded and is named in a text."""
    from zicha.services import sign_in

    factories.organisation()
    factories.record(factories.meeting(date(2026, 5, 20)), by="P003")
    guests = Attendance(2, 2, expected_people=("P002", "P003"), present_people=("P002", "P003"))
    factories.record(replace(factories.meeting(date(2026, 5, 21), unit="U01"), attendance=guests))
    factories.record(factories.inspection(date(2026, 5, 22), title="沈一宁带队查消防"))
    sign_in.grant_pass(person="P003", granted_by="P002", at=factories.NOW)


def verify(home):
    from zicha.services import log

    return log.verify(home=home)


def distinct_people():
    """The people at meetings of all units, by SQL."""
    from zicha.core.periods import Span
    from zicha.core.scheme import DistinctPeople, Selector
    from zicha.store.queries import measures

    scope = measures.Scope(("U01", "U03"), Span(date(2026, 1, 1), date(2027, 1, 1)), date.max, LATER)
    return measures.measured(DistinctPeople(Selector(("safety_meeting",))), scope=scope).value


def bytes_of(home):
    """Every byte of the folder, the database's own files among them where it is SQLite's."""
    return b"\n".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def rows_with(text):
    """The tables in which a text stands."""
    from django.apps import apps

    found = set()
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            if any(
                text in (bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell))
                for cell in row
            ):
                found.add(model._meta.db_table)
    return found


def test_value_erased_from_a_record_is_nowhere_and_old_checkpoints_hold(home):
    from zicha.services import erasure, log

    fill()
    log.checkpoint(home=home, recorded_at=factories.NOW)
    done = erasure.erase_record(seq=3, field="title", order=order(home))
    assert (done.entries, done.values, done.wiped) == ((4,), 1, True)
    assert "沈一宁带队查消防".encode() not in bytes_of(home)
    assert rows_with("沈一宁带队查消防") == set()
    found = verify(home)
    assert (found.fault, found.size, found.checkpoints) == (None, 4, 1)


def test_erasure_entry_says_what_is_gone_and_not_what_it_was(home):
    from zicha.services import erasure
    from zicha.store.queries import ledger

    fill()
    erasure.erase_record(seq=3, field="inspector", order=order(home, ground="correction"))
    (entry,) = ledger.by_seq(seqs=[4])
    said = dict(entry.draft.fields)
    assert (entry.draft.unit, entry.draft.kind, said.pop("mark") != "") == ("", "erasure", True)
    assert said == {"approver": "P001", "ground": "correction", "scope": "value", "targets": ("3 fields.inspector",)}


def test_equal_value_goes_from_every_state_of_an_entry_and_a_corrected_one_stays(home):
    from zicha.services import erasure, ledger
    from zicha.store.queries import ledger as queries

    factories.organisation()
    first = factories.record(factories.inspection(date(2026, 5, 22), title="错写"))
    moved = replace(first.draft, happened_on=date(2026, 5, 21))
    ledger.correct(entry=1, draft=moved, reason="日期", recorded_at=factories.NOW, recorded_by="P002", seen_number=1)
    right = replace(moved, title="查消防")
    ledger.correct(entry=1, draft=right, reason="标题", recorded_at=factories.NOW, recorded_by="P002", seen_number=2)
    erasure.erase_record(seq=1, field="title", order=order(home, ground="correction"))
    assert [state.draft.title for state in queries.history(entry=1)] == ["", "", "查消防"]
    assert verify(home).fault is None


def test_deleted_value_without_an_entry_is_found(home):
    fill()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_personalvalue WHERE seq = 2 AND field = 'recorded_by'")
    assert verify(home).fault == Fault("log.personal_missing", {"seq": 2, "field": "recorded_by"})


def test_deleted_sheet_is_found(home):
    fill()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_attendancesheet WHERE seq = 1")
    assert verify(home).fault == Fault("log.personal_missing", {"seq": 1, "field": "sheet"})


def test_erased_value_that_is_back_is_found(home):
    from zicha.services import erasure

    fill()
    with connection.cursor() as cursor:
        cursor.execute("SELECT salt, value FROM store_personalvalue WHERE seq = 3 AND field = 'title'")
        salt, value = cursor.fetchone()
        erasure.erase_record(seq=3, field="title", order=order(home))
        statement = "INSERT INTO store_personalvalue (seq, field, salt, value) VALUES (3, 'title', %s, %s)"
        cursor.execute(statement, [bytes(salt), value])
    assert verify(home).fault == Fault("log.erased_kept", {"seq": 3, "field": "title"})


def test_person_erased_is_in_no_table_and_every_number_stays(home):
    from zicha.services import accounts, erasure, leave, log

    fill()
    accounts.add(username="shen", password="a long password", person="P003")
    leave.request_leave(person="P003", unit="U03", day=date(2026, 6, 11), reason="看病", asked_at=factories.NOW)
    log.checkpoint(home=home, recorded_at=factories.NOW)
    before = distinct_people()
    going = erasure.of_person(person="P003")
    named = {(1, "fields.host"), (1, "recorded_by"), (2, "fields.host")}
    assert {(each.seq, each.field) for each in going.values} == named
    assert ([seq for seq, _ in going.sheets], [each.seq for each in going.mentions]) == ([2], [3])
    erasure.erase_record(seq=3, field="title", order=order(home))
    done = erasure.erase_person(person="P003", order=order(home))
    assert (done.values, done.wiped, done.stands[:7]) == (3, True, "erased-")
    for text in ("P003", "沈一宁", "shen", "看病"):
        assert (text, rows_with(text) - {"store_schemeversion"}) == (text, set())
    assert "沈一宁".encode() not in bytes_of(home)
    assert (before, distinct_people()) == (3, 3)
    assert (verify(home).fault, verify(home).checkpoints) == (None, 1)


def test_sheet_with_a_guest_cut_out_cannot_be_altered_after(home):
    from zicha.services import erasure

    fill()
    erasure.erase_person(person="P003", order=order(home))
    with connection.cursor() as cursor:
        cursor.execute("SELECT guests FROM store_attendancesheet WHERE seq = 2")
        guests = cursor.fetchone()[0]
        cursor.execute("SELECT salt, expected, present, excused, made_up FROM store_attendancesheet WHERE seq = 2")
        row = [bytes(cell) for cell in cursor.fetchone()]
        cursor.execute("DELETE FROM store_attendancesheet WHERE seq = 2")
        names = "seq, salt, expected, present, excused, made_up, guests"
        cursor.execute(
            f"INSERT INTO store_attendancesheet ({names}) VALUES (2, %s, %s, %s, %s, %s, %s)",
            [*row, guests.replace("erased-", "other-")],
        )
    assert verify(home).fault == Fault("log.sheet_altered", {"seq": 2})


def test_file_goes_with_the_last_record_that_names_it(home):
    from zicha.services import erasure, ledger

    factories.organisation()
    photo = ledger.keep_evidence(content=b"the photograph", name="沈一宁.jpg", kind="photo")
    draft = replace(factories.inspection(date(2026, 5, 22)), evidence=(photo,))
    factories.record(draft)
    factories.record(replace(draft, happened_on=date(2026, 5, 23)))
    path = evidence_files.place(photo.sha256)
    erasure.erase_record(seq=1, field="evidence.0", order=order(home))
    assert path.read_bytes() == b"the photograph"
    erasure.erase_record(seq=2, field="evidence.0", order=order(home))
    assert not path.exists()
    text = bytes_of(home)
    assert (b"the photograph" in text, "沈一宁.jpg".encode() in text, photo.sha256.encode() in text) == (False,) * 3
    assert verify(home).fault is None
    assert Evidence(photo.kind, "", "", photo.size) in ledger_draft(1).evidence


def ledger_draft(seq):
    from zicha.store.queries import ledger

    return ledger.by_seq(seqs=[seq])[0].draft


@pytest.mark.parametrize(
    ("approver", "code"), [("P003", "erasure.own_approver"), ("P999", "erasure.approver"), ("", "erasure.approver")]
)
def test_erasure_needs_another_known_person_to_approve(home, approver, code):
    from zicha.services import erasure

    fill()
    with pytest.raises(Refusal) as caught:
        erasure.erase_person(person="P003", order=order(home, approver=approver))
    assert caught.value.code == code
    assert not (home / "erasures.ndjson").exists()


def test_journal_holds_no_value_and_no_id(home):
    from zicha.services import erasure

    fill()
    erasure.erase_record(seq=3, field="title", order=order(home))
    erasure.erase_person(person="P003", order=order(home))
    text = (home / "erasures.ndjson").read_text("utf-8")
    first, second = map(json.loads, text.splitlines())
    assert ([each["target"] for each in first["targets"]], first["person"]) == (["3 title"], None)
    assert (second["targets"], sorted(second["person"])) == ([], ["digest", "salt", "stands"])
    assert [word for word in ("P003", "沈一宁", "带队") if word in text] == []


def test_restored_backup_is_erased_again_by_the_journal_once(home):
    from zicha.services import erasure

    if connection.vendor != "sqlite":
        pytest.skip("the copied file is SQLite's; the replay itself is the same")
    fill()
    connection.close()
    older = (home / "zicha.sqlite3").read_bytes()
    first = erasure.erase_record(seq=3, field="title", order=order(home))
    second = erasure.erase_person(person="P003", order=order(home))
    connection.close()
    (home / "zicha.sqlite3").write_bytes(older)
    assert rows_with("沈一宁") == {"store_person", "store_personalvalue"}
    again = erasure.replay(home=home, recorded_at=LATER)
    assert [(each.entries, each.values, each.stands) for each in again] == [
        (first.entries, 1, ""),
        (second.entries, 3, second.stands),
    ]
    assert rows_with("沈一宁") == set()
    assert erasure.replay(home=home, recorded_at=LATER) == ()
    assert verify(home).fault is None


def test_replay_leaves_another_record_alone_that_got_the_number_since(home):
    from zicha.services import erasure

    fill()
    erasure.erase_record(seq=3, field="title", order=order(home))
    path = home / "erasures.ndjson"
    path.write_text(path.read_text().replace('"3 title"', '"2 title"').replace('"mark": "', '"mark": "f'))
    assert erasure.replay(home=home, recorded_at=LATER) == ()
    assert ledger_draft(2).title == "安全例会"


def test_failed_erasure_changes_nothing(home):
    from zicha.services import erasure

    fill()
    with transaction.atomic():
        erasure.erase_record(seq=3, field="title", order=order(home))
        transaction.set_rollback(True)
    assert ledger_draft(3).title == "沈一宁带队查消防"
    assert verify(home).fault is None


def test_mark_of_an_imported_record_does_not_give_away_what_is_gone_and_still_makes_an_import_harmless(home):
    from zicha.services import erasure, ledger
    from zicha.store.queries import ledger as queries

    factories.organisation()
    drafts = [factories.inspection(date(2026, 5, 22)), factories.meeting(date(2026, 5, 21))]
    again = {"drafts": drafts, "recorded_by": "import"}
    assert ledger.record_many(recorded_at=factories.NOW, **again) == ledger.Recorded(2, 0)
    marks = [ledger.nonce_of(draft) for draft in drafts]
    erasure.erase_record(seq=1, field="inspector", order=order(home))
    assert queries.by_nonce(nonces=marks) == {marks[1]: 2}
    erasure.erase_person(person="P004", order=order(home))
    assert queries.by_nonce(nonces=marks) == {}
    assert ledger.record_many(recorded_at=LATER, **again) == ledger.Recorded(0, 2)
    assert verify(home).fault is None


LOOKS_LIKE_A_PERSON = re.compile(r"(^|_)(person|owner|author|presenter|chair|asker|account|holder|by)$")


def test_each_column_that_can_name_a_person_is_reached():
    """A table with another such column must be added to ``store/writes/erasure.py``, or erasing misses it."""
    from django.apps import apps

    columns = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_app_config("store").get_models()
        for field in model._meta.fields
    }
    named = {column for column in columns if LOOKS_LIKE_A_PERSON.search(column.split(".")[1])}
    reached = {column for column in named if column.endswith((".person", ".account", "_by"))} | {"store_sheetmark.by"}
    assert named - reached == set()


def test_problem_whose_owner_was_erased_can_still_be_read_and_worked_on(home):
    from zicha.services import erasure, problems

    factories.organisation()
    found = problems.Finding(
        unit="U03",
        source="self_inspection",
        matter="出口堆物",
        cause="",
        measure="清理",
        owner="P003",
        due=date(2026, 7, 1),
    )
    opened = problems.open_problem(found=found, recorded_at=factories.NOW, recorded_by="P002")
    erasure.erase_person(person="P003", order=order(home))
    (row,) = problems.listed(units=["U03"], on=date(2026, 6, 12), as_known_at=LATER)
    assert (row.problem.number, row.problem.owner, row.problem.state) == (opened.number, "", "open")
