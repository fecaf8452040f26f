"""A whole board in totals: how many windows of a subtree stand how, by unit and by duty, and who has reported.

Kept rows are counted where they tell it; what they do not tell is folded as :mod:`zicha.services.boards` folds it, and
gives the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import compress, groupby

from zicha.core import board, board_columns, kinds, packed_board
from zicha.core.board import STATES, Cell
from zicha.core.board_columns import NONE, PRESSING, Totals
from zicha.core.packed_board import Layout
from zicha.core.periods import Period
from zicha.core.scheme import REMINDER, WAIVER, Scheme
from zicha.core.unit_index import UnitIndex
from zicha.services import boards
from zicha.store.queries import board_rows, whole_rows
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries


@dataclass(frozen=True, slots=True)
class DutyTotals:
    """How the windows of a duty stand, over all units.

    Attributes:
        lacking: the units that have a pressing window of it.
    """

    scheme: str
    duty: str
    totals: Totals
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class BoardTotals:
    """Totals of a subtree's cells whose windows share a day with the period.

    Attributes:
        units: the codes of the units, depth first.
        totals: number of cells by state, in the order of the states, zero counts left out.
        duties: the same for each duty that has cells, in the order of the schemes.
        reported, missing: units with a record in the period, and units that owe something and have none.
        columns: for each unit, in their order, a byte for each of its cells: the state's place in the order of the
            states, or 255.
        packed: how many units were counted from kept rows.
    """

    units: tuple[str, ...]
    totals: Totals
    duties: tuple[DutyTotals, ...]
    reported: tuple[str, ...]
    missing: tuple[str, ...]
    columns: tuple[bytes, ...]
    packed: int

    @cached_property
    def states(self) -> Mapping[str, bytes]:
        """For each unit the bytes of its cells."""
        return dict(zip(self.units, board_columns.by_unit(self.columns, len(self.units)), strict=True))

    def of_unit(self, unit: str) -> Totals:
        """Return the number of a unit's cells by state."""
        return _totals([self.states[unit]])

    def pressing(self, unit: str) -> tuple[int, ...]:
        """Return how many of a unit's windows are in each of the pressing states, the most pressing first."""
        return self._pressing[unit]

    @cached_property
    def _pressing(self) -> dict[str, tuple[int, ...]]:
        by_state = [board_columns.by_state(self.columns, place, len(self.units)) for place in range(PRESSING)]
        return dict(zip(self.units, zip(*by_state, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and what every way to answer it needs."""

    period: Period
    on: date
    as_known_at: datetime
    schemes: tuple[Scheme, ...]
    index: UnitIndex
    layout: Layout


@dataclass(slots=True)
class _Counted:
    """Answers of some units: their columns by duty, and for each of them whether it has reported."""

    units: tuple[str, ...]
    columns: dict[tuple[str, str], list[bytes]]
    reported: bytes


def totals(
    *, unit: str, period: Period, on: date, as_known_at: datetime, among: Collection[str] | None = None
) -> BoardTotals:
    """Return the totals of a unit and all units below it, equal to those of :func:`zicha.services.boards.show`.

    Only units ``among`` some are counted, if these are given. Raises ``Refusal`` for a unit nobody knows.
    """
    asked = _asked(period, on, as_known_at)
    codes = boards.scope(asked.index, unit=unit, period=period, on=on, subtree=True)
    codes = codes if among is None else tuple(filter(frozenset(among).__contains__, codes))
    found, packed = _found(asked, codes)
    return _summed(asked, found, packed)


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """How the windows of each duty stand for each of some units, in a period.

    Attributes:
        duties: scheme and id of each duty that has cells, in the order of the schemes.
        states: for a unit and such a duty, a byte for each cell: the state's place in the order of the states, or 255.
    """

    units: tuple[str, ...]
    duties: tuple[tuple[str, str], ...]
    states: Mapping[tuple[str, str, str], bytes]

    def totals(self, unit: str, scheme: str, duty: str) -> Totals:
        """Return the number of cells by state, in the order of the states, zero counts left out."""
        return self.counted(self.states.get((unit, scheme, duty), b""))

    @staticmethod
    def counted(states: bytes) -> Totals:
        """Return the same of a unit's and a duty's bytes; what it returns follows from them alone."""
        return _totals([states])


def by_duty(*, units: Sequence[str], period: Period, on: date, as_known_at: datetime) -> UnitBoard:
    """Return how the duties of some units stand, as :func:`zicha.services.boards.show` has it for each of them.

    What it costs follows from these units alone, however many there are beside.
    """
    codes = tuple(units)
    asked = _asked(period, on, as_known_at)
    found, _packed = _found(asked, codes)
    states = {
        (unit, *duty): said
        for duty, columns in found.columns.items()
        for unit, said in zip(codes, board_columns.by_unit(columns, len(codes)), strict=True)
    }
    drawn = {(scheme, duty) for (_unit, scheme, duty), said in states.items() if said.strip(bytes([NONE]))}
    order = ((scheme.id, duty.id) for scheme in asked.schemes for duty in scheme.duties)
    return UnitBoard(codes, tuple(each for each in order if each in drawn), states)


def _asked(period: Period, on: date, as_known_at: datetime) -> _Asked:
    versions = scheme_queries.versions()
    schemes = kinds.holding(versions, on=period.span.start, as_known_at=as_known_at)
    layout = board_rows.layout(on=period.span.start, as_known_at=as_known_at, versions=versions)
    return _Asked(period, on, as_known_at, schemes, unit_queries.index(), layout)


def _found(asked: _Asked, units: tuple[str, ...]) -> tuple[_Counted, int]:
    """What the kept rows say, what they leave out of their units, and all of the others; and how many have rows."""
    packed = _packed(asked, units)
    rest = _folded(asked, asked.layout.rest, packed.units)
    others = _folded(asked, asked.schemes, _without(units, packed.units))
    whole = _Counted(
        packed.units, {**packed.columns, **rest.columns}, board_columns.joined([packed.reported, rest.reported])
    )
    return _together(units, whole, others), len(packed.units)


def _without(units: tuple[str, ...], some: tuple[str, ...]) -> tuple[str, ...]:
    if len(some) == len(units):
        return ()
    known = frozenset(some)
    return tuple(unit for unit in units if unit not in known)


def _packed(asked: _Asked, units: tuple[str, ...]) -> _Counted:
    """What kept rows say of the units that they can answer for: those whose every entry happened by the day.

    There are none if they are dropped meanwhile: a rebuild takes as long as the ledger is long, so all is folded.
    """
    number = board_rows.kept().get(asked.layout.digest)
    if number is None or not units:
        return _Counted((), {}, b"")
    found: dict[int, Sequence[bytes]] = {}
    for year in packed_board.years_asked(asked.layout, asked.period):
        rows = whole_rows.known(whole_rows.Asked(asked.layout, number, year, asked.index, asked.as_known_at), units)
        if rows is None:
            return _Counted((), {}, b"")
        found[year] = rows
    return _counted(asked, *_by_the_day(asked.on, units, found))


def _by_the_day(
    on: date, units: tuple[str, ...], rows: dict[int, Sequence[bytes]]
) -> tuple[tuple[str, ...], dict[int, Sequence[bytes]]]:
    """The units nothing of which happened after a day, and their rows by year; the greatest row is the latest."""
    day = on.toordinal()
    if all(packed_board.latest(max(of_year)) <= day for of_year in rows.values()):
        return units, rows
    kept = [all(packed_board.latest(each) <= day for each in of_unit) for of_unit in zip(*rows.values(), strict=True)]
    return tuple(compress(units, kept)), {year: list(compress(of_year, kept)) for year, of_year in rows.items()}


def _counted(asked: _Asked, units: tuple[str, ...], rows: Mapping[int, Sequence[bytes]]) -> _Counted:
    columns: dict[tuple[str, str], list[bytes]] = {}
    reported = b""
    for year, of_year in rows.items():
        packed = b"".join(of_year)
        for shown in packed_board.shown(
            layout=asked.layout, year=year, packed=packed, period=asked.period, on=asked.on
        ):
            columns.setdefault((shown.scheme, shown.duty), []).append(shown.codes)
        if year == asked.period.span.start.year:
            reported = packed_board.reported(layout=asked.layout, year=year, packed=packed, period=asked.period)
    return _Counted(units, columns, reported)


def _folded(asked: _Asked, schemes: tuple[Scheme, ...], units: tuple[str, ...]) -> _Counted:
    """The cells of some units, folded from their entries, in columns: the first cells of all, the second, and so on."""
    if not units or not schemes:
        return _Counted(units, {}, bytes(len(units)))
    spans = tuple(span for unit in units for span in asked.index.of(unit))
    ledger = boards.read_units(
        units=units, spans=spans, period=asked.period, on=asked.on, as_known_at=asked.as_known_at, schemes=schemes
    )
    cells = board.cells_of(ledger=ledger, units=units, span=asked.period.span, on=asked.on)
    days = (
        each.draft
        for each in ledger.revisions
        if each.draft.kind not in (REMINDER, WAIVER) and each.draft.happened_on in asked.period.span
    )
    seen = {draft.unit for draft in days if draft.happened_on <= asked.on}
    return _Counted(units, _in_columns(units, cells), bytes(unit in seen for unit in units))


def _in_columns(units: Sequence[str], cells: Iterable[Cell]) -> dict[tuple[str, str], list[bytes]]:
    places = {unit: place for place, unit in enumerate(units)}
    found: dict[tuple[str, str], list[bytearray]] = {}
    for (unit, scheme, duty), group in groupby(cells, key=lambda cell: (cell.unit, cell.scheme, cell.duty)):
        columns = found.setdefault((scheme, duty), [])
        for number, cell in enumerate(group):
            if number == len(columns):
                columns.append(bytearray([NONE]) * len(units))
            columns[number][places[unit]] = STATES.index(cell.state)
    return {duty: [bytes(column) for column in columns] for duty, columns in found.items()}


def _together(units: tuple[str, ...], one: _Counted, other: _Counted) -> _Counted:
    """The answers of all units, in their order, from those of some and those of the others."""
    if not one.units or not other.units:
        return one if one.units else other
    mixed = board_columns.one_behind_the_other(one.columns, other.columns, (len(one.units), len(other.units)))
    found = {unit: place for place, unit in enumerate((*one.units, *other.units))}
    places = [found[unit] for unit in units]
    return _Counted(
        units,
        {duty: [board_columns.in_order(column, places) for column in columns] for duty, columns in mixed.items()},
        board_columns.in_order(one.reported + other.reported, places),
    )


def _summed(asked: _Asked, found: _Counted, packed: int) -> BoardTotals:
    order = [(scheme.id, duty.id) for scheme in asked.schemes for duty in scheme.duties]
    duties = {duty: found.columns[duty] for duty in order if duty in found.columns}
    counts = {duty: board_columns.counts(columns) for duty, columns in duties.items()}
    flags = {duty: board_columns.flags(columns) for duty, columns in duties.items()}
    flagged = board_columns.joined([bytes(len(found.units)), *flags.values()])
    return BoardTotals(
        units=found.units,
        totals=board_columns.totals(*counts.values()),
        duties=tuple(_duty(found.units, duty, counts[duty], flags[duty]) for duty in duties if any(counts[duty])),
        reported=tuple(compress(found.units, found.reported)),
        missing=tuple(compress(found.units, board_columns.missing(flagged, found.reported))),
        columns=tuple(column for columns in duties.values() for column in columns),
        packed=packed,
    )


def _duty(units: tuple[str, ...], duty: tuple[str, str], counts: list[int], flags: bytes) -> DutyTotals:
    return DutyTotals(*duty, board_columns.totals(counts), tuple(compress(units, board_columns.pressing(flags))))


def _totals(columns: Sequence[bytes]) -> Totals:
    return board_columns.totals(board_columns.counts(columns))
