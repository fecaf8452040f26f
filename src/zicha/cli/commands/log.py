"""``zicha log``: sign the log's head, prove that a record is in it."""

from __future__ import annotations

import base64

import click

from zicha.cli import installation, show, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session
from zicha.core.periods import Period

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


@command("close", "cli.help.log_close")
@option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period")
def close(session: Session, period: Period) -> None:
    """Append a close entry and sign the head that holds it."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import closing
    from zicha.services import log as service

    closed = closing.close(period=period, recorded_at=session.now, recorded_by="cli")
    note = service.checkpoint(home=session.home, recorded_at=closed.entry.recorded_at)
    facts = {"seq": closed.entry.seq, "units": len(closed.ends.units)}
    show.answer(session, {**facts, "checkpoint": note}, lambda: click.echo(session.say("cli.closed", **facts)))


def _written(value: bytes) -> str:
    return base64.b64encode(value).decode()


for each in (checkpoint, close, prove):
    log.add_command(each)
