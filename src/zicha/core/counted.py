"""Which fields of records are numbers that are summed, and so stand beside the record's fact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from zicha.core import bodies
from zicha.core.kinds import Kinds, Loaded
from zicha.core.scheme import Kind

_SUMMED = ("number", "duration")


def fields_of(kind: Kind | None) -> frozenset[str]:
    """Return the fields of a kind that are summed; an unknown kind has none."""
    return frozenset(each.id for each in kind.fields if each.type in _SUMMED) if kind else frozenset()


class Counted:
    """What is summed of any record; asked for each of a million, it remembers its answers."""

    def __init__(self, versions: Sequence[Loaded]) -> None:
        """Take all loaded versions in order of loading."""
        self._kinds = Kinds(versions)
        self._effective = sorted((each.scheme.effective or date.min).isoformat() for each in versions)
        self._known = sorted(bodies.microseconds(each.recorded_at) for each in versions)
        self._fields: dict[tuple[str, int, int], frozenset[str]] = {}

    def fields(self, kind: str, *, day: str, recorded_at: int) -> frozenset[str]:
        """Return the fields summed of a kind; takes the ISO date of a record, and microseconds of its recording."""
        asked = (kind, bisect_right(self._effective, day), bisect_right(self._known, recorded_at))
        if asked not in self._fields:
            meant = self._kinds(kind, date.fromisoformat(day), bodies.instant(recorded_at))
            self._fields[asked] = fields_of(meant)
        return self._fields[asked]
