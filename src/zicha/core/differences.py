"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Change = Literal["same", "added", "removed"]

_PIECES = re.compile(r"\{[a-z][a-z0-9_-]{0,63}\}|[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|[\u4e00-\u9fff]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have, that only the later one has, or only the earlier one."""

    change: Change
    text: str


def between(before: str, after: str, *, cut: Callable[[str], list[str]] = list) -> tuple[Piece, ...]:
    """Return what leads from one text to the other.

    Without ``removed`` it reads as ``after``, without ``added`` as ``before``. Takes how Chinese is cut into words;
    without it every character stands alone. A reference in braces, a word in Latin letters and a number are never cut.
    """
    old, new = list(_cut(before, cut)), list(_cut(after, cut))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        if removed == added:
            pieces += [Piece("same", removed)]
        else:
            pieces += [Piece("removed", removed)] * bool(removed) + [Piece("added", added)] * bool(added)
    return tuple(pieces)


def as_before(pieces: tuple[Piece, ...]) -> str:
    """Return the earlier text."""
    return "".join(piece.text for piece in pieces if piece.change != "added")


def as_after(pieces: tuple[Piece, ...]) -> str:
    """Return the later text."""
    return "".join(piece.text for piece in pieces if piece.change != "removed")


def merged(*, base: str, mine: str, theirs: str) -> str | None:
    """Return the text that has both changes to ``base``, or ``None`` where they touch the same paragraph.

    A paragraph is a line. Two people who wrote in different paragraphs never see a conflict.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = base.split("\n")
    ours, others = _edits(lines, mine.split("\n")), _edits(lines, theirs.split("\n"))
    if any(_touch(one, other) for one in ours for other in others):
        return None
    found: list[str] = []
    place = 0
    for start, end, written in sorted([*ours, *others], key=lambda edit: (edit[0], edit[1])):
        found += [*lines[place:start], *written]
        place = end
    return "\n".join([*found, *lines[place:]])


def both(*, mine: str, theirs: str) -> str:
    """Return the two texts with every paragraph of each, those they share once, theirs before mine."""
    matcher = difflib.SequenceMatcher(None, theirs.split("\n"), mine.split("\n"), autojunk=False)
    found: list[str] = []
    for tag, start, end, mine_start, mine_end in matcher.get_opcodes():
        found += theirs.split("\n")[start:end]
        found += mine.split("\n")[mine_start:mine_end] if tag != "equal" else []
    return "\n".join(found)


_Edit = tuple[int, int, list[str]]


def _edits(base: list[str], changed: list[str]) -> list[_Edit]:
    matcher = difflib.SequenceMatcher(None, base, changed, autojunk=False)
    return [
        (start, end, changed[new_start:new_end])
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _touch(one: _Edit, other: _Edit) -> bool:
    """Whether two edits change one line, or add lines at the same place."""
    return (one[0] < other[1] and other[0] < one[1]) or one[:2] == other[:2]


def _cut(text: str, cut: Callable[[str], list[str]]) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if "\u4e00" <= piece[0] <= "\u9fff":
            yield from cut(piece)
        else:
            yield piece
