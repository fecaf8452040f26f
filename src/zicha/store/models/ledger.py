"""The ledger's tables, and the facts derived from them.

``Revision`` and its companions are written once. ``Fact`` and ``FactNumber`` are derived: they can be
dropped and rebuilt, and exist so that a question "as known at T" is one range of one index.
Instants are whole microseconds since 1970, UTC.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Substr

from zicha.core import built_in

FOREVER = 253_402_300_799_000_000
"""9999-12-31T23:59:59Z: not superseded."""


class LedgerHead(models.Model):
    """The number of revisions; the row that writers queue for."""

    size = models.BigIntegerField(default=0)


class Revision(models.Model):
    """One recorded state of an entry; a leaf of the log."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField()
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=64)
    unit_seq = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    day = models.DateField()
    rec_at = models.BigIntegerField()
    withdrawn = models.BooleanField(default=False)
    backfilled = models.BooleanField(default=False)
    makes_up = models.DateField(null=True)
    expected = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    excused = models.PositiveIntegerField(null=True)
    made_up = models.PositiveIntegerField(null=True)
    nonce = models.CharField(max_length=80, null=True, unique=True)
    body = models.BinaryField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["unit", "unit_seq"], name="revision_unit_seq_once"),
        ]
        indexes = [models.Index(fields=["rec_at"], name="revision_rec_at")]


class LedgerNode(models.Model):
    """A finished node of the log: it covers the leaves ``[idx << level, (idx + 1) << level)`` for ever."""

    pk = models.CompositePrimaryKey("level", "idx")
    level = models.PositiveSmallIntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)


class PersonalValue(models.Model):
    """A value that names, or may name, a person; the body holds its salted commitment.

    What a person owns is found by an index of its own, which holds nothing else: an id is no longer than that, and a
    field of the same name in a scheme may be.
    """

    seq = models.ForeignKey(Revision, on_delete=models.PROTECT, db_column="seq", db_index=False)
    field = models.CharField(max_length=80)
    salt = models.BinaryField(max_length=16)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seq", "field"], name="personal_value_once")]
        indexes = [
            models.Index(Substr("value", 1, 64), name="personal_value_owner", condition=models.Q(field="fields.owner")),
        ]


class AttendanceSheet(models.Model):
    """Who was on a closed sheet, as bitmaps of the unit's slots; guests of other units by id."""

    seq = models.OneToOneField(Revision, on_delete=models.PROTECT, primary_key=True, db_column="seq")
    salt = models.BinaryField(max_length=16)
    expected = models.BinaryField()
    present = models.BinaryField()
    excused = models.BinaryField()
    made_up = models.BinaryField()
    guests = models.TextField(blank=True)


class EvidenceLink(models.Model):
    """A file, or a paper original, that stands behind a revision; name and hash are personal values."""

    seq = models.ForeignKey(Revision, on_delete=models.PROTECT, db_column="seq", db_index=False)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seq", "place"], name="evidence_once")]


class Fact(models.Model):
    """Derived: a revision and the instants between which it was the entry's latest state."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField()
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=64)
    day = models.DateField()
    kind = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    rec_to = models.BigIntegerField(default=FOREVER)
    withdrawn = models.BooleanField()
    backfilled = models.BooleanField()
    makes_up = models.DateField(null=True)
    expected = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    excused = models.PositiveIntegerField(null=True)
    made_up = models.PositiveIntegerField(null=True)
    evidence = models.TextField(blank=True)
    fields = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "day", "kind", "rec_at", "rec_to", "withdrawn", "expected", "present"],
                name="fact_unit_day",
            ),
            models.Index(fields=["entry", "rec_to"], name="fact_entry"),
            models.Index(
                fields=["kind", "unit", "day"],
                name="fact_built_in",
                condition=models.Q(kind__in=sorted(built_in.KINDS)),
            ),
        ]


class FactNumber(models.Model):
    """Derived: a number or duration field of a revision, in millionths, so that sums are exact."""

    seq = models.BigIntegerField()
    field = models.CharField(max_length=64)
    millionths = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seq", "field"], name="fact_number_once")]
