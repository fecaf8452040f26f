"""Tallies by unit and month, by one SQL statement for each selector: what a table over many units and a year needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from zicha.core.tallies import Tally
from zicha.store.queries import sums
from zicha.store.queries.sums import Scope

Months = dict[tuple[str, str], int]
"""Totals by unit and month, written ``2026-03``; where nothing was recorded there is no entry."""


def totals(tallies: Iterable[Tally], *, scope: Scope) -> dict[Tally, Months]:
    """Return each tally over the facts in question, by the unit that recorded them and the month they happened in."""
    return {tally: _of(tally, scope) for tally in dict.fromkeys(tallies)}


def _of(tally: Tally, scope: Scope) -> Months:
    amount, joined, values = sums.amount(tally.of)
    clauses = [
        sums.units_clause(scope.units),
        sums.days_clause(scope.days),
        sums.known_clause(scope.as_known_at),
        *sums.selector_clauses(tally.selector),
    ]
    where = " and ".join(clause.sql for clause in clauses)
    sql = f"select f.unit, {_month()}, {amount} from store_fact f{joined} where {where} group by 1, 2"  # noqa: S608 -- from constants; values are parameters
    found: list[tuple[Any, ...]] = sums.rows(sql, [*values, *(value for clause in clauses for value in clause.values)])
    return {(unit, month): int(total) for unit, month, total in found}


def _month() -> str:
    return "to_char(f.day, 'YYYY-MM')" if connection.vendor == "postgresql" else "substr(f.day, 1, 7)"
