from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_erasure")]
    operations = [
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BigIntegerField()),
                ("person", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("rec_at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "person"), name="private_note_once")],
            },
        ),
    ]
