"""Another key signs from now on: as planned, or because the former one is lost or in strange hands."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zicha.core import log_keys
from zicha.core.findings import Refusal
from zicha.core.log_keys import Ground
from zicha.formats import signed_note
from zicha.formats.key_chain import KeyChain
from zicha.formats.signed_note import NoteError, Signer
from zicha.services import checkpoints, log, log_key
from zicha.services.days import day_of
from zicha.store.queries import log as queries
from zicha.store.queries import schemes
from zicha.store.writes import ledger as writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing


@dataclass(frozen=True, slots=True)
class Rotated:
    """Which key signs now.

    Attributes:
        seq: number of the entry that says so.
        key: the new public key.
        until: the number of records up to which the former key's signatures count.
    """

    seq: int
    key: str
    until: int


def rotate(*, home: Path, recorded_at: datetime, recorded_by: str) -> Rotated:
    """Name a new key in the log, have the former one sign that, and sign with the new one from then on.

    The new key waits in ``log-key.next`` until the former one has signed; a run that was cut off is finished by the
    next. Raises ``Refusal`` as :func:`zicha.services.log.checkpoint`, and ``log.key_none`` if nothing was signed yet.
    """
    if not (home / log_key.PRIVATE).exists() and log_key.chain(home) is None:
        raise Refusal("log.key_none")
    _finish_taking_over(home)
    former = log_key.signer(home)
    new = _coming(home, former.name)
    seq = _named(str(new.verifier)) or _enter(new, str(former.verifier), "routine", recorded_at, recorded_by)
    with writing(), checkpoints.turn(home):
        note = log.sign(home=home, recorded_at=recorded_at)
        until = signed_note.parse_checkpoint(signed_note.text_of(note)).size
        _take_over(home, new, KeyChain(former.verifier), until)
    return Rotated(seq, str(new.verifier), until)


def replace_lost(*, home: Path, recorded_at: datetime, recorded_by: str) -> Rotated:
    """Sign with a new key although the former one cannot say so, because it is lost or no longer to be trusted.

    The entry says ``lost``. Heads that the former key signed count as far as they are kept here; whoever trusts it
    must be given the new one by another way. Raises ``Refusal`` ``log.key_none`` where nothing was signed yet.
    """
    kept = log_key.chain(home)
    if kept is None:
        raise Refusal("log.key_none")
    new = _coming(home, kept.key.name)
    seq = _named(str(new.verifier)) or _enter(new, str(kept.key), "lost", recorded_at, recorded_by)
    with checkpoints.turn(home):
        until = _signed_size(home, kept)
        _take_over(home, new, kept, until)
    return Rotated(seq, str(new.verifier), until)


def _coming(home: Path, name: str) -> Signer:
    """The key that waits, under the log's own name: that is what the log is called, whoever signs."""
    path = home / log_key.COMING
    if not path.exists():
        log_key.write(path, Signer(name, secrets.token_bytes(32)))
    return log_key.read(path)


def _named(key: str) -> int:
    """The number of the entry that names a key, if a run that was cut off came so far."""
    return next((seq for seq, said in queries.key_changes() if said.get("key") == key), 0)


def _enter(new: Signer, former: str, ground: Ground, recorded_at: datetime, recorded_by: str) -> int:
    draft = log_keys.draft(key=str(new.verifier), former=former, ground=ground, on=day_of(recorded_at))
    entering = Entering(draft, recorded_at, recorded_by)
    return writes.append([entering], kind_of=schemes.kinds_over_time())[0].seq


def _take_over(home: Path, new: Signer, kept: KeyChain, until: int) -> None:
    """The public keys first: a crash in between leaves a private key that is not the public one, which is refused."""
    known = log_key.chain(home) or kept
    if known.key != new.verifier:
        log_key.publish(home, known.followed_by(new.verifier, until=until))
    (home / log_key.COMING).replace(home / log_key.PRIVATE)


def _finish_taking_over(home: Path) -> None:
    """What a crash left between the two files."""
    kept, path = log_key.chain(home), home / log_key.COMING
    if kept is not None and path.exists() and log_key.read(path).verifier == kept.key:
        path.replace(home / log_key.PRIVATE)


def _signed_size(home: Path, kept: KeyChain) -> int:
    """The largest size that the former key has signed among the heads kept here."""
    sizes = [0]
    for path in (home / "checkpoints").glob("*.txt"):
        try:
            sizes.append(signed_note.parse_checkpoint(kept.open(path.read_text("utf-8"))).size)
        except (NoteError, UnicodeDecodeError):
            continue
    return max(sizes)
