"""Links for auditors, sign-ins that failed, where reminders go, and what changed in the organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_log_nodes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("unit", models.CharField(blank=True, max_length=64)),
                ("other", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("post", models.CharField(blank=True, max_length=64)),
                ("effective", models.DateField()),
                ("rec_at", models.BigIntegerField()),
                ("recorded_by", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveSmallIntegerField()),
                ("since", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="contact",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("unit", models.CharField(max_length=64)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("granted_by", models.CharField(max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("revoked_at", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("start__lt", models.F("end"))), name="audit_forward")
                ],
            },
        ),
    ]
