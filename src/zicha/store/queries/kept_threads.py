"""Problems and promises by their kept rows: counted, in order, some at a time, whose they are.

A row stands for all that is recorded. A question that leaves any of it out is answered from the ledger itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import connection

from zicha.core import bodies, threads
from zicha.core.threads import Key
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import built_in_kinds, listed, sums

_OWNED = {"sqlite": "substr(v.value, 1, 64)", "postgresql": "substring(v.value, 1, 64)"}
"""The words of the index ``personal_value_owner``; no other words are answered by it."""
_EACH = {
    "sqlite": "json_each(t.changed) c", "postgresql": "jsonb_array_elements_text(CAST(t.changed AS jsonb)) c(value)",
}  # fmt: skip
_SAYS = {"sqlite": "instr(lower({}), %s) > 0", "postgresql": 'strpos(lower(({}) COLLATE "C"), %s) > 0'}
_BY_NUMBER = {"sqlite": "t.number", "postgresql": 't.number COLLATE "C"'}
Order = Literal["pressing", "latest"]


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for a person.

    Attributes:
        owned: entries the person owns.
        decides: the units where the person may accept what others handed in.
    """

    person: str
    owned: frozenset[int]
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which threads are meant.

    Attributes:
        kind: of what was opened.
        states: in the order in which they are listed.
        due_since, due_until: both included; ``None`` for any deadline.
        text: what is said of them, in small letters; only of problems.
    """

    kind: str
    units: tuple[str, ...]
    states: tuple[str, ...]
    source: str = ""
    due_since: date | None = None
    due_until: date | None = None
    text: str = ""
    mine: Mine | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """When, where and on which clause a problem was opened that was not dropped."""

    entry: int
    unit: str
    found_on: date
    scheme: str
    clause: str
    state: Literal["open"] = "open"


def stand(*, on: date, as_known_at: datetime) -> bool:
    """Return whether the rows say what was known at an instant of all that happened until a day."""
    rows = sums.rows("select rec_at, day from store_threadkeeping where kept", ())
    return any(rec_at <= bodies.microseconds(as_known_at) and _day(day) <= on for rec_at, day in rows)


def are_there() -> bool:
    """Return whether any entry of a thread was ever recorded."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(threads.KINDS))
    words = f"select 1 from store_fact where {built_in_kinds.WORDS} and kind in ({kinds}) limit 1"  # noqa: S608 -- constants
    return bool(sums.rows(words, ()))


def parts(keys: Iterable[Key]) -> dict[Key, tuple[int, ...]]:
    """Return the numbers of the revisions that make up some threads."""
    asked: dict[str, list[int]] = {}
    for kind, entry in keys:
        asked.setdefault(kind, []).append(entry)
    words = f"select entry, parts from store_thread where kind = %s and entry {_within()}"  # noqa: S608 -- constants
    return {
        (kind, entry): tuple(json.loads(text))
        for kind, entries in asked.items()
        for entry, text in sums.rows(words, [kind, listed.numbers(entries)])
    }


def counts(asked: Asked) -> dict[str, int]:
    """Return how many threads there are, by state; a state without any is left out."""
    words, values = _meant(asked)
    return dict(sums.rows(f"select t.state, count(*) from store_thread t where {words} group by t.state", values))  # noqa: S608 -- constants


def some(asked: Asked, *, order: Order = "pressing", offset: int = 0, limit: int) -> tuple[tuple[int, ...], ...]:
    """Return the parts of some threads, in order: by state, deadline and number, or the latest step first."""
    words, values = _meant(asked)
    by = (
        "t.last DESC"
        if order == "latest"
        else f"{_ranked(asked.states)}, t.due, {_BY_NUMBER[connection.vendor]}, t.entry"
    )
    statement = f"select t.parts from store_thread t where {words} order by {by} limit %s offset %s"  # noqa: S608 -- constants
    found = sums.rows(statement, [*values, limit, offset])
    return tuple(tuple(json.loads(text)) for (text,) in found)


def owned(
    *, kinds: Iterable[str], person: str, units: Sequence[str], states: Sequence[str]
) -> dict[Key, tuple[int, ...]]:
    """Return the threads in some states that a person owns as they stand now, each with its parts."""
    named = _named(person)
    found: dict[Key, tuple[list[int], tuple[int, ...]]] = {}
    words = (
        f"select entry, opening, changed, parts from store_thread where kind = %s and entry {_within()}"  # noqa: S608 -- constants
        f" and unit {_within()} and state {_within()}"
    )
    for kind in kinds:
        entries = sorted(entry for each, entry in named if each == kind)
        rows = (
            sums.rows(words, [kind, listed.numbers(entries), listed.texts(units), listed.texts(states)])
            if entries
            else []
        )
        for entry, opening, changed, text in rows:
            found[kind, entry] = [opening, *json.loads(changed)], tuple(json.loads(text))
    owners = _owners(seq for seqs, _parts in found.values() for seq in seqs)
    return {of: whole for of, (seqs, whole) in found.items() if _last_said(seqs, owners) == person}


def opened(*, units: Iterable[str]) -> tuple[Opened, ...]:
    """Return the problems of some units, dropped ones left out."""
    found = sums.rows(
        "select t.entry, t.unit, f.day, f.fields from store_thread t join store_fact f on f.seq = t.opening"  # noqa: S608 -- constants
        f" where t.kind = 'problem' and t.state in ('open', 'handed_in', 'closed') and t.unit {_within()}",
        [listed.texts(units)],
    )
    return tuple(_opened(*row) for row in found)


def _opened(entry: int, unit: str, day: date | str, plain: str) -> Opened:
    fields: Mapping[str, str] = json.loads(plain)
    return Opened(entry, unit, _day(day), fields.get("scheme", ""), fields.get("clause", ""))


def _named(person: str) -> set[Key]:
    """The threads that any standing opening or step gives to a person."""
    rows = sums.rows(
        "select f.kind, f.entry, f.fields from store_personalvalue v join store_fact f on f.seq = v.seq"  # noqa: S608 -- constants
        f" where v.field = 'fields.owner' and {_OWNED[connection.vendor]} = %s and f.rec_to = %s and not f.withdrawn"
        f" and f.kind {_within()}",
        [person, FOREVER, listed.texts(sorted(threads.KINDS))],
    )
    found = (threads.key(kind, entry, json.loads(plain)) for kind, entry, plain in rows)
    return {of for of in found if of is not None}


def _owners(seqs: Iterable[int]) -> dict[int, str]:
    words = f"select seq, value from store_personalvalue where seq {_within()} and field = 'fields.owner'"  # noqa: S608 -- constants
    return dict(sums.rows(words, [listed.numbers(seqs)]))


def _last_said(seqs: Sequence[int], said: Mapping[int, str]) -> str:
    """The opening stands first, and holds until a step says something else."""
    return next((said[seq] for seq in reversed(seqs) if said.get(seq)), "")


def _meant(asked: Asked) -> tuple[str, list[Any]]:
    """The words of SQL for the threads that are meant, and their values."""
    clauses = ["t.kind = %s", f"t.state {_within()}", f"t.unit {_within()}"]
    values: list[Any] = [asked.kind, listed.texts(asked.states), listed.texts(asked.units)]
    for words, value in (
        ("t.source = %s", asked.source),
        ("t.due >= %s", asked.due_since),
        ("t.due <= %s", asked.due_until),
    ):
        clauses += [words] if value else []
        values += [value] if value else []
    for words, more in (_said(asked.text), _mine(asked.mine)):
        clauses += [words] if words else []
        values += more
    return " and ".join(clauses), values


def _ranked(states: Sequence[str]) -> str:
    """The program's own words for a state, by their place."""
    cases = " ".join(f"when '{state}' then {place}" for place, state in enumerate(states))
    return f"case t.state {cases} end"


def _said(text: str) -> tuple[str, list[Any]]:
    """Number, matter, measure and cause as they stand after all steps; only A to Z are the same large and small."""
    if not text:
        return "", []
    told = ["t.number", _first("matter"), _latest("measure"), _latest("cause")]
    return f"({' or '.join(map(_SAYS[connection.vendor].format, told))})", [text] * len(told)


def _first(name: str) -> str:
    return f"(select v.value from store_personalvalue v where v.seq = t.opening and v.field = 'fields.{name}')"  # noqa: S608 -- constants


def _latest(name: str) -> str:
    later = (
        f"select v.value from {_EACH[connection.vendor]} join store_personalvalue v on v.seq = cast(c.value as bigint)"  # noqa: S608 -- constants
        f" where v.field = 'fields.{name}' and v.value <> '' order by v.seq desc limit 1"
    )
    return f"coalesce(case when t.changed <> '[]' then ({later}) end, {_first(name)})"


def _mine(mine: Mine | None) -> tuple[str, list[Any]]:
    if mine is None:
        return "", []
    within = _within()
    by_me = "select 1 from store_personalvalue v where v.seq = t.handed and v.field = 'recorded_by' and v.value = %s"
    words = (
        f"(t.state = 'open' and t.entry {within} or t.state = 'handed_in' and t.unit {within}"
        f" and not t.entry {within} and not exists ({by_me}))"
    )
    entries = listed.numbers(sorted(mine.owned))
    return words, [entries, listed.texts(mine.decides), entries, mine.person]


def _within() -> str:
    return listed.within(connection.vendor)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
