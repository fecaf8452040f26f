"""``zicha backup`` and ``zicha restore``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, shapes, show, verifying
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG

if TYPE_CHECKING:
    from zicha.services.journals import Looked


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
    looked, again = _erase_again(session, source, erasures)
    found = verifying.verify(session)
    facts = {"home": str(session.home), "size": found.size, "checkpoints": found.checkpoints, "erased_again": again}
    fault = session.say(found.fault.code, **found.fault.facts) if found.fault else None
    told = (
        session.say("backup.restored_faulty", fault=fault, **facts)
        if fault
        else session.say("backup.restored", **facts)
    )
    shape = {**facts, **_looked(looked), "verified": fault is None, "fault": fault}
    show.answer(session, shape, lambda: show.line(told))
    return WRONG if fault else FINE


def _erase_again(session: Session, source: Path, journal: Path | None) -> tuple[Looked, int]:
    """Erase what had been erased after the backup was made, by its journal, the named one, and those lying about."""
    from zicha.services import erasure, journals

    looked = journals.take(home=session.home, source=source, named=journal)
    done = erasure.replay(home=session.home, recorded_at=session.now)
    if session.form == "text":
        _tell_looked(session, looked)
        if done:
            show.line(session.say("erasure.again", count=len(done)))
    return looked, len(done)


def _tell_looked(session: Session, looked: Looked) -> None:
    for each in looked.taken:
        show.line(session.say("backup.journal_taken", file=each.file, count=each.count))
    for file in looked.passed_over:
        show.line(session.say("backup.journal_passed_over", file=file))
    if looked.replaced:
        show.line(session.say("backup.erasures_known", folder=looked.replaced))
    elif not looked.is_known:
        until = f"{looked.until.astimezone(session.zone):%Y-%m-%d %H:%M}" if looked.until else "—"
        show.line(session.say("backup.erasures_unknown", until=until, home=session.home))


def _looked(looked: Looked) -> dict[str, Any]:
    return {
        "journals": [{"file": str(each.file), "erasures": each.count} for each in looked.taken],
        "journals_passed_over": [str(file) for file in looked.passed_over],
        "replaced": str(looked.replaced) if looked.replaced else None,
        "erasures_known": looked.is_known,
        "erasures_known_until": shapes.instant(looked.until) if looked.until and not looked.is_known else None,
    }
