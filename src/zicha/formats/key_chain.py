"""A log's public keys: the one that signs now, and those it took the place of, each up to a size of the log.

``log-key.pub`` holds them, a key a line: the present one first, then the former ones, each followed by a space and
the number of records up to which its signatures count. A file with one key is a chain of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zicha.formats import signed_note
from zicha.formats.signed_note import NoteError, Verifier


class RetiredKeyError(NoteError):
    """A key signed a head that is later than its own retirement."""


@dataclass(frozen=True, slots=True)
class Former:
    """A key that signs no more.

    Attributes:
        until: the size of the log up to which its signatures count.
    """

    key: Verifier
    until: int

    def __str__(self) -> str:
        return f"{self.key} {self.until}"


@dataclass(frozen=True, slots=True)
class KeyChain:
    """The present key and the former ones, the latest first."""

    key: Verifier
    former: tuple[Former, ...] = ()

    def __str__(self) -> str:
        return "".join(f"{each}\n" for each in (self.key, *self.former))

    def open(self, note: str) -> str:
        """Return the text of a checkpoint that one of the keys signed while it was to sign.

        Raises :class:`NoteError`, or :class:`RetiredKeyError` for a former key's signature on a later head.
        """
        ids = {(name, raw[:4]) for name, raw in signed_note.signatures_of(note)}
        for verifier, until in self._keys():
            if (verifier.name, verifier.key_id) in ids:
                return _opened(note, verifier, until)
        raise NoteError(f"{self.key.name} has not signed this note")

    def _keys(self) -> Iterator[tuple[Verifier, int | None]]:
        yield self.key, None
        yield from ((each.key, each.until) for each in self.former)

    def knows(self, key: str) -> bool:
        """Whether a key, as it is written, is one of these."""
        return any(str(verifier) == key for verifier, _until in self._keys())

    def followed_by(self, key: Verifier, *, until: int) -> KeyChain:
        """Return the chain once another key signs from a size of the log on."""
        return KeyChain(key, (Former(self.key, until), *self.former))


def _opened(note: str, verifier: Verifier, until: int | None) -> str:
    text = signed_note.open_note(note, verifier=verifier)
    if until is not None and signed_note.parse_checkpoint(text).size > until:
        raise RetiredKeyError(f"the key {verifier.key_id.hex()} was to sign up to {until} records only")
    return text


def parse(text: str) -> KeyChain:
    """Return the keys of a file or of an argument; raise :class:`NoteError` if it holds none."""
    first, *rest = text.strip().split("\n")
    return KeyChain(signed_note.parse_verifier(first), tuple(_former(line) for line in rest))


def _former(line: str) -> Former:
    key, _, until = line.strip().partition(" ")
    if not until.isdecimal():
        raise NoteError("a former key's line ends in a number of records")
    return Former(signed_note.parse_verifier(key), int(until))
