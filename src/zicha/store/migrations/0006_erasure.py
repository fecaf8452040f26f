"""What people ask about what is held of them; and names of writers that may be cut, but not changed otherwise."""

from django.db import migrations, models

WRITERS = {"store_proserevision": "recorded_by", "store_schemeversion": "loaded_by"}
"""Tables that are written once, and the column that names who wrote."""

CUT = "erased-"


def _columns(apps, table):
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    return [field.column for field in model._meta.local_concrete_fields if field.column != WRITERS[table]]


def let_names_be_cut(apps, schema_editor):
    """Allow one change: another name in the writer's column, which begins as an erased person's does."""
    for table, writer in WRITERS.items():
        others = ", ".join(f'"{column}"' for column in _columns(apps, table))
        uncut = f"NEW.{writer} NOT LIKE '{CUT}%'"
        if schema_editor.connection.vendor == "postgresql":
            call = "FOR EACH ROW"
            run = "EXECUTE FUNCTION zicha_append_only()"
            statements = (
                f"DROP TRIGGER {table}_append_only ON {table}",
                f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR UPDATE OF {others} ON {table} {call} {run}",
                f"CREATE TRIGGER {table}_writer_cut_only BEFORE UPDATE OF {writer} ON {table} {call} WHEN ({uncut}) {run}",
            )
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            statements = (
                f"DROP TRIGGER {table}_no_update",
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {others} ON {table} {refuse}",
                f"CREATE TRIGGER {table}_writer_cut_only BEFORE UPDATE OF {writer} ON {table} WHEN {uncut} {refuse}",
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
        migrations.RunPython(let_names_be_cut, migrations.RunPython.noop),
    ]
