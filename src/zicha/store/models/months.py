"""Derived: sums by unit and month as they stood at one size of the ledger; what came later is counted beside them.

All of it can be dropped and rebuilt.
"""

from __future__ import annotations

from django.db import models


class MonthTally(models.Model):
    """What is added up, in its canonical form, named by its hash, and how many revisions its rows stand for.

    Attributes:
        kept: whether the rows of all units are there; until then no question is answered from them.
        upto: the last unit whose rows were written while it is not kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    form = models.TextField()
    size = models.BigIntegerField()
    kept = models.BooleanField(default=True)
    upto = models.CharField(max_length=64, blank=True, default="")


class MonthRow(models.Model):
    """A tally of one unit in the twelve months of a year, whole numbers of eight bytes each.

    The table of SQLite is ordered by its key. A unit without a row in a year has nothing there.
    """

    pk = models.CompositePrimaryKey("tally", "year", "unit")
    tally = models.BigIntegerField()
    year = models.IntegerField()
    unit = models.CharField(max_length=64)
    cells = models.BinaryField()
