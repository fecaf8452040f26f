"""Who answers for the duties of a unit, and which of those posts nobody holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zicha.core import cadence
from zicha.core.scheme import Scheme
from zicha.core.units import Holding, UnitSpan


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that duties of a unit name and that nobody holds on a day.

    Attributes:
        duties: ids of the duties that name it.
    """

    unit: str
    scheme: str
    post: str
    duties: tuple[str, ...]


def vacancies(
    schemes: Iterable[Scheme], *, spans: Iterable[UnitSpan], holdings: Iterable[Holding], on: date
) -> tuple[Vacancy, ...]:
    """Return the vacant posts of the units that stand on a day, by unit, scheme and post."""
    standing = [span for span in spans if on in span.span]
    held = {(each.unit, each.post) for each in holdings if on in each.span}
    found: dict[tuple[str, str, str], list[str]] = {}
    for scheme in schemes:
        for duty in scheme.duties:
            bound = [span.unit for span in standing if cadence.bound_spans(duty.bound, (span,))]
            for post in filter(None, dict.fromkeys((duty.lead_post, duty.post))):
                for unit in bound:
                    if (unit, post) not in held:
                        found.setdefault((unit, scheme.id, post), []).append(duty.id)
    return tuple(Vacancy(unit, scheme, post, tuple(duties)) for (unit, scheme, post), duties in sorted(found.items()))
