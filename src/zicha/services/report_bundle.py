"""The archived report: made once, kept by its hash, checked against the ledger at any time after."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from django.conf import settings

from zicha.core import instants, periods, report_life
from zicha.core.findings import Refusal
from zicha.core.report import Report
from zicha.core.report_life import Life, Taken
from zicha.formats import report_bundle, report_json, signed_note
from zicha.formats.report_bundle import Verified
from zicha.formats.signed_note import NoteError
from zicha.services import ledger, log_key, reports, signing
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import log
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries.schemes import SchemeVersion

CHECKPOINT = "checkpoint.txt"
"""The signed head that holds the submission, as every form of the report says it."""


def make(*, report: Report, life: Life, checkpoint: str, home: Path) -> bytes:
    """Return the bundle of a submitted report, composed as known when it was submitted.

    Takes the signed head that holds the submission, and the folder of the key; equal ones give equal bytes.
    """
    submission = life.submission
    assert submission is not None  # noqa: S101 -- only a submitted report is archived
    held = _scheme(report)
    text = scheme_queries.text(sha256=held.sha256) or b""
    note = signing.note(checkpoint, home=home)
    files = {f"report.{form}": reports.render(report=report, form=form, proof=note) for form in get_args(reports.Form)}
    files |= {report_bundle.SCHEME_FILE: text, CHECKPOINT: checkpoint.encode()}
    return report_bundle.write(about=_about(report, submission, life, held), files=files)


def content(life: Life, *, unit: str, period: str) -> bytes:
    """Return the bundle's bytes of an archived report; raise ``Refusal`` if there is none, or its file is gone."""
    if life.bundle is None:
        raise Refusal("report_life.no_bundle", unit=unit, period=period)
    kept = ledger.open_evidence(sha256=life.bundle.sha256)
    if kept is None:
        raise Refusal("report_life.bundle_gone", sha256=life.bundle.sha256)
    with kept:
        return kept.read()


def verify(*, content: bytes, name: str, with_ledger: bool = True) -> Verified:
    """Return whether a bundle is whole and, with the ledger, whether that still gives the same report.

    Raises ``Refusal`` for a file that is no bundle.
    """
    found = report_bundle.verify(content, name=name)
    if not with_ledger:
        return found
    files = report_bundle.read(content, name=name)[1]
    try:
        online: tuple[tuple[str, bool], ...] = (("log", _log_stands(found.about)), ("again", _is_again(found.about)))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("report_life.bundle_unreadable", name=name) from error
    if CHECKPOINT in files:  # bundles made before heads were signed for them have none
        online = (*online, ("signed", _is_signed(files[CHECKPOINT], found.about)))
    return Verified(found.about, (*found.checks, *online))


def _about(report: Report, submission: Taken, life: Life, held: SchemeVersion) -> dict[str, Any]:
    size = submission.seq
    return {
        "report": report.id,
        "title": report.title,
        "scheme": report.scheme,
        "scheme_version": report.version,
        "scheme_sha256": held.sha256,
        "unit": report.unit,
        "period": str(report.period),
        "on": report.on.isoformat(),
        "as_known_at": instants.written(report.as_known_at),
        "language": report.language,
        "subtree": report.subtree,
        "content": submission.frozen.version,
        "log": {"size": size, "root": base64.b64encode(log.root(size=size)).decode()},
        "steps": [{"step": each.step, "seq": each.seq, "at": instants.written(each.at)} for each in life.steps],
    }


def _scheme(report: Report) -> SchemeVersion:
    """The loaded version a report was made by: the last of its name and number that was known then."""
    known = [
        each
        for each in scheme_queries.versions()
        if (each.scheme.id, each.scheme.version) == (report.scheme, report.version)
    ]
    return next((each for each in reversed(known) if each.recorded_at <= report.as_known_at), known[0])


def _log_stands(about: Mapping[str, Any]) -> bool:
    size = int(about["log"]["size"])
    if not 0 < size <= ledger_queries.size():
        return False
    return base64.b64encode(log.root(size=size)).decode() == str(about["log"]["root"])


def _is_signed(checkpoint: bytes, about: Mapping[str, Any]) -> bool:
    """Whether this installation signed the head, it holds the submission, and the log continues it."""
    keys = log_key.chain(Path(settings.ZICHA_HOME))
    try:
        head = signed_note.parse_checkpoint(keys.open(checkpoint.decode())) if keys else None
    except (NoteError, UnicodeDecodeError):
        return False
    if head is None or not int(about["log"]["size"]) <= head.size <= ledger_queries.size():
        return False
    return log.root(size=head.size) == head.root


def _is_again(about: Mapping[str, Any]) -> bool:
    try:
        report = reports.compose(
            unit=about["unit"],
            period=periods.parse(about["period"]),
            scheme=about["scheme"],
            on=date.fromisoformat(about["on"]),
            as_known_at=datetime.fromisoformat(about["as_known_at"]),
            language="en" if about["language"] == "en" else "zh",
            subtree=bool(about["subtree"]),
        )
    except Refusal:
        return False
    return report_life.content_hash(report_json.as_json(report)) == str(about["content"])
