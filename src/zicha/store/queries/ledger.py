"""The ledger as values.

What was known at an instant T is one range: a fact holds if ``rec_at <= T < rec_to``. Light queries read
the derived facts alone; those that show an entry to a person add its personal values.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex

from zicha.core import bodies, slots, study
from zicha.core.ledger import Attendance, Draft, Evidence, FieldValue, Revision
from zicha.core.periods import Span
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import built_in_kinds, listed

_FACT = (
    "seq", "entry", "number", "unit", "kind", "day", "rec_at", "withdrawn", "backfilled", "makes_up", "expected",
    "present", "excused", "made_up", "evidence", "fields",
)  # fmt: skip
_LISTS = ("expected", "present", "excused", "made_up")
_PART = 10_000
"""So many parameters a statement has at most where there may be any number."""
_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Page:
    """Some of many entries.

    Attributes:
        rows: the asked part, the newest first.
        total: how many there are in all.
    """

    rows: tuple[Revision, ...]
    total: int


def revisions(
    *,
    units: Iterable[str] | None,
    span: Span | None,
    as_known_at: datetime,
    kinds: Iterable[str] | None = None,
    people: bool = False,
    texts: bool = False,
) -> tuple[Revision, ...]:
    """Return the standing state of entries as known at an instant, by day and entry.

    Takes the units (``None`` for all), the days on which they happened (``None`` for all) and the kinds.
    Names on the sheets come only with ``people``; titles, free text and file names only with ``texts``.
    """
    within, instant = listed.within(connection.vendor), bodies.microseconds(as_known_at)
    clauses: list[str] = ["rec_at <= %s AND rec_to > %s AND NOT withdrawn"]
    values: list[Any] = [instant, instant]
    if units is not None:
        clauses.append(f"unit {within}")
        values.append(listed.texts(units))
    if span is not None:
        clauses.append("day >= %s AND day < %s")
        values += [span.start, span.end]
    if kinds is not None:
        names = tuple(kinds)
        clauses += [built_in_kinds.WORDS] if built_in_kinds.all_among(names) else []
        clauses.append(f"kind {within}")
        values.append(listed.texts(names))
    return _whole(_facts(" AND ".join(clauses), values), people=people, texts=texts)


def first_states(
    *, units: Iterable[str], kind: str, since: date, as_known_at: datetime | None = None
) -> tuple[Revision, ...]:
    """Return the units' entries of a built-in kind as first recorded, with their texts, in order of recording.

    Takes the day from which they happened. Without ``as_known_at`` everything is known that has been recorded.
    """
    facts = built_in_kinds.facts(kind).filter(unit__in=tuple(units), day__gte=since, number=1)
    if as_known_at is not None:
        facts = facts.filter(rec_at__lte=bodies.microseconds(as_known_at))
    return _read(facts.order_by("seq"), people=False, texts=True)


def history(*, entry: int) -> tuple[Revision, ...]:
    """Return every state an entry had, the first first; empty for an unknown entry."""
    return _read(models.Fact.objects.filter(entry=entry).order_by("number"), people=True, texts=True)


def by_seq(*, seqs: Iterable[int]) -> tuple[Revision, ...]:
    """Return revisions by their numbers, in their order, whole."""
    return _read(models.Fact.objects.filter(seq__in=tuple(seqs)).order_by("seq"), people=True, texts=True)


def told(*, seqs: Iterable[int]) -> tuple[Revision, ...]:
    """Return revisions by their numbers with their texts, without the names on their sheets, by day and entry."""
    rows = _facts(f"seq {listed.within(connection.vendor)}", [listed.numbers(seqs)])
    return _whole(rows, people=False, texts=True)


def of_kinds(*, seqs: Iterable[int], kinds: Iterable[str]) -> tuple[tuple[int, str, date], ...]:
    """Return number, unit and day of those among some revisions that are of some kinds."""
    facts = models.Fact.objects.filter(kind__in=tuple(kinds)).order_by("seq")
    found = (facts.filter(seq__in=part).values_list("seq", "unit", "day") for part in _parts(tuple(seqs)))
    return tuple(each for part in found for each in part)


def revisions_of(*, entries: Iterable[int], as_known_at: datetime) -> tuple[Revision, ...]:
    """Return the standing state of some entries as known at an instant, whole, by number."""
    facts = _known(as_known_at).filter(withdrawn=False, entry__in=tuple(entries))
    return _read(facts.order_by("entry"), people=True, texts=True)


def latest(*, entries: Iterable[int]) -> tuple[Revision, ...]:
    """Return the latest state of some entries, withdrawn ones included, light, by number."""
    facts = models.Fact.objects.filter(entry__in=tuple(entries), rec_to=FOREVER)
    return _read(facts.order_by("entry"), people=False, texts=False)


def light(*, where: str, values: Sequence[Any]) -> tuple[Revision, ...]:
    """Return the states whose facts a condition of SQL means, light, by day and entry.

    Takes the program's own words for the condition, with places, and the values for them: a write asks, and the ORM
    takes longer to build the question than the database to answer it.
    """
    return tuple(_revision(row, {}, {}, None) for row in _facts(where, values))


def all_revisions(*, first: int, last: int) -> tuple[Revision, ...]:
    """Return the revisions numbered ``first`` to ``last``, withdrawn ones included, whole."""
    return _read(models.Fact.objects.filter(seq__range=(first, last)).order_by("seq"), people=True, texts=True)


def states(*, entries: Iterable[int]) -> tuple[Revision, ...]:
    """Return every state some entries ever had, withdrawn ones included, light, by number of the revision.

    They are read in parts: SQLite takes a quarter of a million parameters, and a few busy units have more entries.
    """
    facts = models.Fact.objects.order_by("seq")
    parts = (facts.filter(entry__in=part) for part in _parts(tuple(entries)))
    found = [one for part in parts for one in _read(part, people=False, texts=False)]
    return tuple(sorted(found, key=lambda one: one.seq))


def page(
    *,
    units: Iterable[str],
    as_known_at: datetime,
    kind: str = "",
    span: Span | None = None,
    text: str = "",
    backfilled: bool | None = None,
    without: Iterable[str] = (),
    offset: int = 0,
    limit: int = 50,
) -> Page:
    """Return a part of the units' entries, the newest first, narrowed by kind, days, words and lateness.

    Entries of the kinds ``without`` are neither returned nor counted, and no steps of a study plan that name one.
    """
    facts = _known(as_known_at).filter(withdrawn=False, unit__in=tuple(units))
    hidden = tuple(without)
    facts = facts.exclude(kind__in=hidden).exclude(_names_one_of(hidden)) if hidden else facts
    if kind:
        facts = facts.filter(kind=kind)
    if span is not None:
        facts = facts.filter(day__gte=span.start, day__lt=span.end)
    if backfilled is not None:
        facts = facts.filter(backfilled=backfilled)
    if text:
        shown = Q(field="title") | Q(field__startswith="fields.")
        meant = models.PersonalValue.objects.filter(shown, value__icontains=text).values("seq")
        facts = facts.filter(seq__in=meant)
    rows = facts.order_by("-day", "-entry")[offset : offset + limit]
    return Page(_read(rows, people=False, texts=True), facts.count())


def _names_one_of(kinds: Sequence[str]) -> Q:
    """Steps of a study plan that link an entry of one of the kinds to an item; both are of one unit."""
    number = Concat(Value('"record": "'), Cast("entry", CharField()), Value('"'))
    named = models.Fact.objects.filter(kind__in=kinds, unit=OuterRef("unit"))
    named = named.annotate(place=StrIndex(OuterRef("fields"), number)).filter(place__gt=0)
    return Q(Exists(named), kind=study.STEP)


def size() -> int:
    """Return how many revisions there are."""
    head = models.LedgerHead.objects.filter(pk=1).values_list("size", flat=True).first()
    return head or 0


def by_nonce(*, nonces: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the revisions that carry some of the nonces."""
    wanted = [nonce for nonce in nonces if nonce]
    found: dict[str, int] = {}
    statement = f"SELECT nonce, seq FROM store_revision WHERE nonce {listed.within(connection.vendor)}"  # noqa: S608 -- no outside text in it
    with connection.cursor() as cursor:
        for part in _parts(wanted):
            cursor.execute(statement, [listed.texts(part)])
            found.update(cursor.fetchall())
    return found


def has_nonce(*, beginning: str) -> bool:
    """Whether any revision carries a nonce with this beginning, a word and a colon."""
    alike = "nonce GLOB %s" if connection.vendor == "sqlite" else "nonce LIKE %s"
    star = "*" if connection.vendor == "sqlite" else "%"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM store_revision WHERE {alike})", [beginning + star])  # noqa: S608 -- no outside text in it
        return bool(cursor.fetchone()[0])


def _known(as_known_at: datetime) -> QuerySet[models.Fact]:
    instant = bodies.microseconds(as_known_at)
    return models.Fact.objects.filter(rec_at__lte=instant, rec_to__gt=instant)


def _facts(where: str, values: Sequence[Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_FACT)} FROM store_fact WHERE {where} ORDER BY day, entry", values)  # noqa: S608 -- no outside text in it
        return [_typed(row) for row in cursor.fetchall()]


def _read(facts: QuerySet[models.Fact], *, people: bool, texts: bool) -> tuple[Revision, ...]:
    return _whole(list(facts.values_list(*_FACT)), people=people, texts=texts)


def _whole(rows: Sequence[Sequence[Any]], *, people: bool, texts: bool) -> tuple[Revision, ...]:
    seqs = [row[0] for row in rows]
    sheets = _sheets(seqs) if people else {}
    personal = _personal(seqs) if texts else {}
    links = _links(seqs) if texts else {}
    return tuple(
        _revision(row, sheets.get(row[0], {}), personal.get(row[0], {}), links.get(row[0]) if texts else None)
        for row in rows
    )


def _typed(row: Sequence[Any]) -> Sequence[Any]:
    """A fact as the ORM gives it: SQLite has neither days nor truth."""
    seq, entry, number, unit, kind, day, rec_at, withdrawn, backfilled, makes_up, *rest = row
    days = (each if isinstance(each, date) or each is None else date.fromisoformat(each) for each in (day, makes_up))
    day, makes_up = days
    return seq, entry, number, unit, kind, day, rec_at, bool(withdrawn), bool(backfilled), makes_up, *rest


def _revision(
    row: Sequence[Any],
    sheet: dict[str, tuple[str, ...]],
    personal: dict[str, str],
    links: list[tuple[int, str, int]] | None,
) -> Revision:
    seq, entry, number, unit, kind, day, rec_at, withdrawn, backfilled, makes_up, *counts, evidence, fields = row
    draft = Draft(
        unit=unit,
        kind=kind,
        happened_on=day,
        title=personal.get("title", ""),
        fields=_fields(fields, personal),
        attendance=_attendance(counts, sheet),
        evidence=_evidence(evidence, links, personal) if links is not None or evidence else (),
        makes_up=makes_up,
        key=personal.get("key", ""),
    )
    return Revision(
        seq=seq,
        entry=entry,
        number=number,
        draft=draft,
        recorded_at=bodies.instant(rec_at),
        recorded_by=personal.get("recorded_by", ""),
        reason=personal.get("reason", ""),
        withdrawn=withdrawn,
        backfilled=backfilled,
    )


def _fields(plain: str, personal: dict[str, str]) -> tuple[tuple[str, FieldValue], ...]:
    named = {name[7:]: value for name, value in personal.items() if name.startswith("fields.")}
    return tuple(sorted((dict(_plain(plain)) | named).items())) if named else _plain(plain)


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> tuple[tuple[str, FieldValue], ...]:
    """Plain fields are few and repeat: choices, durations, numbers."""
    found = json.loads(text).items() if text else ()
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in found))


def _attendance(counts: Sequence[int | None], sheet: dict[str, tuple[str, ...]]) -> Attendance | None:
    expected, present, excused, made_up = counts
    if expected is None:
        return None
    names = {f"{name}_people": people for name, people in sheet.items()}
    return Attendance(expected, present or 0, excused or 0, made_up or 0, **names)


def _evidence(kinds: str, links: list[tuple[int, str, int]] | None, personal: dict[str, str]) -> tuple[Evidence, ...]:
    if links is None:
        return tuple(Evidence(kind, "", "") for kind in kinds.split())
    return tuple(
        Evidence(
            kind,
            personal.get(f"evidence.{place}.sha256", ""),
            personal.get(f"evidence.{place}.name", ""),
            size,
        )
        for place, kind, size in links
    )


def _personal(seqs: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for seq, field, value in _of(seqs, "SELECT seq, field, value FROM store_personalvalue WHERE seq {}"):
        found.setdefault(seq, {})[field] = value
    return found


def _links(seqs: Sequence[int]) -> dict[int, list[tuple[int, str, int]]]:
    found: dict[int, list[tuple[int, str, int]]] = {seq: [] for seq in seqs}
    statement = "SELECT seq, place, kind, size FROM store_evidencelink WHERE seq {} ORDER BY seq, place"
    for seq, place, kind, size in _of(seqs, statement):
        found[seq].append((place, kind, size))
    return found


def _of(seqs: Sequence[int], statement: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some revisions, in parts; building the statement by the ORM takes longer than reading a few."""
    within = listed.within(connection.vendor)
    with connection.cursor() as cursor:
        for part in _parts(seqs):
            cursor.execute(statement.format(within), [listed.numbers(part)])
            yield from cursor.fetchall()


def _sheets(seqs: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    rows = [
        row
        for part in _parts(seqs)
        for row in models.AttendanceSheet.objects.filter(seq__in=part).values_list(
            "seq_id", "seq__unit", "guests", *_LISTS
        )
    ]
    seats = _seats({unit for _, unit, *_ in rows})
    found = {}
    for seq, unit, guests, *maps in rows:
        others = json.loads(guests) if guests else {}
        found[seq] = {
            name: tuple(sorted([*(seats[unit, slot] for slot in slots.unpack(bytes(bits))), *others.get(name, ())]))
            for name, bits in zip(_LISTS, maps, strict=True)
        }
    return found


def _seats(units: Iterable[str]) -> dict[tuple[str, int], str]:
    rows = models.Slot.objects.filter(unit__in=tuple(units)).values_list("unit", "slot", "person")
    return {(unit, slot): person for unit, slot, person in rows}


def _parts(seqs: Sequence[_Each]) -> Iterable[Sequence[_Each]]:
    return (seqs[start : start + _PART] for start in range(0, len(seqs), _PART))


def first_day() -> date | None:
    """Return the earliest day on which anything happened, or ``None`` for an empty ledger."""
    return models.Fact.objects.order_by("day").values_list("day", flat=True).first()
