"""Derived: how every problem and promise stands by all that is recorded, one row each; see ``core.threads``.

All of it can be dropped and rebuilt. A question about the past is answered from the ledger itself.
"""

from __future__ import annotations

from django.db import models


class Thread(models.Model):
    """A problem or promise with its steps.

    The table of SQLite is ordered by its key. The kind does not stand first in it: a planner without statistics takes
    that for a way to few rows, and reads all.
    """

    pk = models.CompositePrimaryKey("entry", "kind")
    kind = models.CharField(max_length=64)
    entry = models.BigIntegerField()
    unit = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    source = models.CharField(max_length=64)
    due = models.DateField(null=True)
    number = models.TextField()
    last = models.BigIntegerField()
    handed = models.BigIntegerField()
    opening = models.BigIntegerField()
    changed = models.TextField()
    parts = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "unit", "due", "last"], name="thread_standing")]


class ThreadKeeping(models.Model):
    """What the rows of threads stand for; without it they are not kept.

    Attributes:
        upto: how many revisions, from the first on, are in them while they are caught up with.
        rec_at, day: when the last of them was recorded, and the last day on which one happened: a question that
            leaves out neither is answered by the rows.
    """

    upto = models.BigIntegerField()
    kept = models.BooleanField()
    rec_at = models.BigIntegerField()
    day = models.DateField()
