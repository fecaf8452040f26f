"""The key that signs the log's head, and the public keys by which its signatures are checked."""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path

from zicha.core.findings import Refusal
from zicha.formats import key_chain, signed_note
from zicha.formats.key_chain import KeyChain
from zicha.formats.signed_note import NoteError, Signer, Verifier
from zicha.store.writes import files

PRIVATE, PUBLIC, COMING = "log-key", "log-key.pub", "log-key.next"


def signer(home: Path) -> Signer:
    """Return the key of this installation, made at first use.

    Its name holds a random id, so that no two logs have one origin. Raises ``Refusal`` ``log.key_lost`` if it is
    gone where heads were signed before, ``log.key_other`` if it is not the one of ``log-key.pub``.
    """
    if not (home / PRIVATE).exists():
        if (home / PUBLIC).exists() or any((home / "checkpoints").glob("*.txt")):
            raise Refusal("log.key_lost", path=home / PRIVATE)
        write(home / PRIVATE, draw(f"zicha/{secrets.token_hex(8)}"))
    found = read(home / PRIVATE)
    kept = chain(home)
    if kept is None:
        publish(home, KeyChain(found.verifier))
    elif kept.key != found.verifier:
        raise Refusal("log.key_other", path=home / PRIVATE)
    return found


def chain(home: Path, key: str | None = None) -> KeyChain | None:
    """Return the public keys given, or those of the home folder; ``None`` if there are none.

    Raises ``Refusal`` ``log.key_unreadable``.
    """
    path = home / PUBLIC
    if key is None and not path.exists():
        return None
    text = key if key is not None else path.read_text("utf-8", errors="replace")
    return parse(text)


def parse(text: str) -> KeyChain:
    """Return public keys given as text; raise ``Refusal`` ``log.key_unreadable``."""
    try:
        return key_chain.parse(text)
    except NoteError as error:
        raise Refusal("log.key_unreadable", key=text.strip()) from error


def fingerprint(key: Verifier) -> str:
    """Return the first 16 bytes of the SHA-256 of a public key's line, in hex by fours, to be read out."""
    found = hashlib.sha256(str(key).encode()).hexdigest()[:32]
    return " ".join(found[place : place + 4] for place in range(0, 32, 4))


def draw(name: str) -> Signer:
    """Return a new key under a name."""
    return Signer(name, secrets.token_bytes(32))


def write(path: Path, key: Signer) -> None:
    """Keep a private key, for its owner alone."""
    files.keep(path, f"{key.name} {base64.b64encode(key.seed).decode()}\n".encode())


def read(path: Path) -> Signer:
    """Return a private key; raise ``Refusal`` ``log.key_file_broken``."""
    try:
        name, seed = path.read_text("utf-8").split()
        found = Signer(name, base64.b64decode(seed, validate=True))
        signed_note.parse_verifier(str(found.verifier))
    except ValueError as error:
        raise Refusal("log.key_file_broken", path=path) from error
    return found


def publish(home: Path, keys: KeyChain) -> None:
    """Keep the public keys, for everybody."""
    files.keep(home / PUBLIC, str(keys).encode(), mode=0o644)
