"""A measure's number alone, without the records behind it: as quick for ten thousand units as for a hundred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zicha.core import measures, scheme_figures, tallies
from zicha.core.findings import Refusal
from zicha.core.measures import Value
from zicha.core.periods import Period
from zicha.core.scheme import DistinctPeople, Measure, Scheme
from zicha.services import boards, figures
from zicha.store.queries import measures as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.measures import Scope


@dataclass(frozen=True, slots=True)
class Number:
    """A value: exact, as it is shown, and as JSON carries it."""

    value: Value
    text: str
    plain: int | float | None


def evaluate(
    *, measure: str, unit: str, period: Period, on: date, as_known_at: datetime, subtree: bool = False
) -> Number:
    """Return the number that the figure of the same question shows; raise ``Refusal`` as it does.

    What is not counted from entries, and what is told only if it is no few entries of private kinds, is taken from
    the figure.
    """
    scheme, found = _find(measure, period, as_known_at)
    adds_up = tallies.of_rule(found.rule) or isinstance(found.rule, DistinctPeople)
    if not adds_up or _is_private(scheme, found):
        figure = figures.evaluate(
            measure=measure, unit=unit, period=period, on=on, as_known_at=as_known_at, subtree=subtree
        )
        return Number(figure.value, figure.text, figure.plain)
    codes = boards.scope(unit_queries.index(), unit=unit, period=period, on=on, subtree=subtree)
    value = queries.value(found.rule, scope=Scope(codes, period.span, on, as_known_at))
    return Number(value, measures.text(value, measure=found), measures.plain(value, measure=found))


def _find(measure: str, period: Period, as_known_at: datetime) -> tuple[Scheme, Measure]:
    for scheme in scheme_queries.in_force(on=period.span.start, as_known_at=as_known_at):
        for each in scheme.measures:
            if each.id == measure:
                return scheme, each
    raise Refusal("reports.measure_unknown", measure=measure)


def _is_private(scheme: Scheme, measure: Measure) -> bool:
    kinds = {kind for selector in scheme_figures.selectors(measure) for kind in selector.kinds}
    return any(kind.private and kind.id in kinds for kind in scheme.kinds)
