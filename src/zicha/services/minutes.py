"""Minutes as files: of one meeting, or all of a body's in a period bound together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zicha.core import meeting_minutes, report_words
from zicha.core.findings import Refusal
from zicha.core.meeting_minutes import Told
from zicha.core.official_document import OfficialDocument
from zicha.core.periods import Period
from zicha.core.text import Language
from zicha.core.units import tree_at
from zicha.formats import docx_write
from zicha.services import meetings
from zicha.services.meetings import Whole
from zicha.store.queries import units


def document(*, meeting: int, as_known_at: datetime, language: Language = "zh") -> OfficialDocument:
    """Return the minutes of a meeting, as approved once they are. Raises ``Refusal`` ``meetings.unknown``."""
    whole = meetings.whole(meeting=meeting, as_known_at=as_known_at)
    found = whole.meeting
    return meeting_minutes.compose(
        _told(whole), unit_name=_unit_name(found.unit, found.starts), names=_names([whole]), language=language
    )


def volume(
    *, unit: str, period: Period, as_known_at: datetime, kind: str = "", language: Language = "zh"
) -> OfficialDocument:
    """Return the minutes of all meetings a unit held in a period, of one kind or of all.

    Raises ``Refusal`` ``meetings.none_in_period``.
    """
    known = meetings.listed(units=[unit], as_known_at=as_known_at)
    held = [
        each.entry
        for each in known
        if each.state in ("held", "approved") and each.starts.date() in period.span and kind in ("", each.kind)
    ]
    name = report_words.period(period, language=language)
    if not held:
        raise Refusal("meetings.none_in_period", unit=unit, period=name)
    wholes = [meetings.whole(meeting=entry, as_known_at=as_known_at) for entry in held]
    told = [_told(whole) for whole in wholes]
    last = max(each.meeting.starts for each in told)
    return meeting_minutes.bind(
        told, unit_name=_unit_name(unit, last), period_name=name, names=_names(wholes), language=language
    )


def as_docx(document: OfficialDocument) -> bytes:
    """Return an official document as a Word file."""
    return docx_write.render_document(document)


def _told(whole: Whole) -> Told:
    attendance = whole.record.draft.attendance if whole.record else None
    return Told(whole.meeting, whole.decisions, attendance, whole.guests)


def _names(wholes: Sequence[Whole]) -> dict[str, str]:
    """Return the names of all who are mentioned, by id."""
    mentioned = {person for whole in wholes for person in whole.mentioned}
    return {person.id: person.name for person in units.people(among=mentioned)}


def _unit_name(unit: str, at: datetime) -> str:
    tree = tree_at(units.spans(units=[unit]), on=at.date())
    return tree.name(unit) if unit in tree else unit
