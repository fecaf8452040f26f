"""The ledger: revisions of entries, and what was known when.

An entry is never changed. A correction or a withdrawal is one more revision, with a reason. Which state
of an entry answers a question is decided by ``recorded_at`` alone; which period it belongs to, by
``happened_on`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

FieldValue = str | int | tuple[str, ...]
"""text, choice, link, date (ISO) and person (id) are ``str``; number is ``str`` (decimal, as typed);
duration is ``int`` minutes; reading_list is a tuple of titles."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was expected and who came. ``expected = present + excused + absent`` always.

    Attributes:
        expected, present, excused, made_up: head counts; ``absent`` is what is left.
        expected_people, present_people, excused_people, made_up_people: person ids where they are known.
            A paper ledger may give counts only; then these are empty.
    """

    expected: int
    present: int
    excused: int = 0
    made_up: int = 0
    expected_people: tuple[str, ...] = ()
    present_people: tuple[str, ...] = ()
    excused_people: tuple[str, ...] = ()
    made_up_people: tuple[str, ...] = ()

    @property
    def absent(self) -> int:
        """How many were expected, neither present nor excused."""
        return self.expected - self.present - self.excused

    @property
    def people(self) -> tuple[str, ...]:
        """Every id on the sheet, list after list."""
        return (*self.expected_people, *self.present_people, *self.excused_people, *self.made_up_people)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file kept by its hash.

    Attributes:
        kind: id of the evidence kind.
        sha256: lower-case hex digest of the bytes; empty for a paper original that has no file.
        name: the file's name as handed in.
        size: bytes.
    """

    kind: str
    sha256: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person hands in, before the system knows it.

    Attributes:
        unit: code of the unit that did it.
        kind: id of the kind of activity.
        happened_on: when it happened.
        title: what it was called; may be empty.
        fields: field id and value, in the kind's order.
        attendance: ``None`` where the kind has none or none was kept.
        makes_up: a day in the window this was done late for, or ``None``. Such an entry counts for that
            window only, never for its own.
        key: an outside id that makes a repeated import harmless, or empty.
    """

    unit: str
    kind: str
    happened_on: date
    title: str = ""
    fields: tuple[tuple[str, FieldValue], ...] = ()
    attendance: Attendance | None = None
    evidence: tuple[Evidence, ...] = ()
    makes_up: date | None = None
    key: str = ""

    def value(self, field_id: str) -> FieldValue | None:
        """Return the value of a field, or ``None`` if it was not filled in."""
        return dict(self.fields).get(field_id)


@dataclass(frozen=True, slots=True)
class Revision:
    """One recorded state of an entry.

    Attributes:
        seq: its gap-free number in the whole ledger, from 1, in order of recording.
        entry: the ``seq`` of the entry's first revision; it names the entry for ever.
        number: 1 for the first revision, 2 for the next …
        draft: what was handed in.
        recorded_at: UTC instant at which the system learned of it.
        recorded_by: who recorded it (person id, sign-in name, or ``import``).
        reason: why it was corrected or withdrawn; empty for the first revision.
        withdrawn: whether the entry is withdrawn from here on.
        backfilled: whether it was recorded more than the scheme's days after it happened.
    """

    seq: int
    entry: int
    number: int
    draft: Draft
    recorded_at: datetime
    recorded_by: str = ""
    reason: str = ""
    withdrawn: bool = False
    backfilled: bool = False


def in_order(draft: Draft) -> Draft:
    """Return ``draft`` as it is kept: fields by id, people by id, so that equal drafts are equal values."""
    attendance, fields = draft.attendance, tuple(sorted(draft.fields))
    if attendance is not None and attendance.people:
        attendance = replace(
            attendance,
            expected_people=tuple(sorted(attendance.expected_people)),
            present_people=tuple(sorted(attendance.present_people)),
            excused_people=tuple(sorted(attendance.excused_people)),
            made_up_people=tuple(sorted(attendance.made_up_people)),
        )
    if attendance is draft.attendance and fields == draft.fields:
        return draft
    return replace(draft, fields=fields, attendance=attendance)


def known(revisions: Iterable[Revision], *, as_known_at: datetime) -> tuple[Revision, ...]:
    """Return the state of every entry as known at an instant, withdrawn ones left out.

    Takes revisions in any order. Returns one revision an entry, by ``(happened_on, entry)``. A revision
    recorded at exactly ``as_known_at`` is known.
    """
    latest: dict[int, Revision] = {}
    for revision in revisions:
        if revision.recorded_at > as_known_at:
            continue
        if revision.entry not in latest or latest[revision.entry].seq < revision.seq:
            latest[revision.entry] = revision
    standing = (revision for revision in latest.values() if not revision.withdrawn)
    return tuple(sorted(standing, key=lambda revision: (revision.draft.happened_on, revision.entry)))
