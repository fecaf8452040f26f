"""Binding what was written to rows that answers rest on; the caller holds the transaction.

Who writes such a row says so here, in the same transaction: nothing is found out by comparing tables, or a change
made behind the program's back would be bound with the next honest one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Max, Model, Q

from zicha.core import binding, merkle
from zicha.core.binding import Bound
from zicha.store import models
from zicha.store.bound import TABLES
from zicha.store.queries import binding as queries
from zicha.store.writes import rowwise

_ROW = ("seq", "sort", "key", "replaces", "salt", "digest")
_NODE = ("level", "idx", "hash")
_SALT = 16
_MANY = 500


def bind(sort: str, keys: Iterable[object]) -> None:
    """Bind what the rows of some keys say now; a row that is not there any more is bound as taken away."""
    wanted = sorted({str(key) for key in keys})
    for start in range(0, len(wanted), _MANY):
        _bind(sort, wanted[start : start + _MANY])


def bind_rows(sort: str, rows: Iterable[Model]) -> None:
    """Bind rows that were just added."""
    bind(sort, [row.pk for row in rows])


def naming(names: Collection[str]) -> dict[str, list[str]]:
    """Return the keys of bound rows that name somebody by one of some ids and sign-ins, by sort."""
    found: dict[str, list[str]] = {}
    for sort, table in TABLES.items():
        if table.people:
            wanted = Q()
            for column in table.people:
                wanted |= Q(**{f"{column}__in": list(names)})
            found[sort] = [str(key) for key in queries.table(sort).filter(wanted).values_list("pk", flat=True)]
    return found


def bind_erased(named: Mapping[str, Collection[str]]) -> None:
    """Bind rows anew that an erasure changed, and empty the salts of what they said before."""
    for sort, keys in named.items():
        bind(sort, keys)
        for start in range(0, len(keys), _MANY):
            _forget(sort, list(keys)[start : start + _MANY])


def _bind(sort: str, keys: Collection[str]) -> None:
    before = dict(
        models.BoundRow.objects.filter(sort=sort, key__in=keys).values_list("key").annotate(last=Max("seq")).order_by()
    )
    rows = queries.rows(sort, keys=keys)
    size = queries.size()
    made = [_made(size + place, sort, key, before.get(key, 0), rows.get(key)) for place, key in enumerate(keys, 1)]
    values = [(one.seq, one.sort, one.key, one.replaces, one.salt, one.digest) for one in made]
    rowwise.insert("store_boundrow", _ROW, values)
    nodes = merkle.extend(size=size, leaves=[one.leaf for one in made], read=queries.read)
    rowwise.insert("store_boundnode", _NODE, nodes)


def _made(seq: int, sort: str, key: str, replaces: int, content: binding.Content | None) -> Bound:
    if content is None:
        return Bound(seq, sort, key, replaces, b"", b"")
    salt = os.urandom(_SALT)
    return Bound(seq, sort, key, replaces, salt, binding.digest(sort=sort, content=content, salt=salt))


def _forget(sort: str, keys: Collection[str]) -> None:
    """A state that was replaced is never opened again; what it said could only be guessed at by its salt."""
    replaced = models.BoundRow.objects.filter(sort=sort, key__in=keys)
    last = set(replaced.values_list("key").annotate(last=Max("seq")).order_by().values_list("last", flat=True))
    if sort == "person":
        models.BoundRow.objects.filter(sort=sort, key__in=keys, digest=b"").update(key="")
    earlier = models.BoundRow.objects.filter(sort=sort, key__in=keys).exclude(seq__in=last)
    earlier.update(salt=b"", key="")
