"""Who and what a name means on a day: units of that day's tree, people of that day's roster."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from zicha.core.findings import Refusal
from zicha.core.importing.cells import squeezed
from zicha.core.units import Holding, Person, UnitSpan

MEMBER = "member"

_STRONG = re.compile(r"[、，,;；/|\n]+")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_EVERYONE = frozenset(
    ("全体", "全体人员", "全体成员", "全员", "全部", "所有人员", "全体党员", "全体职工", "all", "everyone")
)
_NOBODY = frozenset(("无", "没有", "none", "nobody"))
_MAX_CLIMB = 64


class Directory:
    """Looks names up in the organisation's own past.

    Takes the spans, and what tells people and holdings, which is asked once somebody is named; keeps what it has
    looked up. Names are compared without spaces and signs. An unknown or ambiguous name raises ``Refusal``; nothing
    is guessed.
    """

    def __init__(
        self,
        *,
        spans: Iterable[UnitSpan],
        people: Callable[[], Iterable[Person]],
        holdings: Callable[[], Iterable[Holding]],
        units: Mapping[str, str] | None = None,
    ) -> None:
        self._units: dict[str, list[UnitSpan]] = defaultdict(list)
        self._named: dict[str, list[UnitSpan]] = defaultdict(list)
        for span in spans:
            self._units[span.unit].append(span)
            self._named[squeezed(span.name)].append(span)
        self._aliases = {squeezed(word): code for word, code in (units or {}).items()}
        self._changes = sorted(
            {day for stood in self._units.values() for one in stood for day in (one.span.start, one.span.end)}
        )
        self._people, self._holdings = people, holdings
        self._rosters: dict[tuple[str, date, bool], tuple[str, ...]] = {}
        self._found: dict[tuple[str, int, str], str] = {}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {person.id: squeezed(person.name) for person in self._people()}

    @cached_property
    def _held(self) -> dict[str, list[Holding]]:
        held: dict[str, list[Holding]] = defaultdict(list)
        for holding in self._holdings():
            held[holding.unit].append(holding)
        return held

    def unit(self, words: str, *, on: date, within: str = "") -> str:
        """Return the code of the unit named ``words`` (code or name) on a day, inside the subtree of ``within``."""
        key = (words, bisect_right(self._changes, on), within)
        if key not in self._found:
            self._found[key] = self._find_unit(words, on, within)
        return self._found[key]

    def _find_unit(self, words: str, on: date, within: str) -> str:
        codes = self._codes(words, on)
        if not codes:
            raise Refusal("imports.unit_unknown", value=words, on=on.isoformat())
        inside = sorted(code for code in codes if not within or self.is_within(code, within, on=on))
        if not inside:
            raise Refusal("imports.unit_outside", value=words, within=within)
        if len(inside) > 1:
            raise Refusal("imports.unit_ambiguous", value=words, found="、".join(inside))
        return inside[0]

    def _codes(self, words: str, on: date) -> set[str]:
        code = words if words in self._units else self._aliases.get(squeezed(words), "")
        if code:
            return {code} if any(on in span.span for span in self._units.get(code, ())) else set()
        return {span.unit for span in self._named.get(squeezed(words), ()) if on in span.span}

    def is_within(self, unit: str, ancestor: str, *, on: date) -> bool:
        """Whether a unit is ``ancestor`` or lies below it in that day's tree."""
        for _ in range(_MAX_CLIMB):
            if unit == ancestor:
                return True
            span = next((one for one in self._units.get(unit, ()) if on in one.span), None)
            if span is None or not span.parent:
                return False
            unit = span.parent
        return False

    def stands(self, unit: str, on: date) -> bool:
        """Whether there was such a unit on a day."""
        return any(on in span.span for span in self._units.get(unit, ()))

    def knows_person(self, person: str) -> bool:
        """Whether there is a person with that id."""
        return person in self._names

    def roster(self, unit: str, *, on: date) -> tuple[str, ...]:
        """Return the ids of the unit's members on a day, in order."""
        return self._holders(unit, on, members=True)

    def _holders(self, unit: str, on: date, *, members: bool) -> tuple[str, ...]:
        key = (unit, on, members)
        if key not in self._rosters:
            held = (one for one in self._held.get(unit, ()) if on in one.span and (not members or one.post == MEMBER))
            self._rosters[key] = tuple(sorted({one.person for one in held}))
        return self._rosters[key]

    def people(self, words: str, *, unit: str, on: date) -> tuple[str, ...]:
        """Return the ids of the people listed in one cell, by the unit's roster of that day, in that order.

        Takes names or ids divided by 、, commas, line breaks or spaces, or a word for everyone. A name said
        twice counts once. Raises ``Refusal`` that names everyone who is unknown or ambiguous.
        """
        roster = self.roster(unit, on=on)
        if squeezed(words) in _NOBODY:
            return ()
        if squeezed(words) in _EVERYONE:
            if not roster:
                raise Refusal("imports.roster_empty", unit=unit, on=on.isoformat())
            return roster
        found: list[str] = []
        unknown: list[str] = []
        ambiguous: list[str] = []
        for name in self._split(words, roster):
            hits = self._matches(name, roster)
            if len(hits) == 1:
                found.append(hits[0])
            else:
                (ambiguous if hits else unknown).append(name)
        self._complain(unknown, ambiguous, unit, on)
        listed = set(found)
        return tuple(one for one in roster if one in listed)

    @staticmethod
    def _complain(unknown: list[str], ambiguous: list[str], unit: str, on: date) -> None:
        if unknown:
            raise Refusal("imports.people_unknown", names="、".join(unknown), unit=unit, on=on.isoformat())
        if ambiguous:
            raise Refusal("imports.people_ambiguous", names="、".join(ambiguous), unit=unit)

    def _split(self, words: str, roster: tuple[str, ...]) -> list[str]:
        names: list[str] = []
        for part in _STRONG.split(words):
            whole = part.strip()
            if not whole:
                continue
            names.extend([whole] if self._matches(whole, roster) else _tokens(whole))
        return names

    def _matches(self, words: str, among: tuple[str, ...]) -> tuple[str, ...]:
        name = words.strip()
        bracket = _BRACKETS.search(name)
        if name in among:
            return (name,)
        bare = squeezed(name[: bracket.start()] if bracket else name)
        hits = tuple(one for one in among if self._names.get(one) == bare)
        # 张三（P012） tells two of one name apart; any other remark in brackets is let pass.
        if bracket and bracket[1].strip() in self._names:
            return tuple(one for one in hits if one == bracket[1].strip())
        return hits

    def person(self, words: str, *, unit: str, on: date) -> str:
        """Return the id of one person: who holds a post in the unit on that day, else anywhere in the organisation."""
        own = self._matches(words, self._holders(unit, on, members=False))
        hits = own or self._matches(words, self._everyone(on))
        if not hits:
            raise Refusal("imports.person_unknown", name=words, on=on.isoformat())
        if len(hits) > 1:
            raise Refusal("imports.person_ambiguous", name=words, found="、".join(hits))
        return hits[0]

    def _everyone(self, on: date) -> tuple[str, ...]:
        key = ("", on, False)
        if key not in self._rosters:
            held = (one.person for holdings in self._held.values() for one in holdings if on in one.span)
            self._rosters[key] = tuple(sorted(set(held)))
        return self._rosters[key]


def _tokens(words: str) -> list[str]:
    """Split at spaces; single characters that follow each other are one name spread out: ``张 三``."""
    names: list[str] = []
    spread = ""
    for token in words.split():
        if len(token) == 1 and not token.isascii():
            spread += token
            continue
        names.extend([spread] if spread else [])
        spread = ""
        names.append(token)
    return names + ([spread] if spread else [])
