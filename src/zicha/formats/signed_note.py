"""Signed notes and checkpoints: the text forms of a log's head.

The formats are C2SP's ``signed-note`` and ``tlog-checkpoint``; the only signature is Ed25519 (type 1).
Parsing is stricter than formatting: what would not be written is not read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<code>[A-Za-z0-9+/]+=*)")
_LIMIT = 100_000


class NoteError(ValueError):
    """A note, key or checkpoint is malformed, or no signature of the asked key verifies."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name.

    Attributes:
        name: no spaces, no plus sign.
        key: 32 bytes.
    """

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_encode(_ED25519 + self.key)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name.

    Attributes:
        seed: the 32 secret bytes; never shown by ``repr``.
    """

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer(name={self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return Verifier(self.name, raw)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    Attributes:
        origin: the log's name.
        size: number of leaves.
        root: 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"


def parse_verifier(text: str) -> Verifier:
    """Return the key written as ``name+id+key``; raise :class:`NoteError` if it is not one."""
    name, _, rest = text.strip().partition("+")
    key_id, _, code = rest.partition("+")
    raw = _decode(code)
    if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(raw) != 33:
        raise NoteError("not an Ed25519 verifier key")
    verifier = Verifier(name, raw[1:])
    if verifier.key_id.hex() != key_id:
        raise NoteError("the key's id is not that of its name and bytes")
    return verifier


def sign(text: str, *, signer: Signer) -> str:
    """Return ``text``, which must end in a line break, with one signature line of ``signer``."""
    if not text.endswith("\n"):
        raise NoteError("a note's text ends in a line break")
    signature = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(text.encode())
    return f"{text}\n— {signer.name} {_encode(signer.verifier.key_id + signature)}\n"


def cosign(note: str, *, signer: Signer) -> str:
    """Return ``note`` with one more signature line of ``signer`` below those it has."""
    text, _ = _split(note)
    return note + sign(text, signer=signer)[len(text) + 1 :]


def text_of(note: str) -> str:
    """Return the text of ``note`` without its signatures, which nobody has looked at yet."""
    return _split(note)[0]


def signatures_of(note: str) -> tuple[tuple[str, bytes], ...]:
    """Return the names and raw signatures on ``note``, unverified; raise :class:`NoteError` for a malformed line."""
    found = [_SIGNATURE.fullmatch(line) for line in _split(note)[1]]
    if None in found:
        raise NoteError("a signature line is malformed")
    return tuple((each["name"], _decode(each["code"])) for each in found if each)


def open_note(note: str, *, verifier: Verifier) -> str:
    """Return the text of ``note`` if ``verifier`` signed it; raise :class:`NoteError` if not."""
    text = text_of(note)
    for name, raw in signatures_of(note):
        if name == verifier.name and raw[:4] == verifier.key_id:
            _verify(text, raw[4:], verifier)
            return text
    raise NoteError(f"{verifier.name} has not signed this note")


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text holds; further lines are extensions and are let pass."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9]\d{0,18}", lines[1]):
        raise NoteError("not a checkpoint")
    root = _decode(lines[2])
    if len(root) != 32:
        raise NoteError("a checkpoint's root has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def _split(note: str) -> tuple[str, list[str]]:
    if len(note) > _LIMIT or any(ord(sign) < 0x20 and sign != "\n" for sign in note):
        raise NoteError("not a note")
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise NoteError("a note has a text, an empty line and signature lines")
    return text + "\n", signatures[:-1].split("\n")


def _verify(text: str, signature: bytes, verifier: Verifier) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise NoteError(f"the signature of {verifier.name} does not verify") from error


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise NoteError("not base64") from error
