"""The packed rows of the board, written anew by each change that makes a difference."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from zicha.core import board_steps, bodies, packed_board
from zicha.core.board_steps import Asked, Step
from zicha.core.ledger import Revision
from zicha.core.packed_board import Layout
from zicha.core.units import UnitSpan
from zicha.store import models
from zicha.store.queries import board_rows, ledger
from zicha.store.queries import units as unit_queries
from zicha.store.queries.turn import Kept
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change
from zicha.store.writes.rowwise import Values

MOST_FOLDED = 10_000
"""So many records are folded again when the tree or the schemes change; beyond that the next rebuild does it."""
_WRITE = (
    "INSERT INTO store_boardrow (layout, year, unit, rec_at, cells) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (layout, year, unit, rec_at) DO UPDATE SET cells = excluded.cells"
)
"""Two records of one instant make one row. The database itself writes it among the newest ones (migration 0019)."""
_PIECE = 3
"""Units whose rows are written in one transaction while people work, who wait for it; so many have all that was ever
recorded of them in memory at once."""
_Standing = dict[int, Revision]
_ByYear = dict[int, dict[str, _Standing]]
"""What stands, by the year of the row, the kind and the number."""
_Spans = Mapping[str, tuple[UnitSpan, ...]]
_Instant = tuple[int, tuple[Step, ...]]
"""An instant of recording in microseconds, and what it makes of a unit's rows."""
_Steps = Mapping[int, Mapping[str, Sequence[_Instant]]]
"""By the layout's number and the unit."""


def rebuild() -> None:
    """Drop all rows and write them anew from the facts."""
    for model in (models.BoardRow, models.BoardNewest, models.BoardUnit, models.BoardCatchUp, models.BoardLayout):
        model._default_manager.all().delete()  # noqa: SLF001 -- Django's documented way to any model's manager
    wanted = board_rows.wanted()
    models.BoardLayout.objects.bulk_create(models.BoardLayout(digest=each.digest) for each in wanted)
    spans = _spans(unit_queries.spans())
    _know(spans)
    if wanted:
        recorded = set(models.Fact.objects.values_list("unit", flat=True).distinct())
        _replay(sorted(recorded), spans, _followed())


def follow(changes: Sequence[Change], kept: Kept) -> None:
    """Write the rows that some changes make different, one for each instant of recording."""
    layouts = _known(kept.layouts, board_rows.wanted_of(kept.loaded)) if kept.layouts else {}
    if not layouts:
        return
    by_unit = _by_unit(changes)
    folders = [_Folder(layout, number, kept.units) for layout, number in layouts.items()]
    steps = {
        folder.number: {unit: folder.steps(unit, of_unit) for unit, of_unit in by_unit.items()} for folder in folders
    }
    _recall(folders, steps)
    standing = _standing(folders, steps)
    for folder in folders:
        for unit, of_unit in steps[folder.number].items():
            folder.fold(unit, standing.get(unit, ()), of_unit)
    rowwise.run(_WRITE, [row for folder in folders for row in folder.found])


def align() -> None:
    """Let the rows follow a changed tree or new schemes; what would take long is left out until the next rebuild.

    A unit that stood otherwise than now loses its rows, since every instant's answer takes the tree of now.
    """
    layouts = _followed()
    if len(layouts) < len(board_rows.wanted()) and ledger.size() <= MOST_FOLDED:
        rebuild()
        return
    spans, known = _spans(unit_queries.spans()), board_rows.digests()
    changed = sorted(unit for unit, stood in spans.items() if known.get(unit) != _digest(stood))
    if not changed or not layouts:
        return
    if len(changed) * 50 > MOST_FOLDED and ledger.size() > MOST_FOLDED:
        models.BoardLayout.objects.all().delete()
        return
    _again(changed, spans, layouts)
    models.BoardCatchUp.objects.update(tree=_tree(spans))


def catch_up() -> tuple[int, int] | None:
    """Write a few units' rows of a layout that is wanted and not kept yet, in the caller's transaction.

    What is recorded meanwhile follows as ever, also in units whose turn is still to come: their rows are then written
    anew. It is read once the rows of all units are there. Returns how many of how many units are done, or ``None``
    once nothing is missing.
    """
    layout = board_rows.missing()
    if layout is None:
        models.BoardCatchUp.objects.all().delete()
        return None
    spans = _spans(unit_queries.spans())
    begun = _begun(layout, spans)
    left = sorted(unit for unit in spans if unit > begun.upto)
    if left:
        _write_again(left[:_PIECE], spans, layout, begun.layout)
        begun.upto = left[:_PIECE][-1]
        begun.save()
    if len(left) <= _PIECE:
        models.BoardLayout.objects.filter(pk=begun.layout).update(kept=True)
        begun.delete()
    return len(spans) - len(left[_PIECE:]), len(spans)


def _begun(layout: Layout, spans: _Spans) -> models.BoardCatchUp:
    """The work that was begun, if the tree stands as its rows know it; else one that begins, with its own number."""
    tree = _tree(spans)
    found = models.BoardCatchUp.objects.filter(digest=layout.digest, tree=tree).first()
    if found is not None and models.BoardLayout.objects.filter(pk=found.layout).exists():
        return found
    models.BoardCatchUp.objects.all().delete()
    models.BoardLayout.objects.filter(kept=False).delete()
    if not board_rows.kept():
        models.BoardUnit.objects.all().delete()
        _know(spans)
    number = models.BoardLayout.objects.create(digest=layout.digest, kept=False).pk
    return models.BoardCatchUp(layout=number, digest=layout.digest, tree=tree)


def _write_again(units: Sequence[str], spans: _Spans, layout: Layout, number: int) -> None:
    for model in (models.BoardRow, models.BoardNewest):
        model.objects.filter(layout=number, unit__in=units).delete()
    _replay(units, spans, {layout: number})


def _followed() -> dict[Layout, int]:
    """The layouts whose rows follow; one that nobody wants any more would grow stale, and is dropped."""
    known = board_rows.followed()
    return _known(known, board_rows.wanted()) if known else {}


def _known(kept: Mapping[str, int], found: Iterable[Layout]) -> dict[Layout, int]:
    wanted = {each.digest: each for each in found}
    if kept.keys() - wanted.keys():
        models.BoardLayout.objects.exclude(digest__in=tuple(wanted)).delete()
    return {wanted[digest]: number for digest, number in kept.items() if digest in wanted}


def _again(changed: Sequence[str], spans: _Spans, layouts: Mapping[Layout, int]) -> None:
    for model in (models.BoardRow, models.BoardNewest, models.BoardUnit):
        model._default_manager.filter(unit__in=changed).delete()  # noqa: SLF001 -- as in :func:`rebuild`
    _know({unit: spans[unit] for unit in changed})
    _replay(changed, spans, layouts)


class _Folder:
    """Folds changes of units into rows of one layout, and keeps those that differ."""

    def __init__(self, layout: Layout, number: int, spans: _Spans) -> None:
        self.layout = layout
        self.number = number
        self.units = {unit: packed_board.alike(layout, stood) for unit, stood in spans.items()}
        self.latest: dict[tuple[int, str], bytes] = {}
        self.found: list[Values] = []

    def steps(self, unit: str, changes: Iterable[Change]) -> list[_Instant]:
        """The steps that a unit's changes, in order of recording, make of its rows."""
        found = []
        for instant, together in groupby(changes, key=lambda change: change.new.recorded_at):
            steps = board_steps.steps(self.layout, unit, ((each.old, each.new) for each in together))
            found.append((bodies.microseconds(instant), steps))
        return found

    def asked(self, unit: str, instants: Iterable[_Instant]) -> Asked | None:
        """What has to be known of a unit for its steps; nothing stands where there is no row yet."""
        found: Asked | None = None
        for step in (step for _instant, steps in instants for step in steps):
            before = self.latest.get((step.year, unit))
            if before:
                units = self.units.get(unit, ())
                more = board_steps.asked(layout=self.layout, units=units, before=before, step=step)
                found = board_steps.joined(found, more)
        return found

    def fold(self, unit: str, standing: Iterable[Revision], instants: Iterable[_Instant]) -> None:
        """Fold a unit's steps into its rows, given what stood before them."""
        entries: _ByYear = defaultdict(lambda: defaultdict(dict))
        for one in standing:
            for year in packed_board.years_of(self.layout, one):
                entries[year][one.draft.kind][one.entry] = one
        for instant, steps in instants:
            for step in steps:
                _take(entries[step.year], step)
                self._fold(unit, step, entries[step.year], instant)

    def _fold(self, unit: str, step: Step, entries: dict[str, _Standing], instant: int) -> None:
        key, units = (step.year, unit), self.units.get(unit, ())
        before = self.latest.get(key, b"")
        known = before or packed_board.empty(self.layout, step.year, units)
        packed = board_steps.changed(layout=self.layout, units=units, before=known, step=step, entries=entries)
        if packed != before:
            self.latest[key] = packed
            self.found.append((self.number, step.year, unit, instant, packed))


def _take(entries: dict[str, _Standing], step: Step) -> None:
    """Let what stands change by a step."""
    for state in step.went:
        entries[state.draft.kind].pop(state.entry, None)
    for state in step.came:
        entries[state.draft.kind][state.entry] = state


def _recall(folders: Iterable[_Folder], steps: _Steps) -> None:
    """Read the latest rows that steps of units may touch."""
    keys = {
        (folder.number, step.year, unit)
        for folder in folders
        for unit, instants in steps[folder.number].items()
        for _instant, of_instant in instants
        for step in of_instant
    }
    rows = board_rows.newest(keys=keys) if keys else {}
    for folder in folders:
        folder.latest = {
            (year, unit): packed for (number, year, unit), packed in rows.items() if number == folder.number
        }


def _standing(folders: Iterable[_Folder], steps: _Steps) -> dict[str, list[Revision]]:
    """What stands of units before their steps, as far as it has to be known."""
    asked: Asked | None = None
    units: set[str] = set()
    last = 0
    for folder in folders:
        for unit, instants in steps[folder.number].items():
            more = folder.asked(unit, instants)
            if more is not None:
                asked = board_steps.joined(asked, more)
                units.add(unit)
        last = max([last, *map(packed_board.latest, folder.latest.values())])
    found: dict[str, list[Revision]] = defaultdict(list)
    if asked is not None:
        for one in board_rows.standing(units=sorted(units), asked=asked, until=date.fromordinal(last)):
            found[one.draft.unit].append(one)
    return found


def _replay(units: Sequence[str], spans: _Spans, layouts: Mapping[Layout, int]) -> None:
    """Write the rows of units from all that was ever recorded of them."""
    folders = [_Folder(layout, number, spans) for layout, number in layouts.items()]
    for start in range(0, len(units), _PIECE):
        part = units[start : start + _PIECE]
        for unit, changes in sorted(_by_unit(_history(part)).items()):
            for folder in folders if unit in part else ():
                folder.fold(unit, (), folder.steps(unit, changes))
        rowwise.run(_WRITE, [row for folder in folders for row in folder.found])
        for folder in folders:
            folder.found, folder.latest = [], {}


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


def _spans(spans: Iterable[UnitSpan]) -> dict[str, tuple[UnitSpan, ...]]:
    return {unit: tuple(each) for unit, each in groupby(spans, key=lambda span: span.unit)}


def _know(spans: _Spans) -> None:
    rows: list[Values] = [(unit, _digest(stood)) for unit, stood in spans.items()]
    rowwise.insert("store_boardunit", ("unit", "digest"), rows)


def _tree(spans: _Spans) -> str:
    told = "".join(unit + _digest(stood) for unit, stood in sorted(spans.items()))
    return hashlib.sha256(told.encode()).hexdigest()


def _digest(stood: Sequence[UnitSpan]) -> str:
    told = [[each.level, each.span.start.isoformat(), each.span.end.isoformat()] for each in stood]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
