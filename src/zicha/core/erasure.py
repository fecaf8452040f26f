"""Erasing what is held about people, so that the ledger can still be proven.

Values that name people stand beside the ledger, with a salt each; its bodies hold commitments (decision 0004).
Erasing deletes value and salt and appends an entry of this kind, which says which values of which records are
gone, on what ground and who approved it, never what they were. A value that is gone without such an entry was
taken away by somebody; :mod:`zicha.core.audit` tells the two apart.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from zicha.core import bodies
from zicha.core.bodies import Personal
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft
from zicha.core.scheme import Field, Kind
from zicha.core.text import Language, LocalText

ERASURE = "erasure"
Ground = Literal["request", "retention", "correction"]
Scope = Literal["value", "person", "retention"]

GROUNDS: Mapping[Ground, LocalText] = {
    "request": LocalText("本人要求", "At the person's request"),
    "retention": LocalText("保存期满", "The time for keeping it is over"),
    "correction": LocalText("更正错误", "It was wrong"),
}
SCOPES: Mapping[Scope, LocalText] = {
    "value": LocalText("记录中的个人信息", "Values of a record"),
    "person": LocalText("一人的全部信息", "Everything about one person"),
    "retention": LocalText("到期的信息", "What was due"),
}

KIND = Kind(
    id=ERASURE,
    title=LocalText("删除", "Erasure"),
    fields=(
        Field("scope", LocalText("范围", "Scope"), "choice", required=True, choices=tuple(SCOPES.items())),
        Field("ground", LocalText("依据", "Ground"), "choice", required=True, choices=tuple(GROUNDS.items())),
        Field("targets", LocalText("删去了哪些", "What is gone"), "reading_list", required=True),
        Field("mark", LocalText("标记", "Mark"), "text", required=True, code=True),
        Field("approver", LocalText("批准人", "Approved by"), "person"),
    ),
)
"""It belongs to no unit: its unit is empty. ``targets`` are numbers and names of fields, see :class:`Target`."""

ERASED_PREFIX = "erased-"
"""Begins the id that stands in the place of a person who was erased."""

MOST_TARGETS = 2_000
"""How many targets one entry names; more make further entries."""

SEALED = "h:"
"""Begins a mark that was sealed."""

GUESSABLE = ("k:", "r:")
"""Begin the marks that are hashes of what was said."""

_SHEET = "sheet="
_FEW = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Values of one revision that are gone.

    Attributes:
        seq: the revision.
        fields: as in :class:`zicha.core.bodies.Personal`.
        sheet: what the sheet commits to since a guest was cut from it; empty if it was not touched.
    """

    seq: int
    fields: tuple[str, ...] = ()
    sheet: str = ""

    def __str__(self) -> str:
        """Return how an erasure entry names it: the number, then the fields."""
        return " ".join([str(self.seq), *self.fields, *([_SHEET + self.sheet] if self.sheet else [])])


@dataclass(frozen=True, slots=True)
class Told:
    """What all erasure entries together say is gone.

    Attributes:
        fields: by revision; revisions that lost the same fields share one set.
        sheets: by revision, what its sheet commits to now.
    """

    fields: Mapping[int, frozenset[str]] = field(default_factory=dict)
    sheets: Mapping[int, str] = field(default_factory=dict)

    def has(self, seq: int, name: str) -> bool:
        """Return whether a field of a revision is gone."""
        return name in self.fields.get(seq, ())


def read_target(text: str) -> Target | None:
    """Return the target that an erasure entry names, or ``None`` for a line about something beside the ledger."""
    number, *names = text.split(" ")
    if not number.isdecimal():
        return None
    sheet = next((name.removeprefix(_SHEET) for name in names if name.startswith(_SHEET)), "")
    return Target(int(number), tuple(name for name in names if not name.startswith(_SHEET)), sheet)


def told(entries: Iterable[tuple[int, Mapping[str, Any]]], *, within: range | None = None) -> Told:
    """Return what erasure entries say, given the number and the fields of each in order of recording.

    An entry speaks only of records before it. Takes the revisions that are in question; ``None`` for all. The
    entries themselves are not kept: many years of them name millions of values.
    """
    fields: dict[int, frozenset[str]] = {}
    sheets: dict[int, str] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}
    for seq, said in entries:
        for target in filter(None, map(read_target, said.get("targets", ()))):
            if target.seq < seq and (within is None or target.seq in within):
                gone = fields.get(target.seq, frozenset()).union(target.fields)
                fields[target.seq] = shared.setdefault(gone, gone)
                sheets.update({target.seq: target.sheet} if target.sheet else {})
    return Told(fields, sheets)


def sealed(nonce: str, *, key: bytes) -> str:
    """Return what stands in the place of a record's mark once a value of it is erased: its HMAC-SHA-256 under a key.

    The mark of an imported record is a plain hash of everything the record said, so that the same import adds it
    once; who knew the rest could try candidates for what is gone.
    """
    return f"{SEALED}{hmac.new(key, nonce.encode(), hashlib.sha256).hexdigest()}"


def require_ground(ground: str) -> Ground:
    """Return a ground, or raise ``Refusal`` ``erasure.ground``."""
    for each in get_args(Ground):
        if each == ground:
            found: Ground = each
            return found
    raise Refusal("erasure.ground", ground=ground)


def drafts(
    *, on: date, scope: Scope, ground: Ground, targets: Iterable[str], mark: str, approver: str
) -> tuple[Draft, ...]:
    """Return the entries to append; several where there are many targets."""
    named = tuple(targets)
    parts = [named[start : start + MOST_TARGETS] for start in range(0, len(named), MOST_TARGETS)]
    approved = (("approver", approver),) if approver else ()
    return tuple(
        Draft(
            unit="",
            kind=ERASURE,
            happened_on=on,
            fields=(("scope", scope), ("ground", ground), ("targets", part), ("mark", mark), *approved),
        )
        for part in parts
    )


def missing(said: Mapping[str, Any], kept: Iterable[Personal], *, seq: int, gone: Told) -> str:
    """Return the first value a body commits to that is neither kept nor lawfully gone, or nothing."""
    there = {one.field for one in kept}
    wanted = (name for name in sorted(said["committed"]) if name not in there and not gone.has(seq, name))
    return next(wanted, "")


def returned(kept: Iterable[Personal], *, seq: int, gone: Told) -> str:
    """Return the first value that is kept although an erasure entry says that it is gone, or nothing."""
    return next((one.field for one in kept if gone.has(seq, one.field)), "")


def expand(name: str, *, held: Iterable[str]) -> tuple[str, ...]:
    """Return the fields among ``held`` that a person means by ``name``; ``evidence.0`` is a file's name and hash.

    A kind's own field may be named without ``fields.``; an empty name means all.
    """
    names = sorted(held)
    return tuple(each for each in names if not name or each in (name, f"fields.{name}") or each.startswith(f"{name}."))


def few(numbers: Iterable[int], *, language: Language) -> str:
    """Return numbers of records as a list, cut off with how many there are where they are many."""
    every = list(numbers)
    listed = ("、" if language == "zh" else ", ").join(map(str, every[:_FEW]))
    return listed if len(every) <= _FEW else f"{listed} … ({len(every)})"


def replaced(guests: Mapping[str, Iterable[str]], *, person: str, by: str) -> dict[str, list[str]]:
    """Return the guests of a sheet with one id in the place of another; the numbers stay."""
    return {name: sorted(by if one == person else one for one in people) for name, people in guests.items()}


def sheet_is(sheet: tuple[bytes, tuple[bytes, ...], str]) -> str:
    """Return what a kept sheet (salt, bitmaps, guests) commits to."""
    salt, bitmaps, guests = sheet
    return bodies.sheet_commitment(salt=salt, bitmaps=bitmaps, guests=guests)
