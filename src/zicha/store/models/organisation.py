"""Units and people over time."""

from __future__ import annotations

from django.db import models


class UnitSpan(models.Model):
    """How a unit stood from ``start`` to before ``end``."""

    unit = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=64, blank=True)
    level = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    rec_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "start"], name="unit_span_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="unit_span_forward"),
        ]


class Person(models.Model):
    """A person: id, name, and where reminders may be sent."""

    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=200, blank=True, default="", db_default="")


class Holding(models.Model):
    """A person holds a post in a unit from ``start`` to before ``end``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    unit = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField()
    rec_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "person", "post", "start"], name="holding_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="holding_forward"),
        ]


class Slot(models.Model):
    """A person's dense number within a unit, never used again for another."""

    unit = models.CharField(max_length=64)
    slot = models.PositiveIntegerField()
    person = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "slot"], name="slot_once"),
            models.UniqueConstraint(fields=["unit", "person"], name="slot_of_person_once"),
        ]
        indexes = [models.Index(fields=["person"], name="slot_person")]


class OrganisationChange(models.Model):
    """What somebody changed in the organisation, from which day, and when it was written down."""

    kind = models.CharField(max_length=16)
    unit = models.CharField(max_length=64, blank=True)
    other = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=64, blank=True)
    post = models.CharField(max_length=64, blank=True)
    effective = models.DateField()
    rec_at = models.BigIntegerField()
    recorded_by = models.CharField(max_length=64)
