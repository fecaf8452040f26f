"""Cosignatures: what a witness says of a checkpoint, and when (C2SP ``tlog-cosignature``, the Ed25519 form).

A request to a witness is C2SP's ``add-checkpoint`` body (``tlog-witness``), carried as a file: the size the witness
saw last, the proof that the log continues it, and the checkpoint. Between proof and checkpoint the same may stand of
the row log that the checkpoint signs too: a line ``rows SIZE`` and its proof.
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

from zicha.formats import signed_note
from zicha.formats.signed_note import NoteError

_ALGORITHM = b"\x04"
_MOST_LINES = 63
_SIZE = r"0|[1-9]\d{0,18}"
_HASHES = r"(?:\n[A-Za-z0-9+/]{43}=)*"
_REQUEST = re.compile(
    rf"old (?P<old>{_SIZE})(?P<proof>{_HASHES})(?:\nrows (?P<rows>{_SIZE})(?P<rows_proof>{_HASHES}))?"
)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's private key and name.

    Attributes:
        seed: the 32 secret bytes; never shown by ``repr``.
    """

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Cosigner(name={self.name!r})"

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    @property
    def verifier_key(self) -> str:
        """The public key as people hand it on: ``name+id+key``."""
        code = base64.b64encode(_ALGORITHM + self.public).decode()
        return f"{self.name}+{_key_id(self.name, self.public).hex()}+{code}"


@dataclass(frozen=True, slots=True)
class Request:
    """What a log asks of a witness.

    Attributes:
        old: the size the proof starts from; 0 without one.
        proof: hashes, lowest first.
        note: the checkpoint with its signatures.
        rows: the size of the row log that its proof starts from; ``None`` where the request is silent on it.
        rows_proof: as ``proof``, for the row log.
    """

    old: int
    proof: tuple[bytes, ...]
    note: str
    rows: int | None = None
    rows_proof: tuple[bytes, ...] = ()

    def __str__(self) -> str:
        rows = "" if self.rows is None else f"rows {self.rows}\n{_lines(self.rows_proof)}"
        return f"old {self.old}\n{_lines(self.proof)}{rows}\n{self.note}"


def parse_request(text: str) -> Request:
    """Return the request a text holds; raise :class:`NoteError` if it is none."""
    head, _, note = text.partition("\n\n")
    found = _REQUEST.fullmatch(head)
    if found is None or not note:
        raise NoteError("not a request to a witness")
    rows = None if found["rows"] is None else int(found["rows"])
    return Request(int(found["old"]), _proof(found["proof"]), note, rows, _proof(found["rows_proof"] or ""))


def _lines(proof: tuple[bytes, ...]) -> str:
    return "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)


def _proof(text: str) -> tuple[bytes, ...]:
    lines = text.strip("\n").split("\n") if text else []
    if len(lines) > _MOST_LINES:
        raise NoteError("a proof of more hashes than any log needs")
    try:
        return tuple(base64.b64decode(line, validate=True) for line in lines)
    except binascii.Error as error:
        raise NoteError("a line of the proof is not base64") from error


def cosign(note: str, *, cosigner: Cosigner, seconds: int) -> str:
    """Return ``note`` with one more line: the witness's signature over the text and the POSIX time."""
    signature = Ed25519PrivateKey.from_private_bytes(cosigner.seed).sign(_message(signed_note.text_of(note), seconds))
    raw = _key_id(cosigner.name, cosigner.public) + seconds.to_bytes(8, "big") + signature
    return f"{note}— {cosigner.name} {base64.b64encode(raw).decode()}\n"


def cosigned_at(note: str, *, verifier_key: str) -> int | None:
    """Return the POSIX time at which a witness cosigned ``note``, or ``None`` if it did not.

    Raises :class:`NoteError` for a malformed note or key, and for a line in the witness's name that is not its.
    """
    name, public = _parse_key(verifier_key)
    text = signed_note.text_of(note)
    for signer, raw in signed_note.signatures_of(note):
        if signer == name and raw[:4] == _key_id(name, public):
            seconds = int.from_bytes(raw[4:12], "big")
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], _message(text, seconds))
            except (InvalidSignature, ValueError) as error:
                raise NoteError(f"the cosignature of {name} does not verify") from error
            return seconds
    return None


def _parse_key(text: str) -> tuple[str, bytes]:
    name, _, rest = text.strip().partition("+")
    key_id, _, code = rest.partition("+")
    try:
        raw = base64.b64decode(code, validate=True)
    except binascii.Error as error:
        raise NoteError("not a witness's key") from error
    if raw[:1] != _ALGORITHM or len(raw) != 33 or _key_id(name, raw[1:]).hex() != key_id:
        raise NoteError("not a witness's key")
    return name, raw[1:]


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ALGORITHM + public).digest()[:4]
