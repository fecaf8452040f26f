"""Signing the log's head for a report: what is filed, and what is printed, says a head that was signed."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from zicha.core.findings import Refusal
from zicha.core.report_proof import ProofNote
from zicha.formats import signed_note
from zicha.services import checkpoints, log, log_key, replica
from zicha.store.queries import log as queries
from zicha.store.writes.queue import HeldError


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands at the end of a report.

    Attributes:
        note: ``None`` where nothing was ever signed, and where no head that was signed speaks of the report.
        gap: what kept the note from being there, if somebody should be told.
    """

    note: ProofNote | None
    gap: Refusal | None = None


def sign(*, home: Path, recorded_at: datetime) -> str:
    """Sign the log's head as :func:`zicha.services.log.checkpoint` does, which draws the key at first need.

    Raises ``Refusal`` as that does, and ``log.unsigned`` where the key cannot be read or the note not be kept.
    """
    try:
        return log.checkpoint(home=home, recorded_at=recorded_at)
    except (OSError, DatabaseError, HeldError) as error:
        raise Refusal("log.unsigned", path=getattr(error, "filename", None) or home) from error


def gap(*, home: Path, recorded_at: datetime) -> Refusal | None:
    """Sign the log's head after something was recorded; return why that failed, for what was recorded stands."""
    try:
        sign(home=home, recorded_at=recorded_at)
    except Refusal as refusal:
        return refusal
    return None


def covering(*, home: Path, size: int, recorded_at: datetime) -> str:
    """Return the first signed head of at least ``size`` records; one is signed where there is none. Raises as sign."""
    path = checkpoints.first_from(home, size=size)
    return log.kept(path, home=home) if path else sign(home=home, recorded_at=recorded_at)


def of_filed(*, home: Path, size: int, recorded_at: datetime, may_sign: bool = True) -> Noted:
    """Return the note of a report that was filed: the first signed head that holds its submission, always the same.

    Takes the number of the submission's record. Without one, as :func:`of_draft`.
    """
    path = checkpoints.first_from(home, size=size)
    return _noted(home, path) if path else _newest(home, size, recorded_at, may_sign=may_sign)


def of_draft(*, home: Path, as_known_at: datetime, recorded_at: datetime, may_sign: bool = True) -> Noted:
    """Return the note of a report as known at an instant: the newest signed head, if it covers what was known then.

    Where the log has grown since and the key lies here, the head is signed now; not while a replica is read, and not
    for whoever only looks.
    """
    size = queries.size_at(as_known_at=as_known_at)
    return _newest(home, size, recorded_at, may_sign=may_sign) if size else Noted(None)


def note(checkpoint: str, *, home: Path) -> ProofNote:
    """Return what a report says of a signed head, and of the key that signs now."""
    keys, head = log_key.chain(home), signed_note.parse_checkpoint(signed_note.text_of(checkpoint))
    assert keys is not None  # noqa: S101 -- the head was opened with them
    root = base64.b64encode(head.root).decode()
    return ProofNote(head.origin, head.size, root, log_key.fingerprint(keys.key))


def _newest(home: Path, size: int, recorded_at: datetime, *, may_sign: bool) -> Noted:
    failed = None
    if may_sign and not replica.is_read() and (home / log_key.PRIVATE).exists():
        failed = gap(home=home, recorded_at=recorded_at)
    path = checkpoints.newest(home)
    if path is not None and checkpoints.sizes(path.name)[0] >= size:
        return _noted(home, path)
    return Noted(None, failed or (Refusal("log.not_covered") if path else None))


def _noted(home: Path, path: Path) -> Noted:
    try:
        return Noted(note(log.kept(path, home=home), home=home))
    except Refusal as refusal:
        return Noted(None, refusal)
