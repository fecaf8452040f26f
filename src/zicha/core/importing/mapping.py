"""Which column of a table is which part of an entry: guessed, shown, saved, used again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zicha.core.importing import lexicon
from zicha.core.importing.cells import squeezed
from zicha.core.importing.headers import Heading
from zicha.core.scheme import Kind
from zicha.core.text import LocalText

Likeness = Callable[[str, str], float]
"""How alike two squeezed labels are, from 0 to 100."""

IGNORED = "-"
EVIDENCE = "evidence"
ATTENDANCE = ("expected", "present", "excused", "absent", "made_up")

SAME = 100.0
KNOWN = 96.0
ALIKE = 92.0
CONTAINED = 84.0
LEAST = 78.0
"""Scores: the field's own title, a listed heading, a listed synonym, one inside the other, the least that counts."""

_FIELD_FIRST = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """One heading and what it is read as.

    Attributes:
        header: the heading, parts joined by ``/``.
        targets: ``happened_on``, ``title``, ``unit``, ``kind``, ``key``, ``makes_up``, ``expected``, ``present``,
            ``excused``, ``absent``, ``made_up``, ``evidence``, ``evidence.<id>`` or a field's id; several where
            kinds differ, of which a row takes the first its kind has; none where the column is left out.
    """

    header: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How one sheet is read.

    Attributes:
        kind: the kind of every row, or empty where a column says it.
    """

    sheet: str
    kind: str
    columns: tuple[Column, ...]

    def column(self, heading: Heading) -> Column | None:
        """Return the column of that heading, or ``None`` if the mapping does not name it."""
        wanted = squeezed(heading.label)
        return next((column for column in self.columns if squeezed(column.header) == wanted), None)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read.

    Attributes:
        sheets: one for each sheet that is read.
        kinds: words of the kind column and the kinds they mean, beside titles and ids.
        units: words of the unit column and the units they mean, beside names and codes.
        year: the year of dates written without one, or ``None``.
    """

    sheets: tuple[SheetMapping, ...]
    kinds: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    year: int | None = None

    def for_sheet(self, sheet: str, headings: Sequence[Heading]) -> SheetMapping | None:
        """Return how a sheet is read: by its name, else by a mapping all of whose headings it has."""
        named = next((one for one in self.sheets if one.sheet == sheet), None)
        labels = {squeezed(heading.label) for heading in headings}
        fitting = (one for one in self.sheets if {squeezed(column.header) for column in one.columns} <= labels)
        return named or next(fitting, None)


class Guess(NamedTuple):
    """A guessed sheet mapping.

    Attributes:
        unclear: headings that fit one target equally well, so that none was taken.
    """

    columns: tuple[Column, ...]
    unclear: tuple[str, ...]


class _Offer(NamedTuple):
    score: float
    place: int
    target: str


def targets_of(kind: Kind, evidence: Sequence[tuple[str, LocalText]]) -> dict[str, tuple[str, ...]]:
    """Return what a column may be for entries of a kind, each with its squeezed names."""
    named = {field.id: _names(field.id, field.title) for field in kind.fields}
    named |= {f"{EVIDENCE}.{one}": _names(one, title) for one, title in evidence}
    return named


def _names(identity: str, title: LocalText) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeezed(name) for name in (title.zh, title.en, identity) if name))


def guess(
    headings: Sequence[Heading],
    *,
    kinds: Sequence[Kind],
    evidence: Sequence[tuple[str, LocalText]],
    likeness: Likeness,
) -> Guess:
    """Return the likeliest mapping of headings for rows of one of ``kinds``.

    Every target is given at most one column and every column at most one target a kind. Two headings that fit
    a target equally well leave it unmapped and are named in ``unclear``.
    """
    found: dict[int, list[str]] = {heading.column: [] for heading in headings}
    unclear: dict[str, None] = {}
    for kind in kinds:
        offers = _offers(headings, kind, evidence, likeness)
        taken, doubtful = _assign(offers, headings)
        _prefer_required(taken, offers, kind, headings)
        for column, target in taken.items():
            if target not in found[column]:
                found[column].append(target)
        unclear |= dict.fromkeys(doubtful)
    columns = (Column(heading.label, tuple(found[heading.column])) for heading in headings)
    return Guess(tuple(columns), tuple(unclear))


def _offers(
    headings: Sequence[Heading], kind: Kind, evidence: Sequence[tuple[str, LocalText]], likeness: Likeness
) -> list[_Offer]:
    named = targets_of(kind, evidence)
    return [
        _Offer(score, place, target)
        for place, heading in enumerate(headings)
        for target, score in _scores(heading, kind, named, likeness).items()
        if score >= LEAST
    ]


def _scores(heading: Heading, kind: Kind, named: dict[str, tuple[str, ...]], likeness: Likeness) -> dict[str, float]:
    scores: dict[str, float] = {}
    wholes = readings(heading)
    attendance = kind.attendance != "none"
    for target, words in lexicon.BASE.items():
        if attendance or target not in ATTENDANCE:
            scores[target] = max(_known(whole, words) for whole in wholes)
    for target, names in named.items():
        own = max(_likened(whole, name, likeness) for whole in wholes for name in names)
        # A kind that names a field as the header does means that field, not the entry's own title or date.
        scores[target] = own + (_FIELD_FIRST if own and not target.startswith(EVIDENCE) else 0)
    return scores


def readings(heading: Heading) -> tuple[str, ...]:
    """Return how a heading may be read: joined, and by its lower part alone."""
    parts = [squeezed(part) for part in heading.parts]
    joined = ["".join(parts), "".join(reversed(parts)), parts[-1]]
    return tuple(dict.fromkeys(word for word in joined if word)) or ("",)


def _known(whole: str, words: tuple[str, ...]) -> float:
    for rank, word in enumerate(words):
        if whole == squeezed(word):
            return KNOWN - rank / 100
    return 0.0


def _likened(whole: str, name: str, likeness: Likeness) -> float:
    if whole == name:
        return SAME
    if any(whole in group and name in group for group in _GROUPS):
        return ALIKE
    short, long = sorted((whole, name), key=len)
    if len(short) > 1 and short in long and len(short) * 2 >= len(long):
        return CONTAINED + len(short) / len(long)
    return likeness(whole, name) - 5 if len(short) > _LEAST_LIKENED else 0.0


_LEAST_LIKENED = 3
_GROUPS = tuple(frozenset(squeezed(word) for word in group) for group in lexicon.ALIKE)


def _assign(offers: Iterable[_Offer], headings: Sequence[Heading]) -> tuple[dict[int, str], list[str]]:
    taken: dict[int, str] = {}
    used: set[str] = set()
    unclear: list[str] = []
    ranked = sorted(offers, key=lambda offer: (-offer.score, offer.place))
    for offer in ranked:
        column = headings[offer.place].column
        if column in taken or offer.target in used:
            continue
        rivals = [
            other.place
            for other in ranked
            if other.target == offer.target and other.score == offer.score and headings[other.place].column not in taken
        ]
        if len(rivals) > 1 and offer.target != IGNORED:
            unclear.extend(headings[place].label for place in rivals)
            used.add(offer.target)
            continue
        taken[column] = offer.target
        if offer.target != IGNORED:
            used.add(offer.target)
    return taken, unclear


def _prefer_required(taken: dict[int, str], offers: list[_Offer], kind: Kind, headings: Sequence[Heading]) -> None:
    """Let a required text that found no column have the one read as the title, if its heading fits."""
    column = next((column for column, target in taken.items() if target == "title"), None)
    wanting = {one.id for one in kind.fields if one.required and one.type == "text"} - set(taken.values())
    fitting = [offer for offer in offers if offer.target in wanting and headings[offer.place].column == column]
    if column is not None and fitting:
        taken[column] = max(fitting).target


def knows(heading: tuple[str, ...], *, names: frozenset[str]) -> bool:
    """Whether a heading's parts read as one of ``names`` (squeezed): what the search for the header asks."""
    return any(whole in names for whole in readings(Heading(0, heading)))


def names_of(kinds: Sequence[Kind], evidence: Sequence[tuple[str, LocalText]]) -> frozenset[str]:
    """Return every squeezed heading that means something for ``kinds``: titles, ids, listed words, synonyms."""
    base = {squeezed(word) for words in lexicon.BASE.values() for word in words}
    own = {name for kind in kinds for names in targets_of(kind, evidence).values() for name in names}
    alike = {word for group in _GROUPS if group & own for word in group}
    return frozenset((base | own | alike) - {""})


def find_kind(texts: Iterable[str], *, kinds: Sequence[Kind]) -> str:
    """Return the id of the kind that the first telling text names, or an empty string.

    A text names a kind by containing its title or id. Of two named, the one with the longer name counts; if
    that does not tell them apart, nothing is taken.
    """
    for words in texts:
        whole = squeezed(words)
        hits = sorted(
            {(len(name), kind.id) for kind in kinds for name in _names(kind.id, kind.title) if name and name in whole},
            reverse=True,
        )
        longest = {identity for length, identity in hits if length == hits[0][0]}
        if len(longest) == 1:
            return longest.pop()
    return ""
