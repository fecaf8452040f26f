"""The row log as it is stored, and the rows it binds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Max, Q, QuerySet

from zicha.core import binding, merkle
from zicha.core.binding import Bound, RowHead
from zicha.store import models
from zicha.store.bound import TABLES

_COLUMNS = ("seq", "sort", "key", "replaces", "salt", "digest")


def size() -> int:
    """Return how many states the row log holds."""
    return models.BoundRow.objects.aggregate(last=Max("seq"))["last"] or 0


def head() -> RowHead:
    """Return size and root of the row log."""
    count = size()
    return RowHead(count, root(size=count))


def root(*, size: int) -> bytes:
    """Return the root of the row log's first states."""
    return merkle.root(size=size, read=read)


def read(nodes: Sequence[tuple[int, int]]) -> Sequence[bytes]:
    """Return the hashes of finished nodes in the order asked for; raise ``LookupError`` if one is missing."""
    if not nodes:
        return []
    wanted = reduce(or_, (Q(level=level, idx=index) for level, index in nodes))
    rows = models.BoundNode.objects.filter(wanted).values_list("level", "idx", "hash")
    found = {(level, index): bytes(value) for level, index, value in rows}
    return [found[node] for node in nodes]


def nodes() -> dict[tuple[int, int], bytes]:
    """Return every stored node of the row log."""
    rows = models.BoundNode.objects.values_list("level", "idx", "hash")
    return {(level, index): bytes(value) for level, index, value in rows.iterator()}


def all_bound() -> Iterator[Bound]:
    """Return every state that was bound, in order."""
    rows = models.BoundRow.objects.order_by("seq").values_list(*_COLUMNS)
    for seq, sort, key, replaces, salt, digest in rows.iterator():
        yield Bound(seq, sort, key, replaces, bytes(salt), bytes(digest))


def last_of(sort: str, key: str) -> Bound:
    """Return the last state of a row that was bound; raise ``LookupError`` if there is none."""
    seq, sort, key, replaces, salt, digest = (
        models.BoundRow.objects.filter(sort=sort, key=key).order_by("-seq").values_list(*_COLUMNS)[0]
    )
    return Bound(seq, sort, key, replaces, bytes(salt), bytes(digest))


def is_bound_since(*, sort: str, keys: Collection[str], size: int) -> bool:
    """Return whether a state of some rows was bound after the row log held ``size`` states."""
    return models.BoundRow.objects.filter(sort=sort, key__in=list(keys), seq__gt=size).exists()


def parsed(*, scheme: str, version: str) -> str:
    """Return the parsed form of a loaded version, the latest of its name and number."""
    found = models.SchemeVersion.objects.filter(scheme=scheme, version=version).order_by("-loaded_at", "-id")
    text: str = found.values_list("parsed", flat=True)[0]
    return text


def rows(sort: str, *, keys: Collection[str] | None = None) -> dict[str, dict[str, str | int | bool]]:
    """Return what the rows of a sort say now, by key; of some keys, or of all."""
    found = table(sort)
    if keys is not None:
        found = found.filter(pk__in=keys)
    columns = TABLES[sort].columns
    lines = found.values_list("pk", *columns)
    return {str(key): binding.said(columns, values) for key, *values in lines.iterator()}


def everything() -> dict[tuple[str, str], dict[str, str | int | bool]]:
    """Return what every bound table says now, by sort and key."""
    return {(sort, key): content for sort in TABLES for key, content in rows(sort).items()}


def table(sort: str) -> QuerySet[Any]:
    """Return the rows of a sort; for the store alone."""
    model = apps.get_model("store", TABLES[sort].model)
    found: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 -- every table in turn, whichever it is
    return found
