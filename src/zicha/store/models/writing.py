"""Schemes and prose: texts that are kept as they were handed in, version after version."""

from __future__ import annotations

from django.db import models


class SchemeVersion(models.Model):
    """One loaded version of a scheme file."""

    scheme = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    text = models.BinaryField()
    parsed = models.TextField()
    sha256 = models.CharField(max_length=64)
    effective = models.DateField(null=True)
    loaded_at = models.BigIntegerField()
    loaded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "sha256"], name="scheme_version_once")]


class ProseRevision(models.Model):
    """One saved state of what people wrote in a report's section."""

    scheme = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    period = models.CharField(max_length=8)
    section = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    rec_at = models.BigIntegerField()
    recorded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "unit", "period", "section", "number"], name="prose_once")
        ]
