"""Sheets that people sign, how people are known when they do, and leave; a mark on a sheet is never changed."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "store_sheetmark"


def forbid(apps, schema_editor):
    """A mark may be taken away with its sheet when its time is over, and never be changed."""
    if schema_editor.connection.vendor == "postgresql":
        statements = (
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION zicha_append_only()",
            f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION zicha_append_only()",
        )
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {TABLE}'); END"
        statements = (
            f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}",
            f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} "
            "WHERE id = NEW.id OR (sheet_id = NEW.sheet_id AND claim = NEW.claim) OR (sheet_id = NEW.sheet_id "
            f"AND person = NEW.person AND number = NEW.number AND present = NEW.present)) {refuse}",
        )
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0004_access")]
    operations = [
        migrations.CreateModel(
            name="PassLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("person", models.CharField(max_length=64)),
                ("granted_by", models.CharField(max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                ("revoked_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DeviceSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("person", models.CharField(max_length=64)),
                ("how", models.CharField(max_length=16)),
                ("rec_at", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("revoked_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="device_person")],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("day", models.DateField()),
                ("starts", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("secret", models.BinaryField(max_length=32)),
                ("opened_at", models.BigIntegerField()),
                ("opened_by", models.CharField(max_length=64)),
                ("closed_at", models.BigIntegerField(null=True)),
                ("entry", models.BigIntegerField(default=0)),
                ("meeting", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "day"], name="sheet_unit_day"),
                    models.Index(fields=["meeting"], name="sheet_meeting"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedSignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.sheet")),
            ],
        ),
        migrations.CreateModel(
            name="LeaveRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=64)),
                ("unit", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("rec_at", models.BigIntegerField()),
                ("granted", models.BooleanField(null=True)),
                ("decided_at", models.BigIntegerField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=64)),
                ("sheet", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="store.sheet")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "day"], name="leave_unit_day")],
            },
        ),
        migrations.CreateModel(
            name="SheetMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=64)),
                ("number", models.PositiveSmallIntegerField()),
                ("present", models.BooleanField()),
                ("how", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("by", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("guest", models.BooleanField(default=False)),
                ("claim", models.CharField(max_length=64, null=True)),
                ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.sheet")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "person", "number", "present"), name="sheet_mark_once"),
                    models.UniqueConstraint(fields=("sheet", "claim"), name="sheet_claim_once"),
                ],
            },
        ),
        migrations.RunPython(forbid, migrations.RunPython.noop),
    ]
