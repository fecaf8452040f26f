"""``zicha verify``: is the ledger what it was?"""

from __future__ import annotations

import base64

import click

from zicha.cli import installation, show
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG


@command("verify", "cli.help.verify")
@option("--key", metavar="KEY", help="cli.help.key")
def verify(session: Session, key: str | None) -> int:
    """Check the whole ledger; exit 1 if anything is altered."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import log as service

    found = service.verify(home=session.home, key=key)
    root = base64.b64encode(found.root).decode()
    facts = {"size": found.size, "root": root, "checkpoints": found.checkpoints}
    fault = found.fault
    sentence = session.say(fault.code, **fault.facts) if fault else session.say("log.fine", **facts)
    data = {"verified": fault is None, "size": found.size, "root": root or None, "checkpoints": found.checkpoints}
    wrong = {"code": fault.code, "facts": fault.facts, "message": sentence} if fault else None
    show.answer(session, {**data, "fault": wrong}, lambda: click.echo(sentence))
    return WRONG if fault else FINE
