"""The demo's reports on their way: last half's accepted or archived, one of this half's returned, one to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zicha.core import units
from zicha.core.access import LEADING_POSTS, Actor
from zicha.core.periods import Period
from zicha.core.scheme import Scheme
from zicha.core.text import Language
from zicha.services import report_life
from zicha.services.report_life import By, Which
from zicha.store.queries import log
from zicha.store.queries import units as unit_queries

COMMENT = "第二部分只写了现象，请把每个问题的原因和责任人补上；照抄上期的段落请重写。"


def send(
    *,
    schemes: Sequence[Scheme],
    units_of: Sequence[str],
    last: Period,
    present: Period,
    now: datetime,
    on: date,
    language: Language,
) -> int:
    """Take the steps a busy office would have taken, and return how many entries that made.

    The root is the first of ``units_of``.
    """
    before = _recorded()
    root, *below = units_of
    decider = _leader(root, on)
    for place, scheme in enumerate(schemes):
        _finish(Which(scheme.id, root, last), decider, decider, now, language, archive=True)
        for unit in below:
            which = Which(scheme.id, unit, last)
            _finish(which, _leader(unit, on), decider, now, language, archive=unit == below[0])
        if place == 0:
            _return(Which(scheme.id, below[0], present), _leader(below[0], on), decider, now, language)
            _submit(Which(scheme.id, below[-1], present), _leader(below[-1], on), now, language)
    return _recorded() - before


def _recorded() -> int:
    """How much the units have recorded; the closes of the books are nobody's."""
    return sum(log.unit_ends().values())


def _finish(which: Which, author: Actor, decider: Actor, now: datetime, language: Language, *, archive: bool) -> None:
    _submit(which, author, now, language)
    seen = 1
    if author.person != decider.person:
        report_life.accept(which=which, by=By(decider, now, seen))
        seen += 1
    if archive:
        report_life.archive(which=which, by=By(decider, now, seen))


def _return(which: Which, author: Actor, decider: Actor, now: datetime, language: Language) -> None:
    _submit(which, author, now, language)
    report_life.return_with_comments(which=which, by=By(decider, now, 1), comment=COMMENT)


def _submit(which: Which, author: Actor, now: datetime, language: Language) -> None:
    report_life.submit(which=which, by=By(author, now, 0), language=language, subtree=True)


def _leader(unit: str, on: date) -> Actor:
    """Whoever leads a unit on a day: its lead before its direct responsible."""
    held = [each for each in unit_queries.holdings(units=(unit,)) if each.post in LEADING_POSTS and on in each.span]
    held.sort(key=lambda each: (each.post != "lead", each.person))
    person = held[0].person
    assert unit in units.tree_at(unit_queries.spans(units=(unit,)), on=on)  # noqa: S101 -- the demo has just made it
    return Actor(person, holdings=unit_queries.holdings_of(person=person))
