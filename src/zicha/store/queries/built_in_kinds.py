"""Entries of built-in kinds: few among all records, so they have an index of their own.

It holds nothing else, and costs other records nothing. A database takes it only for a question that says the
index's condition in the index's own words: values that are bound do not count.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from zicha.core import built_in
from zicha.store import models

WORDS = f"kind IN ({', '.join(repr(kind) for kind in sorted(built_in.KINDS))})"


def all_among(kinds: Iterable[str]) -> bool:
    """Return whether every one of some kinds is built in."""
    return built_in.KINDS.keys() >= set(kinds)


def facts(kind: str) -> QuerySet[models.Fact]:
    """Return the facts of one built-in kind, at any instant."""
    words = RawSQL(WORDS, (), output_field=BooleanField())  # noqa: S611 -- no outside text in it
    return models.Fact.objects.filter(words, kind=kind)
