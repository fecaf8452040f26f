"""The log's nodes: written once like the ledger, and made here for revisions that are there already."""

from django.db import migrations, models

from zicha.core import merkle

TABLE = "store_ledgernode"


def fill(apps, schema_editor):
    rows = apps.get_model("store", "Revision").objects.order_by("seq").values_list("leaf", flat=True)
    leaves = [bytes(leaf) for leaf in rows.iterator()]
    nodes = merkle.extend(size=0, leaves=leaves, read=lambda wanted: [])
    with schema_editor.connection.cursor() as cursor:
        values = [(node.level, node.place, node.hash) for node in nodes]
        if values:
            cursor.executemany(f"INSERT INTO {TABLE} (level, idx, hash) VALUES (%s, %s, %s)", values)


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = (
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION zicha_append_only()",
            f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION zicha_append_only()",
        )
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {TABLE}'); END"
        statements = (
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}",
            f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}",
            f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
            f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE level = NEW.level AND idx = NEW.idx) {refuse}",
        )
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="LedgerNode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "idx", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("idx", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(forbid, migrations.RunPython.noop),
    ]
