"""``zicha evidence``: where the files behind records are kept."""

from __future__ import annotations

import sys
from dataclasses import asdict

from zicha.cli import installation, show
from zicha.cli.grammar import Group, command
from zicha.cli.session import Session

evidence = Group("evidence", help="cli.help.evidence")


@command("move", "cli.help.evidence_move")
def move(session: Session) -> None:
    """Take every file from the data folder to the bucket in ``ZICHA_EVIDENCE``."""
    installation.open_home(session)
    from zicha.services import evidence_moving as service

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("evidence.moving", done=done, total=total))

    moved = asdict(service.move(home=session.home, progress=progress))
    show.answer(session, moved, lambda: show.line(session.say("evidence.moved", **moved)))


evidence.add_command(move)
