"""A measure month by month, for a unit or for each unit of a subtree: one table, asked in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zicha.core import measures, periods, scheme_figures, small_counts, tallies
from zicha.core.findings import Refusal
from zicha.core.measures import Value
from zicha.core.periods import Period
from zicha.core.scheme import Measure, Scheme
from zicha.core.tallies import Tally
from zicha.services import boards
from zicha.store.queries import months as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.sums import Scope
from zicha.store.writes import summaries

_MONTH = len("2026-03")


@dataclass(frozen=True, slots=True)
class Row:
    """What one unit itself recorded: the value of each month, and of all of them."""

    unit: str
    values: tuple[Value, ...]
    whole: Value


@dataclass(frozen=True, slots=True)
class ByMonth:
    """A measure month by month.

    Attributes:
        months: each as it is written, ``2026-03``.
        rows: one a unit, in the order of the tree.
        sums: of all units together, month by month; ``whole`` of all months.
    """

    measure: Measure
    unit: str
    period: Period
    months: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Value, ...]
    whole: Value

    def text(self, value: Value) -> str:
        """Return a value as it is shown."""
        return measures.text(value, measure=self.measure)

    def plain(self, value: Value) -> int | float | None:
        """Return a value as JSON carries it."""
        return measures.plain(value, measure=self.measure)


def show(*, measure: str, unit: str, period: Period, on: date, as_known_at: datetime, subtree: bool = False) -> ByMonth:
    """Return a measure of a unit, or of each unit of its subtree, by month, as known at an instant.

    Months are those a record happened in. Raises ``Refusal`` for a measure nobody knows, for one that does not add up
    over units (different people, windows of duties, problems), and for one over private kinds, whose small numbers
    are not told.
    """
    scheme, found = _find(measure, period, as_known_at)
    wanted = tallies.of_rule(found.rule)
    kinds = {kind for selector in scheme_figures.selectors(found) for kind in selector.kinds}
    if not wanted or kinds & small_counts.private_kinds(scheme):
        raise Refusal("months.not_by_month", measure=found.title.zh)
    codes = boards.scope(unit_queries.index(), unit=unit, period=period, on=on, subtree=subtree)
    totals = queries.totals(wanted, scope=Scope(codes, period.span, on, as_known_at))
    spans = periods.split(period.span, per="month")
    return _table(found, unit, period, tuple(span.start.isoformat()[:_MONTH] for span in spans), codes, totals)


def renew() -> None:
    """Bring the kept sums by month up to now, if many records have come since; for whoever has time to spare."""
    summaries.renew()


def _find(measure: str, period: Period, as_known_at: datetime) -> tuple[Scheme, Measure]:
    for scheme in scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at):
        for each in scheme.measures:
            if each.id == measure:
                return scheme, each
    raise Refusal("reports.measure_unknown", measure=measure)


def _table(
    measure: Measure,
    unit: str,
    period: Period,
    months: tuple[str, ...],
    codes: tuple[str, ...],
    totals: Mapping[Tally, queries.Months],
) -> ByMonth:
    rule, parts = measure.rule, [totals[tally] for tally in tallies.of_rule(measure.rule)]
    cells = {code: [[part.get((code, month), 0) for part in parts] for month in months] for code in codes}
    nothing = tallies.value_of(rule, [0] * len(parts))

    def value(cell: list[int]) -> Value:
        return tallies.value_of(rule, cell) if any(cell) else nothing

    rows = tuple(Row(code, tuple(map(value, line)), value(_added(line))) for code, line in cells.items())
    columns = [_added([line[place] for line in cells.values()]) for place in range(len(months))]
    return ByMonth(measure, unit, period, months, rows, tuple(map(value, columns)), value(_added(columns)))


def _added(parts: Sequence[Sequence[int]]) -> list[int]:
    """The totals of several months or units together."""
    return [sum(totals) for totals in zip(*parts, strict=True)]
