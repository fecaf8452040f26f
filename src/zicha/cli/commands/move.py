"""``zicha move``: from the SQLite file to PostgreSQL."""

from __future__ import annotations

import base64
import sys

from zicha.cli import installation, show, verifying
from zicha.cli.grammar import command
from zicha.cli.session import Session
from zicha.core.findings import Refusal


@command("move", "cli.help.move")
def move(session: Session) -> None:
    """Take every row to the database in ``DATABASE_URL`` and prove that the log is the same."""
    file = session.home / installation.DATABASE
    if not session.database_url:
        raise Refusal("moving.no_target")
    if not file.is_file():
        raise Refusal("cli.home_missing", home=session.home)
    installation.settings_alone(session)
    installation.require_sound(session)
    from zicha.services import moving as service

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("backup.copying", done=done, total=total))

    moved = service.move(file=file, home=session.home, progress=progress, looking=verifying.looking(session))
    facts = {"rows": moved.rows, "size": moved.size, "root": base64.b64encode(moved.root).decode()}
    show.answer(session, facts, lambda: show.line(session.say("moving.done", file=file, **facts)))
