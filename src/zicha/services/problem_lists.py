"""Importing lists of problems: read, show, open all or none, say what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zicha.core.importing import problem_list
from zicha.core.importing.directory import Directory
from zicha.core.importing.problem_list import Row, Setting
from zicha.core.importing.refusals import RefusedCell, SkippedRow
from zicha.formats import tables_in
from zicha.services import problems
from zicha.services.days import day_of
from zicha.services.problems import Finding
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes, threads
from zicha.store.queries import units as unit_queries
from zicha.store.writes.transaction import writing


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of a list did, or would do.

    Attributes:
        ready: rows that can be opened; with a refused cell none is.
        added, already: problems opened now, and those that were there before; both 0 in a dry run.
    """

    ready: int
    added: int
    already: int
    refused: tuple[RefusedCell, ...]
    skipped: tuple[SkippedRow, ...]


def run(
    *,
    content: bytes,
    name: str,
    unit: str,
    recorded_at: datetime,
    recorded_by: str,
    units: frozenset[str] | None = None,
    dry_run: bool = False,
) -> Imported:
    """Open the problems of a list from a unit, in one transaction; a second run opens none.

    Takes the bytes of an xlsx, xls or csv file and its name, and the units the person may open problems for (all, by
    default). Raises ``Refusal`` for a file that cannot be read at all.
    """
    tables = tables_in.read(content, name=name).tables
    with writing():
        found = problem_list.read(tables, setting=_setting(unit, units, day_of(recorded_at), recorded_at))
        if found.refused or dry_run:
            return Imported(len(found.rows), 0, 0, found.refused, found.skipped)
        fresh = _fresh(found.rows)
        for row in fresh:
            problems.open_problem(
                found=_finding(row), recorded_at=recorded_at, recorded_by=recorded_by, nonce=_nonce(row)
            )
    return Imported(len(found.rows), len(fresh), len(found.rows) - len(fresh), (), found.skipped)


def _fresh(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows that were not opened before, each once: neither by a list nor under the number they carry."""
    done = queries.by_nonce(nonces=[f"n:{_nonce(row)}" for row in rows])
    numbers = {fields.get("number", "") for fields in threads.first_fields(kind=problems.KINDS[0])}
    each = {row.mark: row for row in rows if not (row.number and row.number in numbers)}
    return tuple(row for row in each.values() if f"n:{_nonce(row)}" not in done)


def _nonce(row: Row) -> str:
    return f"problem-list:{row.mark}"


def _finding(row: Row) -> Finding:
    return Finding(
        unit=row.unit,
        source=row.source,
        matter=row.matter,
        owner=row.owner,
        due=row.due,
        cause=row.cause,
        measure=row.measure,
        acceptor=row.acceptor,
        scheme=row.scheme,
        clause=row.clause,
        on=row.found_on,
    )


def _setting(unit: str, units: frozenset[str] | None, today: date, at: datetime) -> Setting:
    directory = Directory(spans=unit_queries.spans(), people=unit_queries.people, holdings=unit_queries.holdings)
    return Setting(unit, today, directory, schemes.in_force(on=today, as_known_at=at), units)
