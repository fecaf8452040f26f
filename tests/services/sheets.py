"""An open sheet of a small organisation, and people with claims."""

from datetime import UTC, datetime, timedelta

from tests import factories
from zicha.core.sign_in import one_time_code

STARTS = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def opened(*, unit="U03", kind="safety_meeting", **more):
    """A sheet of the group's safety meeting on 10 June 2026, 15:00 in Shanghai; sign-in until 15:30."""
    from zicha.services import attendance

    factories.organisation()
    asked = {"title": "安全例会", "starts": STARTS, "opened_at": STARTS - 10 * MINUTE, "opened_by": "P002", **more}
    return attendance.open_sheet(unit=unit, kind=kind, **asked)


def claim(sheet, *, at=STARTS):
    """What a browser holds after scanning the wall."""
    from zicha.services import sign_in

    return sign_in.scan(sheet=sheet, code=one_time_code(secret=sheet.secret, at=at), at=at)


def signed(sheet, person, *, at=STARTS, **more):
    """Sign a person in after a scan of its own."""
    from zicha.services import sign_in

    asked = {"how": "code", "at": at, **more}
    return sign_in.sign_in_on(sheet_id=sheet.id, claim=claim(sheet, at=at), person=person, **asked)
