"""Every table and every stored text is listed in docs/data-inventory.md, and nothing is listed that is not stored."""

import re

from django.apps import apps
from django.db import models

from tests.architecture import source
from tests.architecture.test_scope import ABOUT_VIEWS
from zicha.core import retention

INVENTORY = source.ROOT / "docs" / "data-inventory.md"
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def stored() -> dict[str, set[str]]:
    """Return the tables of the installation; for zicha's own, the columns that hold text or bytes."""
    return {
        model._meta.db_table: {
            field.column
            for field in model._meta.local_concrete_fields
            if model._meta.app_label == "store" and isinstance(getattr(field, "target_field", field), TEXT)
        }
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def listed() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the inventory: table, column, and what is said of the column."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in INVENTORY.read_text("utf-8").splitlines():
        if line.startswith("### "):
            for name in re.findall(r"`(\w+)`", line):
                table = tables.setdefault(name, {})
        elif row := re.fullmatch(r"\| `(\w+)` \|(.*)\|", line):
            table[row[1]] = tuple(cell.strip() for cell in row[2].split("|"))
    return tables


def test_each_stored_text_is_listed():
    assert {name: set(columns) for name, columns in listed().items()} == stored()


def test_each_listed_text_has_purpose_retention_and_readers():
    short = {
        (table, column)
        for table, columns in listed().items()
        for column, cells in columns.items()
        if len(cells) != 3 or not all(cells)
    }
    assert short == set()


def test_no_column_holds_a_persons_views():
    columns = {f"{model._meta.db_table}.{field.column}" for model in apps.get_models() for field in model._meta.fields}
    assert {name for name in columns if ABOUT_VIEWS.search(name)} == set()


def test_each_listed_text_is_kept_by_a_rule_that_zicha_retain_knows():
    known = (*retention.EVENTS, *(rule.kept for rule in retention.RULES))
    unruled, said = set(), ""
    for table, columns in listed().items():
        for column, (_purpose, kept, _readers) in columns.items():
            said = said if kept.startswith("the same") else kept
            if not said.startswith(known):
                unruled.add((table, column, kept))
    assert unruled == set()


def test_each_rule_with_a_term_is_listed_by_some_table():
    text = INVENTORY.read_text("utf-8")
    assert [rule.id for rule in retention.RULES if rule.kept not in text] == []
