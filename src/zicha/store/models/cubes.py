"""Derived: kept sums of large subtrees, so that a question about ten thousand units reads a few hundred rows.

A cell holds what the changes recorded on one day (UTC) add to a tally of a node in a month: each change adds the new
state and takes the old one away. What was known at an instant is the sum of the days before it, and a part of its own.
All of it can be dropped and rebuilt.
"""

from __future__ import annotations

from django.db import models


class CubeNode(models.Model):
    """A unit whose subtree is kept, and which units that covers: ``digest`` names their set.

    Attributes:
        kept: whether its sums are whole; those that are not are being caught up with, and answer nothing.
    """

    unit = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    kept = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(kept=True), name="cube_node_kept_once")
        ]


class CubeMember(models.Model):
    """A unit that a node covers."""

    pk = models.CompositePrimaryKey("node", "unit")
    node = models.BigIntegerField()
    unit = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["unit"], name="cube_member_unit")]


class CubeTally(models.Model):
    """What is added up, in its canonical form, named by its hash; ``kept`` as of a node."""

    digest = models.CharField(max_length=64)
    form = models.TextField()
    kept = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=models.Q(kept=True), name="cube_tally_kept_once")
        ]


class CubeCell(models.Model):
    """What one day's changes add to a tally of a node in a month.

    The table of SQLite is ordered by its key, so that a node's tally is one range.

    Attributes:
        month: counted from the year 0.
        recorded: the day of recording, counted from 1970, UTC.
        latest: the last day of the month on which anything in the cell happened, from 1; it never goes back.
    """

    pk = models.CompositePrimaryKey("node", "tally", "month", "recorded")
    node = models.BigIntegerField()
    tally = models.BigIntegerField()
    month = models.IntegerField()
    recorded = models.IntegerField()
    value = models.BigIntegerField()
    latest = models.PositiveSmallIntegerField()


class CubeCatchUp(models.Model):
    """How far the sums of the nodes and tallies are that are not kept yet; taken up where a process ended.

    Attributes:
        size: how many revisions, from the first on, are in them.
    """

    size = models.BigIntegerField()
