"""Everything that is held about one person, for that person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zicha.core import instants
from zicha.core.data_requests import DataRequest
from zicha.core.leave import Leave
from zicha.core.ledger import Revision
from zicha.core.suggestions import Suggestion
from zicha.core.units import Holding
from zicha.services import erasure
from zicha.store.queries import attendance, devices, ledger, notes, schemes, suggestions, units
from zicha.store.queries import erasure as erasure_queries
from zicha.store.queries import mine as queries
from zicha.store.queries.devices import Device
from zicha.store.queries.erasure import Held
from zicha.store.queries.mine import Attended, PassKept, SignedOn

VERSION = 1


@dataclass(frozen=True, slots=True)
class Mine:
    """What is held.

    Attributes:
        usernames: what the person signs in with.
        named: values of records that name the person, who recorded among them.
        records: the records those stand in, by number.
        private: ids of kinds that only those who took part see, as talks.
        written: unit, period, section and instant of what the person wrote in reports.
        notes: the person's private notes, by entry.
        calendars: unit, making and end of the addresses a calendar reads.
        reminded: days on which reminders were sent.
        suggestions: what the person handed in under the own name; what was unnamed nobody can find.
    """

    person: str
    name: str
    contact: str
    usernames: tuple[str, ...]
    holdings: tuple[Holding, ...]
    devices: tuple[Device, ...]
    passes: tuple[PassKept, ...]
    signed_on: tuple[SignedOn, ...]
    attended: tuple[Attended, ...]
    leaves: tuple[Leave, ...]
    named: tuple[Held, ...]
    records: dict[int, Revision]
    private: frozenset[str]
    written: tuple[tuple[str, str, str, datetime], ...]
    requests: tuple[DataRequest, ...]
    notes: dict[int, str]
    calendars: tuple[tuple[str, datetime, datetime | None], ...]
    reminded: tuple[date, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def recorded(self) -> tuple[Held, ...]:
        """The records the person recorded, corrected or withdrew."""
        return tuple(each for each in self.named if each.field == "recorded_by")

    @property
    def naming(self) -> tuple[Held, ...]:
        """The values in which the person is named by somebody, talks left out."""
        return tuple(each for each in self.named if each.field != "recorded_by" and each.kind not in self.private)

    @property
    def talks(self) -> tuple[Held, ...]:
        """The records only those who took part see."""
        return tuple(each for each in self.named if each.field != "recorded_by" and each.kind in self.private)


def held(*, person: str, now: datetime) -> Mine:
    """Return everything held about a person who is known."""
    usernames = erasure_queries.usernames_of(person=person)
    named = erasure.naming(ids=(person, *usernames))
    seqs = sorted({each.seq for each in named})
    return Mine(
        person=person,
        name=attendance.names(people=[person])[person],
        contact=units.contacts(people=[person]).get(person, ""),
        usernames=usernames,
        holdings=units.holdings_of(person=person),
        devices=devices.devices_of(person=person, at=now),
        passes=queries.passes(person=person),
        signed_on=queries.signed_on(person=person),
        attended=queries.attended(person=person),
        leaves=attendance.leaves_of(person=person),
        named=_latest_first(named),
        records={each.seq: each for each in ledger.by_seq(seqs=seqs)},
        private=schemes.private_kinds(),
        written=queries.prose_written(ids=(person, *usernames)),
        requests=queries.requests_of(person=person),
        notes=notes.all_of(person=person),
        calendars=queries.calendars(person=person),
        reminded=queries.reminded(person=person),
        suggestions=suggestions.of_person(person=person),
    )


def plain(mine: Mine) -> dict[str, Any]:
    """Return what is held as JSON values; ``docs/json.md`` says what each key holds."""
    return {
        "v": VERSION,
        "person": mine.person,
        "name": mine.name,
        "contact": mine.contact,
        "sign_ins": list(mine.usernames),
        "posts": [_post(each) for each in mine.holdings],
        "devices": [{"since": _at(each.since), "until": _at(each.until), "how": each.how} for each in mine.devices],
        "passes": [
            {"granted_by": each.granted_by, "granted_at": _at(each.granted_at), "used_at": _at(each.used_at)}
            for each in mine.passes
        ],
        "signed_on": [_line(each) for each in mine.signed_on],
        "attended": [
            {"seq": each.seq, "unit": each.unit, "kind": each.kind, "day": str(each.day), "lists": list(each.lists)}
            for each in mine.attended
        ],
        "leave": [_leave(each) for each in mine.leaves],
        "named": [{"seq": each.seq, "field": each.field, "kind": each.kind} for each in mine.named],
        "records": [_record(each) for each in mine.records.values()],
        "written": [
            {"unit": unit, "period": period, "section": section, "at": _at(at)}
            for unit, period, section, at in mine.written
        ],
        "requests": [_request(each) for each in mine.requests],
        "private_notes": [{"entry": entry, "text": text} for entry, text in mine.notes.items()],
        "calendars": [
            {"unit": unit or None, "made_at": _at(made), "ended_at": _at(ended)} for unit, made, ended in mine.calendars
        ],
        "reminded": [str(day) for day in mine.reminded],
        "suggestions": [_suggestion(each) for each in mine.suggestions],
    }


def _post(holding: Holding) -> dict[str, Any]:
    end = None if holding.span.end == date.max else str(holding.span.last_day)
    return {"unit": holding.unit, "post": holding.post, "from": str(holding.span.start), "last_day": end}


def _line(line: SignedOn) -> dict[str, Any]:
    return {
        "sheet": line.sheet,
        "unit": line.unit,
        "title": line.title,
        "day": str(line.day),
        "at": _at(line.at),
        "how": line.how,
        "present": line.present,
        "by": line.by,
        "reason": line.reason,
    }


def _leave(leave: Leave) -> dict[str, Any]:
    return {
        "unit": leave.unit,
        "day": str(leave.day),
        "reason": leave.reason,
        "asked_at": _at(leave.asked_at),
        "granted": leave.granted,
        "decided_by": leave.decided_by,
    }


def _suggestion(found: Suggestion) -> dict[str, Any]:
    return {
        "unit": found.unit,
        "day": str(found.day),
        "urgency": found.urgency,
        "text": found.text,
        "answer": found.answer,
        "answered_on": str(found.answered_on) if found.answered_on else None,
    }


def _record(revision: Revision) -> dict[str, Any]:
    return {
        "seq": revision.seq,
        "entry": revision.entry,
        "unit": revision.draft.unit,
        "kind": revision.draft.kind,
        "day": str(revision.draft.happened_on),
        "title": revision.draft.title,
        "recorded_at": _at(revision.recorded_at),
    }


def _request(request: DataRequest) -> dict[str, Any]:
    return {
        "wish": request.wish,
        "about": request.about or None,
        "field": request.field,
        "text": request.text,
        "asked_at": _at(request.asked_at),
        "granted": request.granted,
        "reason": request.reason,
        "answered_at": _at(request.answered_at),
        "answered_by": request.answered_by,
    }


def _at(instant: datetime | None) -> str | None:
    return instants.written(instant) if instant is not None else None


def _latest_first(named: Iterable[Held]) -> tuple[Held, ...]:
    """What happened last stands first, whenever it was recorded."""
    by_field = sorted(named, key=lambda each: each.field)
    return tuple(sorted(by_field, key=lambda each: (each.day, each.seq), reverse=True))
