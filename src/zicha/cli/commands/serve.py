"""``zicha serve``: the web app for real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from zicha.cli import installation, server, trouble, values
from zicha.cli.grammar import command, option
from zicha.cli.session import RECORDED_BY, Session

if TYPE_CHECKING:
    from zicha.services.backup import Schedule


@command("serve", "cli.help.serve")
@option("--host", metavar="ADDRESS", default="127.0.0.1", help="cli.option.host")
@option("--port", metavar="PORT", type=values.PORT, default=8000, help="cli.option.port")
@option("--workers", metavar="N", type=values.COUNT, default=1, help="cli.option.workers")
def serve(session: Session, host: str, port: int, workers: int) -> int:
    """Serve the web app until interrupted."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import backup

    plan = backup.schedule(home=session.home)
    told = session.say("backup.scheduled", hour=plan.hour, folder=plan.into, keep=plan.keep) if plan else ""
    tick = partial(_look_after, session, plan)
    return server.run(session, host=host, port=port, workers=workers, tick=tick, more=told)


def _look_after(session: Session, plan: Schedule | None, seconds: float) -> None:
    """Every ten minutes, each for itself: close what is due, sign the head, make the day's backup, sum up."""
    from zicha.services import backup, closing, log, months

    instant = session.now + timedelta(seconds=seconds)
    _try(session, lambda: closing.close_due(recorded_at=instant, recorded_by=RECORDED_BY))
    _try(session, lambda: log.checkpoint(home=session.home, recorded_at=instant))
    if plan is not None:
        _try(session, lambda: backup.make_due(home=session.home, plan=plan, now=instant))
    _try(session, months.renew)


def _try(session: Session, work: Callable[[], object]) -> None:
    """Do something that must not end the service if it fails; people go on working, and it is said."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 -- whatever it is, people go on working, and it is said
        click.echo(trouble.sentence(error, session=session), err=True)
