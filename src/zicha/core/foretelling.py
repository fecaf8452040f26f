"""What an entry would count for, said before it is recorded: two boards, one with it and one without, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from zicha.core import board, periods
from zicha.core.board import Cell, Ledger
from zicha.core.ledger import Draft, Revision
from zicha.core.status import NearMiss

PRETENDED = 2**62
"""A ``seq`` no ledger reaches: the entry that is not there yet."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One window the entry would touch.

    Attributes:
        cell: how the window would stand with the entry.
        before: how it stands now; ``None`` if the entry itself opens the window.
        counts: whether the entry would count in it.
        lacks: what it lacks to count, if it nearly would.
    """

    cell: Cell
    before: Cell | None
    counts: bool
    lacks: NearMiss | None


def foretell(
    draft: Draft, *, ledger: Ledger, on: date, as_known_at: datetime, replaces: int = 0, backfilled: bool = False
) -> tuple[Foretold, ...]:
    """Return the windows a draft would touch if it were recorded, or if it replaced the entry ``replaces``.

    Takes the ledger of the draft's unit for the month in which it would count. Windows that stay as they are
    and do not name the entry are left out.
    """
    standing = tuple(revision for revision in ledger.revisions if revision.entry != replaces)
    pretended = Revision(PRETENDED, PRETENDED, 1, draft, as_known_at, backfilled=backfilled)
    now = _cells(ledger, draft, on, as_known_at)
    then = _cells(replace(ledger, revisions=_with(standing, pretended)), draft, on, as_known_at)
    before = {_key(cell): cell for cell in now}
    found = (_foretold(cell, before.get(_key(cell))) for cell in then)
    return tuple(each for each in found if _matters(each))


def month_of(draft: Draft) -> periods.Period:
    """Return the month in which a draft would count; its windows share a day with it."""
    return periods.containing(day=draft.makes_up or draft.happened_on, per="month")


def _cells(ledger: Ledger, draft: Draft, on: date, as_known_at: datetime) -> tuple[Cell, ...]:
    built = board.build(ledger=ledger, unit=draft.unit, period=month_of(draft), on=on, as_known_at=as_known_at)
    return built.cells


def _with(standing: Sequence[Revision], pretended: Revision) -> tuple[Revision, ...]:
    whole = [*standing, pretended]
    return tuple(sorted(whole, key=lambda revision: (revision.draft.happened_on, revision.entry)))


def _key(cell: Cell) -> tuple[str, date, str]:
    return cell.duty, cell.window.start, cell.subject


def _foretold(cell: Cell, before: Cell | None) -> Foretold:
    lacks = next((miss for miss in cell.near if miss.seq == PRETENDED), None)
    return Foretold(cell, before, PRETENDED in cell.records, lacks)


def _matters(each: Foretold) -> bool:
    if each.counts or each.lacks:
        return True
    return each.before is None or each.before.state != each.cell.state
