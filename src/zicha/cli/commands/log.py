"""``zicha log``: sign the log's head, prove that a record is in it."""

from __future__ import annotations

import base64
from pathlib import Path

import click

from zicha.cli import installation, show, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session
from zicha.core.periods import Period

log = Group("log", help="cli.help.log")


@command("checkpoint", "cli.help.log_checkpoint")
@option("--for-witness", metavar="SIZE", type=click.IntRange(min=0), help="cli.option.for_witness")
@option("--rows", metavar="SIZE", type=click.IntRange(min=0), help="cli.option.witness_rows")
def checkpoint(session: Session, for_witness: int | None, rows: int | None) -> None:
    """Sign the log's head, keep the note and print it, or print the request to a witness."""
    values.require_with("--for-witness", given=for_witness is not None, rows=rows is not None)
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import log as service

    if for_witness is not None:
        request = service.ask_witness(home=session.home, since=for_witness, recorded_at=session.now, rows_since=rows)
        show.answer(session, {"request": request}, lambda: click.echo(request, nl=False))
        return
    note = service.checkpoint(home=session.home, recorded_at=session.now)
    show.answer(session, {"checkpoint": note}, lambda: click.echo(note, nl=False))


@command("witness", "cli.help.log_witness")
@click.argument("request", metavar="REQUEST", type=click.Path(path_type=Path))
@option("--folder", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="cli.option.witness_folder")
@option("--key", metavar="KEY", help="cli.option.witness_key")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.out")
def witness(session: Session, request: Path, folder: Path, key: str | None, out: Path | None) -> None:
    """Cosign a head that continues the one seen last; exit 2 and sign nothing if it does not."""
    installation.settings_alone(session)
    from zicha.services import witness as service

    note = service.witness(
        request=values.read_note(request), folder=folder, key=values.key_text(key), witnessed_at=session.now
    )
    public = service.public_key(folder=folder)
    if out is not None:
        values.write_file(out, note.encode())
    show.answer(session, {"checkpoint": note, "witness": public}, lambda: click.echo(note, nl=False))


@command("keep", "cli.help.log_keep")
@click.argument("note", metavar="FILE", type=click.Path(path_type=Path))
def keep(session: Session, note: Path) -> None:
    """Keep a cosigned checkpoint beside the log."""
    installation.open_home(session)
    from zicha.services import log as service

    size = service.keep_cosigned(home=session.home, note=values.read_note(note))
    show.answer(session, {"size": size}, lambda: click.echo(str(size)))


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
@option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period_needed")
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


@command("rotate-key", "cli.help.log_rotate_key")
@option("--lost", is_flag=True, help="cli.option.lost")
def rotate_key(session: Session, *, lost: bool) -> None:
    """Name a new key in the log and sign with it from now on."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import log_rotation

    change = log_rotation.replace_lost if lost else log_rotation.rotate
    found = change(home=session.home, recorded_at=session.now, recorded_by="cli")
    facts = {"seq": found.seq, "key": found.key, "until": found.until}

    def tell() -> None:
        click.echo(session.say("cli.key_rotated", **facts))
        if lost:
            click.echo(session.say("cli.key_lost_told"))

    show.answer(session, {**facts, "lost": lost}, tell)


def _written(value: bytes) -> str:
    return base64.b64encode(value).decode()


for each in (checkpoint, close, keep, prove, rotate_key, witness):
    log.add_command(each)
