"""Kept sums of large subtrees; SQLite keeps the cells in the order of their key, so that one read is one range.

No index by day is added to the facts: a cell knows the last day on which anything in it happened, and days are
counted one by one only where that is later than the day asked for.
"""

from django.db import migrations, models

ORDERED = ("store_cubecell", "store_cubemember")


def order_by_key(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in ORDERED:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            statement = cursor.fetchone()[0]
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"{statement} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [("store", "0008_calendars")]
    operations = [
        migrations.CreateModel(
            name="CubeNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CubeMember",
            fields=[
                ("pk", models.CompositePrimaryKey("node", "unit", blank=True, editable=False, primary_key=True, serialize=False)),
                ("node", models.BigIntegerField()),
                ("unit", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CubeTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("form", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="CubeCell",
            fields=[
                ("pk", models.CompositePrimaryKey("node", "tally", "month", "recorded", blank=True, editable=False, primary_key=True, serialize=False)),
                ("node", models.BigIntegerField()),
                ("tally", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("recorded", models.IntegerField()),
                ("value", models.BigIntegerField()),
                ("latest", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
        migrations.AddIndex("cubemember", models.Index(fields=["unit"], name="cube_member_unit")),
    ]
