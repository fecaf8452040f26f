"""Notes that are their author's alone."""

from __future__ import annotations

from django.db import models


class PrivateNote(models.Model):
    """What a person noted beside an own record of self-study; nobody else is ever shown it, and it is in no log."""

    entry = models.BigIntegerField()
    person = models.CharField(max_length=64)
    text = models.TextField()
    rec_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="private_note_once")]
