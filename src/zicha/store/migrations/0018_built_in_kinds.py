"""Entries of built-in kinds have an index of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_catch_up_boards"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "action",
                            "action_step",
                            "agenda_item",
                            "close",
                            "erasure",
                            "log_key",
                            "meeting",
                            "meeting_step",
                            "problem",
                            "problem_step",
                            "reminder",
                            "report_step",
                            "study_item",
                            "study_step",
                            "suggestion",
                            "suggestion_step",
                            "waiver",
                        ],
                    )
                ),
                fields=["kind", "unit", "day"],
                name="fact_built_in",
            ),
        ),
    ]
