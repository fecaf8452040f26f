"""What a writer reads when its turn comes, by one statement: the writers behind it wait.

Each question is a part of the statement; a row says which part it answers.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from zicha.core import bodies, tallies
from zicha.core.kinds import Kinds
from zicha.core.periods import Span
from zicha.core.scheme import Selector
from zicha.core.tallies import Tally
from zicha.core.units import UnitSpan
from zicha.store.queries import listed, schemes
from zicha.store.queries.schemes import Loaded

_COLUMNS = {
    "word": "text", "other": "text", "one": "bigint", "two": "bigint", "day": "date", "past": "date", "bytes": "bytea",
}  # fmt: skip
_LEVELS = ", ".join(f"({level})" for level in range(48))
_Rows = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What drafts are held against.

    Attributes:
        marks: the numbers of the revisions that carry some of the nonces.
        kinds: what every kind's id meant.
        spans: the days on which units stood.
        people: which of some ids belong to a person.
    """

    marks: Mapping[str, int]
    kinds: Kinds
    spans: Mapping[str, Sequence[Span]]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What summaries follow the units in question.

    Attributes:
        members: the nodes that cover a unit, by number.
        tallies: what is added up, by number.
        layouts: the numbers of the board's layouts, by name.
        crowds: whose sheets are kept by seat, by number.
        units: how the units stood over time; without names and parents, on which nothing kept depends.
        loaded: the loaded schemes.
    """

    members: Mapping[str, Sequence[int]]
    tallies: Mapping[int, Tally]
    layouts: Mapping[str, int]
    crowds: Mapping[int, Selector]
    units: Mapping[str, tuple[UnitSpan, ...]]
    loaded: Loaded


@dataclass(frozen=True, slots=True)
class Before:
    """What the ledger holds.

    Attributes:
        size: how many revisions.
        latest: when the last one was recorded.
        counts: the last running number of each unit in question; 0 for one without records.
        seats: the slots of people in units.
        nodes: the finished nodes of the log that no other finished one covers, by level and index.
    """

    size: int
    latest: datetime | None
    counts: dict[str, int]
    seats: dict[str, dict[str, int]]
    nodes: Mapping[tuple[int, int], bytes]
    kept: Kept


def ground(*, units: Iterable[str]) -> Ground:
    """Return what drafts of some units are held against, people left out."""
    return _ground(_read(_ABOUT_UNITS, [units]))


def before(*, units: Iterable[str], seated: Iterable[str]) -> Before:
    """Return what the ledger holds of some units, with the seats of those that are ``seated``."""
    asked = tuple(units)
    return _before(_read((*_ABOUT_UNITS, *_BEFORE), [asked, asked, asked, seated]))


def whole(*, unit: str, nonces: Iterable[str], people: Iterable[str], seated: Iterable[str]) -> tuple[Ground, Before]:
    """Return what a draft of a unit is held against, and what the ledger holds; both as above.

    Takes the nonces it carries and the ids in it that may be people's.
    """
    parts = (*_ABOUT_UNITS, *_BEFORE, *_ABOUT_A_DRAFT)
    found = _read(parts, [[unit], [unit], [unit], seated, people, nonces])
    return _ground(found), _before(found)


def _part(what: str, source: str, **told: str) -> str:
    columns = ", ".join(told.get(name, f"CAST(NULL AS {kind})") for name, kind in _COLUMNS.items())
    return f"SELECT '{what}', {columns} FROM {source}"  # noqa: S608 -- the program's own words


_ABOUT_UNITS = (
    _part("version", "store_schemeversion", word="sha256", other="loaded_by", one="loaded_at", two="id"),
    _part("unit", "store_unitspan WHERE unit {within}", word="unit", one="level", day='"start"', past='"end"'),
)
_ABOUT_A_DRAFT = (
    _part("person", "store_person WHERE id {within}", word="id"),
    _part("mark", "store_revision WHERE nonce {within}", word="nonce", one="seq"),
)
_BEFORE = (
    _part(
        "head", "store_ledgerhead h WHERE h.id = 1",
        one="h.size", two="(SELECT r.rec_at FROM store_revision r WHERE r.seq = h.size)",
    ),
    _part(
        "node",
        f"store_ledgerhead h CROSS JOIN (VALUES {_LEVELS}) l CROSS JOIN store_ledgernode n"
        " WHERE h.id = 1 AND (h.size >> l.column1) & 1 = 1"
        " AND n.level = l.column1 AND n.idx = (h.size >> l.column1) - 1",
        one="n.level", two="n.idx", bytes="n.hash",
    ),
    _part(
        "count", "{asked}",
        word="a.unit", one="(SELECT max(r.unit_seq) FROM store_revision r WHERE r.unit = a.unit)",
    ),
    _part(
        "member", "store_cubemember m JOIN store_cubenode n ON n.id = m.node WHERE n.kept AND m.unit {within}",
        word="m.unit", one="m.node",
    ),
    _part("seat", "store_slot WHERE unit {within}", word="unit", other="person", one="slot"),
    _part("tally", "store_cubetally WHERE kept", word="form", one="id"),
    _part("layout", "store_boardlayout", word="digest", one="id"),
    _part("crowd", "store_presenceselector", word="form", one="id"),
)  # fmt: skip


@functools.lru_cache(maxsize=8)
def _statement(parts: tuple[str, ...], vendor: str) -> str:
    asked = listed.rows(vendor, table="a", column="unit")
    return " UNION ALL ".join(parts).replace("{within}", listed.within(vendor)).replace("{asked}", asked)


def _read(parts: tuple[str, ...], values: Sequence[Iterable[str]]) -> _Rows:
    found: dict[str, list[tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_statement(parts, connection.vendor), [listed.texts(each) for each in values])
        for what, *row in cursor.fetchall():
            found.setdefault(what, []).append(tuple(row))
    return found


def _ground(found: _Rows) -> Ground:
    return Ground(
        marks={word: one for word, _other, one, *_ in found.get("mark", ())},
        kinds=_loaded(found).kinds,
        spans={unit: tuple(each.span for each in stood) for unit, stood in _units(found).items()},
        people=frozenset(word for word, *_ in found.get("person", ())),
    )


def _before(found: _Rows) -> Before:
    size, latest = next(((one, two) for _word, _other, one, two, *_ in found.get("head", ())), (0, None))
    return Before(
        size=size,
        latest=bodies.instant(latest) if latest is not None else None,
        counts={word: one or 0 for word, _other, one, *_ in found["count"]},
        seats=_seats(found),
        nodes={(one, two): bytes(said[-1]) for _word, _other, one, two, *said in found.get("node", ())},
        kept=_kept(found),
    )


def _loaded(found: _Rows) -> Loaded:
    rows = sorted((loaded_at, number, sha256, by) for sha256, by, loaded_at, number, *_ in found.get("version", ()))
    return schemes.loaded(tuple((sha256, loaded_at, by) for loaded_at, _number, sha256, by in rows))


def _units(found: _Rows) -> dict[str, tuple[UnitSpan, ...]]:
    units: dict[str, list[UnitSpan]] = {}
    for unit, _other, level, _two, start, end, _bytes in found.get("unit", ()):
        units.setdefault(unit, []).append(UnitSpan(unit, "", "", level, Span(_day(start), _day(end))))
    return {unit: tuple(sorted(stood, key=lambda each: each.span)) for unit, stood in units.items()}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _seats(found: _Rows) -> dict[str, dict[str, int]]:
    seats: dict[str, dict[str, int]] = {}
    for unit, person, slot, *_ in found.get("seat", ()):
        seats.setdefault(unit, {})[person] = slot
    return seats


def _kept(found: _Rows) -> Kept:
    members: dict[str, list[int]] = {}
    for unit, _other, node, *_ in found.get("member", ()):
        members.setdefault(unit, []).append(node)
    return Kept(
        members=members,
        tallies={number: tallies.read(form) for form, _other, number, *_ in found.get("tally", ())},
        layouts={digest: number for digest, _other, number, *_ in found.get("layout", ())},
        crowds={number: tallies.read(form).selector for form, _other, number, *_ in found.get("crowd", ())},
        units=_units(found),
        loaded=_loaded(found),
    )
