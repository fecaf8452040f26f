"""``zicha log``: sign the log's head, prove that a record is in it."""

from __future__ import annotations

import base64

import click

from zicha.cli import installation, show
from zicha.cli.grammar import Group, command
from zicha.cli.session import Session

log = Group("log", help="cli.help.log")


@command("checkpoint", "cli.help.log_checkpoint")
def checkpoint(session: Session) -> None:
    """Sign the log's head, keep the note and print it."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import log as service

    note = service.checkpoint(home=session.home, recorded_at=session.now)
    show.answer(session, {"checkpoint": note}, lambda: click.echo(note, nl=False))


@command("prove", "cli.help.log_prove")
@click.argument("seq", metavar="SEQ", type=int)
def prove(session: Session, seq: int) -> None:
    """Print the audit path of one record."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import log as service

    found = service.prove(seq)
    facts = {"seq": found.seq, "size": found.size, "leaf": _written(found.leaf), "root": _written(found.root)}
    path = [_written(each) for each in found.path]

    def tell() -> None:
        click.echo(session.say("log.proof", **facts))
        for each in path:
            click.echo(each)

    show.answer(session, {**facts, "path": path}, tell)


def _written(value: bytes) -> str:
    return base64.b64encode(value).decode()


for each in (checkpoint, prove):
    log.add_command(each)
