"""Derived: who took part in which month, by seat, as known at any instant, so that counting people reads no sheet.

What was known at an instant is the latest row recorded until then. All of it can be dropped and rebuilt.
"""

from __future__ import annotations

from django.db import models


class PresenceSelector(models.Model):
    """The entries whose rows are kept, for every unit and from the first record on; named by a hash.

    Attributes:
        kept: whether the rows of all units are there; until then no question is answered from them.
        upto: the last unit whose rows were written while it is not kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    form = models.TextField()
    kept = models.BooleanField(default=True)
    upto = models.CharField(max_length=64, blank=True, default="")


class PresenceRow(models.Model):
    """Which seats of a unit were present in the months of a year, from an instant on.

    The table of SQLite is ordered by its key, so that the row of an instant is one seek. A unit without a row in a
    year has no sheet there. No guest is named: whoever has no seat is read from the sheets.

    Attributes:
        rec_at: microseconds since 1970, UTC.
        cells: see ``core.presence``.
    """

    pk = models.CompositePrimaryKey("selector", "year", "unit", "rec_at")
    selector = models.BigIntegerField()
    year = models.IntegerField()
    unit = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    cells = models.BinaryField()
