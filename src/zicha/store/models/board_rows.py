"""Derived: how every unit stands, a byte a cell, as known at any instant, so that a board reads rows and folds nothing.

What was known at an instant is the latest row recorded until then. All of it can be dropped and rebuilt.
"""

from __future__ import annotations

from django.db import models


class BoardLayout(models.Model):
    """Schemes whose rows are kept, for every unit and from the first record on, named by their hash.

    Attributes:
        kept: whether the rows of all units are there; until then they follow, and answer nothing.
    """

    digest = models.CharField(max_length=64, unique=True)
    kept = models.BooleanField(default=True)


class BoardUnit(models.Model):
    """How a unit stood over time when its rows were written, as a hash."""

    unit = models.CharField(max_length=64, primary_key=True)
    digest = models.CharField(max_length=64)


class BoardRow(models.Model):
    """What a unit's entries came to in the columns of a year, from an instant on.

    The table of SQLite is ordered by its key, so that the row of an instant is one seek. A unit without a row in a
    year has no entry there.

    Attributes:
        rec_at: microseconds since 1970, UTC.
        cells: see ``core.packed_board``.
    """

    pk = models.CompositePrimaryKey("layout", "year", "unit", "rec_at")
    layout = models.BigIntegerField()
    year = models.IntegerField()
    unit = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    cells = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["unit"], name="board_row_unit")]


class BoardNewest(models.Model):
    """The newest row of a unit in a year once more: those of all units stand side by side, and are read in one walk.

    Attributes:
        rec_at, cells: as in :class:`BoardRow`.
    """

    pk = models.CompositePrimaryKey("layout", "year", "unit")
    layout = models.BigIntegerField()
    year = models.IntegerField()
    unit = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    cells = models.BinaryField()


class BoardCatchUp(models.Model):
    """How far the rows of a layout are that is not kept yet; taken up where a process ended, gone once it is kept.

    Attributes:
        layout: its number.
        tree: how all units stand, as a hash.
        upto: the last unit written, in the order of their codes.
    """

    layout = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    tree = models.CharField(max_length=64)
    upto = models.CharField(max_length=64, blank=True)
