"""Whoever changes the ledger by its database, with the triggers out of the way, is found out and named."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories
from zicha.core.audit import Fault

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=1)
TABLES = (
    "revision", "personalvalue", "attendancesheet", "evidencelink", "ledgernode",
)  # fmt: skip


def fill():
    """Seven revisions: two units, a sheet, a correction and a withdrawal."""
    from zicha.services import ledger

    factories.organisation()
    first = factories.record(factories.inspection(date(2026, 5, 20), evidence=("photo", "checklist")))
    factories.record(factories.meeting(date(2026, 5, 21)))
    gone = factories.record(factories.inspection(date(2026, 5, 22)))
    moved = replace(first.draft, happened_on=date(2026, 5, 19))
    ledger.correct(entry=1, draft=moved, reason="日期", recorded_at=LATER, recorded_by="P002", seen_number=1)
    ledger.withdraw(entry=gone.entry, reason="重复", recorded_at=LATER, recorded_by="P002")
    for day in (23, 24):
        factories.record(factories.inspection(date(2026, 5, day)), recorded_at=LATER)


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unlock():
    """Drop what guards the tables, as an administrator could."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        run(*(f"ALTER TABLE store_{table} DISABLE TRIGGER USER" for table in TABLES))
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = [name for (name,) in cursor.fetchall()]
    run(*(f"DROP TRIGGER {name}" for name in names))


def verify(folder, **more):
    from zicha.services import log

    return log.verify(home=folder, **more)


def leave(seq):
    """Statements that remove a revision and what hangs on it."""
    beside = [
        f"DELETE FROM store_{table} WHERE seq = {seq}" for table in ("personalvalue", "attendancesheet", "evidencelink")
    ]
    return [*beside, f"DELETE FROM store_fact WHERE seq = {seq}", f"DELETE FROM store_revision WHERE seq = {seq}"]  # fmt: skip


SWAP = [
    "UPDATE store_revision SET unit_seq = unit_seq + 100 WHERE seq IN (6, 7)",
    "UPDATE store_revision SET unit_seq = 105 + 6 - seq WHERE seq IN (6, 7)",
]
COPY = (
    "INSERT INTO store_revision (seq, entry, number, unit, unit_seq, kind, day, rec_at, withdrawn, backfilled, body, "
    "leaf) SELECT 8, 8, 1, unit, 7, kind, day, rec_at, withdrawn, backfilled, body, leaf FROM store_revision "
    "WHERE seq = 7"
)
TAMPERED = {
    "body": (["UPDATE store_revision SET body = leaf WHERE seq = 3"], Fault("log.body_altered", {"seq": 3})),
    "leaf": (
        ["UPDATE store_revision SET leaf = (SELECT hash FROM store_ledgernode WHERE level = 1 AND idx = 0) WHERE seq = 3"],
        Fault("log.body_altered", {"seq": 3}),
    ),
    "column": (
        ["UPDATE store_revision SET present = 1 WHERE seq = 2"],
        Fault("log.column_altered", {"seq": 2, "column": "attendance"}),
    ),
    "backdated": (
        ["UPDATE store_revision SET rec_at = rec_at - 86400000000 WHERE seq = 4"],
        Fault("log.column_altered", {"seq": 4, "column": "recorded_at"}),
    ),
    "happened elsewhen": (
        ["UPDATE store_revision SET day = '2026-04-01' WHERE seq = 6"],
        Fault("log.column_altered", {"seq": 6, "column": "happened_on"}),
    ),
    "personal value": (
        ["UPDATE store_personalvalue SET value = '张三' WHERE seq = 2 AND field = 'recorded_by'"],
        Fault("log.personal_altered", {"seq": 2, "field": "recorded_by"}),
    ),
    "sheet": (["UPDATE store_attendancesheet SET present = salt"], Fault("log.sheet_altered", {"seq": 2})),
    "evidence": (["DELETE FROM store_evidencelink WHERE seq = 3"], Fault("log.evidence_altered", {"seq": 3})),
    "row deleted": (leave(3), Fault("log.missing_row", {"seq": 3})),
    "row inserted": ([COPY], Fault("log.added_row", {"seq": 8, "size": 7})),
    "swapped": (SWAP, Fault("log.column_altered", {"seq": 6, "column": "unit_seq"})),
    "tail cut": (leave(7), Fault("log.missing_row", {"seq": 7})),
    "fact": (["UPDATE store_fact SET rec_to = 5 WHERE seq = 5"], Fault("log.fact_altered", {"seq": 5})),
    "fact deleted": (["DELETE FROM store_fact WHERE seq = 5"], Fault("log.fact_altered", {"seq": 5})),
    "number": (["UPDATE store_factnumber SET millionths = 1 WHERE seq = 1"], Fault("log.fact_altered", {"seq": 1})),
    "number deleted": (["DELETE FROM store_factnumber WHERE seq = 1"], Fault("log.fact_altered", {"seq": 1})),
    "number added": (
        ["INSERT INTO store_factnumber (seq, field, millionths) VALUES (1, 'area', 1)"],
        Fault("log.fact_altered", {"seq": 1}),
    ),
    "node": (
        ["DELETE FROM store_ledgernode WHERE level = 1 AND idx = 1"],
        Fault("log.node_altered", {"seq": 4, "level": 1, "first": 3, "last": 4}),
    ),
    "node added": (
        ["INSERT INTO store_ledgernode (level, idx, hash) SELECT 1, 3, hash FROM store_ledgernode WHERE level = 2"],
        Fault("log.added_node", {"size": 7}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("sort", TAMPERED)
def test_tampering_is_found_and_named(sort, tmp_path):
    statements, fault = TAMPERED[sort]
    fill()
    assert verify(tmp_path).fault is None
    unlock()
    run(*statements)
    assert verify(tmp_path).fault == fault


def test_clean_ledger_raises_no_alarm(tmp_path):
    from zicha.services import log

    assert verify(tmp_path).fault is None
    log.checkpoint(home=tmp_path, recorded_at=factories.NOW)
    fill()
    note = log.checkpoint(home=tmp_path, recorded_at=LATER)
    assert log.checkpoint(home=tmp_path, recorded_at=LATER + timedelta(days=1)) == note
    factories.record(factories.meeting(date(2026, 5, 25)), recorded_at=LATER)
    key = (tmp_path / "log-key.pub").read_text()
    assert (tmp_path / "log-key").stat().st_mode & 0o777 == 0o600
    found = verify(tmp_path, key=key)
    assert (found.fault, found.size, found.checkpoints) == (None, 8, 2)
    assert verify(tmp_path) == found


def test_personal_value_deleted_behind_the_program_is_named(tmp_path):
    fill()
    run("DELETE FROM store_personalvalue WHERE seq = 3 AND field = 'title'")
    assert verify(tmp_path).fault == Fault("log.personal_missing", {"seq": 3, "field": "title"})
    run("DELETE FROM store_attendancesheet")
    assert verify(tmp_path).fault == Fault("log.personal_missing", {"seq": 2, "field": "sheet"})


def test_record_is_proven_by_its_path():
    from zicha.core import merkle
    from zicha.services import log

    fill()
    for seq in range(1, 8):
        found = log.prove(seq)
        merkle.check_record(index=seq - 1, size=7, leaf=found.leaf, proof=found.path, expected=found.root)


def test_many_at_once_make_the_nodes_that_one_by_one_make(tmp_path):
    from zicha.services import ledger

    fill()
    drafts = [factories.inspection(date(2026, 5, 1), title=str(number)) for number in range(30)]
    ledger.record_many(drafts=drafts, recorded_at=LATER, recorded_by="P002")
    found = verify(tmp_path)
    assert (found.fault, found.size) == (None, 37)


def cut(size):
    """Statements that put the log back to an older, whole state."""
    later = [statement for seq in range(7, size, -1) for statement in leave(seq)]
    numbers = f"DELETE FROM store_factnumber WHERE seq > {size}"
    nodes = [f"DELETE FROM store_ledgernode WHERE level = {level} AND idx >= {size >> level}" for level in range(4)]
    ends = (
        f"UPDATE store_fact SET rec_to = 253402300799000000 WHERE seq <= {size} AND NOT EXISTS (SELECT 1 FROM "
        "store_revision r WHERE r.entry = store_fact.entry AND r.number > store_fact.number)"
    )
    return [*later, numbers, *nodes, ends, f"UPDATE store_ledgerhead SET size = {size}"]


def test_old_copy_put_back_is_found_by_a_kept_checkpoint(tmp_path):
    from zicha.services import log

    fill()
    log.checkpoint(home=tmp_path, recorded_at=LATER)
    unlock()
    run(*cut(4))
    facts = {"file": "7.txt", "seq": 5, "size": 4, "signed": 7}
    assert verify(tmp_path).fault == Fault("log.cut_off", facts)
    shutil.rmtree(tmp_path / "checkpoints")
    assert verify(tmp_path).fault is None


def test_ledger_written_anew_is_found_by_a_kept_checkpoint(tmp_path):
    from zicha.core.findings import Refusal
    from zicha.services import log

    fill()
    log.checkpoint(home=tmp_path, recorded_at=LATER)
    unlock()
    run(*cut(6))
    factories.record(factories.inspection(date(2026, 5, 25)), recorded_at=LATER)
    assert verify(tmp_path).fault == Fault("log.rewritten", {"file": "7.txt", "signed": 7})
    with pytest.raises(Refusal, match=r"log\.rewritten"):
        log.checkpoint(home=tmp_path, recorded_at=LATER)


def test_altered_checkpoint_is_found(tmp_path):
    from zicha.services import log

    fill()
    note = log.checkpoint(home=tmp_path, recorded_at=LATER)
    (tmp_path / "checkpoints" / "7.txt").write_text(note.replace("\n7\n", "\n6\n"))
    assert verify(tmp_path).fault.code == "log.checkpoint_unsigned"
