"""How far the rows of the board are that are written after an upgrade, piece by piece while people work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0014_month_rows")]
    operations = [
        migrations.CreateModel(
            name="BoardCatchUp",
            fields=[
                ("layout", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("tree", models.CharField(max_length=64)),
                ("since", models.BigIntegerField()),
                ("upto", models.CharField(blank=True, max_length=64)),
            ],
        ),
    ]
