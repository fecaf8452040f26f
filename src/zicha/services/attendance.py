"""Sheets: opened, signed, put right by hand, and closed into the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import attendance, sign_in, units
from zicha.core.attendance import How, Mark, Sheet, Standing
from zicha.core.findings import Refusal
from zicha.core.leave import Leave
from zicha.core.ledger import Draft, Evidence, FieldValue, Revision
from zicha.core.scheme import Kind
from zicha.services import ledger
from zicha.services.sign_in import require_sheet
from zicha.store.queries import attendance as queries
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import schemes
from zicha.store.queries import units as unit_queries
from zicha.store.writes import attendance as writes
from zicha.store.writes.transaction import writing

SIGN_IN_LASTS = timedelta(minutes=30)
"""From the beginning of the activity, unless the recorder says otherwise."""


@dataclass(frozen=True, slots=True)
class Code:
    """What the wall shows.

    Attributes:
        seconds: for how long it is still shown.
    """

    code: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Live:
    """A sheet as it stands.

    Attributes:
        roster: ids of those expected that day.
        standings: how each person with a line stands, by person.
        leaves: who asked to be let off.
        names: of everyone mentioned, by id.
        refused: how often sign-in was refused, by reason.
    """

    sheet: Sheet
    roster: tuple[str, ...]
    standings: dict[str, Standing]
    leaves: tuple[Leave, ...]
    names: dict[str, str]
    refused: dict[str, int]

    @property
    def present(self) -> tuple[str, ...]:
        """Who of the roster is present, the latest first."""
        here = [one for one in self.standings.values() if one.present and one.mark.person in self.roster]
        return tuple(one.mark.person for one in sorted(here, key=lambda one: -one.mark.id))

    @property
    def guests(self) -> tuple[str, ...]:
        """Who is there without being expected."""
        return tuple(person for person, one in self.standings.items() if one.present and person not in self.roster)

    @property
    def excused(self) -> tuple[str, ...]:
        """Who was let off and has not come."""
        granted = {leave.person for leave in self.leaves if leave.granted}
        return tuple(person for person in self.roster if person in granted and person not in self.present)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who is expected, not here and not let off."""
        accounted = {*self.present, *self.excused}
        return tuple(person for person in self.roster if person not in accounted)


def takes_a_sheet(kind: Kind) -> bool:
    """Return whether an activity of a kind may have a sheet, an agenda and minutes.

    A private one may not: of a talk nothing is kept but its day, its two participants, a topic and the help promised.
    """
    return kind.attendance != "none" and not kind.private


def open_sheet(
    *,
    unit: str,
    kind: str,
    title: str,
    starts: datetime,
    opened_at: datetime,
    opened_by: str,
    until: datetime | None = None,
    meeting: int = 0,
) -> Sheet:
    """Open a sheet for an activity and return it; sign-in is taken from now on.

    Raises ``Refusal`` for a kind that keeps no attendance, an end before the start, and an empty roster.
    """
    day = starts.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    known = schemes.kinds_over_time()(kind, day, opened_at)
    if known is None:
        raise Refusal("ledger.kind_unknown", kind=kind)
    if not takes_a_sheet(known):
        raise Refusal("attendance.kind_without_sheet", kind=known.title.zh)
    ends = until or max(starts, opened_at) + SIGN_IN_LASTS
    if ends < starts:
        raise Refusal("attendance.until_before_start")
    if not roster_of(unit=unit, day=day):
        raise Refusal("attendance.empty")
    sheet = Sheet(0, unit, kind, title.strip(), day, starts, ends, secrets.token_bytes(32), opened_at, meeting=meeting)
    with writing():
        return require_sheet(writes.add_sheet(sheet=sheet, opened_by=opened_by))


def code_now(*, sheet: Sheet, at: datetime) -> Code:
    """Return what the wall shows at an instant. Raises ``Refusal`` if the sheet is closed."""
    if not sheet.secret:
        raise Refusal("attendance.sheet_closed")
    return Code(sign_in.one_time_code(secret=sheet.secret, at=at), sign_in.seconds_left(at))


def live(*, sheet_id: int) -> Live:
    """Return a sheet as it stands. Raises ``Refusal`` ``attendance.sheet_unknown``."""
    sheet = require_sheet(sheet_id)
    roster = roster_of(unit=sheet.unit, day=sheet.day)
    standings = attendance.standings(queries.marks(sheet_id=sheet_id))
    leaves = queries.leaves(unit=sheet.unit, day=sheet.day, sheet_id=sheet_id)
    named = {*roster, *standings, *(leave.person for leave in leaves), *(one.mark.by for one in standings.values())}
    names = {person.id: person.name for person in unit_queries.people(among=named)}
    return Live(sheet, roster, standings, leaves, names, queries.refused(sheet_id=sheet_id))


def roster_of(*, unit: str, day: date) -> tuple[str, ...]:
    """Return who is expected of a unit on a day, in order of id."""
    return units.roster(unit_queries.holdings(units=[unit]), unit=unit, on=day)


def set_until(*, sheet_id: int, until: datetime) -> None:
    """Move the end of sign-in; an instant that has passed ends it now."""
    with writing():
        _open(sheet_id)
        writes.set_until(sheet_id=sheet_id, until=until)


def add_by_hand(
    *, sheet_id: int, people: Sequence[str], reason: str, at: datetime, added_by: str, how: How = "recorder"
) -> int:
    """Put people on a sheet and return how many were not on it yet; somebody of elsewhere is a guest.

    Takes ``how="paper"`` for names copied from a list that was signed on paper. Raises ``Refusal`` for a
    missing reason, an unknown person and a closed sheet; then nobody is added.
    """
    if not reason.strip():
        raise Refusal("attendance.reason_missing")
    unknown = set(people) - set(queries.names(people=people))
    if unknown:
        raise Refusal("attendance.person_unknown", person=min(unknown))
    with writing():
        sheet = _open(sheet_id)
        standings = attendance.standings(queries.marks(sheet_id=sheet_id))
        roster = roster_of(unit=sheet.unit, day=sheet.day)
        fresh = [one for one in dict.fromkeys(people) if one not in standings or not standings[one].present]
        for person in fresh:
            number = standings[person].mark.number + 1 if person in standings else 1
            guest = person not in roster
            mark = Mark(0, sheet_id, person, number, True, how, at, added_by, reason.strip(), guest)  # noqa: FBT003 -- the attribute ``present``
            writes.add_mark(mark=mark)
    return len(fresh)


def void(*, sheet_id: int, person: str, reason: str, at: datetime, voided_by: str) -> None:
    """Void a presence, with a reason; the line stays. Raises ``Refusal`` if there is none, or no reason."""
    if not reason.strip():
        raise Refusal("attendance.reason_missing")
    with writing():
        _open(sheet_id)
        standing = attendance.standings(queries.marks(sheet_id=sheet_id)).get(person)
        if standing is None or not standing.present:
            raise Refusal("attendance.not_present", person=person)
        last = standing.mark
        mark = Mark(0, sheet_id, person, last.number, False, "recorder", at, voided_by, reason.strip(), last.guest)  # noqa: FBT003 -- the attribute ``present``
        writes.add_mark(mark=mark)


def close_sheet(
    *,
    sheet_id: int,
    closed_at: datetime,
    closed_by: str,
    fields: Sequence[tuple[str, FieldValue]] = (),
    evidence: Sequence[Evidence] = (),
) -> Revision:
    """Close a sheet: work out attendance, record the activity, and forget the secret; return the record.

    A sheet that is closed already gives back what it recorded. Raises ``Refusal`` ``ledger.…`` for fields that
    do not fit the kind; then the sheet stays open.
    """
    with writing():
        sheet = require_sheet(sheet_id)
        if sheet.closed_at is not None:
            return ledger_queries.history(entry=sheet.entry)[0]
        state = live(sheet_id=sheet_id)
        marks = queries.marks(sheet_id=sheet_id)
        counted = attendance.close(expected=state.roster, excused=state.excused, marks=marks)
        draft = Draft(sheet.unit, sheet.kind, sheet.day, sheet.title, tuple(fields), counted, tuple(evidence))
        revision = ledger.record(draft=draft, recorded_at=closed_at, recorded_by=closed_by, nonce=f"sheet-{sheet.id}")
        writes.close_sheet(sheet_id=sheet.id, closed_at=closed_at, entry=revision.entry)
        return revision


def _open(sheet_id: int) -> Sheet:
    sheet = require_sheet(sheet_id)
    if sheet.closed_at is not None:
        raise Refusal("attendance.sheet_closed")
    return sheet
