"""Addresses of calendars, and digests that were sent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("store", "0007_private_notes")]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("account", models.BigIntegerField()),
                ("unit", models.CharField(blank=True, max_length=64)),
                ("rec_at", models.BigIntegerField()),
                ("revoked_at", models.BigIntegerField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["account"], name="calendar_link_account")]},
        ),
        migrations.CreateModel(
            name="SentDigest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("claimed_at", models.BigIntegerField()),
                ("sent_at", models.BigIntegerField(null=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("person", "day"), name="digest_once")]},
        ),
    ]
