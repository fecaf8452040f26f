"""Taking away what is held about people; the caller holds the transaction."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

from zicha.core import bodies
from zicha.core.erasure import Target
from zicha.store import models
from zicha.store.writes import binding, rowwise

_SEATED = ("Holding", "LeaveRequest", "OrganisationChange", "DataRequest", "Person", "SheetMark", "Slot", "Suggestion")
"""Tables whose rows are counted: the person's rows stay, under the id that stands for the person."""


def delete_values(targets: Iterable[Target]) -> int:
    """Delete values with their salts and return how many there were."""
    deleted = 0
    with connection.cursor() as cursor:
        for target in targets:
            for name in target.fields:
                cursor.execute("DELETE FROM store_personalvalue WHERE seq = %s AND field = %s", [target.seq, name])
                deleted += cursor.rowcount
    return deleted


def seal(marks: Mapping[int, str]) -> None:
    """Put sealed marks in the place of revisions' own."""
    rowwise.run("UPDATE store_revision SET nonce = %s WHERE seq = %s", [(mark, seq) for seq, mark in marks.items()])


def replace_guests(*, seq: int, guests: Mapping[str, Collection[str]]) -> str:
    """Put other guests on a kept sheet, with a new salt, and return what it commits to now."""
    row = models.AttendanceSheet.objects.get(seq_id=seq)
    maps = tuple(bytes(bits) for bits in (row.expected, row.present, row.excused, row.made_up))
    text, salt = json.dumps(dict(guests), ensure_ascii=False), os.urandom(16)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_attendancesheet WHERE seq = %s", [seq])
    expected, present, excused, made_up = maps
    models.AttendanceSheet(
        seq_id=seq, salt=salt, guests=text, expected=expected, present=present, excused=excused, made_up=made_up
    ).save(force_insert=True)
    return bodies.sheet_commitment(salt=salt, bitmaps=maps, guests=text)


def cut_person(*, person: str, usernames: Collection[str], stands: str, on: date) -> None:
    """Put ``stands`` in the place of a person wherever a number hangs on it, and delete everything else.

    Sign-ins, browsers, passes, reasons for leave, name and contact are deleted. Posts end on ``on``.
    """
    named = binding.naming((person, *usernames))
    models.Person.objects.create(id=stands, name=_NAME)
    _end_posts(person, stands, on)
    models.Slot.objects.filter(person=person).update(person=stands)
    models.OrganisationChange.objects.filter(person=person).update(person=stands)
    models.LeaveRequest.objects.filter(person=person).update(person=stands, reason="")
    models.DataRequest.objects.filter(person=person).update(person=stands, text="")
    models.Suggestion.objects.filter(person=person).update(person="", text="", answer="", erased_on=on)
    _replace_marks(person, stands)
    _delete_own(person)
    digests = [hashlib.sha256(username.encode()).hexdigest() for username in usernames]
    models.SignInFailure.objects.filter(digest__in=digests).delete()
    for each in (person, *usernames):
        _replace_writer(each, stands)
    models.Person.objects.filter(pk=person).delete()
    binding.bind("person", [stands])
    binding.bind_erased(named)


_NAME = "（已删除）"


def _end_posts(person: str, stands: str, on: date) -> None:
    held = models.Holding.objects.filter(person_id=person)
    held.filter(start__gte=on).delete()
    held.filter(end__gt=on).update(end=on)
    held.update(person_id=stands)


def _replace_marks(person: str, stands: str) -> None:
    """A mark is never changed: it is taken away and written anew."""
    marks = models.SheetMark.objects.filter(person=person) | models.SheetMark.objects.filter(by=person)
    rows = list(marks)
    models.SheetMark.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.person = stands if row.person == person else row.person
        row.by = stands if row.by == person else row.by
    models.SheetMark.objects.bulk_create(rows)


def _delete_own(person: str) -> None:
    """Rows that are one person's alone: sign-ins and what hangs on them, browsers, passes, and the like."""
    accounts = tuple(models.Account.objects.filter(person=person).values_list("pk", flat=True))
    for model in _tables():
        if "account" in _columns(model):
            _rows(model).filter(account__in=accounts).delete()
        if model.__name__ not in _SEATED and "person" in _columns(model):
            _rows(model).filter(person=person).delete()


def _replace_writer(name: str, stands: str) -> None:
    """Who wrote, opened, granted or decided something, in every table that says so."""
    for model in _tables():
        for column in _columns(model):
            if column.endswith("_by"):
                _rows(model).filter(**{column: name}).update(**{column: stands})


def _tables() -> Iterable[type[Model]]:
    return apps.get_app_config("store").get_models()


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.fields]  # noqa: SLF001 -- Django's public way to a table's columns


def _rows(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()  # noqa: SLF001 -- every table in turn, whichever it is


def wipe() -> bool:
    """Take what was deleted out of the database's own files, and return whether that could be done.

    SQLite overwrites what is deleted (``secure_delete``); its write-ahead log is folded in and cut to nothing,
    which waits for readers up to the connection's timeout. PostgreSQL vacuums. Within a transaction
    nothing is done.
    """
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")
            return True
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy: int = cursor.fetchone()[0]
        return not busy
