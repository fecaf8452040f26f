from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0010_bindings")]
    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=64)),
                ("urgency", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("text", models.TextField(blank=True)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("by_link", models.BooleanField(default=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("entry", models.BigIntegerField(default=0)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=64)),
                ("forwarded", models.PositiveSmallIntegerField(default=0)),
                ("erased_on", models.DateField(null=True)),
                ("erasure_told", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "day"], name="suggestion_unit_day"),
                    models.Index(fields=["person"], name="suggestion_person"),
                ],
            },
        ),
    ]
