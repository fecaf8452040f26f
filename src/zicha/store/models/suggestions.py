"""What was handed in to the suggestion box. There is no instant, no account, no session and no address in it."""

from __future__ import annotations

from django.db import models


class Suggestion(models.Model):
    """A matter or a difficulty, and its answer. The number is random: it tells nothing of what came before what."""

    unit = models.CharField(max_length=64)
    urgency = models.CharField(max_length=16)
    day = models.DateField()
    text = models.TextField(blank=True)
    person = models.CharField(max_length=64, blank=True)
    by_link = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    entry = models.BigIntegerField(default=0)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    forwarded = models.PositiveSmallIntegerField(default=0)
    erased_on = models.DateField(null=True)
    erasure_told = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "day"], name="suggestion_unit_day"),
            models.Index(fields=["person"], name="suggestion_person"),
        ]
