"""Sums of large subtrees, seats and months are caught up with in pieces as well; what is kept stays kept."""

from django.db import migrations, models

_KEPT_ONCE = (("cubenode", "unit", "cube_node_kept_once"), ("cubetally", "digest", "cube_tally_kept_once"))


class Migration(migrations.Migration):
    dependencies = [("store", "0015_catch_up")]
    operations = [
        migrations.CreateModel(
            name="CubeCatchUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
            ],
        ),
        *(
            migrations.AddField(model_name=model, name="kept", field=models.BooleanField(default=True))
            for model in ("cubenode", "cubetally", "presenceselector", "monthtally")
        ),
        *(
            migrations.AddField(
                model_name=model, name="upto", field=models.CharField(blank=True, default="", max_length=64)
            )
            for model in ("presenceselector", "monthtally")
        ),
        *(
            migrations.AlterField(model_name=model, name=field, field=models.CharField(max_length=64))
            for model, field, _name in _KEPT_ONCE
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.UniqueConstraint(fields=[field], condition=models.Q(kept=True), name=name),
            )
            for model, field, name in _KEPT_ONCE
        ),
    ]
