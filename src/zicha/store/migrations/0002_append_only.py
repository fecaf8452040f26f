"""The database itself refuses to change or remove what the ledger holds."""

from django.db import migrations

WRITTEN_ONCE = ("store_revision", "store_schemeversion", "store_proserevision", "store_evidencelink")
ERASABLE = ("store_personalvalue", "store_attendancesheet")
KEYS = {
    "store_revision": "seq",
    "store_attendancesheet": "seq",
    "store_schemeversion": "id",
    "store_proserevision": "id",
    "store_evidencelink": "id",
    "store_personalvalue": "id",
}
UNIQUE = {
    "store_revision": ("entry = NEW.entry AND number = NEW.number", "unit = NEW.unit AND unit_seq = NEW.unit_seq", "nonce = NEW.nonce"),
    "store_schemeversion": ("scheme = NEW.scheme AND sha256 = NEW.sha256",),
    "store_proserevision": (
        "scheme = NEW.scheme AND unit = NEW.unit AND period = NEW.period AND section = NEW.section AND number = NEW.number",
    ),
    "store_evidencelink": ("seq = NEW.seq AND place = NEW.place",),
    "store_personalvalue": ("seq = NEW.seq AND field = NEW.field",),
}


def _sqlite(table):
    """BEFORE triggers for UPDATE and DELETE, and one for INSERT: REPLACE would delete without asking them."""
    verbs = ["UPDATE"] if table in ERASABLE else ["UPDATE", "DELETE"]
    for verb in verbs:
        yield (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        )
    same = " OR ".join(f"({condition})" for condition in (f"{KEYS[table]} = NEW.{KEYS[table]}", *UNIQUE.get(table, ())))
    yield (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )


def _postgresql(table):
    verbs = "UPDATE" if table in ERASABLE else "UPDATE OR DELETE"
    yield (
        f"CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION zicha_append_only()"
    )
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION zicha_append_only()"
    )


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION zicha_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only: ' || TG_TABLE_NAME; END $$"
        )
    make = _postgresql if vendor == "postgresql" else _sqlite
    for table in (*WRITTEN_ONCE, *ERASABLE):
        for statement in make(table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
