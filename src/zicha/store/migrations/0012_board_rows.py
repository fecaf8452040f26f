"""Packed rows of the board; SQLite keeps them in the order of their key, so that the row of an instant is one seek."""

from django.db import migrations, models


def order_by_key(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'store_boardrow'")
        statement = cursor.fetchone()[0]
        cursor.execute("DROP TABLE store_boardrow")
        cursor.execute(f"{statement} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [("store", "0011_suggestions")]
    operations = [
        migrations.CreateModel(
            name="BoardLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="BoardUnit",
            fields=[
                ("unit", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="BoardRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "layout",
                        "year",
                        "unit",
                        "rec_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("layout", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("unit", models.CharField(max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("cells", models.BinaryField()),
            ],
        ),
        migrations.RunPython(order_by_key, migrations.RunPython.noop),
        migrations.AddIndex("boardrow", models.Index(fields=["unit"], name="board_row_unit")),
    ]
