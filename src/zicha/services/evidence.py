"""Files that people hand in: looked at, pictures written anew, kept by their hash, within the unit's room."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.formats import file_kinds, pictures
from zicha.services import ledger
from zicha.store.queries import evidence as queries

LARGEST_UPLOAD = 50 * 1024 * 1024


def take_in(*, content: bytes, name: str, kind: str, unit: str) -> Evidence:
    """Keep a file that a person hands in for a unit, and return what an entry needs to name it.

    What it is, its content says. A picture is written anew, upright, at most 2,560 points long and without what the
    camera added. Raises ``Refusal`` ``evidence.…`` for an empty or damaged file, one over 50 MB, a kind that is not
    kept (pages, drawings with scripts, programs, macros) and a unit whose room is used up; then nothing is kept.
    """
    if not content:
        raise Refusal("evidence.empty", name=name)
    if len(content) > LARGEST_UPLOAD:
        raise Refusal("evidence.too_large", name=name, megabytes=LARGEST_UPLOAD >> 20)
    found = file_kinds.recognise(content, name=name)
    kept, ending = pictures.rewritten(content, name=name) if found.family == "picture" else (content, found.ending)
    room = settings.ZICHA_EVIDENCE_MB << 20
    if queries.bytes_of(unit=unit) + len(kept) > room:
        raise Refusal("evidence.no_room", name=name, unit=unit, megabytes=settings.ZICHA_EVIDENCE_MB)
    return ledger.keep_evidence(content=kept, name=_named(name, ending), kind=kind)


def small(*, sha256: str) -> bytes | None:
    """Return a kept picture as a small JPEG, or ``None`` for a file that is gone or no picture."""
    kept = ledger.open_evidence(sha256=sha256)
    if kept is None:
        return None
    with kept:
        content = kept.read()
    try:
        return pictures.small(content) if file_kinds.recognise(content, name="").family == "picture" else None
    except Refusal:
        return None


def _named(name: str, ending: str) -> str:
    """The name as handed in, with the ending its content asks for."""
    stem = Path(name.replace("\\", "/")).name
    written = stem.rpartition(".")[2].lower()
    same = {written, ending} <= {"jpg", "jpeg"} or written == ending
    return stem if same and "." in stem else f"{stem.rpartition('.')[0] or stem or 'file'}.{ending}"
