"""Taking away what is due; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.sessions.models import Session

from zicha.core import bodies
from zicha.store import models


def delete_sheets(sheets: Collection[int]) -> None:
    """Delete closed sheets with everything that hangs on them; what counts of them is in the ledger."""
    models.SheetMark.objects.filter(sheet_id__in=sheets).delete()
    models.RefusedSignIn.objects.filter(sheet_id__in=sheets).delete()
    models.LeaveRequest.objects.filter(sheet_id__in=sheets).delete()
    models.Sheet.objects.filter(pk__in=sheets).delete()


def delete_leaves(leaves: Collection[int]) -> None:
    """Delete requests for leave."""
    models.LeaveRequest.objects.filter(pk__in=leaves).delete()


def delete_devices(devices: Collection[int]) -> None:
    """Delete browsers."""
    models.DeviceSession.objects.filter(pk__in=devices).delete()


def delete_passes(passes: Collection[int]) -> None:
    """Delete passes."""
    models.PassLink.objects.filter(pk__in=passes).delete()


def delete_requests(requests: Collection[int]) -> None:
    """Delete requests about one's data."""
    models.DataRequest.objects.filter(pk__in=requests).delete()


def delete_unnamed(*, digests_before: date, failures_before: datetime, sessions_before: datetime) -> None:
    """Delete notes of reminders sent, counts of failed sign-ins, and sessions that ended."""
    models.SentDigest.objects.filter(day__lt=digests_before).delete()
    models.SignInFailure.objects.filter(since__lt=bodies.microseconds(failures_before)).delete()
    Session.objects.filter(expire_date__lt=sessions_before).delete()
