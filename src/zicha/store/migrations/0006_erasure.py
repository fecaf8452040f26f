"""What people ask about what is held of them; and what an erasure may change in tables that are written once."""

from django.db import migrations, models

MAY_CHANGE = {
    "store_proserevision": ("recorded_by", "NEW.recorded_by NOT LIKE 'erased-%'"),
    "store_schemeversion": ("loaded_by", "NEW.loaded_by NOT LIKE 'erased-%'"),
    "store_revision": ("nonce", "NEW.nonce IS NULL OR NEW.nonce NOT LIKE 'h:%'"),
}
"""Tables that are written once: the one column that may change for an erasure, and when it may not. A writer's name
gives way to what stands for an erased person; a mark that is a hash of what was said, to one under a key."""


def _columns(apps, table, spared):
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    return [field.column for field in model._meta.local_concrete_fields if field.column != spared]


def let_erasures_pass(apps, schema_editor):
    """Refuse every change but the one of ``MAY_CHANGE``."""
    for table, (column, unfit) in MAY_CHANGE.items():
        others = ", ".join(f'"{each}"' for each in _columns(apps, table, column))
        if schema_editor.connection.vendor == "postgresql":
            call, run = "FOR EACH ROW", "EXECUTE FUNCTION zicha_append_only()"
            statements = (
                f"DROP TRIGGER {table}_append_only ON {table}",
                f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR UPDATE OF {others} ON {table} {call} {run}",
                f"CREATE TRIGGER {table}_erasure_only BEFORE UPDATE OF {column} ON {table} {call} WHEN ({unfit}) {run}",
            )
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            statements = (
                f"DROP TRIGGER {table}_no_update",
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {others} ON {table} {refuse}",
                f"CREATE TRIGGER {table}_erasure_only BEFORE UPDATE OF {column} ON {table} WHEN {unfit} {refuse}",
            )
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0005_attendance")]
    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=64)),
                ("wish", models.CharField(max_length=16)),
                ("about", models.BigIntegerField(default=0)),
                ("field", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(blank=True)),
                ("rec_at", models.BigIntegerField()),
                ("granted", models.BooleanField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("answered_at", models.BigIntegerField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person"], name="data_request_person"),
                    models.Index(fields=["answered_at"], name="data_request_answered"),
                ],
            },
        ),
        migrations.RunPython(let_erasures_pass, migrations.RunPython.noop),
    ]
