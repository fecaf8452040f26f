"""A whole board in totals: how many windows of a subtree stand how, by unit and by duty, and who has reported.

Kept rows are counted where they tell it; what they do not tell is folded as :mod:`zicha.services.boards` folds it, and
gives the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from zicha.core import board, kinds, packed_board
from zicha.core.board import STATES, Cell
from zicha.core.packed_board import NONE, Layout
from zicha.core.periods import Period
from zicha.core.scheme import REMINDER, WAIVER, Scheme, State
from zicha.core.unit_index import UnitIndex
from zicha.services import boards
from zicha.store.queries import board_rows
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries

Totals = tuple[tuple[State, int], ...]
_PRESSING = 4
"""The first so many states wait for someone."""
_CALM = bytes([STATES.index("upcoming"), STATES.index("no_data"), NONE])
"""What nobody has to report on."""
_WAITS = bytes(place < _PRESSING for place in range(256))


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


@dataclass(frozen=True, slots=True)
class BoardTotals:
    """Totals of a subtree's cells whose windows share a day with the period.

    Attributes:
        units: the codes of the units, depth first.
        totals: number of cells by state, in the order of the states, zero counts left out.
        duties: the same for each duty that has cells, in the order of the schemes.
        reported, missing: units with a record in the period, and units that owe something and have none.
        states: for each unit, a byte for each of its cells: the state's place in the order of the states, or 255.
        packed: how many units were counted from kept rows.
    """

    units: tuple[str, ...]
    totals: Totals
    duties: tuple[DutyTotals, ...]
    reported: tuple[str, ...]
    missing: tuple[str, ...]
    states: Mapping[str, bytes]
    packed: int

    def of_unit(self, unit: str) -> Totals:
        """Return the number of a unit's cells by state."""
        return _totals([self.states[unit]])

    def pressing(self, unit: str) -> tuple[int, ...]:
        """Return how many of a unit's windows are in each of the pressing states, the most pressing first."""
        return tuple(self.states[unit].count(place) for place in range(_PRESSING))


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
    """Answers of some units: their columns by duty, and who has reported."""

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
    codes = codes if among is None else tuple(code for code in codes if code in among)
    parts = _parts(asked, codes)
    return _together(asked, codes, parts, len(parts[0].units))


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
    states: dict[tuple[str, str, str], bytes] = {}
    for part in _parts(asked, codes):
        for (scheme, duty), columns in part.columns.items():
            for place, unit in enumerate(part.units):
                said = bytes(column[place] for column in columns)
                states[unit, scheme, duty] = states.get((unit, scheme, duty), b"") + said
    drawn = {(scheme, duty) for (_unit, scheme, duty), said in states.items() if said.strip(bytes([NONE]))}
    order = ((scheme.id, duty.id) for scheme in asked.schemes for duty in scheme.duties)
    return UnitBoard(codes, tuple(each for each in order if each in drawn), states)


def _asked(period: Period, on: date, as_known_at: datetime) -> _Asked:
    versions = scheme_queries.versions()
    schemes = kinds.holding(versions, on=period.span.start, as_known_at=as_known_at)
    layout = board_rows.layout(on=period.span.start, as_known_at=as_known_at, versions=versions)
    return _Asked(period, on, as_known_at, schemes, unit_queries.index(), layout)


def _parts(asked: _Asked, units: tuple[str, ...]) -> list[_Counted]:
    """What the kept rows say first; then what they leave out of these units; then all of the others."""
    rows = _rows(asked, units)
    packed, folded = tuple(rows), tuple(code for code in units if code not in rows)
    return [_counted(asked, rows), _folded(asked, asked.layout.rest, packed), _folded(asked, asked.schemes, folded)]


def _rows(asked: _Asked, units: Sequence[str]) -> dict[str, list[bytes]]:
    """The rows of the units that kept rows can answer for: one for each year that the period needs.

    There are none if they are dropped meanwhile: a rebuild takes as long as the ledger is long, so all is folded.
    """
    number = board_rows.kept().get(asked.layout.digest)
    if number is None:
        return {}
    years = packed_board.years_asked(asked.layout, asked.period)
    found: list[list[bytes | None]] = []
    for year in years:
        rows = board_rows.rows(number=number, year=year, units=units, as_known_at=asked.as_known_at)
        if rows is None:
            return {}
        found.append(rows)
    empty = _Empty(asked)
    day = asked.on.toordinal()
    whole = {
        unit: [each or empty.row(unit, year) for each, year in zip(packed, years, strict=True)]
        for unit, *packed in zip(units, *found, strict=True)
    }
    return {unit: packed for unit, packed in whole.items() if all(packed_board.latest(each) <= day for each in packed)}


class _Empty:
    """The rows of units without entries, each made once for all units that are alike."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        self._made: dict[tuple[object, ...], bytes] = {}

    def row(self, unit: str, year: int) -> bytes:
        """Return the row of a unit that has no entry in a year."""
        layout, stood = self._asked.layout, self._asked.index.of(unit)
        alike = (year, *packed_board.likeness(layout, unit, stood))
        if alike not in self._made:
            self._made[alike] = packed_board.row(layout=layout, year=year, unit=unit, units=stood, entries=())
        return self._made[alike]


def _counted(asked: _Asked, rows: Mapping[str, Sequence[bytes]]) -> _Counted:
    columns: dict[tuple[str, str], list[bytes]] = {}
    reported = b""
    years = packed_board.years_asked(asked.layout, asked.period) if rows else ()
    for place, year in enumerate(years):
        packed = [each[place] for each in rows.values()]
        for shown in packed_board.shown(
            layout=asked.layout, year=year, packed=packed, period=asked.period, on=asked.on
        ):
            columns.setdefault((shown.scheme, shown.duty), []).append(shown.codes)
        if year == asked.period.span.start.year:
            reported = packed_board.reported(layout=asked.layout, year=year, packed=packed, period=asked.period)
    return _Counted(tuple(rows), columns, reported)


def _folded(asked: _Asked, schemes: tuple[Scheme, ...], units: tuple[str, ...]) -> _Counted:
    """The cells of some units, folded from their entries, in columns: the first cells of all, the second, and so on."""
    if not units or not schemes:
        return _Counted((), {}, b"")
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


def _together(asked: _Asked, units: tuple[str, ...], parts: Sequence[_Counted], packed: int) -> BoardTotals:
    states: dict[str, bytes] = dict.fromkeys(units, b"")
    reported: set[str] = set()
    for part in parts:
        for unit, said in zip(part.units, _by_unit(part), strict=True):
            states[unit] += said
        reported.update(unit for unit, one in zip(part.units, part.reported, strict=True) if one)
    columns = [column for part in parts for of_duty in part.columns.values() for column in of_duty]
    return BoardTotals(
        units=units,
        totals=_totals(columns),
        duties=tuple(_duties(asked.schemes, parts)),
        reported=tuple(unit for unit in units if unit in reported),
        missing=tuple(unit for unit in units if unit not in reported and states[unit].translate(None, _CALM)),
        states=states,
        packed=packed,
    )


def _by_unit(part: _Counted) -> list[bytes]:
    columns = [column for of_duty in part.columns.values() for column in of_duty]
    wide = len(columns)
    together = bytearray(wide * len(part.units))
    for place, column in enumerate(columns):
        together[place::wide] = column
    everything = bytes(together)
    return [everything[place * wide : (place + 1) * wide] for place in range(len(part.units))]


def _totals(columns: Sequence[bytes]) -> Totals:
    counts = ((state, sum(column.count(place) for column in columns)) for place, state in enumerate(STATES))
    return tuple((state, count) for state, count in counts if count)


def _duties(schemes: Iterable[Scheme], parts: Sequence[_Counted]) -> Iterable[DutyTotals]:
    for scheme in schemes:
        for duty in scheme.duties:
            meant = [(part.units, part.columns.get((scheme.id, duty.id), [])) for part in parts]
            found = _duty(scheme.id, duty.id, meant)
            if found.totals:
                yield found


def _duty(scheme: str, duty: str, meant: Sequence[tuple[Sequence[str], Sequence[bytes]]]) -> DutyTotals:
    columns = [column for _units, of_part in meant for column in of_part]
    lacking: list[str] = []
    for units, of_part in meant:
        if of_part:
            waits = packed_board.joined([column.translate(_WAITS) for column in of_part])
            lacking += [unit for unit, one in zip(units, waits, strict=True) if one]
    return DutyTotals(scheme, duty, _totals(columns), tuple(lacking))
