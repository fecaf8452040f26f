"""``zicha rebuild``: what is derived, derived anew."""

from __future__ import annotations

from zicha.cli import installation, show
from zicha.cli.grammar import command, option
from zicha.cli.session import Session


@command("rebuild", "cli.help.rebuild")
@option("--missing", is_flag=True, help="cli.option.missing")
def rebuild(session: Session, *, missing: bool) -> None:
    """Drop the derived tables and write them anew, or write only what is missing, with progress."""
    installation.open_home(session)
    installation.require_tables()
    if missing:
        pieces = installation.catch_up(session)
        show.answer(session, {"pieces": pieces}, lambda: show.line(session.say("cli.caught_up")))
        return
    from zicha.services import ledger

    count = ledger.rebuild(progress=installation.progress(session))
    show.answer(session, {"revisions": count}, lambda: show.line(session.say("cli.rebuilt", count=count)))
