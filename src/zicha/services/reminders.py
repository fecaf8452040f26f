"""催办: somebody who decides for a unit presses for what falls due; what stays undone goes one level up, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from zicha.core import duelist as due
from zicha.core import reminders, units
from zicha.core.board import Cell
from zicha.core.duelist import Item, Posts
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft
from zicha.core.reminders import Reminder
from zicha.core.scheme import REMINDER
from zicha.core.units import Tree
from zicha.services import duelist, ledger
from zicha.services.days import day_of
from zicha.store.queries import ledger as queries
from zicha.store.queries import units as unit_queries
from zicha.store.writes.transaction import writing

DAYS_AHEAD = 92
PASSED_ON_BY = "cli"


def press(*, unit: str, item: str, note: str, recorded_at: datetime, recorded_by: str) -> tuple[Reminder, ...]:
    """Record that everybody who answers for an item of a unit's list was pressed for it, and return that.

    Who presses twice for the same on one day is told of the first time. Raises ``Refusal`` ``reminders.…`` for an
    item that is not on the list, is not owed yet or is nobody's, and for a long note.
    """
    on = day_of(recorded_at)
    with writing():
        found = _item(unit, item, on, recorded_at)
        reminders.admit(found, note=note.strip())
        made = [
            ledger.record(
                draft=reminders.draft(found, to=person, level="press", on=on, note=note),
                recorded_at=recorded_at,
                recorded_by=recorded_by,
                nonce=_mark(item, person, recorded_by, on),
            )
            for person in found.people
        ]
        return reminders.read(made, on=on)


def listed(*, units: Iterable[str], on: date, as_known_at: datetime) -> tuple[Reminder, ...]:
    """Return the reminders of some units up to a day, in order of recording."""
    kinds = (REMINDER,)
    return reminders.read(
        queries.revisions(units=units, span=None, as_known_at=as_known_at, kinds=kinds, texts=True), on=on
    )


def listed_of(*, cell: Cell, on: date, as_known_at: datetime) -> tuple[Reminder, ...]:
    """Return the reminders of one window up to a day, in order of recording."""
    uid = due.uid_of(cell)
    return tuple(each for each in listed(units=(cell.unit,), on=on, as_known_at=as_known_at) if each.item == uid)


def due_to_pass_on(
    items: Sequence[Item], told: Mapping[str, tuple[Reminder, ...]], *, on: date
) -> tuple[tuple[Item, str], ...]:
    """Return what goes to the unit above and to whom: long overdue, not passed on before, with somebody above."""
    late = [item for item in items if reminders.is_to_be_passed_on(item, on=on) and not _was_passed_on(item, told)]
    if not late:
        return ()
    tree = units.tree_at(unit_queries.spans(), on=on)
    posts = Posts.of(unit_queries.holdings())
    return tuple((item, person) for item in late for person in _above(item.unit, tree, posts, on))


def pass_on(found: Iterable[tuple[Item, str]], *, on: date, recorded_at: datetime) -> None:
    """Record what goes to the unit above; what was recorded before is not recorded twice."""
    drafts: list[Draft] = [reminders.draft(item, to=person, level="escalate", on=on) for item, person in found]
    ledger.record_many(drafts=drafts, recorded_at=recorded_at, recorded_by=PASSED_ON_BY)


def _item(unit: str, uid: str, on: date, at: datetime) -> Item:
    until = on + timedelta(days=DAYS_AHEAD)
    items = duelist.ahead(units=(unit,), on=on, until=until, as_known_at=at).items
    found = next((item for item in items if item.uid == uid), None)
    if found is None:
        raise Refusal("reminders.unknown")
    return found


def _mark(*parts: object) -> str:
    """Ids of people are hashed here, so that none stands where an erasure does not look."""
    return f"press:{hashlib.sha256(' '.join(map(str, parts)).encode()).hexdigest()}"


def _was_passed_on(item: Item, told: Mapping[str, tuple[Reminder, ...]]) -> bool:
    return any(each.level == "escalate" for each in told.get(item.uid, ()))


def _above(unit: str, tree: Tree, posts: Posts, on: date) -> tuple[str, ...]:
    """Who leads the nearest unit above that somebody leads."""
    for code in reversed(tree.ancestors(unit) if unit in tree else ()):
        if people := posts.first(code, ("lead", "direct"), on):
            return people
    return ()
