"""The board: what is owed, how every window stands, and the story of one window."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zicha.core import board, cadence, lengths, scheme_words, small_counts
from zicha.core.board import Board, Cell, Ledger
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.periods import Period, Span, containing
from zicha.core.scheme import WAIVER, Clause, DistinctPeople, Duty, Scheme, Within
from zicha.core.status import NearMiss
from zicha.core.text import LocalText
from zicha.core.unit_index import UnitIndex
from zicha.core.units import Holding, Person, UnitSpan
from zicha.core.workdays_cn import CALENDAR
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty a unit owes.

    Attributes:
        scheme: id of the scheme it stands in.
        answers: ids of the people who answer directly on that day; empty if the post is vacant.
        lead: ids of the people who answer first.
        vacant: ids of the duty's posts that nobody holds.
        why: which units owe it, in words.
        how_often: its cadence in words.
    """

    scheme: str
    duty: Duty
    clause: Clause
    answers: tuple[str, ...]
    lead: tuple[str, ...]
    vacant: tuple[str, ...]
    why: LocalText
    how_often: LocalText


@dataclass(frozen=True, slots=True)
class Answer:
    """A post that answers for a duty, and who holds it; nobody if it is vacant."""

    post: str
    title: LocalText
    people: tuple[Person, ...]

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the post."""
        return not self.people


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that nearly counts, and what keeps it from counting.

    Attributes:
        lacks: titles of the evidence that is missing.
    """

    revision: Revision
    miss: NearMiss
    lacks: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class CellStory:
    """Everything about one window.

    Attributes:
        answers: the posts that answer, first the first person responsible, with who held them.
        how_often: the cadence in words.
        evidence: titles of the evidence an entry must carry.
        grace_until: the last day of grace, or ``None`` if there is no grace or no deadline.
        remind_from: the first day on which an unmet duty is pressing, or ``None`` if there is no deadline.
        records: the entries that count, in order of happening.
        near: the entries that nearly count.
        waiver: the approved exemption, or ``None``.
    """

    scheme: Scheme
    duty: Duty
    clause: Clause
    cell: Cell
    answers: tuple[Answer, ...]
    how_often: LocalText
    evidence: tuple[LocalText, ...]
    grace_until: date | None
    remind_from: date | None
    records: tuple[Revision, ...]
    near: tuple[Near, ...]
    waiver: Revision | None

    @property
    def vacant(self) -> tuple[str, ...]:
        """Ids of the posts that nobody holds."""
        return tuple(answer.post for answer in self.answers if answer.vacant)


def show(*, unit: str, period: Period, on: date, as_known_at: datetime, subtree: bool = False) -> Board:
    """Return the board of a unit, or of it and all units below, for a period.

    Asks the database the same small number of questions however many units there are. Records of private kinds are
    not named. Raises ``Refusal`` for a unit nobody knows.
    """
    schemes = scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at)
    ledger = read(unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree, schemes=schemes)
    found = board.build(ledger=ledger, unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree)
    private = _private(schemes)
    shut = {each.seq for each in ledger.revisions if each.draft.kind in private}
    return replace(found, cells=tuple(_unnamed(cell, shut) for cell in found.cells)) if shut else found


def _unnamed(cell: Cell, shut: set[int]) -> Cell:
    """A cell without the numbers of private records, which tell when each was made."""
    records = tuple(seq for seq in cell.records if seq not in shut)
    near = tuple(miss for miss in cell.near if miss.seq not in shut)
    return replace(_capped(cell, shut), records=records, near=near)


def _capped(cell: Cell, shut: set[int]) -> Cell:
    """A cell that rests on private records tells how many there are up to the quota: beyond it, nobody has to know."""
    return replace(cell, done=min(cell.done, cell.owed)) if shut & {*cell.records} else cell


def _private(schemes: Iterable[Scheme]) -> frozenset[str]:
    return frozenset(kind for scheme in schemes for kind in small_counts.private_kinds(scheme))


def read(
    *,
    unit: str,
    period: Period,
    on: date,
    as_known_at: datetime,
    subtree: bool,
    schemes: tuple[Scheme, ...],
    people: bool = False,
) -> Ledger:
    """Return what a board of the period, and the measures of the period, are computed from.

    Names on the sheets come with ``people``, or where a duty asks for those who joined.
    """
    index = unit_queries.index()
    codes = scope(index, unit=unit, period=period, on=on, subtree=subtree)
    spans = index.spans if subtree else index.of(unit)
    return read_units(
        units=codes, spans=spans, period=period, on=on, as_known_at=as_known_at, schemes=schemes, people=people
    )


def read_units(
    *,
    units: tuple[str, ...],
    spans: tuple[UnitSpan, ...],
    period: Period,
    on: date,
    as_known_at: datetime,
    schemes: tuple[Scheme, ...],
    people: bool = False,
) -> Ledger:
    """Return the same for some units, given how all units stood over time."""
    holdings = unit_queries.holdings(units=units) if _joining(schemes) else ()
    named = people or _joining(schemes)
    revisions = _revisions(units, schemes, period, on, as_known_at, named=named)
    return Ledger(schemes, spans, holdings, revisions, CALENDAR)


def standing(
    *, units: tuple[str, ...], span: Span, on: date, as_known_at: datetime, schemes: tuple[Scheme, ...]
) -> tuple[Ledger, tuple[Cell, ...]]:
    """Return the cells of some units whose windows share a day with ``span``, and what they are computed from.

    Everybody's posts in these units are among it.
    """
    index = unit_queries.index()
    spans = tuple(fact for unit in units for fact in index.of(unit))
    holdings = unit_queries.holdings(units=units)
    # Only the days of the period count here; it is named by nobody.
    period = Period(span, "year")
    revisions = _revisions(units, schemes, period, on, as_known_at, named=_joining(schemes))
    ledger = Ledger(schemes, spans, holdings, revisions, CALENDAR)
    return ledger, board.cells_of(ledger=ledger, units=units, span=span, on=on)


def scope(index: UnitIndex, *, unit: str, period: Period, on: date, subtree: bool) -> tuple[str, ...]:
    """Return the codes a question is about; raise ``Refusal`` for a unit nobody knows."""
    if unit not in index:
        raise Refusal("reports.unit_unknown", unit=unit)
    if not subtree:
        return (unit,)
    day = max(period.span.start, min(on, period.span.last_day))
    order = index.order(day)
    places = order.stretches.get(unit, range(0))
    return (*order.units[places.start : places.stop], *index.left(unit, span=period.span, day=day)) or (unit,)


def owed(*, unit: str, on: date, as_known_at: datetime) -> tuple[Owed, ...]:
    """Return the duties a unit owes on a day, in order of scheme and duty, with who answers."""
    spans = unit_queries.index().of(unit)
    if not spans:
        raise Refusal("reports.unit_unknown", unit=unit)
    holdings = tuple(held for held in unit_queries.holdings(units=(unit,)) if on in held.span)
    return tuple(
        _owed(scheme, duty, holdings)
        for scheme in scheme_queries.in_force(on=on, as_known_at=as_known_at)
        for duty in scheme.duties
        if any(on in span for span in cadence.bound_spans(duty.bound, spans))
    )


def cell(
    *,
    unit: str,
    duty: str,
    window_start: date,
    period: Period,
    on: date,
    as_known_at: datetime,
    subject: str = "",
) -> CellStory:
    """Return the story of the window of a duty that starts on a day.

    Takes the period whose board shows the window, and the ``subject`` of an event's window. Raises ``Refusal``
    if that board has no such window.
    """
    schemes = scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at)
    scheme = next((each for each in schemes if any(known.id == duty for known in each.duties)), None)
    if scheme is None:
        raise Refusal("reports.duty_unknown", unit=unit, period=period, duty=duty)
    ledger = read(unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=False, schemes=schemes)
    shown = board.build(ledger=ledger, unit=unit, period=period, on=on, as_known_at=as_known_at)
    wanted = (duty, window_start, subject)
    found = next((each for each in shown.cells if (each.duty, each.window.start, each.subject) == wanted), None)
    if found is None:
        raise Refusal("reports.duty_unknown", unit=unit, period=period, duty=duty)
    private = _private(schemes)
    shut = {each.seq for each in ledger.revisions if each.draft.kind in private}
    return _story(scheme, _capped(found, shut), on, ledger.revisions)


def _story(scheme: Scheme, cell: Cell, on: date, revisions: Sequence[Revision]) -> CellStory:
    duty = scheme.duty(cell.duty)
    waiver = next((each for each in revisions if _waives(each, cell, on)), None)
    seqs = {*cell.records, *(miss.seq for miss in cell.near), *((waiver.seq,) if waiver else ())}
    whole = {each.seq: each for each in ledger_queries.by_seq(seqs=sorted(seqs))}
    titles = dict(scheme.evidence)
    return CellStory(
        scheme=scheme,
        duty=duty,
        clause=scheme.clause(duty.clause),
        cell=cell,
        answers=_answers(scheme, duty, cell, on),
        how_often=scheme_words.cadence(duty.cadence, scheme=scheme),
        evidence=tuple(titles.get(kind, LocalText(kind)) for kind in duty.evidence),
        grace_until=_grace(duty, cell.window),
        remind_from=_remind(duty, cell.window),
        records=tuple(whole[seq] for seq in cell.records if seq in whole),
        near=tuple(
            Near(whole[miss.seq], miss, tuple(titles.get(kind, LocalText(kind)) for kind in miss.lacks_evidence))
            for miss in cell.near
            if miss.seq in whole
        ),
        waiver=whole.get(waiver.seq) if waiver else None,
    )


def _waives(entry: Revision, cell: Cell, on: date) -> bool:
    draft = entry.draft
    if (draft.kind, draft.unit, draft.value("duty")) != (WAIVER, cell.unit, cell.duty) or draft.happened_on > on:
        return False
    return cell.window.start.isoformat() <= str(draft.value("window")) < cell.window.end.isoformat()


def _answers(scheme: Scheme, duty: Duty, cell: Cell, on: date) -> tuple[Answer, ...]:
    """Who held the posts on the day asked for, or on the nearest day of the window."""
    day = max(cell.window.start, min(on, cell.window.last_day))
    held = [each for each in unit_queries.holdings(units=(cell.unit,)) if day in each.span]
    names = {person.id: person for person in unit_queries.people(among={each.person for each in held})}
    titles = dict(scheme.posts)
    return tuple(
        Answer(
            post,
            titles.get(post, LocalText(post)),
            tuple(names[person] for person in _holders(held, post) if person in names),
        )
        for post in dict.fromkeys((duty.lead_post, duty.post))
        if post
    )


def _holders(holdings: Iterable[Holding], post: str) -> tuple[str, ...]:
    return tuple(sorted({held.person for held in holdings if held.post == post}))


def _owed(scheme: Scheme, duty: Duty, holdings: tuple[Holding, ...]) -> Owed:
    posts = tuple(post for post in dict.fromkeys((duty.lead_post, duty.post)) if post)
    return Owed(
        scheme=scheme.id,
        duty=duty,
        clause=scheme.clause(duty.clause),
        answers=_holders(holdings, duty.post) if duty.post else (),
        lead=_holders(holdings, duty.lead_post) if duty.lead_post else (),
        vacant=tuple(post for post in posts if not _holders(holdings, post)),
        why=scheme_words.bound(duty.bound),
        how_often=scheme_words.cadence(duty.cadence, scheme=scheme),
    )


def _grace(duty: Duty, window: Span) -> date | None:
    if not duty.grace.count or window.end == date.max:
        return None
    return lengths.after(window.last_day, duty.grace, calendar=CALENDAR)


def _remind(duty: Duty, window: Span) -> date | None:
    if window.end == date.max:
        return None
    return lengths.after(window.end, duty.remind, times=-1, calendar=CALENDAR)


def _joining(schemes: Iterable[Scheme]) -> bool:
    return any(
        isinstance(duty.cadence, Within) and duty.cadence.event == "joining"
        for scheme in schemes
        for duty in scheme.duties
    )


def _revisions(
    codes: tuple[str, ...],
    schemes: tuple[Scheme, ...],
    period: Period,
    on: date,
    as_known_at: datetime,
    *,
    named: bool,
) -> tuple[Revision, ...]:
    """Everything since the earliest day a bounded cadence asks for, and, of kinds asked for since ever, all before."""
    needed = board.horizon(schemes, period=period)
    bounded = [span.start for span in needed.values() if span.start != date.min]
    start = min([period.span.start, *bounded])
    before = [WAIVER, *(kind for kind, span in needed.items() if span.start == date.min)]
    private = _private(schemes)
    end = max(_last_day(on, private) + _DAY, start)
    old = ledger_queries.revisions(
        units=codes, span=Span(date.min, start), as_known_at=as_known_at, kinds=before, people=named
    )
    found = ledger_queries.revisions(units=codes, span=Span(start, end), as_known_at=as_known_at, people=named)
    return (*old, *_undated(found, private, on))


def _last_day(on: date, private: Collection[str]) -> date:
    """Until when entries are read: those of private kinds count on any day of their month."""
    return containing(day=on, per="month").span.last_day if private else on


def _undated(found: tuple[Revision, ...], private: Collection[str], on: date) -> tuple[Revision, ...]:
    if not private or all(each.draft.happened_on <= on for each in found):
        return found
    shown = small_counts.undated(found, private=private, on=on)
    return tuple(each for each in shown if each.draft.happened_on <= on)


def counts_people(schemes: Iterable[Scheme]) -> bool:
    """Whether a measure of the schemes counts different people."""
    return any(isinstance(measure.rule, DistinctPeople) for scheme in schemes for measure in scheme.measures)
