"""What a question names: a unit by its code or name, a period, the present one if none is named."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zicha.cli.session import Session
from zicha.core import periods, units
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.scheme import Measure, Scheme
from zicha.core.units import Person, UnitSpan


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


def person(wanted: str, *, people: dict[str, Person]) -> str:
    """Return the id of a person given by id or name; raise ``Refusal`` if none or several fit."""
    if wanted in people:
        return wanted
    found = [each.id for each in people.values() if each.name == wanted]
    if len(found) != 1:
        raise Refusal("cli.person_unclear" if found else "cli.person_unknown", value=wanted, people=" ".join(found))
    return found[0]


def kind(wanted: str, *, schemes: dict[str, Scheme]) -> str:
    """Return the id of a kind given by id or title; raise ``Refusal`` if there is none."""
    kinds = {each.id: each for scheme in schemes.values() for each in scheme.kinds}
    named = [each.id for each in kinds.values() if wanted in (each.id, each.title.zh, each.title.en)]
    if not named:
        raise Refusal("cli.kind_unknown", value=wanted, near=_nearest(wanted, kinds))
    return named[0]


def measure(wanted: str, *, schemes: dict[str, Scheme]) -> Measure:
    """Return a measure given by id or title; raise ``Refusal`` if there is none."""
    if not schemes:
        raise Refusal("cli.no_schemes")
    measures = {each.id: each for scheme in schemes.values() for each in scheme.measures}
    named = [each for each in measures.values() if wanted in (each.id, each.title.zh, each.title.en)]
    if not named:
        raise Refusal("cli.measure_unknown", value=wanted, near=_nearest(wanted, measures))
    return named[0]


def scheme(wanted: str | None, *, schemes: dict[str, Scheme]) -> str:
    """Return the id of the scheme asked for, or of the only one there is; raise ``Refusal`` if that leaves a choice."""
    if wanted in schemes:
        return str(wanted)
    if wanted is not None:
        raise Refusal("cli.scheme_unknown", value=wanted, schemes=" ".join(schemes) or "—")
    if not schemes:
        raise Refusal("cli.no_schemes")
    if len(schemes) > 1:
        raise Refusal("cli.which_scheme", schemes=" ".join(schemes))
    return next(iter(schemes))


def _nearest(wanted: str, known: Iterable[str]) -> str:
    names = list(known)
    return " ".join(difflib.get_close_matches(wanted, names, n=3, cutoff=0.5) or names[:3])


def scope(session: Session, wanted: str | None, *, subtree: bool) -> tuple[str, ...]:
    """Return the codes of the units asked for: all that ever stood, one, or one and those below it on the day."""
    from zicha.store.queries import units as queries

    spans = queries.spans()
    if wanted is None:
        return tuple(dict.fromkeys(each.unit for each in spans))
    code = unit(wanted, spans=spans)
    tree = units.tree_at(spans, on=session.on)
    return tree.subtree(code) if subtree and code in tree else (code,)
