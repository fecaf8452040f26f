"""What falls due ahead, for units and for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zicha.core import actions, board, cadence, duelist, meetings, problems, report_life
from zicha.core.duelist import Item, Posts, View
from zicha.core.ledger import Revision
from zicha.core.periods import Span
from zicha.core.scheme import Scheme
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR
from zicha.services import boards
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import suggestions
from zicha.store.queries import units as unit_queries

DAYS_BACK = 92
"""How long ago something may have fallen due to be on the list of today; older gaps stay on the board."""

_KINDS = (
    problems.PROBLEM,
    problems.STEP,
    actions.ACTION,
    actions.STEP,
    report_life.REPORT_STEP,
    *(kind.id for kind in meetings.KINDS),
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A list of what falls due.

    Attributes:
        span: the days it is about.
        unpublished: years in it whose calendar is not published; only weekends are days off in them.
    """

    items: tuple[Item, ...]
    span: Span
    on: date
    unpublished: tuple[int, ...]


def ahead(
    *,
    units: Iterable[str],
    on: date,
    until: date,
    as_known_at: datetime,
    person: str = "",
    since: date | None = None,
    named: bool = True,
    answering: Collection[str] = (),
) -> Ahead:
    """Return what falls due for some units up to the day ``until``, included, and what is late already.

    With ``person`` only what that person answers for or is invited to. ``since`` is the first day, about a quarter
    before ``on`` if it is not given. No title names the person a window is about without ``named``. What waits in
    the suggestion box is for those who answer only: for ``person``, or of the units ``answering``. Asks the database
    the same number of questions however many units there are.
    """
    codes = tuple(dict.fromkeys(units))
    span = _span(on, since, until)
    schemes = scheme_queries.in_force(on=on, as_known_at=as_known_at)
    ledger, cells = boards.standing(units=codes, span=span, on=on, as_known_at=as_known_at, schemes=schemes)
    view = View(on, span, Posts.of(ledger.holdings), CALENDAR)
    names = {each.id: each.name for each in unit_queries.people()} if named and _about_people(cells, ledger) else {}
    told = queries.revisions(units=codes, span=None, as_known_at=as_known_at, kinds=_KINDS, texts=True)
    boxes = suggestions.of_units(units=codes if person else answering, waiting=True) if person or answering else ()
    items = duelist.listed(
        duelist.of_cells(cells, schemes, view=view, names=lambda person: names.get(person, "")),
        *_told(told, view),
        duelist.of_reports(_owing(codes, schemes, ledger.units), report_life.lives(told), view=view),
        duelist.of_suggestions(boxes, view=view),
    )
    found = duelist.meant_for(items, person=person) if person else items
    return Ahead(found, span, on, duelist.unpublished(Span(on, max(span.end, on + timedelta(1))), calendar=CALENDAR))


def units_of(*, person: str, on: date) -> tuple[str, ...]:
    """Return the units in which a person holds a post on a day or later; nobody's who has left."""
    held = unit_queries.holdings_of(person=person)
    if not any(on in each.span for each in held):
        return ()
    return tuple(dict.fromkeys(each.unit for each in held if each.span.end > on and each.post != "auditor"))


def _span(on: date, since: date | None, until: date) -> Span:
    start = since or on - timedelta(days=DAYS_BACK)
    return Span(start, max(start, until) + timedelta(days=1))


def _about_people(cells: Iterable[board.Cell], ledger: board.Ledger) -> bool:
    people = {each.person for each in ledger.holdings}
    return any(cell.subject in people for cell in cells if cell.subject)


def _told(told: tuple[Revision, ...], view: View) -> Iterator[tuple[Item, ...]]:
    yield duelist.of_problems(problems.read(told, on=view.on), view=view)
    yield duelist.of_actions(actions.read(told, on=view.on), view=view)
    yield duelist.of_meetings(meetings.read(told), view=view)


def _owing(
    codes: tuple[str, ...], schemes: Iterable[Scheme], spans: Iterable[UnitSpan]
) -> Iterator[tuple[str, Scheme, Span]]:
    """Return each unit with each scheme that binds it, once for each span in which it does."""
    by_unit: dict[str, list[UnitSpan]] = {code: [] for code in codes}
    for span in spans:
        if span.unit in by_unit:
            by_unit[span.unit].append(span)
    for scheme in schemes:
        for code in codes:
            bound = {each for duty in scheme.duties for each in cadence.bound_spans(duty.bound, by_unit[code])}
            yield from ((code, scheme, each) for each in sorted(bound))
