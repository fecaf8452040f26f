"""``zicha verify``: is the ledger what it was, and does a file prove its figures?"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zicha.cli import installation, show, values, verifying
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG
from zicha.core.findings import Refusal

if TYPE_CHECKING:
    from zicha.services.proofs import Proven


@command("verify", "cli.help.verify")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@option("--key", metavar="KEY", help="cli.help.key")
@option("--workers", metavar="N", type=values.COUNT, help="cli.option.verify_workers")
def verify(session: Session, file: Path | None, key: str | None, workers: int | None) -> int:
    """Check the whole ledger, or a file with nothing but the issuer's key; exit 1 if anything is altered."""
    values.require_without("FILE", given=file, workers=workers)
    return _ledger(session, key, workers) if file is None else _file(session, file, key)


def _ledger(session: Session, key: str | None, workers: int | None) -> int:
    installation.open_home(session)
    installation.require_tables()
    found = verifying.verify(session, key=key, workers=workers)
    root = base64.b64encode(found.root).decode()
    facts = {"size": found.size, "root": root, "checkpoints": found.checkpoints}
    fault = found.fault
    sentence = session.say(fault.code, **fault.facts) if fault else session.say("log.fine", **facts)
    data = {"verified": fault is None, "size": found.size, "root": root or None, "checkpoints": found.checkpoints}
    wrong = {"code": fault.code, "facts": fault.facts, "message": sentence} if fault else None
    show.answer(session, {**data, "fault": wrong}, lambda: click.echo(sentence))
    return WRONG if fault else FINE


def _file(session: Session, file: Path, key: str | None) -> int:
    """A file that does not hold is an answer, not unusable input; one that is no proof at all is unusable."""
    installation.settings_alone(session)
    from zicha.services import proofs

    content, own = values.read_file(file), session.home / "log-key.pub"
    known = values.key_text(key or (str(own) if own.is_file() else ""))
    if not known:
        raise Refusal("proofs.key_needed")
    try:
        found = proofs.verify_file(content=content, key=known)
    except Refusal as refusal:
        if refusal.code in ("proofs.no_bundle", "proofs.archive", "log.key_unreadable"):
            raise
        sentence = session.say(refusal.code, **refusal.facts)
        fault = {"code": refusal.code, "facts": refusal.facts, "message": sentence}
        show.answer(session, {"verified": False, "fault": fault}, lambda: click.echo(sentence))
        return WRONG
    differing = found.verdict.differing
    show.answer(session, _plain(found, verified=not differing), lambda: _tell(session, found))
    return WRONG if differing else FINE


def _plain(found: Proven, *, verified: bool) -> dict[str, object]:
    verdict = found.verdict
    figures = [
        {
            "figure": each.figure,
            "standing": each.standing,
            "stated": each.stated,
            "found": each.found or None,
            "reason": each.reason or None,
        }
        for each in verdict.figures
    ]
    return {
        "verified": verified,
        "origin": found.origin,
        "size": found.size,
        "units": list(verdict.units),
        "records": verdict.records,
        "withheld": verdict.withheld,
        "figures": figures,
        "fault": None,
    }


def _tell(session: Session, found: Proven) -> None:
    verdict = found.verdict
    click.echo(session.say("proofs.fine", records=verdict.records, origin=found.origin, size=found.size))
    click.echo(session.say("proofs.scheme_bound"))
    if verdict.withheld:
        click.echo(session.say("proofs.withheld", withheld=verdict.withheld))
    click.echo(session.say("proofs.recounted", count=sum(each.standing == "recounted" for each in verdict.figures)))
    _tell_uncounted(session, found)
    for each in verdict.differing:
        facts = {"stated": each.stated or "—", "found": each.found or "—"}
        click.echo(session.say("proofs.differs", figure=each.figure, **facts))


def _tell_uncounted(session: Session, found: Proven) -> None:
    """Name what was not counted anew, with the reason."""
    left = [each for each in found.verdict.figures if each.reason]
    if left:
        click.echo(session.say("proofs.not_recounted", count=len(left)))
    for each in left:
        click.echo(session.say(f"proofs.reason_{each.reason}", figure=each.figure, stated=each.stated or "—"))
