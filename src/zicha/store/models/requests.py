"""What people ask about what is held of them. Instants are whole microseconds since 1970, UTC."""

from __future__ import annotations

from django.db import models


class DataRequest(models.Model):
    """A person asks for a correction or an erasure, and what was answered."""

    person = models.CharField(max_length=64)
    wish = models.CharField(max_length=16)
    about = models.BigIntegerField(default=0)
    field = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    rec_at = models.BigIntegerField()
    granted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    answered_at = models.BigIntegerField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="data_request_person"),
            models.Index(fields=["answered_at"], name="data_request_answered"),
        ]
