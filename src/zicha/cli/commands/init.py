"""``zicha init``: the data folder and the database."""

from __future__ import annotations

from zicha.cli import installation, show
from zicha.cli.grammar import command
from zicha.cli.session import Session


@command("init", "cli.help.init")
def init(session: Session) -> None:
    """Make the data folder and the tables, and derive what new tables hold; what is there already stays."""
    installation.prepare(session)
    installation.catch_up(session)
    data = {"home": str(session.home.resolve())}
    show.answer(session, data, lambda: show.line(session.say("cli.initialised", home=data["home"])))
