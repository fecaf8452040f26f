"""Fills the page's database with what stands in a zicha database: ``python -m bench.orm_board.fill ZICHA_DATABASE``.

Prints the name and the value of the cookie of somebody who is signed in.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.orm_board.settings")

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- after Django is set up
from django.core.management import call_command  # noqa: E402 -- the same
from django.db import connection  # noqa: E402 -- the same
from django.test import Client  # noqa: E402 -- the same

from bench.dataset import DUTIES, FOREVER  # noqa: E402 -- the same
from bench.orm_board import models  # noqa: E402 -- the same

# The types of managers are known of zicha's own apps alone.
Duty: Any = models.Duty
Entry: Any = models.Entry
Kind: Any = models.Kind
Unit: Any = models.Unit
Person: Any = User

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def fill(source: str) -> str:
    """Copy units, duties and standing entries, and sign somebody in."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Unit, Kind, Duty, Entry):
            editor.create_model(model)
    database = sqlite3.connect(source)
    facts = database.execute(
        "SELECT unit, kind, day, expected, present FROM store_fact WHERE rec_to = ? AND NOT withdrawn", (FOREVER,)
    ).fetchall()
    names = database.execute("SELECT DISTINCT unit, name FROM store_unitspan ORDER BY 1").fetchall()
    units = {code: Unit.objects.create(code=code, name=name) for code, name in names}
    kinds = {name: Kind.objects.create(name=name) for name in sorted({fact[1] for fact in facts})}
    for duty in DUTIES:
        Duty.objects.create(
            title=f"{duty.kind}-{duty.per}", kind=kinds[duty.kind], months=MONTHS[duty.per], at_least=duty.at_least,
            threshold=duty.threshold,
        )  # fmt: skip
    Entry.objects.bulk_create(
        [Entry(unit=units[u], kind=kinds[k], day=day, expected=e, present=p) for u, k, day, e, p in facts],
        batch_size=5_000,
    )
    client = Client()
    client.force_login(Person.objects.create_user("bench"))
    return str(client.cookies["sessionid"].value)


if __name__ == "__main__":
    print("sessionid", fill(sys.argv[1]))
