"""Which unit a file of a folder is from: by its name, by the folders it lies in, or as a list says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zicha.core.findings import Refusal
from zicha.core.importing.cells import squeezed
from zicha.core.units import UnitSpan

_BETWEEN = re.compile(r"[\s_\-.,，、·()（）\[\]【】]+")


@dataclass(frozen=True, slots=True)
class Called:
    """What units are called: codes as they are, names (earlier ones too) without spaces and signs.

    Attributes:
        codes: every code.
        names: each name, and the codes of the units that bear or bore it.
        listed: files, by their place in the folder, and the unit a list gives them.
    """

    codes: frozenset[str]
    names: Mapping[str, frozenset[str]]
    listed: Mapping[str, str]


def called(spans: Iterable[UnitSpan], *, within: str, listed: Mapping[str, str]) -> Called:
    """Return what a unit, and those that are or ever were below it, are called, and what a list says of files."""
    everything = tuple(spans)
    inside = _ever_below(within, everything)
    known = tuple(span for span in everything if span.unit in inside)
    names: dict[str, set[str]] = {}
    for span in known:
        names.setdefault(squeezed(span.name), set()).add(span.unit)
    return Called(
        frozenset(span.unit for span in known),
        {name: frozenset(units) for name, units in names.items()},
        listed,
    )


def unit_of(place: str, *, units: Called) -> str:
    """Return the code of the unit a file is from, by its place in the folder (``2026/U03-台账.xlsx``).

    A list has the only word where there is one. Else the file's name, then the folders from the innermost: a code or
    a name as one of its parts, or a name that it begins with, the longest. Raises ``Refusal`` ``import_folder.…`` if
    that is no unit, or more than one.
    """
    if units.listed:
        return _listed(place, units)
    folders = place.split("/")
    for words in (folders[-1].rpartition(".")[0], *reversed(folders[:-1])):
        found = _named(words, units)
        if len(found) > 1:
            raise Refusal("import_folder.units_several", value=words, found="、".join(sorted(found)))
        if found:
            return next(iter(found))
    raise Refusal("import_folder.unit_not_named", value=place)


def _ever_below(unit: str, spans: tuple[UnitSpan, ...]) -> set[str]:
    children: dict[str, set[str]] = {}
    for span in spans:
        children.setdefault(span.parent, set()).add(span.unit)
    found, waiting = {unit}, [unit]
    while waiting:
        fresh = children.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _listed(place: str, units: Called) -> str:
    if place not in units.listed:
        raise Refusal("import_folder.not_listed", value=place)
    words = units.listed[place]
    found = {words} & units.codes or units.names.get(squeezed(words), frozenset())
    if not found:
        raise Refusal("import_folder.unit_not_named", value=words)
    if len(found) > 1:
        raise Refusal("import_folder.units_several", value=words, found="、".join(sorted(found)))
    return next(iter(found))


def _named(words: str, units: Called) -> set[str]:
    parts = [part for part in _BETWEEN.split(words) if part]
    found = set(parts) & units.codes
    found = found or {unit for part in parts for unit in units.names.get(squeezed(part), ())}
    return found or _begun(squeezed(words), units)


def _begun(words: str, units: Called) -> set[str]:
    """The units whose name the words begin with, and which does not go on in letters or digits of the same word."""
    for end in range(len(words), 1, -1):
        rest = words[end:]
        if words[:end] in units.names and not (rest[:1].isascii() and rest[:1].isalnum()):
            return set(units.names[words[:end]])
    return set()
