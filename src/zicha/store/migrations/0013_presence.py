"""Who took part in which month, by seat, and an index that finds whoever has several seats.

SQLite keeps the rows in the order of their key, so that the row of an instant is one seek.
"""

from django.db import migrations, models


def order_by_key(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'store_presencerow'")
        statement = cursor.fetchone()[0]
        cursor.execute("DROP TABLE store_presencerow")
        cursor.execute(f"{statement} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [("store", "0012_board_rows")]
    operations = [
        migrations.CreateModel(
            name="PresenceSelector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("form", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PresenceRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "selector",
                        "year",
                        "unit",
                        "rec_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("selector", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("unit", models.CharField(max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("cells", models.BinaryField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
        migrations.AddIndex("slot", models.Index(fields=["person"], name="slot_person")),
    ]
