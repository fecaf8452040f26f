"""Proving a report to somebody who has nothing but the file and the installation's public key."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from zicha.core import binding, instants, merkle, proofs, scheme_plain, scheme_proofs
from zicha.core.closing import Ends
from zicha.core.figures import Figure
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.proofs import BundleError, Verdict
from zicha.core.scheme import Scheme
from zicha.core.text import Language
from zicha.formats import signed_note
from zicha.formats.signed_note import Checkpoint, NoteError
from zicha.services import boards, key_proofs, log, log_key, reports
from zicha.services import closing as books
from zicha.services.closing import Closed
from zicha.store.queries import binding as rows
from zicha.store.queries import log as queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.log import Row

IN_ARCHIVE = "proof.json"
"""The bundle's name inside an archive of a report."""

_LARGEST = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Proven:
    """What a bundle shows, and under whose signature.

    Attributes:
        origin: the log's name.
        size: of the log the checkpoint signs.
        scheme: whether the rules were shown to be those of the scheme that was loaded; a bundle of an earlier
            version cannot show that.
    """

    origin: str
    size: int
    verdict: Verdict
    scheme: bool


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
) -> bytes:
    """Close the books, sign the log's head, and return the proof of a report as known at that moment, as JSON.

    Raises ``Refusal`` as :func:`zicha.services.reports.compose` and :func:`zicha.services.log.checkpoint` do.
    """
    closed = books.close(period=period, recorded_at=recorded_at, recorded_by=recorded_by)
    known = closed.entry.recorded_at - timedelta(microseconds=1)
    report = reports.compose(
        unit=unit, period=period, scheme=scheme, on=on, as_known_at=known, language=language, subtree=subtree
    )
    note = log.checkpoint(home=home, recorded_at=closed.entry.recorded_at)
    held = next(each for each in scheme_queries.in_force(on=period.span.start, as_known_at=known) if each.id == scheme)
    codes = boards.scope(unit_queries.index(), unit=unit, period=period, on=on, subtree=subtree)
    said = {
        "format": proofs.FORMAT,
        "unit": unit,
        "period": [period.span.start.isoformat(), period.span.end.isoformat()],
        "on": on.isoformat(),
        "as_known_at": instants.written(known),
        "scheme": {"id": held.id, "version": held.version} | _scheme_shown(held, note),
        "private_kinds": sorted(kind.id for kind in held.kinds if kind.private),
        "checkpoint": note,
        "keys": key_proofs.rotations(home=home),
        **_evidence(closed, codes, held, size=_size(note)),
        "figures": [_figure(each, held) for each in report.figures],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()


def verify_file(*, content: bytes, key: str) -> Proven:
    """Check a bundle, or an archive that holds one, against the public keys of the log it speaks of.

    A key that was replaced since leads to the present one by the bundle's own proof, unless it was lost.
    Needs no database. Raises ``Refusal`` naming the first thing that does not hold.
    """
    said = _read(content)
    keys = key_proofs.followed(log_key.parse(key), said.get("keys", []))
    try:
        text = keys.open(str(said.get("checkpoint")))
        head, row_head = signed_note.parse_checkpoint(text), binding.read_head(text)
    except (NoteError, ValueError) as error:
        raise Refusal("proofs.unsigned", name=keys.key.name) from error
    if head.origin != keys.key.name:
        raise Refusal("proofs.unsigned", name=keys.key.name)
    try:
        verdict = proofs.check(said, size=head.size, root=head.root)
        return Proven(head.origin, head.size, verdict, scheme_proofs.check(said, head=row_head))
    except BundleError as error:
        raise Refusal(error.code, **error.facts) from error


def _scheme_shown(scheme: Scheme, note: str) -> dict[str, Any]:
    """The scheme's row as the checkpoint binds it, with its way to the row log's root."""
    head = binding.read_head(signed_note.text_of(note))
    found = rows.scheme_shown(scheme=scheme.id, version=scheme.version)
    if head is None or found is None:
        return {}
    bound, said, parsed = found
    path = merkle.prove_record(index=bound.seq - 1, size=head.size, read=rows.read)
    return scheme_proofs.shown(bound, said=said, parsed=parsed, path=path)


def _size(note: str) -> int:
    head: Checkpoint = signed_note.parse_checkpoint(note)
    return head.size


def _read(content: bytes) -> dict[str, Any]:
    raw = _from_archive(content) if content[:4] == b"PK\x03\x04" else content
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise Refusal("proofs.no_bundle") from error
    if not isinstance(said, dict) or said.get("format") != proofs.FORMAT:
        raise Refusal("proofs.no_bundle")
    return said


def _from_archive(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(IN_ARCHIVE).file_size > _LARGEST:
                raise Refusal("proofs.no_bundle")
            return archive.read(IN_ARCHIVE)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise Refusal("proofs.no_bundle") from error


def _evidence(closed: Closed, codes: Sequence[str], scheme: Scheme, *, size: int) -> dict[str, Any]:
    """The close entry, the units' ends and their records, each with its audit path."""
    private = {kind.id for kind in scheme.kinds if kind.private}
    rows = queries.units_rows(units=codes, before=closed.entry.seq)
    close = queries.row(seq=closed.entry.seq)
    paths = _paths([close.seq, *(row.seq for row in rows)], size)
    return {
        "close": {"seq": close.seq, "body": close.body.decode(), "path": paths[close.seq]},
        "units": [_unit(closed.ends, unit) for unit in sorted(codes)],
        "records": [_record(row, paths[row.seq], withheld=row.kind in private) for row in rows],
    }


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


def _figure(figure: Figure, scheme: Scheme) -> dict[str, Any]:
    rule = next(measure.rule for measure in scheme.measures if measure.id == figure.measure)
    return {
        "figure": figure.id,
        "measure": figure.measure,
        "title": figure.title.zh,
        "text": figure.text,
        "value": proofs.written(figure.value),
        "records": list(figure.records),
        "rule": scheme_plain.to_plain(rule),
    }
