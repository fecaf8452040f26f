"""Rows of the board that are being caught up with follow what is recorded; work that was begun begins anew."""

from typing import Any

from django.db import migrations, models


def begin_anew(apps: Any, _editor: Any) -> None:
    """Their rows did not follow; without a layout they are dropped."""
    apps.get_model("store", "BoardCatchUp").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("store", "0016_catch_up_sums")]
    operations = [
        migrations.AddField(model_name="boardlayout", name="kept", field=models.BooleanField(default=True)),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.RemoveField(model_name="boardcatchup", name="since"),
    ]
