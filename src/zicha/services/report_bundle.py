"""The archived report: made once, kept by its hash, checked against the ledger at any time after."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from django.conf import settings

from zicha.core import erasure, instants, periods, report_life, report_outline
from zicha.core.findings import Refusal
from zicha.core.report import Report
from zicha.core.report_life import REPORT_STEP, Life, Standing, Taken
from zicha.core.report_outline import Material
from zicha.formats import report_bundle, signed_note
from zicha.formats.report_bundle import Verified
from zicha.formats.signed_note import NoteError
from zicha.services import ledger, log_key, report_standing, reports, signing
from zicha.store.queries import erasure as erasures
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import log, units
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries.schemes import SchemeVersion

CHECKPOINT = "checkpoint.txt"
"""The signed head that holds the submission, as every form of the report says it."""


def make(*, report: Report, life: Life, standing: Standing, checkpoint: str, home: Path) -> bytes:
    """Return the bundle of a submitted report, composed as known when it was submitted.

    Takes how the report stands to what was submitted; its list names the erasures in between and keeps both hashes.
    Takes the signed head that holds the submission, and the folder of the key; equal ones give equal bytes.
    """
    submission = life.submission
    assert submission is not None  # noqa: S101 -- only a submitted report is archived
    held = _scheme(report)
    text = scheme_queries.text(sha256=held.sha256) or b""
    note = signing.note(checkpoint, home=home)
    files = {f"report.{form}": reports.render(report=report, form=form, proof=note) for form in get_args(reports.Form)}
    files |= {report_bundle.SCHEME_FILE: text, CHECKPOINT: checkpoint.encode()}
    return report_bundle.write(about=_about(report, submission, life, held, standing), files=files)


def content(life: Life, *, unit: str, period: str) -> bytes:
    """Return the bundle's bytes of an archived report; raise ``Refusal`` if there is none, or its file is gone.

    A file that was erased is told from one that is missing: when, and on whose order.
    """
    if life.bundle is None:
        raise Refusal("report_life.no_bundle", unit=unit, period=period)
    if not life.bundle.sha256:
        raise _erased(life.steps[-1].seq, unit, period)
    kept = ledger.open_evidence(sha256=life.bundle.sha256)
    if kept is None:
        raise Refusal("report_life.bundle_gone", sha256=life.bundle.sha256)
    with kept:
        return kept.read()


def verify(*, content: bytes, name: str, with_ledger: bool = True) -> Verified:
    """Return whether a bundle is whole and, with the ledger, whether that still gives the same report.

    What was erased since is told apart from anything else that differs. Raises ``Refusal`` for a file that is no
    bundle.
    """
    found = report_bundle.verify(content, name=name)
    if not with_ledger:
        return found
    files = report_bundle.read(content, name=name)[1]
    try:
        stands, again = _log_stands(found.about), _again(found.about)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("report_life.bundle_unreadable", name=name) from error
    checks = [*found.checks, ("log", stands), ("again", again.is_the_same)]
    if CHECKPOINT in files:  # bundles made before heads were signed for them have none
        checks.append(("signed", _is_signed(files[CHECKPOINT], found.about)))
    return Verified(found.about, tuple(checks), again.erasures, again.records)


def _about(report: Report, submission: Taken, life: Life, held: SchemeVersion, standing: Standing) -> dict[str, Any]:
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
        **_said_of(standing, submission),
        "log": {"size": size, "root": base64.b64encode(log.root(size=size)).decode()},
        "steps": [{"step": each.step, "seq": each.seq, "at": instants.written(each.at)} for each in life.steps],
    }


def _said_of(standing: Standing, submission: Taken) -> dict[str, Any]:
    if standing.is_the_same:
        return {"content": standing.version}
    erased = {"entries": list(standing.erasures), "records": list(standing.records)}
    return {"content": standing.version, "submitted": submission.frozen.version, "erased": erased}


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


def _again(about: Mapping[str, Any]) -> Standing:
    """How the report, composed again, stands to what the ledger says was submitted or archived with this content."""
    try:
        material = _material(about)
    except Refusal:
        return Standing("", is_changed=True)
    report = report_outline.compose(material)
    taken = _step_of(about)
    if taken is not None:
        return report_standing.standing(report=report, taken=taken, again=lambda: material)
    now = report_standing.version(report)
    return Standing(now, is_changed=now != about["content"])


def _material(about: Mapping[str, Any]) -> Material:
    return reports.material(
        unit=about["unit"],
        period=periods.parse(about["period"]),
        scheme=about["scheme"],
        on=date.fromisoformat(about["on"]),
        as_known_at=datetime.fromisoformat(about["as_known_at"]),
        language="en" if about["language"] == "en" else "zh",
        subtree=bool(about["subtree"]),
    )


def _step_of(about: Mapping[str, Any]) -> Taken | None:
    """The step in the ledger that has a bundle's content: what a bundle says of itself proves nothing."""
    period = periods.parse(about["period"])
    steps = ledger_queries.first_states(units=(about["unit"],), kind=REPORT_STEP, since=period.span.start)
    life = report_life.lives(steps).get((about["scheme"], about["unit"], str(period)), Life())
    return next((each for each in life.steps if each.frozen.version == about["content"]), None)


def _erased(seq: int, unit: str, period: str) -> Refusal:
    """What to say of a bundle whose file was erased: the erasure's entry, its day, and who approved it."""
    for number, said in erasures.entries():
        targets = filter(None, map(erasure.read_target, said.get("targets", ())))
        if any(target.seq == seq and "evidence.0.sha256" in target.fields for target in targets):
            (entry,) = ledger_queries.by_seq(seqs=[number])
            by = str(entry.draft.value("approver") or "—")
            named = {person.id: person.name for person in units.people(among=[by])}
            facts = {"entry": number, "day": entry.draft.happened_on, "by": named.get(by, by)}
            return Refusal("report_life.bundle_erased", unit=unit, period=period, **facts)
    return Refusal("report_life.bundle_gone", sha256="—")
