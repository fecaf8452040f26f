"""Whoever changes the ledger behind the program's back is found out and named, whatever he changes.

Each trial takes the triggers away, makes one random change as an administrator with the database's password could,
verifies against a checkpoint signed before, and puts everything back. What is changed says itself what has to be named:
the fault, and the record or row. ``make drill`` runs 1,000 trials.
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
from zicha.core.audit import Fault

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


def named(code, seq, **more):
    """The fault of a record."""
    return Fault(f"log.{code}", {"seq": seq, **more})


def column(seq, name):
    return named("column_altered", seq, column=name)


def bound(code, sort, key, *, shown=None):
    """The fault of a row beside the records, with the place it was bound last."""
    [(row,)] = rows(f"SELECT max(seq) FROM store_boundrow WHERE sort = '{sort}' AND key = '{key}'")
    return Fault(f"log.row_{code}", {"row": row, "sort": sort, "key": str(key) if shown is None else shown})


def node(level):
    """The fault of the first node of a level, which stands over so many records from the first on."""
    return named("node_altered", 1 << level, level=level, first=1, last=1 << level)


def cut(size):
    return named("cut_off", size + 1, file=f"{REVISIONS}.txt", size=size, signed=REVISIONS)


def edit_number(chance):
    number = chance.random.choice(("expected", "present", "excused", "made_up"))
    seq = chance.random.choice([seq for (seq,) in rows("SELECT seq FROM store_revision WHERE expected IS NOT NULL")])
    return column(seq, "attendance"), f"UPDATE store_revision SET {number} = {number} + 1 WHERE seq = {seq}"


def edit_unit(chance):
    seq = chance.seq()
    return column(seq, "unit"), f"UPDATE store_revision SET unit = 'U9' WHERE seq = {seq}"


def edit_flag(chance):
    flag, seq = chance.random.choice(("withdrawn", "backfilled")), chance.seq()
    return column(seq, flag), f"UPDATE store_revision SET {flag} = NOT {flag} WHERE seq = {seq}"


def backdate(chance):
    seq = chance.seq()
    return column(seq, "recorded_at"), f"UPDATE store_revision SET rec_at = rec_at - 1000000 WHERE seq = {seq}"


def happen_elsewhen(chance):
    seq = chance.seq()
    return column(seq, "happened_on"), f"UPDATE store_revision SET day = '2026-12-31' WHERE seq = {seq}"


def edit_body(chance):
    seq = chance.seq()
    [(body,)] = rows(f"SELECT body FROM store_revision WHERE seq = {seq}")
    changed = bytes(body).replace(b'"happened_on":"2026-0', b'"happened_on":"2026-1', 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_revision SET body = %s WHERE seq = %s", [changed, seq])
    return (named("body_altered", seq),)


def edit_value(chance):
    seq, field = chance.random.choice(rows("SELECT seq, field FROM store_personalvalue ORDER BY seq, field"))
    fault = named("personal_altered", seq, field=field)
    return fault, f"UPDATE store_personalvalue SET value = 'x' WHERE seq = {seq} AND field = '{field}'"


def edit_sheet(chance):
    seq = chance.one_of("attendancesheet")
    return named("sheet_altered", seq), f"UPDATE store_attendancesheet SET guests = 'x' WHERE seq = {seq}"


def edit_evidence(chance):
    seq = chance.one_of("evidencelink")
    return named("evidence_altered", seq), f"UPDATE store_evidencelink SET size = size + 1 WHERE seq = {seq}"


def delete_evidence(chance):
    seq = chance.one_of("evidencelink")
    return named("evidence_altered", seq), f"DELETE FROM store_evidencelink WHERE seq = {seq}"


def beside(seq):
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision")
    return [f"DELETE FROM store_{table} WHERE seq = {seq}" for table in tables]


def delete_row(chance):
    seq = chance.seq()
    return named("missing_row", seq), *beside(seq)


def swap_rows(chance):
    one = chance.random.randint(1, REVISIONS - 1)
    return (
        column(one, "seq"),
        f"UPDATE store_revision SET seq = 9999 WHERE seq = {one}",
        f"UPDATE store_revision SET seq = {one} WHERE seq = {one + 1}",
        f"UPDATE store_revision SET seq = {one + 1} WHERE seq = 9999",
    )


def insert_row(chance):
    columns = "kind, day, rec_at, withdrawn, backfilled, body, leaf"
    new = f"{REVISIONS + 1}, {REVISIONS + 1}, 1, unit, 9999, {columns}"
    into = f"INSERT INTO store_revision (seq, entry, number, unit, unit_seq, {columns})"
    fault = named("added_row", REVISIONS + 1, size=REVISIONS)
    return fault, f"{into} SELECT {new} FROM store_revision WHERE seq = {chance.seq()}"


def edit_node(chance):
    level = chance.random.randint(0, 4)
    leaf = f"SELECT leaf FROM store_revision WHERE seq = {chance.random.randint(2, REVISIONS)}"
    return node(level), f"UPDATE store_ledgernode SET hash = ({leaf}) WHERE level = {level} AND idx = 0"


def delete_node(chance):
    level = chance.random.randint(0, 4)
    return node(level), f"DELETE FROM store_ledgernode WHERE level = {level} AND idx = 0"


def edit_fact(chance):
    what, seq = chance.random.choice(("unit", "kind")), chance.seq()
    return named("fact_altered", seq), f"UPDATE store_fact SET {what} = 'x' WHERE seq = {seq}"


def delete_fact(chance):
    seq = chance.seq()
    return named("fact_altered", seq), f"DELETE FROM store_fact WHERE seq = {seq}"


def edit_sum(chance):
    seq = chance.one_of("factnumber")
    return named("fact_altered", seq), f"UPDATE store_factnumber SET millionths = millionths + 1 WHERE seq = {seq}"


def delete_sum(chance):
    seq = chance.one_of("factnumber")
    return named("fact_altered", seq), f"DELETE FROM store_factnumber WHERE seq = {seq}"


def put_an_old_copy_back(chance):
    """Everything as it stood some records ago, without a trace: only the checkpoint knows better."""
    size = chance.random.randint(1, REVISIONS - 1)
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision")
    later = "SELECT entry FROM store_revision WHERE seq > {size} AND number > 1"
    reopened = "UPDATE store_fact SET rec_to = 253402300799000000 WHERE seq IN (SELECT max(seq) FROM store_revision WHERE seq <= "
    return (
        cut(size),
        f"{reopened}{size} GROUP BY entry) AND entry IN ({later.format(size=size)})",
        *(f"DELETE FROM store_{table} WHERE seq > {size}" for table in tables),
        *(f"DELETE FROM store_ledgernode WHERE level = {level} AND idx >= {size >> level}" for level in range(8)),
        f"UPDATE store_ledgerhead SET size = {size}",
    )


def truncate(_chance):
    tables = ("personalvalue", "attendancesheet", "evidencelink", "factnumber", "fact", "revision", "ledgernode")
    return cut(0), *(f"DELETE FROM store_{table}" for table in tables), "UPDATE store_ledgerhead SET size = 0"


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
    for made in merkle.extend(size=0, leaves=leaves, read=list):
        models.LedgerNode.objects.filter(level=made.level, idx=made.place).update(hash=made.hash)
    return (Fault("log.rewritten", {"file": f"{REVISIONS}.txt", "signed": REVISIONS}),)


def edit_scheme(chance):
    key = chance.one_of("schemeversion", "id")
    return bound("altered", "scheme", key), f"UPDATE store_schemeversion SET effective = '2027-01-01' WHERE id = {key}"


def edit_unit_span(chance):
    key = chance.one_of("unitspan", "id")
    return bound("altered", "unit", key), f"UPDATE store_unitspan SET level = level + 1 WHERE id = {key}"


def edit_post(chance):
    key = chance.one_of("holding", "id")
    return bound("altered", "post", key), f"UPDATE store_holding SET post = 'x' WHERE id = {key}"


def delete_post(chance):
    key = chance.one_of("holding", "id")
    return bound("missing", "post", key), f"DELETE FROM store_holding WHERE id = {key}"


def edit_seat(chance):
    """Somebody else's bit on every sheet becomes the person's."""
    key = chance.one_of("slot", "id")
    return bound("altered", "seat", key), f"UPDATE store_slot SET slot = slot + 100 WHERE id = {key}"


def edit_prose(chance):
    key = chance.one_of("proserevision", "id")
    return bound("altered", "prose", key), f"UPDATE store_proserevision SET text = 'x' WHERE id = {key}"


def edit_binding(chance):
    [(digest,)] = rows("SELECT digest FROM store_boundrow WHERE seq = 1")
    with connection.cursor() as cursor:
        found = rows("SELECT seq, sort, key FROM store_boundrow WHERE seq > 1 ORDER BY seq")
        seq, sort, key = chance.random.choice(found)
        cursor.execute("UPDATE store_boundrow SET digest = %s WHERE seq = %s", [bytes(digest), seq])
    return (Fault("log.row_altered", {"row": seq, "sort": sort, "key": key}),)


def forget_binding(chance):
    """A row is taken away, and its binding made to look as one that an erasure forgot."""
    post = chance.one_of("holding", "id")
    return (
        bound("missing", "post", post, shown=""),
        f"DELETE FROM store_holding WHERE id = {post}",
        f"UPDATE store_boundrow SET key = '' WHERE sort = 'post' AND key = '{post}'",
    )


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
    told = []
    for trial in range(TRIALS):
        chance = Chance(random.Random(trial))
        change = CHANGES[trial % len(CHANGES)]
        with transaction.atomic():
            unlock()
            wanted, *statements = change(chance)
            run(*statements)
            told.append((trial, change.__name__, wanted, log.verify(home=tmp_path).fault))
            transaction.set_rollback(True)
    assert [each for each in told if each[2] != each[3]] == []
    assert len({(wanted.code, str(wanted.facts)) for _trial, _name, wanted, _found in told}) > len(CHANGES)
    assert log.verify(home=tmp_path).fault is None


@pytest.mark.parametrize("seed", range(CLEAN))
def test_clean_ledger_raises_no_alarm(seed, tmp_path):
    from zicha.services import log

    fill(seed=seed, count=30)
    log.checkpoint(home=tmp_path, recorded_at=END)
    found = log.verify(home=tmp_path)
    assert (found.fault, found.size, found.checkpoints) == (None, 30, 1)
