"""Calendars people subscribe to, and the digests they were sent. Instants are whole microseconds since 1970, UTC."""

from __future__ import annotations

from django.db import models


class CalendarLink(models.Model):
    """An address a phone's calendar reads: of one person, or of one unit; of its secret only the hash is here."""

    digest = models.CharField(max_length=64, unique=True)
    account = models.BigIntegerField()
    unit = models.CharField(max_length=64, blank=True)
    rec_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account"], name="calendar_link_account")]


class SentDigest(models.Model):
    """That a person was sent the digest of a day, or is being sent it; gone after a quarter."""

    person = models.CharField(max_length=64)
    day = models.DateField()
    claimed_at = models.BigIntegerField()
    sent_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once")]
