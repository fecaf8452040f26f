"""How much room the files take."""

from __future__ import annotations

from django.db.models import Sum

from zicha.store import models


def bytes_of(*, unit: str) -> int:
    """Return the bytes of all files that stand behind a unit's records; a file behind two counts twice."""
    found = models.EvidenceLink.objects.filter(seq__unit=unit).aggregate(total=Sum("size"))["total"]
    return found or 0
