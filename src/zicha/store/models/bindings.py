"""The row log: every state of the rows that answers rest on and that are no records; see ``core.binding``."""

from __future__ import annotations

from django.db import models


class BoundRow(models.Model):
    """A state of a row: a leaf of the row log. Only an erasure empties its key and its salt."""

    seq = models.BigIntegerField(primary_key=True)
    sort = models.CharField(max_length=16)
    key = models.CharField(max_length=64, blank=True)
    replaces = models.BigIntegerField(default=0)
    salt = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["sort", "key"], name="bound_row_key")]


class BoundNode(models.Model):
    """A finished node of the row log."""

    pk = models.CompositePrimaryKey("level", "idx")
    level = models.PositiveSmallIntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
