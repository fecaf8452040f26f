"""Deriving the facts anew from the ledger's own rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from zicha.core import bodies, counted
from zicha.core.kinds import KindOf
from zicha.core.scheme import Kind
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.writes import rowwise, summaries
from zicha.store.writes.ledger import FACT_COLUMNS, NUMBER_COLUMNS, millionths
from zicha.store.writes.rowwise import Values
from zicha.store.writes.transaction import writing

_CHUNK = 5_000
_COLUMNS = (
    "seq", "entry", "number", "unit", "day", "kind", "rec_at", "withdrawn", "backfilled", "makes_up", "expected",
    "present", "excused", "made_up", "body",
)  # fmt: skip


def rebuild(*, kind_of: KindOf, progress: Callable[[int, int], None]) -> int:
    """Drop the facts and their summaries and write them anew, in one transaction; return how many revisions there are.

    Takes what a kind's id meant when, and a function that is told how many of how many revisions are done.
    """
    with writing():
        models.Fact.objects.all().delete()
        models.FactNumber.objects.all().delete()
        total = models.Revision.objects.count()
        ends = _ends()
        for first in range(1, total + 1, _CHUNK):
            rows = models.Revision.objects.filter(seq__range=(first, first + _CHUNK - 1)).order_by("seq")
            _derive(list(rows.values_list(*_COLUMNS)), ends, kind_of)
            progress(min(first + _CHUNK - 1, total), total)
        summaries.rebuild(progress=progress)
    return total


def _ends() -> dict[tuple[int, int], int]:
    """When each later revision of an entry was recorded, by entry and number."""
    rows = models.Revision.objects.filter(number__gt=1).values_list("entry", "number", "rec_at")
    return {(entry, number): rec_at for entry, number, rec_at in rows}


def _derive(rows: list[tuple[object, ...]], ends: Mapping[tuple[int, int], int], kind_of: KindOf) -> None:
    facts: list[Values] = []
    numbers: list[Values] = []
    for row in rows:
        seq, entry, number, unit, day, kind, rec_at, *rest, body = row
        said = json.loads(bytes(body))  # type: ignore[call-overload]  # a row of the table, typed by its columns
        fields = said["fields"]
        evidence = " ".join(sorted({item["kind"] for item in said["evidence"]}))
        rec_to = ends.get((entry, number + 1), FOREVER)  # type: ignore[operator, arg-type]  # the same
        written = json.dumps(fields, ensure_ascii=False, sort_keys=True) if fields else ""
        facts.append((seq, entry, number, unit, day, kind, rec_at, rec_to, *rest, evidence, written))  # type: ignore[arg-type]  # the same
        numbers += _numbers(seq, kind_of(kind, day, bodies.instant(rec_at)), fields)  # type: ignore[arg-type]  # the same
    rowwise.insert("store_fact", FACT_COLUMNS, facts)
    rowwise.insert("store_factnumber", NUMBER_COLUMNS, numbers)


def _numbers(seq: int, kind: Kind | None, fields: Mapping[str, object]) -> list[Values]:
    summed = counted.fields_of(kind)
    return [(seq, name, millionths(value)) for name, value in fields.items() if name in summed]
