"""Whoever changes what answers rest on beside the records is found out and named."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import evidence_files, factories
from tests.services.test_log import run
from zicha.core.audit import Fault

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=1)
BYTES = b"a photo"
DIGEST = hashlib.sha256(BYTES).hexdigest()


def fill():
    from zicha.services import prose

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    prose.save(
        scheme="work-safety", unit="U01", period="2026H1", section="work", text="文字", recorded_at=factories.NOW,
        recorded_by="P002", seen_number=0,
    )  # fmt: skip


def unlock():
    from tests.services import test_log

    test_log.unlock()
    if connection.vendor == "postgresql":
        tables = ("schemeversion", "proserevision", "boundrow", "boundnode")
        run(*(f"ALTER TABLE store_{table} DISABLE TRIGGER USER" for table in tables))


def verify(home):
    from zicha.services import log

    return log.verify(home=home)


def key(table, condition):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM store_{table} WHERE {condition}")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("sort", "table", "condition", "change"),
    [
        ("scheme", "schemeversion", "scheme = 'work-safety'", "parsed = replace(parsed, 'exit', 'Exit')"),
        ("unit", "unitspan", "unit = 'U02'", "parent = 'U01'"),
        ("unit", "unitspan", "unit = 'U01'", "\"end\" = '2026-01-01'"),
        ("person", "person", "id = 'P001'", "name = '别人'"),
        ("post", "holding", "unit = 'U01'", "person_id = 'P001'"),
        ("seat", "slot", "person = 'P003'", "slot = 7"),
        ("change", "organisationchange", "unit = 'U01'", "recorded_by = 'P009'"),
        ("prose", "proserevision", "unit = 'U01'", "text = '别的'"),
    ],
)
def test_altered_row_is_named(sort, table, condition, change, tmp_path):
    fill()
    if table == "organisationchange":
        from zicha.core.reorganising import Line
        from zicha.store.writes import organisation

        lines = [Line("renamed", unit="U01", name="甲", on=date(2026, 5, 1))]
        organisation.add_lines(lines, recorded_at=factories.NOW, recorded_by="P001")
    assert verify(tmp_path).fault is None
    unlock()
    wanted = key(table, condition)
    run(f"UPDATE store_{table} SET {change} WHERE {condition}")
    fault = verify(tmp_path).fault
    assert (fault.code, fault.facts["sort"], fault.facts["key"]) == ("log.row_altered", sort, wanted)


def test_deleted_row_is_named(tmp_path):
    fill()
    unlock()
    wanted = key("holding", "unit = 'U01'")
    run("DELETE FROM store_holding WHERE unit = 'U01'")
    fault = verify(tmp_path).fault
    assert (fault.code, fault.facts["key"]) == ("log.row_missing", wanted)


def test_row_put_in_from_outside_is_named(tmp_path):
    fill()
    unlock()
    columns = 'person_id, unit, start, "end", rec_at'
    run(f"INSERT INTO store_holding (post, {columns}) SELECT 'direct', {columns} FROM store_holding WHERE unit = 'U00'")
    wanted = key("holding", "unit = 'U00' AND post = 'direct'")
    assert verify(tmp_path).fault == Fault("log.row_unbound", {"sort": "post", "key": wanted})


def test_row_log_written_anew_is_found_by_a_kept_checkpoint(tmp_path):
    """The row and its binding are changed together, and every node above it: only the checkpoint knows better."""
    from zicha.core import binding, merkle
    from zicha.services import log
    from zicha.store import models
    from zicha.store.queries import binding as queries

    fill()
    log.checkpoint(home=tmp_path, recorded_at=LATER)
    unlock()
    run("UPDATE store_unitspan SET name = '别的' WHERE unit = 'U02'")
    wanted = key("unitspan", "unit = 'U02'")
    one = queries.last_of("unit", wanted)
    digest = binding.digest(sort="unit", content=queries.rows("unit")[wanted], salt=one.salt)
    models.BoundRow.objects.filter(seq=one.seq).update(digest=digest)
    for node in merkle.extend(size=0, leaves=[each.leaf for each in queries.all_bound()], read=list):
        models.BoundNode.objects.filter(level=node.level, idx=node.place).update(hash=node.hash)
    signed = queries.size()
    assert verify(tmp_path).fault == Fault("log.rows_rewritten", {"file": "1.txt", "signed": signed})


def test_row_log_cut_off_is_found_by_a_kept_checkpoint(tmp_path):
    from zicha.services import log
    from zicha.store.queries import binding as queries

    fill()
    log.checkpoint(home=tmp_path, recorded_at=LATER)
    unlock()
    signed = queries.size()
    run(
        "DELETE FROM store_proserevision",
        f"DELETE FROM store_boundrow WHERE seq = {signed}",
        *(f"DELETE FROM store_boundnode WHERE level = {level} AND idx >= {signed - 1 >> level}" for level in range(6)),
    )
    assert verify(tmp_path).fault == Fault("log.rows_cut_off", {"file": "1.txt", "row": signed, "signed": signed})


def test_checkpoint_is_signed_again_once_a_row_is_bound_though_the_log_has_not_grown(tmp_path):
    from zicha.core import binding
    from zicha.core.units import Person
    from zicha.services import log
    from zicha.store.queries import binding as queries
    from zicha.store.writes import organisation

    fill()
    first = log.checkpoint(home=tmp_path, recorded_at=LATER)
    assert log.checkpoint(home=tmp_path, recorded_at=LATER + timedelta(hours=1)) == first
    organisation.rename(Person("P001", "林远航"))
    second = log.checkpoint(home=tmp_path, recorded_at=LATER + timedelta(hours=2))
    assert binding.read_head(second) == queries.head()
    names = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert names == [f"1-{queries.size()}.txt", "1.txt"]
    assert verify(tmp_path).checkpoints == 2


def test_erased_person_leaves_no_alarm_and_nothing_to_guess_by(tmp_path):
    from zicha.services import erasure, log
    from zicha.store.queries import binding as queries

    fill()
    log.checkpoint(home=tmp_path, recorded_at=LATER)
    order = erasure.Order("request", LATER, "P001", tmp_path, approver="P001")
    erasure.erase_person(person="P002", order=order)
    assert verify(tmp_path).fault is None
    bound = tuple(queries.all_bound())
    replaced = {each.replaces for each in bound if each.replaces}
    assert [each for each in bound if each.key == "P002"] == []
    forgotten = {each.seq for each in bound if not each.key}
    assert replaced <= forgotten
    assert all(each.salt == b"" for each in bound if each.seq in replaced)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda path: path.unlink(), "log.file_missing"),
        (lambda path: path.write_bytes(b"another photo"), "log.file_altered"),
    ],
)
def test_file_behind_a_record_that_is_gone_or_another_is_named(change, code, tmp_path, settings):
    from dataclasses import replace

    from zicha.services import erasure, ledger

    settings.ZICHA_HOME = tmp_path
    factories.organisation()
    shown = ledger.keep_evidence(content=BYTES, name="a.jpg", kind="checklist")
    draft = factories.inspection(date(2026, 5, 20))
    factories.record(replace(draft, evidence=(shown,)))
    assert verify(tmp_path).fault is None
    path = evidence_files.place(DIGEST, home=tmp_path)
    change(path)
    assert verify(tmp_path).fault == Fault(code, {"seq": 1, "file": DIGEST})
    order = erasure.Order("request", LATER, "P001", tmp_path, approver="P001")
    erasure.erase_record(seq=1, field="evidence.0", order=order)
    assert verify(tmp_path).fault is None
