"""The witness: a second pair of eyes that remembers the last head of somebody else's log.

It runs where the log's administrator has no hand in: at the supervising unit, on an auditor's machine. It needs no
database and no network; requests and answers are files. It signs a head only after it has been shown that both the
log of records and the row log (schemes, units, seats, prose) continue the head it signed before, so a history that
was rewritten, in either, finds no witness.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zicha.core import binding, bodies, merkle
from zicha.core.binding import RowHead
from zicha.core.findings import Refusal
from zicha.core.merkle import ProofError
from zicha.formats import cosignature, key_chain, signed_note
from zicha.formats.cosignature import Cosigner, Request
from zicha.formats.signed_note import Checkpoint, NoteError, Verifier
from zicha.store.writes import files, queue
from zicha.store.writes.queue import HeldError

_NAME = "witness-key"
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The head a witness signed last.

    Attributes:
        size: 0 before the first.
        rows: of the row log; ``None`` before the first head that signs one.
    """

    size: int
    root: bytes
    rows: RowHead | None = None


def witness(*, request: str, folder: Path, key: str | None, witnessed_at: datetime) -> str:
    """Check a request against what this witness saw last, remember its head, and return the cosigned checkpoint.

    ``folder`` is the witness's own; it is made at first use, with a key. ``key`` is the log's public key: it must
    be given the first time and is remembered from then on. Raises ``Refusal`` ``witness.…``; then nothing changes.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        asked = _parse(request)
        verifier = _trusted(folder, asked, key)
        head, rows = _opened(asked, verifier)
        seen = _seen(folder, verifier)
        _continues(seen, asked, head)
        _rows_continue(seen.rows, asked, rows)
        note = cosignature.cosign(
            asked.note, cosigner=_cosigner(folder), seconds=bodies.microseconds(witnessed_at) // 10**6
        )
        _remember(folder, verifier, head, rows)
    return note


def public_key(*, folder: Path) -> str:
    """Return this witness's public key, made at first use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        return _cosigner(folder).verifier_key


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One request after the other, so that none is signed against a head that is not the last any more."""
    try:
        with queue.turn(str(folder / "lock"), patience=_PATIENCE):
            yield
    except HeldError as error:
        number = error.holder.number if error.holder else "?"
        raise Refusal("witness.busy", folder=folder, number=number, seconds=f"{_PATIENCE:g}") from error


def _parse(text: str) -> Request:
    try:
        return cosignature.parse_request(text)
    except NoteError as error:
        raise Refusal("witness.no_request") from error


def _opened(asked: Request, verifier: Verifier) -> tuple[Checkpoint, RowHead | None]:
    try:
        text = signed_note.open_note(asked.note, verifier=verifier)
        head, rows = signed_note.parse_checkpoint(text), binding.read_head(text)
    except (NoteError, ValueError) as error:
        raise Refusal("witness.unsigned", name=verifier.name) from error
    if head.origin != verifier.name:
        raise Refusal("witness.unsigned", name=verifier.name)
    return head, rows


def _trusted(folder: Path, asked: Request, key: str | None) -> Verifier:
    """The log's key: the one remembered, the one given the first time, or the one given that took its place."""
    try:
        given = key_chain.parse(key) if key else None
        origin = signed_note.parse_checkpoint(signed_note.text_of(asked.note)).origin
    except NoteError as error:
        raise Refusal("witness.no_request" if not key else "log.key_unreadable", key=key or "") from error
    known = _state(folder).get(origin)
    if known is None and given is None:
        raise Refusal("witness.key_needed", name=origin)
    if known is not None and (given is None or not given.knows(known["key"])):
        if given is not None:
            raise Refusal("witness.other_key", name=origin)
        return signed_note.parse_verifier(known["key"])
    return given.key  # type: ignore[union-attr]  # one of the two is there


def _continues(seen: Seen, asked: Request, head: Checkpoint) -> None:
    if asked.old != seen.size:
        raise Refusal("witness.other_size", seen=seen.size, asked=asked.old)
    if head.size < seen.size:
        raise Refusal("witness.shrunk", seen=seen.size, size=head.size)
    if not seen.size:
        return
    try:
        merkle.check_tree(old=seen.size, new=head.size, proof=asked.proof, old_root=seen.root, new_root=head.root)
    except ProofError as error:
        raise Refusal("witness.rewritten", seen=seen.size, size=head.size) from error


def _rows_continue(seen: RowHead | None, asked: Request, head: RowHead | None) -> None:
    if seen is None:
        return
    if head is None:
        raise Refusal("witness.rows_gone", seen=seen.size)
    if asked.rows is None:
        raise Refusal("witness.rows_silent", seen=seen.size)
    if asked.rows != seen.size:
        raise Refusal("witness.other_rows", seen=seen.size, asked=asked.rows)
    if head.size < seen.size:
        raise Refusal("witness.rows_shrunk", seen=seen.size, size=head.size)
    if not seen.size:
        return
    proof = asked.rows_proof
    try:
        merkle.check_tree(old=seen.size, new=head.size, proof=proof, old_root=seen.root, new_root=head.root)
    except ProofError as error:
        raise Refusal("witness.rows_rewritten", seen=seen.size, size=head.size) from error


def _state(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "seen.json"
    try:
        found: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except ValueError as error:
        raise Refusal("witness.state_broken", path=path) from error
    return found


def _seen(folder: Path, verifier: Verifier) -> Seen:
    known = _state(folder).get(verifier.name)
    if known is None:
        return Seen(0, merkle.EMPTY_ROOT)
    rows = RowHead(int(known["rows"]), base64.b64decode(known["rows_root"])) if "rows" in known else None
    return Seen(int(known["size"]), base64.b64decode(known["root"]), rows)


def _remember(folder: Path, verifier: Verifier, head: Checkpoint, rows: RowHead | None) -> None:
    known = {"key": str(verifier), "size": str(head.size), "root": base64.b64encode(head.root).decode()}
    if rows is not None:
        known |= {"rows": str(rows.size), "rows_root": base64.b64encode(rows.root).decode()}
    text = json.dumps(_state(folder) | {verifier.name: known}, indent=1, sort_keys=True)
    files.keep(folder / "seen.json", text.encode())


def _cosigner(folder: Path) -> Cosigner:
    path = folder / _NAME
    if not path.exists():
        seed = base64.b64encode(secrets.token_bytes(32)).decode()
        files.keep(path, f"witness/{secrets.token_hex(8)} {seed}\n".encode())
    try:
        name, seed = path.read_text("ascii").split()
        return Cosigner(name, base64.b64decode(seed, validate=True))
    except ValueError as error:
        raise Refusal("witness.state_broken", path=path) from error
