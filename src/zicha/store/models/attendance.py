"""Sheets while they are open, and how people are known when they sign one.

A mark is written once; a wrong one is voided by another. Secrets of people are here as hashes only; the secret
of a sheet is here until it closes. Instants are whole microseconds since 1970, UTC.
"""

from __future__ import annotations

from django.db import models


class Sheet(models.Model):
    """A list that people sign."""

    unit = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    starts = models.BigIntegerField()
    until = models.BigIntegerField()
    secret = models.BinaryField(max_length=32)
    opened_at = models.BigIntegerField()
    opened_by = models.CharField(max_length=64)
    closed_at = models.BigIntegerField(null=True)
    entry = models.BigIntegerField(default=0)
    meeting = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "day"], name="sheet_unit_day"),
            models.Index(fields=["meeting"], name="sheet_meeting"),
        ]


class SheetMark(models.Model):
    """One line of a sheet: a presence, or the voiding of one. Never changed; taken away with its sheet."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT)
    person = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    present = models.BooleanField()
    how = models.CharField(max_length=16)
    at = models.BigIntegerField()
    by = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    guest = models.BooleanField(default=False)
    claim = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "person", "number", "present"], name="sheet_mark_once"),
            models.UniqueConstraint(fields=["sheet", "claim"], name="sheet_claim_once"),
        ]


class DeviceSession(models.Model):
    """A browser that signs one person in on sheets, until it runs out or is revoked."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64)
    how = models.CharField(max_length=16)
    rec_at = models.BigIntegerField()
    until = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="device_person")]


class PassLink(models.Model):
    """A link that makes one browser one person's, once."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64)
    granted_by = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    until = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)


class LeaveRequest(models.Model):
    """Somebody asks to be let off one sheet, or a day of a unit."""

    person = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True)
    day = models.DateField()
    reason = models.TextField(blank=True)
    rec_at = models.BigIntegerField()
    granted = models.BooleanField(null=True)
    decided_at = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="leave_unit_day")]


class RefusedSignIn(models.Model):
    """That a sign-in was refused, why and when; not who, from where or with what."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT)
    reason = models.CharField(max_length=16)
    at = models.BigIntegerField()
