"""Sums by unit and month; SQLite keeps them in the order of their key, so that a year of many units is one range."""

from django.db import migrations, models


def order_by_key(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'store_monthrow'")
        statement = cursor.fetchone()[0]
        cursor.execute("DROP TABLE store_monthrow")
        cursor.execute(f"{statement} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [("store", "0013_presence")]
    operations = [
        migrations.CreateModel(
            name="MonthTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("form", models.TextField()),
                ("size", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tally", "year", "unit", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tally", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("unit", models.CharField(max_length=64)),
                ("cells", models.BinaryField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
    ]
