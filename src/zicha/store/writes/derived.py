"""What changes when a revision is written: the state an entry has now, and the one it had.

Summaries follow from these two, so that each is kept by its difference and never counted again. A light state
carries what the facts carry: the plain fields, the counters, the kinds of evidence; no name and no free text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zicha.core.ledger import Attendance, Draft, Evidence, FieldValue, Revision
from zicha.store.queries import ledger


class Change(NamedTuple):
    """A new state of an entry, light, and the one it supersedes.

    Attributes:
        old: ``None`` for a new entry.
    """

    new: Revision
    old: Revision | None


def changes(light: Sequence[Revision]) -> tuple[Change, ...]:
    """Return what some light revisions change, in order of recording; to be asked before their facts are written."""
    latest: dict[int, Revision] = {}
    standing = {one.entry for one in light if one.number > 1} - {one.entry for one in light if one.number == 1}
    if standing:
        latest = {one.entry: one for one in ledger.latest(entries=sorted(standing))}
    found = []
    for one in light:
        found.append(Change(one, latest.get(one.entry)))
        latest[one.entry] = one
    return tuple(found)


def lightened(revision: Revision, *, plain: Mapping[str, FieldValue]) -> Revision:
    """Return a revision as its fact tells it, given its plain fields.

    One whose fields, sheet and papers name nobody is given back as it is: what it is called no summary asks.
    """
    draft, attendance = revision.draft, revision.draft.attendance
    if len(plain) == len(draft.fields) and not draft.evidence and not (attendance and attendance.people):
        return revision
    kinds = sorted({item.kind for item in draft.evidence})
    light = Draft(
        unit=draft.unit,
        kind=draft.kind,
        happened_on=draft.happened_on,
        fields=tuple(sorted(plain.items())),
        attendance=_counted(attendance) if attendance and attendance.people else attendance,
        evidence=tuple([Evidence(kind, "", "") for kind in kinds]),
        makes_up=draft.makes_up,
    )
    return Revision(
        seq=revision.seq,
        entry=revision.entry,
        number=revision.number,
        draft=light,
        recorded_at=revision.recorded_at,
        withdrawn=revision.withdrawn,
        backfilled=revision.backfilled,
    )


def _counted(sheet: Attendance) -> Attendance:
    return Attendance(sheet.expected, sheet.present, sheet.excused, sheet.made_up)
