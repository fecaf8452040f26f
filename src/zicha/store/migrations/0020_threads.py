"""How every problem and promise stands now, and an index of whose they are.

SQLite keeps the rows in the order of their key. They are written after the upgrade, piece by piece while people work.
"""

import django.db.models.functions.text
from django.db import migrations, models


def order_by_key(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'store_thread'")
        statement = cursor.fetchone()[0]
        cursor.execute("DROP TABLE store_thread")
        cursor.execute(f"{statement} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0019_newest_board_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry", "kind", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("entry", models.BigIntegerField()),
                ("unit", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=16)),
                ("source", models.CharField(max_length=64)),
                ("due", models.DateField(null=True)),
                ("number", models.TextField()),
                ("last", models.BigIntegerField()),
                ("handed", models.BigIntegerField()),
                ("opening", models.BigIntegerField()),
                ("changed", models.TextField()),
                ("parts", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ThreadKeeping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upto", models.BigIntegerField()),
                ("kept", models.BooleanField()),
                ("rec_at", models.BigIntegerField()),
                ("day", models.DateField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="personalvalue",
            index=models.Index(
                django.db.models.functions.text.Substr("value", 1, 64),
                condition=models.Q(("field", "fields.owner")),
                name="personal_value_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["kind", "state", "unit", "due", "last"], name="thread_standing"),
        ),
    ]
