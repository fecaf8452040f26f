"""The log over all revisions: signing its head, proving that a record is in it, and checking all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zicha.core import binding, instants, merkle
from zicha.core.audit import Fault
from zicha.core.binding import RowHead
from zicha.core.findings import Refusal
from zicha.formats import signed_note
from zicha.formats.cosignature import Request
from zicha.formats.key_chain import KeyChain, RetiredKeyError
from zicha.formats.signed_note import Checkpoint, NoteError
from zicha.services import checkpoints, log_key, log_rows, log_walk
from zicha.services.log_walk import Looking
from zicha.store.queries import binding as bound
from zicha.store.queries import log
from zicha.store.writes import files


@dataclass(frozen=True, slots=True)
class Proof:
    """That a revision is in the log: its leaf, and the hashes beside its way to the root."""

    seq: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    root: bytes


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the whole log found.

    Attributes:
        size: number of revisions.
        root: of the log; empty if there is a fault.
        checkpoints: how many kept checkpoints were held against it.
        fault: the first thing that is wrong, or ``None``.
    """

    size: int
    root: bytes = b""
    checkpoints: int = 0
    fault: Fault | None = None


def checkpoint(*, home: Path, recorded_at: datetime) -> str:
    """Sign the log's head as it is now, keep it in ``<home>/checkpoints`` and return it.

    The key is made at first use. The instant stands in the note as an extension line. A head that was signed
    before is not signed again. Raises ``Refusal`` if the log does not continue the last kept checkpoint.
    """
    with checkpoints.turn(home):
        return sign(home=home, recorded_at=recorded_at)


def sign(*, home: Path, recorded_at: datetime) -> str:
    """Do what :func:`checkpoint` does, for a caller that holds the turn to sign."""
    size, rows = log.size(), bound.head()
    signer = log_key.signer(home)
    last = checkpoints.newest(home)
    if last is not None:
        note = _opened(last, log_key.chain(home), size)
        if checkpoints.sizes(last.name)[0] == size and binding.read_head(signed_note.text_of(note)) == rows:
            return note
    text = str(Checkpoint(signer.name, size, log.root(size=size)))
    note = signed_note.sign(f"{text}{rows}\nrecorded_at {instants.written(recorded_at)}\n", signer=signer)
    files.keep(checkpoints.free_place(home, size=size, rows=rows), note.encode(), mode=0o644)
    return note


def kept(path: Path, *, home: Path) -> str:
    """Return a kept checkpoint; raise ``Refusal`` if it is not this log's, or the log does not continue it."""
    return _opened(path, log_key.chain(home), log.size())


def _opened(path: Path, keys: KeyChain | None, size: int) -> str:
    fault = _check_note(path, keys, size)
    if fault:
        raise Refusal(fault.code, **fault.facts)
    return path.read_text("utf-8")


def prove(seq: int) -> Proof:
    """Return the proof that a revision is in the log; raise ``Refusal`` if there is none of that number."""
    size = log.size()
    if not 1 <= seq <= size:
        raise Refusal("log.no_such_row", seq=seq, size=size)
    path = merkle.prove_record(index=seq - 1, size=size, read=log.read)
    return Proof(seq, size, log.leaf(seq=seq), path, log.root(size=size))


def ask_witness(*, home: Path, since: int, recorded_at: datetime, rows_since: int | None = None) -> str:
    """Sign the head and return the request to a witness whose last head had ``since`` records, 0 for the first.

    The form is C2SP's ``add-checkpoint``, with the same for the row log: from ``rows_since`` on, or from what the kept
    checkpoint of that size signed. Raises ``Refusal`` as :func:`checkpoint`, and for a size the log never had.
    """
    note = checkpoint(home=home, recorded_at=recorded_at)
    text = signed_note.text_of(note)
    size, rows = signed_note.parse_checkpoint(text).size, binding.read_head(text) or RowHead(0, merkle.EMPTY_ROOT)
    if since > size:
        raise Refusal("log.no_such_row", seq=since, size=size)
    proof = merkle.prove_tree(old=since, new=size, read=log.read) if since else ()
    before = _rows_at(home, since) if rows_since is None else rows_since
    if before > rows.size:
        raise Refusal("log.no_such_row", seq=before, size=rows.size)
    rows_proof = merkle.prove_tree(old=before, new=rows.size, read=bound.read) if before else ()
    return str(Request(since, proof, note, before, rows_proof))


def _rows_at(home: Path, size: int) -> int:
    """The row log's size in the kept checkpoint of a size; of several, in the one that was cosigned, or the first."""
    notes = (
        [path.read_text("utf-8") for path in checkpoints.listed(home) if checkpoints.sizes(path.name)[0] == size]
        if size
        else []
    )
    note = max(notes, key=lambda each: len(signed_note.signatures_of(each)), default="")
    head = binding.read_head(signed_note.text_of(note)) if note else None
    return head.size if head else 0


def keep_cosigned(*, home: Path, note: str) -> int:
    """Keep a checkpoint that a witness has cosigned in the place of the one it was made from; return its size.

    Raises ``Refusal`` for a note that is not one of the kept checkpoints with further signatures.
    """
    try:
        size = signed_note.parse_checkpoint(signed_note.text_of(note)).size
    except NoteError as error:
        raise Refusal("log.not_a_checkpoint") from error
    path = next((each for each in checkpoints.listed(home) if note.startswith(each.read_text("utf-8"))), None)
    if path is None:
        raise Refusal("log.not_a_checkpoint")
    files.keep(path, note.encode(), mode=0o644)
    return size


def verify(
    *,
    home: Path,
    key: str | None = None,
    looking: Looking | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verified:
    """Compute everything anew from the tables and hold it against the log and every kept checkpoint.

    Takes the public keys that signed the checkpoints, as ``log-key.pub`` holds them; without them those of the home
    folder. ``looking`` may look at stretches of the log in several processes, see :mod:`zicha.services.log_walk`;
    ``progress`` is told how many of how many revisions are done. Nothing is changed, and what others record meanwhile
    is no fault. Raises ``Refusal`` for an unreadable key.
    """
    keys = log_key.chain(home, key)
    counts = log.counts()
    fault, files = log_walk.check(home=home, size=counts.size, looking=looking, progress=progress)
    fault = fault or _check_counts(counts) or log_rows.check_rows() or files or log_rows.check_file()
    if fault:
        return Verified(counts.size, fault=fault)
    notes = checkpoints.listed(home)
    fault = next((found for path in notes if (found := _check_note(path, keys, counts.size))), None)
    return Verified(counts.size, b"" if fault else log.root(size=counts.size), len(notes), fault)


def _check_counts(counts: log.Counts) -> Fault | None:
    if counts.first < 1 or counts.last > counts.size:
        return Fault("log.added_row", {"seq": counts.first if counts.first < 1 else counts.last, "size": counts.size})
    if counts.nodes != merkle.count_nodes(counts.size):
        return Fault("log.added_node", {"size": counts.size})
    if counts.facts != counts.size:
        return Fault("log.added_fact", {"size": counts.size})
    return None


def _check_note(path: Path, keys: KeyChain | None, size: int) -> Fault | None:
    if keys is None:
        return Fault("log.key_missing", {"file": path.name})
    try:
        text = keys.open(path.read_text("utf-8"))
        found, head = signed_note.parse_checkpoint(text), binding.read_head(text)
    except RetiredKeyError:
        return Fault("log.key_retired", {"file": path.name})
    except (NoteError, ValueError) as error:
        return Fault("log.checkpoint_unsigned", {"file": path.name, "error": str(error)})
    if found.origin != keys.key.name or checkpoints.sizes(path.name)[0] != found.size:
        return Fault("log.checkpoint_foreign", {"file": path.name})
    if found.size > size:
        return Fault("log.cut_off", {"file": path.name, "seq": size + 1, "size": size, "signed": found.size})
    if log.root(size=found.size) != found.root:
        return Fault("log.rewritten", {"file": path.name, "signed": found.size})
    return log_rows.check_head(head, file=path.name)
