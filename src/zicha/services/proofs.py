"""Proving a report to somebody who has nothing but the file and the installation's public key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zicha.core import (
    binding,
    instants,
    merkle,
    proof_counts,
    proofs,
    recount,
    workdays,
)
from zicha.core.binding import RowHead
from zicha.core.closing import Ends
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.proof_errors import BundleError
from zicha.core.proofs import Verdict
from zicha.core.report_outline import Material
from zicha.core.scheme import Measure
from zicha.core.text import Language
from zicha.core.workdays_cn import CALENDAR
from zicha.formats import signed_note
from zicha.formats.signed_note import Checkpoint, NoteError
from zicha.services import boards, key_proofs, log, log_key, proof_rows, reports
from zicha.services import closing as books
from zicha.services.closing import Closed
from zicha.store.queries import log as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.log import Row
from zicha.store.queries.sheets import KeptSheet


@dataclass(frozen=True, slots=True)
class Proven:
    """What a bundle shows, and under whose signature.

    Attributes:
        origin: the log's name.
        size: of the log the checkpoint signs.
    """

    origin: str
    size: int
    verdict: Verdict


def bundle(
    *,
    unit: str,
    period: Period,
    scheme: str,
    on: date,
    recorded_at: datetime,
    recorded_by: str,
    home: Path,
    language: Language = "zh",
    subtree: bool = False,
    people: bool = True,
) -> bytes:
    """Close the books, sign the log's head, and return the proof of a report as known at that moment, as JSON.

    Without ``people`` no sheet is opened: nothing shows whose seats were taken, and different people cannot be
    counted anew. Raises ``Refusal`` as :func:`zicha.services.reports.material` and
    :func:`zicha.services.log.checkpoint` do.
    """
    closed = books.close(period=period, recorded_at=recorded_at, recorded_by=recorded_by)
    known = closed.entry.recorded_at - proofs.MICROSECOND
    found = reports.material(
        unit=unit,
        period=period,
        scheme=scheme,
        on=on,
        as_known_at=known,
        language=language,
        subtree=subtree,
        all_measures=True,
    )
    note = log.checkpoint(home=home, recorded_at=closed.entry.recorded_at)
    codes = boards.scope(unit_queries.index(), unit=unit, period=period, on=on, subtree=subtree)
    sheets = proof_rows.sheets(found, codes=codes) if people else {}
    evidence = _evidence(closed, codes, sheets, size=_size(note))
    withheld = any("leaf" in record for record in evidence["records"])
    said = {
        "format": proofs.FORMAT,
        "unit": unit,
        "subtree": subtree,
        "period": str(period),
        "on": on.isoformat(),
        "as_known_at": instants.written(known),
        "calendar": workdays.tables(CALENDAR),
        "checkpoint": note,
        "keys": key_proofs.rotations(home=home),
        **proof_rows.shown(found.scheme, sheets, head=_row_head(note)),
        **evidence,
        "sheets": [proof_rows.opened_sheet(seq, each) for seq, each in sorted(sheets.items())],
        "figures": [_figure(each, found, withheld=withheld) for each in found.scheme.measures],
        "counts": proof_counts.windows(found.scheme, found.cells)
        | proof_counts.problems(found.problems)
        | proof_counts.promises(found.promises, period=period),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def verify_file(*, content: bytes, key: str) -> Proven:
    """Check a bundle against the public keys of the log it speaks of.

    A key that was replaced since leads to the present one by the bundle's own proof, unless it was lost.
    Needs no database. Raises ``Refusal`` naming the first thing that does not hold.
    """
    said = _read(content)
    keys = key_proofs.followed(log_key.parse(key), said["keys"])
    try:
        text = keys.open(str(said.get("checkpoint")))
        head, row_head = signed_note.parse_checkpoint(text), binding.read_head(text)
    except (NoteError, ValueError) as error:
        raise Refusal("proofs.unsigned", name=keys.key.name) from error
    if head.origin != keys.key.name:
        raise Refusal("proofs.unsigned", name=keys.key.name)
    try:
        verdict = proofs.check(said, size=head.size, root=head.root, rows=row_head, calendar=CALENDAR)
    except BundleError as error:
        raise Refusal(error.code, **error.facts) from error
    return Proven(head.origin, head.size, verdict)


def _row_head(note: str) -> RowHead:
    head = binding.read_head(signed_note.text_of(note))
    assert head is not None  # noqa: S101 -- the checkpoint was signed just now
    return head


def _size(note: str) -> int:
    head: Checkpoint = signed_note.parse_checkpoint(note)
    return head.size


def _read(content: bytes) -> dict[str, Any]:
    if content[:4] == b"PK\x03\x04":
        raise Refusal("proofs.archive")
    try:
        said = json.loads(content)
    except ValueError as error:
        raise Refusal("proofs.no_bundle") from error
    if not isinstance(said, dict) or said.get("format") != proofs.FORMAT:
        raise Refusal("proofs.no_bundle")
    if not isinstance(said.get("keys"), list):
        raise Refusal("proofs.malformed")
    return said


def _evidence(closed: Closed, codes: Sequence[str], sheets: Mapping[int, KeptSheet], *, size: int) -> dict[str, Any]:
    """The close entry, the units' ends, their records and the erasures that speak of sheets, with their audit paths."""
    private = scheme_queries.private_kinds()
    rows = queries.units_rows(units=codes, before=closed.entry.seq)
    entries = {json.loads(row.body)["entry"] for row in rows}
    moved = queries.rows_elsewhere(entries=entries, units=codes, before=closed.entry.seq)
    elsewhere = [row for row in moved if row.kind not in private]
    erasures = [queries.row(seq=seq) for seq in proof_rows.erasures(sheets)]
    close = queries.row(seq=closed.entry.seq)
    paths = _paths([row.seq for row in (close, *rows, *elsewhere, *erasures)], size)
    return {
        "close": _whole(close, paths),
        "units": [_unit(closed.ends, unit) for unit in sorted(codes)],
        "records": [_record(row, paths[row.seq], withheld=row.kind in private) for row in rows],
        "elsewhere": [_whole(row, paths) for row in elsewhere],
        "erasures": [_whole(row, paths) for row in erasures],
    }


def _whole(row: Row, paths: Mapping[int, list[str]]) -> dict[str, Any]:
    return {"seq": row.seq, "body": row.body.decode(), "path": paths[row.seq]}


def _unit(ends: Ends, unit: str) -> dict[str, Any]:
    index, end, path = ends.prove(unit)
    return {"unit": unit, "last": end.last, "index": index, "path": [proofs.hashed(each) for each in path]}


def _record(row: Row, path: list[str], *, withheld: bool) -> dict[str, Any]:
    shown = {"leaf": proofs.hashed(row.leaf)} if withheld else {"body": row.body.decode()}
    return {"seq": row.seq, "unit": row.unit, "unit_seq": row.unit_seq, **shown, "path": path}


def _paths(seqs: Sequence[int], size: int) -> dict[int, list[str]]:
    """Return the audit path of each record; what they need is asked for first and read at once."""
    needed: dict[tuple[int, int], None] = {}

    def ask(nodes: Sequence[tuple[int, int]]) -> Sequence[bytes]:
        needed.update(dict.fromkeys(nodes))
        return [b""] * len(nodes)

    for seq in seqs:
        merkle.prove_record(index=seq - 1, size=size, read=ask)
    found = queries.read_many(needed)

    def read(nodes: Sequence[tuple[int, int]]) -> Sequence[bytes]:
        return [found[node] for node in nodes]

    return {
        seq: [proofs.hashed(each) for each in merkle.prove_record(index=seq - 1, size=size, read=read)] for seq in seqs
    }


def _figure(measure: Measure, found: Material, *, withheld: bool) -> dict[str, Any]:
    """A figure as the report shows it; if private records may be behind it, not which."""
    figure = found.figures[measure.id]
    hidden = withheld and recount.speaks_of_private(measure, found.scheme)
    return {
        "measure": measure.id,
        "value": recount.written(figure.value),
        "text": figure.text,
        "records": [] if hidden else list(figure.records),
    }
