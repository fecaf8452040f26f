"""Entries that tell what became of another entry: a thing and its steps, as known at an instant."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Q

from zicha.core import bodies
from zicha.core.ledger import Revision
from zicha.store import models
from zicha.store.queries import built_in_kinds, ledger


def thread(*, entry: int, kind: str, step: str, link: str, as_known_at: datetime) -> tuple[Revision, ...]:
    """Return the standing state of one entry of ``kind`` and of its steps, whole, in order of recording.

    Takes the kind of the steps and the field in which a step names the entry. Empty if there is no such entry.
    """
    instant = bodies.microseconds(as_known_at)
    named = json.dumps({link: str(entry)})[1:-1]
    wanted = Q(kind=kind, entry=entry) | Q(kind=step, unit__in=_units(entry), fields__contains=named)
    facts = models.Fact.objects.filter(wanted, rec_at__lte=instant, rec_to__gt=instant, withdrawn=False)
    found = ledger.by_seq(seqs=list(facts.values_list("seq", flat=True)))
    return found if any(revision.entry == entry for revision in found) else ()


def _units(entry: int) -> list[str]:
    return list(models.Fact.objects.filter(entry=entry, number=1).values_list("unit", flat=True))


def linked(*, kind: str, values: dict[str, str], as_known_at: datetime) -> tuple[Revision, ...]:
    """Return the standing entries of a kind whose plain fields say ``values``, whole, by number."""
    instant = bodies.microseconds(as_known_at)
    facts = built_in_kinds.facts(kind).filter(withdrawn=False, rec_at__lte=instant, rec_to__gt=instant)
    for name, value in values.items():
        facts = facts.filter(fields__contains=json.dumps({name: value}, ensure_ascii=False)[1:-1])
    return ledger.by_seq(seqs=list(facts.values_list("seq", flat=True)))


def first_fields(*, kind: str, unit: str = "") -> tuple[dict[str, str], ...]:
    """Return the plain fields every entry of a kind began with, withdrawn ones too, of one unit or of all."""
    facts = built_in_kinds.facts(kind).filter(number=1)
    facts = facts.filter(unit=unit) if unit else facts
    return tuple(json.loads(fields) for fields in facts.values_list("fields", flat=True) if fields)
