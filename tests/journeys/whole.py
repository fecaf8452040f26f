"""The demo organisation with one of everything in team U05, so that every page has something to show."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import periods
from zicha.core.ledger import Draft, Evidence
from zicha.formats import samples
from zicha.services import (
    attendance,
    audits,
    data_requests,
    demo,
    leave,
    ledger,
    meetings,
    organisation,
    problems,
    sign_in,
    suggestions,
)
from zicha.store.queries import units as unit_queries

UNIT = "U05"


def found(home: Path) -> None:
    """Make it, and write what the addresses of its pages need into ``facts.json``."""
    now = datetime.now(UTC)  # noqa: TID251 -- the server that shows it reads the real clock
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    half = periods.containing(day=day, per="half")
    made = demo.build(home=home, until=day, now=now, language="zh")
    by_name = {person.name: person.id for person in unit_queries.people()}
    people = {each.username: by_name[each.name] for each in made.sign_ins if each.name}
    facts = {
        **of_records(now, day, people["recorder"]),
        **of_a_meeting(now),
        **of_a_sheet(now, day, people["recorder"]),
        "unit": UNIT,
        "duty": "exit-inspection",
        "window": day.replace(day=1).isoformat(),
        "figure_id": f"fig-exit_inspections-{UNIT}-{half}",
        "half_before": str(periods.previous(half)),
        "section": "inspections",
        "form": "json",
        "what": "close",
        "password": made.password,
    }
    granted = audits.grant(unit=UNIT, start=day, last_day=day, granted_by=people["lead"], recorded_at=now)
    organisation.set_contact(person=people["member"], contact="member@example.org")
    asked = data_requests.ask(person=people["member"], wish="erase", asked_at=now, text="已调往外地")
    facts |= {
        "secret": granted.secret,
        "link_id": granted.id,
        "request_id": asked.id,
        "device_id": 1,
        "token": sign_in.grant_pass(person=people["member"], granted_by=people["recorder"], at=now),
    }
    facts |= of_the_box(day, now)
    (home / "facts.json").write_text(json.dumps(facts, default=str), encoding="utf-8")


def of_records(now: datetime, day: date, recorder: str) -> dict[str, object]:
    """A record with a photo, and a problem."""
    photo = ledger.keep_evidence(content=samples.png(seed=1), name="照片.png", kind="photo")
    fields = (("inspector", recorder), ("area", "warehouse"), ("outcome", "畅通"))
    draft = Draft(UNIT, "exit_inspection", day, "消防通道检查", fields, evidence=(photo, Evidence("checklist", "", "")))
    record = ledger.record(draft=draft, recorded_at=now, recorded_by=recorder)
    problem = problems.standing(units=[UNIT], on=date.max, as_known_at=now)[-1]
    return {"entry_id": record.entry, "seq": record.seq, "problem.entry_id": problem.entry, "sha256": photo.sha256}


def of_the_box(day: date, now: datetime) -> dict[str, object]:
    """A suggestion that waits, one the ledger knows of, and somebody who asks for leave."""
    handed = suggestions.Handed(UNIT, "service", "夜班没有热饭")
    number = suggestions.hand_in(handed=handed, nonce="whole" * 4, day=day).suggestion.id
    person = next(each for each in attendance.roster_of(unit=UNIT, day=day))
    asked = leave.ask_days(person=person, unit=UNIT, first=day, last=day + timedelta(days=1), asked_at=now)
    entry = suggestions.entry_of(number=number, at=now)
    return {"number": number, "suggestion_of.entry_id": entry, "leave_id": asked[0].id, "open_box.unit": UNIT}


def of_a_meeting(now: datetime) -> dict[str, object]:
    """The meeting that is to come, what is on its agenda first, and the half-year of one that was held."""
    listed = [each for each in meetings.listed(units=[UNIT], as_known_at=now) if each.items]
    coming = next(each for each in listed if not each.record)
    held = next(each for each in listed if each.record)
    met = periods.containing(day=held.starts.date(), per="half")
    return {"meeting_id": coming.entry, "item_id": coming.items[0].entry, "half_met": str(met)}


def of_a_sheet(now: datetime, day: date, recorder: str) -> dict[str, object]:
    """A sheet on which two people signed, one let off."""
    asked = {
        "kind": "safety_meeting",
        "title": "十一月安全例会",
        "starts": now,
        "opened_at": now,
        "opened_by": recorder,
    }
    sheet = attendance.open_sheet(unit=UNIT, until=now + timedelta(hours=1), **asked)
    roster = attendance.roster_of(unit=UNIT, day=day)
    attendance.add_by_hand(sheet_id=sheet.id, people=roster[:2], reason="本人到会", at=now, added_by=recorder)
    return {"sheet_id": sheet.id, "marked": roster[0]}
