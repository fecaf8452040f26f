"""What the checker may know of a report beside its text: the ledger's numbers, and which rules have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zicha.core import board, measures, small_counts, units
from zicha.core.board import Cell
from zicha.core.checks.base import Known
from zicha.core.figures import Name
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.measures import Measured
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.scheme import Measure, Scheme
from zicha.core.unit_index import UnitIndex
from zicha.core.units import UnitSpan
from zicha.services import boards, closed, problems, study
from zicha.store.queries import schemes as scheme_queries


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of a unit and a period.

    Attributes:
        unit_name: the unit's name on the period's last day.
        known: every measure with its value.
    """

    unit_name: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    revisions: tuple[Revision, ...]
    cells: tuple[Cell, ...]


def of_ledger(
    *, unit: str, period: Period, scheme: str | None, on: date, as_known_at: datetime, subtree: bool = False
) -> Ledger:
    """Return every measure of a scheme, or of all, for a unit and period, out of one reading of the ledger.

    Raises ``Refusal`` for a unit nobody knows and a scheme that does not hold in the period.
    """
    schemes = scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at)
    chosen = tuple(each for each in schemes if scheme in (None, each.id))
    if not chosen:
        raise Refusal("reports.scheme_unknown", scheme=scheme or "—", period=period)
    ledger = boards.read(
        unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree, schemes=chosen,
        people=boards.counts_people(chosen),
    )  # fmt: skip
    shown = board.build(ledger=ledger, unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree)
    codes = boards.scope(UnitIndex(ledger.units), unit=unit, period=period, on=on, subtree=subtree)
    counted = _Counted(measures.in_question(ledger.revisions, units=codes, span=period.span, on=on), shown.cells)
    by_seq = {each.seq: each for each in ledger.revisions}
    name = Name("", unit, period, subtree)
    found = (
        (each, measured, closed.of_revisions(_behind(measured, by_seq), scheme=one, name=name, on=on), one.period)
        for one in chosen
        for each, measured in _measured(one, counted, codes, period, on, as_known_at)
    )
    known = tuple(
        Known(each.id, each.title.zh, each.unit, measured.value, measures.text(measured.value, measure=each))
        for each, measured, shut, per in found
        if measured.value is not None and not small_counts.withheld(each.rule, shut.values(), period=period, per=per)
    )
    day = max(period.span.start, min(on, period.span.last_day))
    return Ledger(_name(ledger.units, unit, day), known)


def _behind(measured: Measured, by_seq: Mapping[int, Revision]) -> list[Revision]:
    return [by_seq[seq] for seq in measured.records if seq in by_seq]


def _measured(
    scheme: Scheme, counted: _Counted, codes: Sequence[str], period: Period, on: date, as_known_at: datetime
) -> Iterator[tuple[Measure, Measured]]:
    asked = problems.asked(scheme=scheme, units=codes, span=period.span, on=on, as_known_at=as_known_at)
    planned = study.planned(measures=scheme.measures, units=codes, span=period.span, on=on, as_known_at=as_known_at)
    for each in scheme.measures:
        value = measures.evaluate(
            each.rule, revisions=counted.revisions, cells=counted.cells, asked=asked, planned=planned
        )
        yield each, value


def _name(spans: tuple[UnitSpan, ...], unit: str, day: date) -> str:
    tree = units.tree_at(spans, on=day)
    return tree.name(unit) if unit in tree.units else unit


def redefined(*, now: Report, before: Report | None) -> frozenset[str]:
    """Return the ids of the measures whose rule was another one in the scheme's version of the last report."""
    if before is None or (now.scheme, now.version) == (before.scheme, before.version):
        return frozenset()
    versions = {(each.scheme.id, each.scheme.version): each.scheme for each in scheme_queries.versions()}
    rules, old = (_measures(versions.get((each.scheme, each.version))) for each in (now, before))
    return frozenset(name for name, measure in rules.items() if name in old and old[name].rule != measure.rule)


def _measures(scheme: Scheme | None) -> dict[str, Measure]:
    return {measure.id: measure for measure in scheme.measures} if scheme is not None else {}
