"""What a question names: a unit by its code or name, a period, the present one if none is named."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zicha.cli.session import Session
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.units import UnitSpan


def period(session: Session, named: Period | None) -> Period:
    """Return the period asked for: the half-year of the day of the question, if none is named."""
    return named or periods.containing(day=session.on, per="half")


def unit(wanted: str, *, spans: Iterable[UnitSpan]) -> str:
    """Return the code of a unit given by code or by a name it has or had; raise ``Refusal`` if none or several fit."""
    known = tuple(spans)
    if any(each.unit == wanted for each in known):
        return wanted
    found = {each.unit for each in known if each.name == wanted}
    found = found or {each.unit for each in known if each.unit.lower() == wanted.lower()}
    if len(found) == 1:
        return found.pop()
    if found:
        raise Refusal("cli.unit_unclear", value=wanted, units=" ".join(sorted(found)))
    if not known:
        raise Refusal("cli.no_units")
    raise Refusal("cli.unit_unknown", value=wanted, near=_near(wanted, known))


def root(spans: Iterable[UnitSpan]) -> str:
    """Return the code of the topmost unit; raise ``Refusal`` if there are no units yet."""
    for each in spans:
        if not each.parent:
            return each.unit
    raise Refusal("cli.no_units")


def _near(wanted: str, known: tuple[UnitSpan, ...]) -> str:
    names = {each.name: each.unit for each in known} | {each.unit: each.unit for each in known}
    near = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.5) or [each.unit for each in known[:3]]
    return "、".join(dict.fromkeys(f"{names[each]} {_name(names[each], known)}" for each in near))


def _name(code: str, known: tuple[UnitSpan, ...]) -> str:
    return next(each.name for each in known if each.unit == code)
