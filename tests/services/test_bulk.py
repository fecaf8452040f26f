"""Many records at once leave the ledger that the same records leave one by one, but for what chance gives each."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from tests import factories
from tests.services.test_marks_and_costs import grow, special_meeting
from zicha.core import bodies, merkle

pytestmark = pytest.mark.django_db

PLAIN = {
    "store_revision": (
        "seq, entry, number, unit, unit_seq, kind, day, rec_at, withdrawn, backfilled, makes_up, expected, present,"
        " excused, made_up"
    ),
    "store_personalvalue": "seq, field, value",
    "store_attendancesheet": "seq, expected, present, excused, made_up, guests",
    "store_evidencelink": "seq, place, kind, size",
    "store_fact": "*",
    "store_factnumber": "seq, field, millionths",
    "store_cubecell": "node, tally, month, recorded, value, latest",
    "store_boardrow": "layout, year, unit, rec_at, cells",
    "store_ledgerhead": "id, size",
}
"""What chance gives, salts and what is hashed with them, is left out; numbers that the database gives, too."""


def read(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [
            tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in cursor.fetchall()
        ]


def unsalted(body):
    """A body, with the names of what it commits to."""
    said = json.loads(bytes(body))
    return said | {"committed": sorted(said["committed"]), "sheet": bool(said["sheet"])}


def unnumbered(table, rows):
    """Rows without the numbers that the database gives nodes, tallies and layouts anew."""
    given = {"store_cubecell": 2, "store_boardrow": 1}.get(table, 0)
    return sorted((row[given:] for row in rows), key=repr)


def ledger_of():
    tables = {table: unnumbered(table, read(f"SELECT {columns} FROM {table}")) for table, columns in PLAIN.items()}
    return tables, [unsalted(body) for (body,) in read("SELECT body FROM store_revision ORDER BY seq")]


def is_sound():
    """Whether every body is canonical and hashed to its leaf, commits to its values, and the nodes are the leaves'."""
    committed = {}
    for seq, field, salt, value in read("SELECT seq, field, salt, value FROM store_personalvalue"):
        given = bodies.commitment(field=field, salt=salt, value=value.encode())
        committed.setdefault(seq, {})[field] = given
    rows = read("SELECT seq, body, leaf FROM store_revision ORDER BY seq")
    for seq, body, leaf in rows:
        said = json.loads(body)
        assert (bodies.canonical(said), merkle.hash_leaf(body)) == (body, leaf)
        assert said["committed"] == committed.get(seq, {})
    known = {}
    for size, (_seq, _body, leaf) in enumerate(rows):
        finished = merkle.append(size=size, leaf=leaf, read=lambda asked: [known[node] for node in asked])
        known.update({(node.level, node.place): node.hash for node in finished})
    return {
        (level, index): found for level, index, found in read("SELECT level, idx, hash FROM store_ledgernode")
    } == known


def drafts():
    days = [date(2026, 1, 5) + timedelta(days=4 * place) for place in range(32)]
    return [
        *(factories.inspection(day, evidence=("checklist", "photo")[: place % 3]) for place, day in enumerate(days)),
        *(factories.meeting(day, present=("P003", "P004")[: place % 3]) for place, day in enumerate(days)),
        *(special_meeting(day) for day in days[:5]),
        factories.inspection(date(2026, 6, 1), makes_up=date(2026, 5, 30)),
    ]


def recorded(record):
    with transaction.atomic():
        factories.organisation(schemes=("work-safety", "theory-study"))
        grow(60)
        record()
        found = ledger_of()
        assert is_sound()
        transaction.set_rollback(True)
    return found


def test_many_records_at_once_leave_what_they_leave_one_by_one():
    from zicha.services import ledger

    def once():
        done = ledger.record_many(drafts=drafts(), recorded_at=factories.NOW, recorded_by="P002")
        assert done == ledger.Recorded(70, 0)

    def singly():
        for draft in drafts():
            factories.record(draft)

    (tables, said), (other_tables, other_said) = recorded(once), recorded(singly)
    assert said == other_said
    assert tables == other_tables
    assert len(said) == len(tables["store_fact"]) == 70
    assert all(tables.values())
