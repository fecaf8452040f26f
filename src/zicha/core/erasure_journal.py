"""The erasure journal: enough to erase again what a restored backup brings back, and not a value.

One JSON object a line, added before the erasure it tells of is final. A record is named by its number and its
leaf, so that a number that was given anew after a restore is not mistaken for it; a person by a salted hash of
the id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from zicha.core.erasure import Ground, Target, read_target, require_ground

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A target, and the leaf of its revision in hex."""

    target: Target
    leaf: str


@dataclass(frozen=True, slots=True)
class Whom:
    """A person who was erased: a salted hash of the id, and the id that stands in its place."""

    salt: str
    digest: str
    stands: str

    def is_person(self, person: str) -> bool:
        """Whether ``person`` is the one who was erased."""
        return person_digest(person, salt=self.salt) == self.digest


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure.

    Attributes:
        mark: stands in the erasure's entry too, and so tells whether a ledger has it.
        suggestions: numbers of what was handed in to the suggestion box; they are random and never given again.
    """

    mark: str
    ground: Ground
    named: tuple[Named, ...] = ()
    whom: Whom | None = None
    suggestions: tuple[int, ...] = ()


def person_digest(person: str, *, salt: str) -> str:
    """Return the hex SHA-256 of salt and id."""
    return hashlib.sha256(f"{salt}\0{person}".encode()).hexdigest()


def write(line: Line) -> bytes:
    """Return the line's bytes."""
    whom = line.whom
    said = {
        "v": _VERSION,
        "mark": line.mark,
        "ground": line.ground,
        "targets": [{"target": str(each.target), "leaf": each.leaf} for each in line.named],
        "person": {"salt": whom.salt, "digest": whom.digest, "stands": whom.stands} if whom else None,
    }
    if line.suggestions:
        said["suggestions"] = list(line.suggestions)
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def read(content: bytes) -> tuple[Line, ...]:
    """Return the lines of a journal.

    A last line that a crash cut short is passed over: its erasure was not final. Raises ``ValueError`` with the
    line's number for any other that cannot be read.
    """
    lines = content.split(b"\n")
    found = []
    for number, text in enumerate(lines[:-1], 1):
        try:
            found.append(_line(json.loads(text)))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(number) from error
    return tuple(found)


def _line(said: dict[str, object]) -> Line:
    person, targets = said["person"], said["targets"]
    if said["v"] != _VERSION or not isinstance(targets, list):
        raise ValueError
    whom = Whom(**person) if isinstance(person, dict) else None
    handed_in = said.get("suggestions", [])
    if not isinstance(handed_in, list):
        raise TypeError
    numbers = tuple(map(int, handed_in))
    return Line(str(said["mark"]), require_ground(str(said["ground"])), tuple(_named(targets)), whom, numbers)


def _named(targets: Iterable[dict[str, str]]) -> Iterable[Named]:
    for each in targets:
        target = read_target(each["target"])
        if target is None:
            raise ValueError
        yield Named(target, each["leaf"])
