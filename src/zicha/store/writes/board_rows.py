"""The packed rows of the board, written anew by each change that makes a difference."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from zicha.core import bodies, packed_board
from zicha.core.ledger import Revision
from zicha.core.packed_board import Layout
from zicha.core.scheme import WAIVER
from zicha.core.units import UnitSpan
from zicha.store import models
from zicha.store.queries import board_rows, ledger
from zicha.store.queries import units as unit_queries
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values

MOST_FOLDED = 10_000
"""So many records are folded again when the tree or the schemes change; beyond that the next rebuild does it."""
_WRITE = (
    "INSERT INTO store_boardrow (layout, year, unit, rec_at, cells) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (layout, year, unit, rec_at) DO UPDATE SET cells = excluded.cells"
)
"""Two records of one instant make one row."""
_CHUNK = 200
_Standing = dict[int, Revision]
_ByYear = dict[int, dict[str, _Standing]]
"""What stands, by the year of the row, the kind and the number."""
_Spans = Mapping[str, tuple[UnitSpan, ...]]


def rebuild() -> None:
    """Drop all rows and write them anew from the facts."""
    for model in (models.BoardRow, models.BoardUnit, models.BoardLayout):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    wanted = board_rows.wanted()
    models.BoardLayout.objects.bulk_create(models.BoardLayout(digest=each.digest) for each in wanted)
    spans = _spans(unit_queries.spans())
    _know(spans)
    if wanted:
        recorded = set(models.Fact.objects.values_list("unit", flat=True).distinct())
        _replay(sorted(recorded), spans)


def follow(changes: Sequence[Change]) -> None:
    """Write the rows that some changes make different, one for each instant of recording."""
    layouts = _followed()
    if not layouts:
        return
    units = sorted({state.draft.unit for change in changes for state in (change.new, change.old) if state is not None})
    spans = _spans(unit_queries.spans(units=units))
    standing = _standing(units, _first_day(layouts, changes), _kinds(layouts, changes))
    by_unit = _by_unit(changes)
    for layout, number in layouts.items():
        folder = _Folder(layout, number, spans)
        folder.recall(by_unit)
        for unit in units:
            folder.fold(unit, dict(standing[unit]), by_unit[unit])
        folder.write()


def align() -> None:
    """Let the rows follow a changed tree or new schemes; what would take long is left out until the next rebuild.

    A unit that stood otherwise than now loses its rows, since every instant's answer takes the tree of now.
    """
    missing = len(_followed()) < len(board_rows.wanted())
    spans = _spans(unit_queries.spans())
    if missing and ledger.size() <= MOST_FOLDED:
        rebuild()
        return
    known = board_rows.digests()
    changed = sorted(unit for unit, stood in spans.items() if known.get(unit) != _digest(stood))
    if not changed:
        return
    if len(changed) * 50 > MOST_FOLDED and ledger.size() > MOST_FOLDED:
        models.BoardLayout.objects.all().delete()
        return
    _again(changed, spans)


def _followed() -> dict[Layout, int]:
    """The layouts whose rows follow; a kept one that nobody wants any more would grow stale, and is dropped."""
    kept = board_rows.kept()
    wanted = {each.digest: each for each in board_rows.wanted()} if kept else {}
    if kept.keys() - wanted.keys():
        models.BoardLayout.objects.exclude(digest__in=tuple(wanted)).delete()
    return {wanted[digest]: number for digest, number in kept.items() if digest in wanted}


def _again(changed: Sequence[str], spans: _Spans) -> None:
    models.BoardRow.objects.filter(unit__in=changed).delete()
    models.BoardUnit.objects.filter(unit__in=changed).delete()
    _know({unit: spans[unit] for unit in changed})
    _replay(changed, spans)


class _Folder:
    """Folds changes of units into rows of one layout, and keeps those that differ."""

    def __init__(self, layout: Layout, number: int, spans: _Spans) -> None:
        self.layout = layout
        self.number = number
        self.spans = spans
        self.latest: dict[tuple[int, str], bytes] = {}
        self.found: list[Values] = []

    def recall(self, by_unit: Mapping[str, Sequence[Change]]) -> None:
        """Read the latest rows that changes of units may touch."""
        asked: dict[int, list[str]] = defaultdict(list)
        for unit, changes in by_unit.items():
            for year in {year for change in changes for year in self._years(unit, change)}:
                asked[year].append(unit)
        for year, units in asked.items():
            rows = board_rows.rows(number=self.number, year=year, units=units, as_known_at=None)
            self.latest.update(
                {(year, unit): packed for unit, packed in zip(units, rows, strict=True) if packed is not None}
            )

    def fold(self, unit: str, standing: _Standing, changes: Sequence[Change]) -> None:
        """Fold a unit's changes, in order of recording, into its rows, given what stood before."""
        by_year: _ByYear = defaultdict(lambda: defaultdict(dict))
        for entry, one in standing.items():
            for year in packed_board.years_of(self.layout, one):
                by_year[year][one.draft.kind][entry] = one
        for instant, together in groupby(changes, key=lambda change: change.new.recorded_at):
            came: dict[int, list[Revision]] = defaultdict(list)
            went: dict[int, list[Revision]] = defaultdict(list)
            for change in together:
                self._take(unit, change, by_year, came, went)
            for year in sorted({*came, *went}):
                self._fold(unit, year, by_year[year], (came[year], went[year]), bodies.microseconds(instant))

    def write(self) -> None:
        """Write the rows that differ from the ones before."""
        rowwise.run(_WRITE, self.found)
        self.found = []

    def _years(self, unit: str, change: Change) -> set[int]:
        states = (state for state in (change.new, change.old) if state is not None and state.draft.unit == unit)
        return {year for state in states for year in packed_board.years_of(self.layout, state)}

    def _take(
        self,
        unit: str,
        change: Change,
        by_year: _ByYear,
        came: dict[int, list[Revision]],
        went: dict[int, list[Revision]],
    ) -> None:
        """Let what stands change; what came and what went is told by year."""
        for state in (change.old, change.new):
            if state is None or state.draft.unit != unit:
                continue
            stands = state is change.new and not state.withdrawn
            for year in packed_board.years_of(self.layout, state):
                (came if stands else went)[year].append(state)
                by_year[year][state.draft.kind].pop(state.entry, None)
                if stands:
                    by_year[year][state.draft.kind][state.entry] = state

    def _fold(
        self,
        unit: str,
        year: int,
        entries: dict[str, _Standing],
        states: tuple[Sequence[Revision], Sequence[Revision]],
        instant: int,
    ) -> None:
        before = self.latest.get((year, unit), b"")
        layout, stood = self.layout, self.spans.get(unit, ())
        came, went = states
        if before:
            packed = packed_board.changed(
                layout=layout, year=year, unit=unit, units=stood, entries=entries, before=before,
                states=[*came, *went], ended=went,
            )  # fmt: skip
        else:
            everything = [entry for of_kind in entries.values() for entry in of_kind.values()]
            packed = packed_board.row(layout=layout, year=year, unit=unit, units=stood, entries=everything)
        if packed != before:
            self.latest[year, unit] = packed
            self.found.append((self.number, year, unit, instant, packed))


def _replay(units: Sequence[str], spans: _Spans) -> None:
    """Write the rows of units from all that was ever recorded of them."""
    folders = [_Folder(layout, number, spans) for layout, number in _followed().items()]
    for start in range(0, len(units), _CHUNK):
        part = units[start : start + _CHUNK]
        for unit, changes in sorted(_by_unit(_history(part)).items()):
            for folder in folders if unit in part else ():
                folder.fold(unit, {}, changes)
        for folder in folders:
            folder.write()


def _history(units: Sequence[str]) -> list[Change]:
    """Every change of the entries that some units have, or had, in order of recording."""
    states = ledger.states(entries=board_rows.entries_of(units=units))
    known = {(one.entry, one.number): one for one in states}
    return [Change(one, known.get((one.entry, one.number - 1))) for one in states]


def _by_unit(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of each unit; one that moves an entry belongs to both."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for unit in {state.draft.unit for state in (change.new, change.old) if state is not None}:
            found[unit].append(change)
    return found


def _first_day(layouts: Iterable[Layout], changes: Iterable[Change]) -> date:
    """The first day whose entries may belong to a row that the changes touch."""
    states = [state for change in changes for state in (change.new, change.old) if state is not None]
    years = {year for layout in layouts for state in states for year in packed_board.years_of(layout, state)}
    return date(min(years), 1, 1) if years else date.max


def _kinds(layouts: Iterable[Layout], changes: Sequence[Change]) -> frozenset[str] | None:
    """The kinds of entries that have to be read for the changes; ``None`` for all.

    What is new touches windows of its own kind alone. Where something ended, any other entry may have kept its month.
    """
    kinds = frozenset(change.new.draft.kind for change in changes)
    is_new = all(change.old is None and not change.new.withdrawn for change in changes)
    if not is_new or not all(packed_board.is_narrow(layout, kinds) for layout in layouts):
        return None
    return frozenset().union(*(packed_board.kinds_asked(layout, kinds) for layout in layouts))


def _standing(units: Sequence[str], since: date, kinds: frozenset[str] | None) -> dict[str, _Standing]:
    """What stands of units before a change: their entries since a day, of some kinds or all, and all waivers."""
    found: dict[str, _Standing] = {unit: {} for unit in units}
    for one in ledger.standing(units=units, since=since, kinds=kinds, always=WAIVER):
        found[one.draft.unit][one.entry] = one
    return found


def _spans(spans: Iterable[UnitSpan]) -> dict[str, tuple[UnitSpan, ...]]:
    return {unit: tuple(each) for unit, each in groupby(spans, key=lambda span: span.unit)}


def _know(spans: _Spans) -> None:
    rows: list[Values] = [(unit, _digest(stood)) for unit, stood in spans.items()]
    rowwise.insert("store_boardunit", ("unit", "digest"), rows)


def _digest(stood: Sequence[UnitSpan]) -> str:
    told = [[each.level, each.span.start.isoformat(), each.span.end.isoformat()] for each in stood]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
