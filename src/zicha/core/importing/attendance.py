"""Attendance out of counts, of names, or of both."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from zicha.core.findings import Refusal
from zicha.core.importing import cells
from zicha.core.importing.directory import Directory
from zicha.core.importing.tables import Cell
from zicha.core.ledger import Attendance
from zicha.core.scheme import Kind

_AND_OTHERS = re.compile(r"等\s*(?:共)?\s*(\d+)\s*(?:人|名|位)")


@dataclass(frozen=True, slots=True)
class Heads:
    """How many, and who as far as it is known."""

    count: int
    people: tuple[str, ...] = ()


_NONE = Heads(0)
Refuse = Callable[[str, Refusal], None]
"""Takes the target whose cell is refused, and why."""


def read(
    values: Mapping[str, Cell], *, kind: Kind, directory: Directory, unit: str, on: date, refuse: Refuse
) -> Attendance | None:
    """Return the attendance that a row tells, or ``None`` where it tells none and the kind asks for none.

    Takes the cells of ``expected``, ``present``, ``excused``, ``absent`` and ``made_up`` as far as the table has
    them. Where 应到 is missing, it is the roster of that day; where 实到 is missing, it is what 应到 leaves.
    Calls ``refuse`` for each cell that cannot be read or contradicts the others, and then returns ``None``.
    """
    if kind.attendance == "none":
        return None
    heads: dict[str, Heads] = {}
    faults = 0
    for target, value in values.items():
        if cells.is_blank(value):
            continue
        try:
            heads[target] = _heads(value, directory, unit, on)
        except Refusal as refusal:
            faults += 1
            refuse(target, refusal)
    if faults:
        return None
    if "present" not in heads and not {"expected", "absent"} <= heads.keys():
        if heads or kind.attendance == "expected":
            refuse("present" if "present" in values else "expected", Refusal("imports.attendance_missing"))
        return None
    return combine(heads, lambda: directory.roster(unit, on=on), refuse)


def _heads(value: Cell, directory: Directory, unit: str, on: date) -> Heads:
    counted = _counted(value)
    if counted is not None:
        return counted
    words = cells.text(value)
    others = _AND_OTHERS.search(words)
    if others:
        return Heads(int(others[1]))
    people = directory.people(words, unit=unit, on=on)
    return Heads(len(people), people)


@functools.lru_cache(maxsize=4096, typed=True)
def _counted(value: Cell) -> Heads | None:
    return Heads(cells.read_count(value)) if cells.looks_like_count(value) else None


def combine(heads: Mapping[str, Heads], roster: Callable[[], tuple[str, ...]], refuse: Refuse) -> Attendance | None:
    """Return attendance whose parts agree: expected = present + excused + absent.

    Takes heads by target and what tells the roster that stands in for a missing 应到. Calls ``refuse`` and returns
    ``None`` where the parts contradict each other.
    """
    excused, made_up, absent = (heads.get(target, _NONE) for target in ("excused", "made_up", "absent"))
    expected = heads.get("expected") or _expected(heads, roster)
    if expected is None:
        refuse("expected", Refusal("imports.expected_missing"))
        return None
    present = heads.get("present") or Heads(expected.count - excused.count - absent.count)
    missing = expected.count - present.count - excused.count
    if missing < 0 or present.count < 0 or ("absent" in heads and missing != absent.count):
        target = "present" if "present" in heads else "expected"
        facts = {"expected": expected.count, "present": present.count, "excused": excused.count}
        refuse(target, Refusal("imports.attendance_sum", **facts, absent=absent.count if "absent" in heads else "—"))
        return None
    if made_up.count > excused.count + missing:
        refuse("made_up", Refusal("imports.made_up_more", made_up=made_up.count, missed=excused.count + missing))
        return None
    clash = _clash(expected, present, excused, made_up)
    if clash:
        refuse(clash, Refusal("imports.people_clash"))
        return None
    return Attendance(
        expected=expected.count,
        present=present.count,
        excused=excused.count,
        made_up=made_up.count,
        expected_people=expected.people,
        present_people=present.people,
        excused_people=excused.people,
        made_up_people=made_up.people,
    )


def _expected(heads: Mapping[str, Heads], roster: Callable[[], tuple[str, ...]]) -> Heads | None:
    if {"present", "excused", "absent"} <= heads.keys():
        return Heads(sum(heads[target].count for target in ("present", "excused", "absent")))
    people = roster()
    return Heads(len(people), people) if people else None


def _clash(expected: Heads, present: Heads, excused: Heads, made_up: Heads) -> str:
    """Return the target whose people cannot be: excused and present at once, or not expected at all."""
    if not (present.people or excused.people or made_up.people):
        return ""
    if set(present.people) & set(excused.people):
        return "excused"
    for target, heads in (("present", present), ("excused", excused), ("made_up", made_up)):
        if expected.people and not set(heads.people) <= set(expected.people):
            return target
    return "made_up" if set(made_up.people) & set(present.people) else ""
