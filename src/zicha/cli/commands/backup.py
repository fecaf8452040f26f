"""``zicha backup`` and ``zicha restore``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zicha.cli import installation, show, verifying
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG


@command("backup", "cli.help.backup")
@option("--into", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="cli.option.backup_into")
@option("--keep", metavar="N", type=click.IntRange(min=1), help="cli.option.backup_keep")
def backup(session: Session, into: Path, keep: int | None) -> None:
    """Write a new backup; nothing is left behind if it cannot be whole."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import backup as service

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("backup.copying", done=done, total=total))

    made = service.backup(home=session.home, into=into, made_at=session.now, progress=progress, keep=keep or 0)
    facts = {"folder": str(made.folder), "size": made.size, "files": made.files}
    show.answer(session, facts, lambda: show.line(session.say("backup.done", **facts)))


@command("restore", "cli.help.restore")
@click.argument("source", metavar="FOLDER", type=click.Path(path_type=Path))
@option("--erasures", metavar="FILE", type=click.Path(path_type=Path), help="erasure.option.erasures")
def restore(session: Session, source: Path, erasures: Path | None) -> int:
    """Restore into the data folder, which must be new, erase again, and verify; exit 1 if the log does not hold."""
    from zicha.services import restoring

    database = restoring.unpack(source=source, home=session.home)
    installation.settings_alone(session)
    installation.require_sound(session)
    from zicha.services import backup as service

    if session.database_url:
        service.load(file=session.home / database)
    installation.require_tables()
    again = _erase_again(session, erasures)
    found = verifying.verify(session)
    facts = {"home": str(session.home), "size": found.size, "checkpoints": found.checkpoints, "erased_again": again}
    fault = session.say(found.fault.code, **found.fault.facts) if found.fault else None
    told = (
        session.say("backup.restored_faulty", fault=fault, **facts)
        if fault
        else session.say("backup.restored", **facts)
    )
    show.answer(session, {**facts, "verified": fault is None, "fault": fault}, lambda: show.line(told))
    return WRONG if fault else FINE


def _erase_again(session: Session, journal: Path | None) -> int:
    """Erase what had been erased after the backup was made, by the journal it holds and the one that is named."""
    from zicha.services import erasure

    if journal is not None:
        erasure.take_journal(home=session.home, file=journal)
    done = erasure.replay(home=session.home, recorded_at=session.now)
    if done and session.form == "text":
        show.line(session.say("erasure.again", count=len(done)))
    return len(done)
