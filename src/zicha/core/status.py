"""The state of one window: a pure function of the duty, the entries and the day asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zicha.core import cadence, lengths
from zicha.core.cadence import Window
from zicha.core.ledger import Revision
from zicha.core.scheme import AtLeast, Duty, Selector, State
from zicha.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An entry that was meant for a window and does not count, with what it lacks.

    Attributes:
        seq: the revision's number.
        lacks_evidence: ids of the evidence kinds that are missing.
        below_threshold: whether too few of the expected people were present.
        too_near: whether it lies nearer to the last counted entry than the cadence allows.
    """

    seq: int
    lacks_evidence: tuple[str, ...] = ()
    below_threshold: bool = False
    too_near: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the entries of a window come to.

    Attributes:
        done: how many entries count.
        records: their ``seq``, in order of happening.
        near: entries that nearly count.
    """

    state: State
    done: int
    records: tuple[int, ...]
    near: tuple[NearMiss, ...]


def selects(selector: Selector, revision: Revision) -> bool:
    """Whether an entry is one of those meant by a selector."""
    draft = revision.draft
    if draft.kind not in selector.kinds:
        return False
    if selector.backfilled is not None and selector.backfilled != revision.backfilled:
        return False
    return all(_has(draft.value(field), values) for field, values in selector.where)


def effective_day(revision: Revision) -> date:
    """Return the day that decides an entry's window: the one it makes up for, else the one it happened on."""
    return revision.draft.makes_up or revision.draft.happened_on


def judge(
    *, duty: Duty, window: Window, entries: Iterable[Revision], waived: bool, on: date, calendar: Calendar
) -> Judgement:
    """Return how a duty stands in a window on the day ``on``.

    Takes the entries meant for the window, in order of happening: those of the selector whose effective
    day lies in it, and, where the window can be fulfilled late, those after it. What happened after ``on``
    is ignored. Whether the quota was met in time depends on entries alone, so it never changes later.
    """
    happened = [entry for entry in entries if entry.draft.happened_on <= on]
    near = [miss for entry in happened if (miss := shortfall(duty, entry))]
    lacking = {miss.seq for miss in near}
    counted, too_near = _counted(duty, window, [entry for entry in happened if entry.seq not in lacking])
    in_time = sum(entry.draft.happened_on < window.span.end for entry in counted)
    state = _state(duty, window, len(counted), in_time, len(near), waived=waived, on=on, calendar=calendar)
    return Judgement(
        state,
        len(counted),
        tuple(entry.seq for entry in counted),
        (*near, *(NearMiss(entry.seq, too_near=True) for entry in too_near)),
    )


def shortfall(duty: Duty, revision: Revision) -> NearMiss | None:
    """Return what an entry lacks to count for a duty, or ``None`` if it lacks nothing."""
    have = {item.kind for item in revision.draft.evidence}
    missing = tuple(kind for kind in duty.evidence if kind not in have)
    below = duty.threshold is not None and not _quorate(duty, revision)
    return NearMiss(revision.seq, missing, below) if missing or below else None


def _has(value: object, values: Sequence[str]) -> bool:
    if isinstance(value, tuple):
        return any(item in values for item in value)
    return value is not None and str(value) in values


def _quorate(duty: Duty, revision: Revision) -> bool:
    attendance = revision.draft.attendance
    if attendance is None or duty.threshold is None or not attendance.expected:
        return False
    return attendance.present >= duty.threshold * attendance.expected


def _counted(duty: Duty, window: Window, entries: Sequence[Revision]) -> tuple[list[Revision], list[Revision]]:
    """Split entries into those that count and those that lie too near to the last one that does."""
    rule = duty.cadence
    if not isinstance(rule, AtLeast):
        return _once(window, entries), []
    if rule.even:
        return _one_a_part(window, rule.count, entries), []
    return _spaced(entries, rule.min_gap_days)


def _once(window: Window, entries: Sequence[Revision]) -> list[Revision]:
    """All entries in time; if there are none, the first late one."""
    in_time = [entry for entry in entries if entry.draft.happened_on < window.span.end]
    return in_time or list(entries[:1])


def _one_a_part(window: Window, count: int, entries: Sequence[Revision]) -> list[Revision]:
    first: dict[int, Revision] = {}
    parts = cadence.parts(window.span, count)
    for entry in entries:
        part = next((place for place, span in enumerate(parts) if effective_day(entry) in span), None)
        if part is not None:
            first.setdefault(part, entry)
    return sorted(first.values(), key=lambda entry: (entry.draft.happened_on, entry.seq))


def _spaced(entries: Sequence[Revision], gap: int) -> tuple[list[Revision], list[Revision]]:
    counted: list[Revision] = []
    too_near: list[Revision] = []
    for entry in sorted(entries, key=lambda entry: (entry.draft.happened_on, entry.seq)):
        last = counted[-1].draft.happened_on if counted else None
        near = last is not None and entry.draft.happened_on < last + timedelta(days=gap)
        (too_near if near else counted).append(entry)
    return counted, too_near


def _state(
    duty: Duty, window: Window, done: int, in_time: int, near: int, *, waived: bool, on: date, calendar: Calendar
) -> State:
    if not window.applies:
        return "no_data"
    if on < window.span.start:
        return "upcoming"
    if window.owed == 0:
        return "met" if done else "open"
    if in_time >= window.owed:
        return "met"
    if done >= window.owed:
        return "met_late"
    if waived:
        return "waived"
    if done + near >= window.owed:
        return "insufficient"
    return _pressing(duty, window, on=on, calendar=calendar)


def _pressing(duty: Duty, window: Window, *, on: date, calendar: Calendar) -> State:
    end = window.span.end
    if on > lengths.after(window.span.last_day, duty.grace, calendar=calendar):
        return "overdue"
    if on >= end:
        return "grace"
    return "at_risk" if on >= lengths.after(end, duty.remind, times=-1, calendar=calendar) else "open"
