"""Units, people and posts: facts are added or ended, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max

from zicha.core import bodies
from zicha.core.reorganising import Line
from zicha.core.units import Holding, Person, UnitSpan
from zicha.store import models
from zicha.store.writes import binding


def add_units(spans: Iterable[UnitSpan], *, recorded_at: datetime) -> None:
    """Add how units stand from some day on."""
    rows = models.UnitSpan.objects.bulk_create(
        models.UnitSpan(
            unit=span.unit,
            name=span.name,
            parent=span.parent,
            level=span.level,
            start=span.span.start,
            end=span.span.end,
            rec_at=bodies.microseconds(recorded_at),
        )
        for span in spans
    )
    binding.bind_rows("unit", rows)


def end_unit(span: UnitSpan, *, ended: UnitSpan) -> None:
    """Give the fact ``span`` the earlier end of ``ended``."""
    found = models.UnitSpan.objects.filter(unit=span.unit, start=span.span.start)
    found.update(end=ended.span.end)
    binding.bind_rows("unit", found)


def add_people(people: Iterable[Person]) -> None:
    """Add people."""
    rows = models.Person.objects.bulk_create(models.Person(id=person.id, name=person.name) for person in people)
    binding.bind_rows("person", rows)


def rename(person: Person) -> None:
    """Give a person another name."""
    models.Person.objects.filter(pk=person.id).update(name=person.name)
    binding.bind("person", [person.id])


def set_contacts(contacts: Mapping[str, str]) -> None:
    """Keep where people's reminders are sent; an empty one is forgotten."""
    rows = [models.Person(id=person, contact=contact) for person, contact in contacts.items()]
    models.Person.objects.bulk_update(rows, ["contact"], batch_size=200)


def add_lines(lines: Iterable[Line], *, recorded_at: datetime, recorded_by: str) -> None:
    """Add lines to the organisation's history."""
    rows = models.OrganisationChange.objects.bulk_create(
        models.OrganisationChange(
            kind=line.kind,
            unit=line.unit,
            other=line.other,
            name=line.name,
            person=line.person,
            post=line.post,
            effective=line.on,
            rec_at=bodies.microseconds(recorded_at),
            recorded_by=recorded_by,
        )
        for line in lines
    )
    binding.bind_rows("change", rows)


def add_holdings(holdings: Iterable[Holding], *, recorded_at: datetime) -> None:
    """Add posts held, and give everyone who is new in a unit a slot there."""
    added = list(holdings)
    rows = models.Holding.objects.bulk_create(
        models.Holding(
            person_id=holding.person,
            unit=holding.unit,
            post=holding.post,
            start=holding.span.start,
            end=holding.span.end,
            rec_at=bodies.microseconds(recorded_at),
        )
        for holding in added
    )
    binding.bind_rows("post", rows)
    _give_slots(added)


def end_holding(holding: Holding, *, ended: Holding) -> None:
    """Give the fact ``holding`` the earlier end of ``ended``."""
    found = models.Holding.objects.filter(
        person_id=holding.person, unit=holding.unit, post=holding.post, start=holding.span.start
    )
    found.update(end=ended.span.end)
    binding.bind_rows("post", found)


def _give_slots(holdings: Iterable[Holding]) -> None:
    pairs = dict.fromkeys((holding.unit, holding.person) for holding in holdings)
    units = {unit for unit, _ in pairs}
    taken = set(models.Slot.objects.filter(unit__in=units).values_list("unit", "person"))
    following = {
        unit: last + 1
        for unit, last in models.Slot.objects.filter(unit__in=units).values_list("unit").annotate(last=Max("slot"))
    }
    new = []
    for unit, person in pairs:
        if (unit, person) not in taken:
            slot = following.get(unit, 0)
            following[unit] = slot + 1
            new.append(models.Slot(unit=unit, person=person, slot=slot))
    binding.bind_rows("seat", models.Slot.objects.bulk_create(new))
