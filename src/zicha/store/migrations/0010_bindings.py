"""The row log. Rows that stand already are bound as they stand: what happened to them before, it cannot tell."""

import os

from django.db import migrations, models

from zicha.core import binding, merkle
from zicha.core.binding import Bound
from zicha.store.bound import TABLES

_PLACE = {"store_boundrow": "seq = NEW.seq", "store_boundnode": "level = NEW.level AND idx = NEW.idx"}
_EMPTIED = ("length(NEW.salt) > 0", "NEW.key <> ''")


def fill(apps, schema_editor):
    made = [bound for sort, table in TABLES.items() for bound in _read(apps, sort, table)]
    rows = [Bound(place, *one) for place, one in enumerate(made, 1)]
    apps.get_model("store", "BoundRow").objects.bulk_create(
        apps.get_model("store", "BoundRow")(
            seq=row.seq, sort=row.sort, key=row.key, replaces=row.replaces, salt=row.salt, digest=row.digest
        )
        for row in rows
    )
    nodes = merkle.extend(size=0, leaves=[row.leaf for row in rows], read=list)
    node = apps.get_model("store", "BoundNode")
    node.objects.bulk_create(node(level=each.level, idx=each.place, hash=each.hash) for each in nodes)


def _read(apps, sort, table):
    for key, *values in apps.get_model("store", table.model).objects.order_by("pk").values_list("pk", *table.columns):
        salt = os.urandom(16)
        content = binding.said(table.columns, values)
        yield sort, str(key), 0, salt, binding.digest(sort=sort, content=content, salt=salt)


def forbid(apps, schema_editor):
    make = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for statement in make():
        schema_editor.execute(statement, params=None)


def _sqlite():
    for table, place in _PLACE.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {place})"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {there} {refuse}"
    row, node = "store_boundrow", "store_boundnode"
    refuse = "BEGIN SELECT RAISE(ABORT, 'append-only: store_boundrow'); END"
    yield f"CREATE TRIGGER {row}_no_update BEFORE UPDATE OF seq, sort, replaces, digest ON {row} {refuse}"
    yield f"CREATE TRIGGER {row}_no_salt BEFORE UPDATE OF salt ON {row} WHEN {_EMPTIED[0]} {refuse}"
    yield f"CREATE TRIGGER {row}_no_key BEFORE UPDATE OF key ON {row} WHEN {_EMPTIED[1]} {refuse}"
    yield (
        f"CREATE TRIGGER {node}_no_update BEFORE UPDATE ON {node} BEGIN SELECT RAISE(ABORT, 'append-only: {node}'); END"
    )


def _postgresql():
    run = "EXECUTE FUNCTION zicha_append_only()"
    for table in _PLACE:
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {run}"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"
    row = "store_boundrow"
    yield (
        f"CREATE TRIGGER {row}_no_update BEFORE UPDATE OF seq, sort, replaces, digest ON {row} FOR EACH ROW {run}"
    )
    yield f"CREATE TRIGGER {row}_no_salt BEFORE UPDATE OF salt ON {row} FOR EACH ROW WHEN ({_EMPTIED[0]}) {run}"
    yield f"CREATE TRIGGER {row}_no_key BEFORE UPDATE OF key ON {row} FOR EACH ROW WHEN ({_EMPTIED[1]}) {run}"
    yield f"CREATE TRIGGER store_boundnode_no_update BEFORE UPDATE ON store_boundnode FOR EACH ROW {run}"


class Migration(migrations.Migration):
    dependencies = [("store", "0009_cubes")]
    operations = [
        migrations.CreateModel(
            name="BoundRow",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sort", models.CharField(max_length=16)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("replaces", models.BigIntegerField(default=0)),
                ("salt", models.BinaryField(max_length=16)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={"indexes": [models.Index(fields=["sort", "key"], name="bound_row_key")]},
        ),
        migrations.CreateModel(
            name="BoundNode",
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
