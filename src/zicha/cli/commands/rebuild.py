"""``zicha rebuild``: what is derived, derived anew."""

from __future__ import annotations

import sys

from zicha.cli import installation, show
from zicha.cli.grammar import command
from zicha.cli.session import Session


@command("rebuild", "cli.help.rebuild")
def rebuild(session: Session) -> None:
    """Drop the derived tables and write them anew, with progress."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import ledger

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("cli.rebuilding", done=done, total=total))

    count = ledger.rebuild(progress=progress)
    show.answer(session, {"revisions": count}, lambda: show.line(session.say("cli.rebuilt", count=count)))
