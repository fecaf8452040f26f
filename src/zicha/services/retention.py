"""Keeping for a time: what is due to go, and letting it go."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import backup_times, retention
from zicha.core.retention import RuleId
from zicha.services import backup, erasure, suggestions
from zicha.services.days import day_of
from zicha.services.erasure import Erased, Order
from zicha.store.queries import retention as queries
from zicha.store.queries import schemes
from zicha.store.queries import suggestions as suggestion_queries
from zicha.store.queries.erasure import Held
from zicha.store.writes import erasure as erasure_writes
from zicha.store.writes import retention as writes
from zicha.store.writes import shelves
from zicha.store.writes import suggestions as suggestion_writes
from zicha.store.writes.transaction import writing


@dataclass(frozen=True, slots=True)
class Due:
    """What is due to go at one instant.

    Attributes:
        rows: by the word that names them in an erasure entry, numbers of rows beside the ledger.
        held: values beside records.
        digests, failures, sessions: how many.
        files: hashes of those that no record names.
    """

    held: tuple[Held, ...]
    rows: dict[str, tuple[int, ...]]
    digests: int
    failures: int
    sessions: int
    files: tuple[str, ...]

    def counts(self) -> dict[RuleId, int]:
        """Return how many things each rule takes away."""
        found: dict[RuleId, int] = dict.fromkeys((rule.id for rule in retention.RULES), 0)
        found |= {
            "records": len(self.held),
            "digests": self.digests,
            "failures": self.failures,
            "sessions": self.sessions,
        }
        found["files"] = len(self.files)
        for word, numbers in self.rows.items():
            found[queries.KEYS[word]] += len(numbers)
        return found


@dataclass(frozen=True, slots=True)
class Let:
    """What was let go.

    Attributes:
        entries: numbers of the erasure entries; empty if nothing went that names anybody.
        again: what the erasure journal had erased again before, see :func:`zicha.services.erasure.replay`.
    """

    counts: dict[RuleId, int]
    entries: tuple[int, ...]
    again: tuple[Erased, ...]
    wiped: bool


def due(*, home: Path, now: datetime) -> Due:
    """Return what is due at an instant; nothing is changed."""
    today = day_of(now)
    rows = {
        "sheet": queries.sheets(closed_before=_begin("sheets", today)),
        "leave": queries.leaves(before=_cut("leave", today)),
        "device": queries.devices(ended_before=_begin("devices", today)),
        "pass": queries.passes(ended_before=_begin("devices", today)),
        "request": queries.requests(answered_before=_begin("requests", today)),
        "suggestion": suggestion_queries.kept_from_before(day=_cut("suggestions", today)),
    }
    return Due(
        _records(today, now),
        rows,
        queries.digests(before=_cut("digests", today)),
        queries.failures(before=_begin("failures", today)),
        queries.sessions(ended_before=now),
        _files(home, _begin("files", today)),
    )


def retain(*, home: Path, now: datetime, recorded_by: str) -> Let:
    """Let go what is due, append the entries that say so, and return what was done.

    What a restored backup had brought back goes first. A second run the same day changes nothing.
    """
    again = erasure.replay(home=home, recorded_at=now, recorded_by=recorded_by)
    order = Order("retention", now, recorded_by, home)
    with writing():
        suggestions.settle(now=now)
        found = due(home=home, now=now)
        entries = erasure.erase_held(held=found.held, order=order, scope="retention").entries if found.held else ()
        entries += _rows(found, order)
        today = day_of(now)
        writes.delete_unnamed(
            digests_before=_cut("digests", today), failures_before=_begin("failures", today), sessions_before=now
        )
        shelves.drop_after(found.files, home=home)
    return Let(found.counts(), entries, again, erasure_writes.wipe())


def schedule() -> int | None:
    """Return the hour of the organisation's day from which on what is due goes, ``None`` where that is ``off``.

    Raises ``Refusal`` ``backup.schedule`` for an hour that is none.
    """
    return None if str(settings.ZICHA_RETAIN_HOUR).strip() == "off" else backup.number("ZICHA_RETAIN_HOUR", range(24))


def retain_due(*, home: Path, hour: int, last: datetime | None, now: datetime, recorded_by: str) -> datetime | None:
    """Let go what is due unless that was done since the hour last struck; return when it was done last.

    Takes when this process did it last; one that was just started does it at once, which a second time does nothing.
    """
    if last is not None and last >= backup_times.last_struck(now=now, hour=hour, zone=ZoneInfo(settings.TIME_ZONE)):
        return last
    retain(home=home, now=now, recorded_by=recorded_by)
    return now


def _rows(found: Due, order: Order) -> tuple[int, ...]:
    writes.delete_leaves(found.rows["leave"])
    writes.delete_sheets(found.rows["sheet"])
    writes.delete_devices(found.rows["device"])
    writes.delete_passes(found.rows["pass"])
    writes.delete_requests(found.rows["request"])
    suggestion_writes.erase(numbers=found.rows["suggestion"], on=day_of(order.recorded_at), told=True)
    lines = [f"{word} {number}" for word, numbers in found.rows.items() for number in numbers]
    return erasure.append(lines=lines, order=order.marked(secrets.token_hex(8)), scope="retention")


def _records(today: date, now: datetime) -> tuple[Held, ...]:
    kinds = {kind.id: kind for scheme in schemes.in_force(on=today, as_known_at=now) for kind in scheme.kinds}
    cuts = [(name, retention.cut(kind.retain, today=today)) for name, kind in kinds.items() if kind.retain]
    return queries.records(cuts=cuts) if cuts else ()


def _files(home: Path, before: datetime) -> tuple[str, ...]:
    """Files that were handed in and never recorded, or that a crash kept from going with their record."""
    old = frozenset(one.digest for one in shelves.of(home).listed() if one.kept_at < before)
    named = queries.named_files(digests=old) if old else frozenset()
    return tuple(sorted(old - named))


def _cut(rule: RuleId, today: date) -> date:
    length = retention.rule(rule).after
    assert length is not None  # noqa: S101 -- only records have none, and they go by their kind's
    return retention.cut(length, today=today)


def _begin(rule: RuleId, today: date) -> datetime:
    """The beginning of the first day that is still kept."""
    return datetime.combine(_cut(rule, today), time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
