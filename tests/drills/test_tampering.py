"""Whoever changes the ledger behind the program's back is found out and named, whatever he changes.

Each trial takes the triggers away, makes one random change as an administrator with the database's password could,
verifies against a checkpoint signed before, and puts everything back. ``make drill`` runs 1,000 trials.
"""

import json
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests import factories, ledgers
from tests.drills import lengths
from tests.services.test_log import run
from tests.services.test_log_rows import unlock

pytestmark = pytest.mark.django_db
TRIALS = lengths.of(short=120, full=1_000)
CLEAN = lengths.of(short=8, full=100)
REVISIONS = 80
END = factories.NOW + timedelta(days=400)


def fill(seed, count=REVISIONS):
    from zicha.store.writes import schemes

    schemes.add(scheme=ledgers.SCHEME, text=b"", sha256="plain", recorded_at=ledgers.START, recorded_by="P001")
    ledgers.append(ledgers.revisions(random.Random(seed), count))


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@dataclass(frozen=True)
class Chance:
    random: random.Random

    def seq(self):
        return self.random.randint(1, REVISIONS)

    def one_of(self, table, column="seq"):
        return self.random.choice([value for (value,) in rows(f"SELECT {column} FROM store_{table} ORDER BY 1")])


def edit_number(chance):
    column = chance.random.choice(("expected", "present", "excused", "made_up"))
    seq = chance.random.choice([seq for (seq,) in rows("SELECT seq FROM store_revision WHERE expected IS NOT NULL")])
    return [f"UPDATE store_revision SET {column} = {column} + 1 WHERE seq = {seq}"]


def edit_unit(chance):
    return [f"UPDATE store_revision SET unit = 'U9' WHERE seq = {chance.seq()}"]


def edit_flag(chance):
    column = chance.random.choice(("withdrawn", "backfilled"))
    return [f"UPDATE store_revision SET {column} = NOT {column} WHERE seq = {chance.seq()}"]


def backdate(chance):
    return [f"UPDATE store_revision SET rec_at = rec_at - 1000000 WHERE seq = {chance.seq()}"]


def happen_elsewhen(chance):
    return [f"UPDATE store_revision SET day = '2026-12-31' WHERE seq = {chance.seq()}"]


def edit_body(chance):
    seq = chance.seq()
    [(body,)] = rows(f"SELECT body FROM store_revision WHERE seq = {seq}")
    changed = bytes(body).replace(b'"happened_on":"2026-0', b'"happened_on":"2026-1', 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_revision SET body = %s WHERE seq = %s", [changed, seq])
    return []


def edit_value(chance):
    seq = chance.one_of("personalvalue")
    return [f"UPDATE store_personalvalue SET value = 'x' WHERE seq = {seq}"]


def edit_sheet(chance):
    return [f"UPDATE store_attendancesheet SET guests = 'x' WHERE seq = {chance.one_of('attendancesheet')}"]


def edit_evidence(chance):
    return [f"UPDATE store_evidencelink SET size = size + 1 WHERE seq = {chance.one_of('evidencelink')}"]


def delete_evidence(chance):
    return [f"DELETE FROM store_evidencelink WHERE seq = {chance.one_of('evidencelink')}"]


def beside(seq):
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision")
    return [f"DELETE FROM store_{table} WHERE seq = {seq}" for table in tables]


def delete_row(chance):
    return beside(chance.seq())


def swap_rows(chance):
    one = chance.random.randint(1, REVISIONS - 1)
    return [
        f"UPDATE store_revision SET seq = 9999 WHERE seq = {one}",
        f"UPDATE store_revision SET seq = {one} WHERE seq = {one + 1}",
        f"UPDATE store_revision SET seq = {one + 1} WHERE seq = 9999",
    ]


def insert_row(chance):
    columns = "kind, day, rec_at, withdrawn, backfilled, body, leaf"
    new = f"{REVISIONS + 1}, {REVISIONS + 1}, 1, unit, 9999, {columns}"
    into = f"INSERT INTO store_revision (seq, entry, number, unit, unit_seq, {columns})"
    return [f"{into} SELECT {new} FROM store_revision WHERE seq = {chance.seq()}"]


def edit_node(chance):
    level, place = chance.random.randint(0, 4), 0
    leaf = f"SELECT leaf FROM store_revision WHERE seq = {chance.random.randint(2, REVISIONS)}"
    return [f"UPDATE store_ledgernode SET hash = ({leaf}) WHERE level = {level} AND idx = {place}"]


def delete_node(chance):
    level = chance.random.randint(0, 4)
    return [f"DELETE FROM store_ledgernode WHERE level = {level} AND idx = 0"]


def edit_fact(chance):
    column = chance.random.choice(("unit", "kind"))
    return [f"UPDATE store_fact SET {column} = 'x' WHERE seq = {chance.seq()}"]


def delete_fact(chance):
    return [f"DELETE FROM store_fact WHERE seq = {chance.seq()}"]


def edit_sum(chance):
    return [f"UPDATE store_factnumber SET millionths = millionths + 1 WHERE seq = {chance.one_of('factnumber')}"]


def delete_sum(chance):
    return [f"DELETE FROM store_factnumber WHERE seq = {chance.one_of('factnumber')}"]


def put_an_old_copy_back(chance):
    """Everything as it stood some records ago, without a trace: only the checkpoint knows better."""
    size = chance.random.randint(1, REVISIONS - 1)
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision")
    later = "SELECT entry FROM store_revision WHERE seq > {size} AND number > 1"
    reopened = "UPDATE store_fact SET rec_to = 253402300799000000 WHERE seq IN (SELECT max(seq) FROM store_revision WHERE seq <= "
    return [
        f"{reopened}{size} GROUP BY entry) AND entry IN ({later.format(size=size)})",
        *(f"DELETE FROM store_{table} WHERE seq > {size}" for table in tables),
        *(f"DELETE FROM store_ledgernode WHERE level = {level} AND idx >= {size >> level}" for level in range(8)),
        f"UPDATE store_ledgerhead SET size = {size}",
    ]


def truncate(_chance):
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision", "ledgernode")
    return [*(f"DELETE FROM store_{table}" for table in tables), "UPDATE store_ledgerhead SET size = 0"]


def rewrite(chance):
    """One body is changed, and leaf, columns and every node above it are computed anew."""
    from zicha.core import bodies, merkle
    from zicha.store import models

    seq = chance.seq()
    row = models.Revision.objects.get(seq=seq)
    said = json.loads(bytes(row.body)) | {"backfilled": not row.backfilled}
    body = bodies.canonical(said)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE store_revision SET body = %s, leaf = %s, backfilled = %s WHERE seq = %s",
            [body, merkle.hash_leaf(body), not row.backfilled, seq],
        )
        cursor.execute("UPDATE store_fact SET backfilled = %s WHERE seq = %s", [not row.backfilled, seq])
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT leaf FROM store_revision ORDER BY seq")]
    for node in merkle.extend(size=0, leaves=leaves, read=list):
        models.LedgerNode.objects.filter(level=node.level, idx=node.place).update(hash=node.hash)
    return []


def edit_scheme(chance):
    return [
        f"UPDATE store_schemeversion SET effective = '2027-01-01' WHERE id = {chance.one_of('schemeversion', 'id')}"
    ]


def edit_unit_span(chance):
    return [f"UPDATE store_unitspan SET level = level + 1 WHERE id = {chance.one_of('unitspan', 'id')}"]


def edit_post(chance):
    return [f"UPDATE store_holding SET post = 'x' WHERE id = {chance.one_of('holding', 'id')}"]


def delete_post(chance):
    return [f"DELETE FROM store_holding WHERE id = {chance.one_of('holding', 'id')}"]


def edit_seat(chance):
    """Somebody else's bit on every sheet becomes the person's."""
    places = rows("SELECT unit, slot, person FROM store_slot ORDER BY id")
    unit, slot, person = chance.random.choice(places)
    return [f"UPDATE store_slot SET slot = {slot} + 100 WHERE unit = '{unit}' AND person = '{person}'"]


def edit_prose(chance):
    return [f"UPDATE store_proserevision SET text = 'x' WHERE id = {chance.one_of('proserevision', 'id')}"]


def edit_binding(chance):
    [(digest,)] = rows("SELECT digest FROM store_boundrow WHERE seq = 1")
    with connection.cursor() as cursor:
        seq = chance.random.choice([seq for (seq,) in rows("SELECT seq FROM store_boundrow WHERE seq > 1")])
        cursor.execute("UPDATE store_boundrow SET digest = %s WHERE seq = %s", [bytes(digest), seq])
    return []


def forget_binding(chance):
    """A row is taken away, and its binding made to look as one that an erasure forgot."""
    post = chance.one_of("holding", "id")
    return [
        f"DELETE FROM store_holding WHERE id = {post}",
        f"UPDATE store_boundrow SET key = '' WHERE sort = 'post' AND key = '{post}'",
    ]


CHANGES = (
    edit_number, edit_unit, edit_flag, backdate, happen_elsewhen, edit_body, edit_value, edit_sheet, edit_evidence,
    delete_evidence, delete_row, swap_rows, insert_row, edit_node, delete_node, edit_fact, delete_fact, edit_sum,
    delete_sum, put_an_old_copy_back, truncate, rewrite, edit_scheme, edit_unit_span, edit_post, delete_post, edit_seat,
    edit_prose, edit_binding, forget_binding,
)  # fmt: skip


def test_random_change_is_found_and_named(tmp_path):
    from zicha.services import log, prose

    factories.organisation()
    prose.save(
        scheme="work-safety", unit="U01", period="2026H1", section="work", text="文字", recorded_at=factories.NOW,
        recorded_by="P002", seen_number=0,
    )  # fmt: skip
    fill(seed=3)
    log.checkpoint(home=tmp_path, recorded_at=END)
    assert log.verify(home=tmp_path).fault is None
    unseen = []
    for trial in range(TRIALS):
        chance = Chance(random.Random(trial))
        change = CHANGES[trial % len(CHANGES)]
        with transaction.atomic():
            unlock()
            run(*change(chance))
            fault = log.verify(home=tmp_path).fault
            transaction.set_rollback(True)
        if fault is None or not fault.facts:
            unseen.append((trial, change.__name__, fault))
    assert unseen == []
    assert log.verify(home=tmp_path).fault is None


@pytest.mark.parametrize("seed", range(CLEAN))
def test_clean_ledger_raises_no_alarm(seed, tmp_path):
    from zicha.services import log

    fill(seed=seed, count=30)
    log.checkpoint(home=tmp_path, recorded_at=END)
    found = log.verify(home=tmp_path)
    assert (found.fault, found.size, found.checkpoints) == (None, 30, 1)
