"""The database refuses to change or remove what the ledger holds, whoever asks."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories

pytestmark = pytest.mark.django_db

TABLES = (
    "store_revision",
    "store_evidencelink",
    "store_schemeversion",
    "store_proserevision",
    "store_ledgernode",
    "store_boundnode",
)
CHANGES = [
    *(
        f"UPDATE {table} SET {column} = {column}"
        for table, column in zip(TABLES, ("unit", "kind", "version", "text", "hash", "hash"), strict=True)
    ),
    *(f"DELETE FROM {table}" for table in TABLES),
    "UPDATE store_personalvalue SET value = 'x'",
    "UPDATE store_attendancesheet SET guests = 'x'",
    "UPDATE store_proserevision SET recorded_by = 'P001'",
    "UPDATE store_proserevision SET recorded_by = 'erased-1', text = 'x'",
    "UPDATE store_schemeversion SET loaded_by = 'P002'",
    "UPDATE store_boundrow SET digest = digest",
    "UPDATE store_boundrow SET key = 'x'",
    "UPDATE store_boundrow SET salt = digest",
    "DELETE FROM store_boundrow",
    "UPDATE store_revision SET nonce = 'r:1' WHERE seq = 1",
    "UPDATE store_revision SET nonce = NULL",
    "UPDATE store_revision SET nonce = 'h:1', unit_seq = 9 WHERE seq = 1",
]
REPLACING = {
    "sqlite": [
        *(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}" for table in (*TABLES, "store_boundrow", "store_personalvalue", "store_attendancesheet")),
        "INSERT INTO store_revision SELECT * FROM store_revision WHERE true ON CONFLICT (seq) DO UPDATE SET unit = 'x'",
    ],
    "postgresql": [
        "INSERT INTO store_revision SELECT * FROM store_revision ON CONFLICT (seq) DO UPDATE SET unit = 'x'",
        "TRUNCATE store_revision CASCADE",
        "TRUNCATE store_personalvalue",
    ],
}  # fmt: skip


@pytest.fixture
def _ledger():
    from zicha.services import prose

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    factories.record(factories.meeting(date(2026, 5, 21)))
    prose.save(
        scheme="work-safety", unit="U01", period="2026H1", section="work", text="文字", recorded_at=factories.NOW,
        recorded_by="P002", seen_number=0,
    )  # fmt: skip


def contents():
    with connection.cursor() as cursor:
        found = {}
        for table in (*TABLES, "store_boundrow", "store_personalvalue", "store_attendancesheet"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    assert all(found.values())
    return found


def refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.usefixtures("_ledger")
def test_every_change_is_refused_and_leaves_all_as_it_was():
    before = contents()
    connection.check_constraints()
    statements = CHANGES + REPLACING[connection.vendor]
    assert [statement for statement in statements if not refused(statement)] == []
    assert contents() == before


@pytest.mark.usefixtures("_ledger")
def test_personal_value_can_be_erased_and_the_leaf_stays():
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, leaf FROM store_revision ORDER BY seq")
        leaves = cursor.fetchall()
        cursor.execute("DELETE FROM store_personalvalue")
        cursor.execute("SELECT seq, leaf FROM store_revision ORDER BY seq")
        assert cursor.fetchall() == leaves


@pytest.mark.usefixtures("_ledger")
def test_writers_name_can_be_cut_and_nothing_else_changes():
    before = contents()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_proserevision SET recorded_by = 'erased-1'")
        cursor.execute("UPDATE store_schemeversion SET loaded_by = 'erased-1'")
    after = contents()
    changed = {table: [old != new for old, new in zip(before[table], after[table], strict=True)] for table in before}
    assert {table for table, rows in changed.items() if any(rows)} == {"store_proserevision", "store_schemeversion"}
    assert [cell for cell in after["store_proserevision"][0] if cell not in before["store_proserevision"][0]] == [
        "erased-1"
    ]
