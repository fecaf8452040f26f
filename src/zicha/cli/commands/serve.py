"""``zicha serve``: the web app for real."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Self

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
    server.require_free(host, port)
    with _CatchingUp(session) as catching_up:

        def tick(seconds: float) -> None:
            _look_after(session, plan, seconds)
            _try(session, catching_up.begin)

        return server.run(
            session,
            host=host,
            port=port,
            workers=workers,
            tick=tick,
            every=_round(plan.every if plan else 0),
            more=told,
        )


class _CatchingUp:
    """A process of its own that derives what is missing while people work; it ends with the service, at any point.

    Where the service is killed, it goes on until it is done, which harms nobody.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def begin(self) -> None:
        """Start it, if anything is missing and it does not run."""
        from zicha.services import upkeep

        if (self.process is None or self.process.poll() is not None) and upkeep.is_missing():
            environ = {**os.environ, "ZICHA_HOME": str(self.session.home.resolve())}
            words = [sys.executable, "-m", "zicha.cli", "rebuild", "--missing", "--lang", self.session.language]
            self.process = subprocess.Popen(words, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words


def _round(minutes: int) -> float:
    """Return the seconds between two rounds: about as many as usual, and a backup every so many minutes meets one."""
    seconds = 60 * minutes or server.TICK_SECONDS
    return seconds / math.ceil(seconds / server.TICK_SECONDS)


def _look_after(session: Session, plan: Schedule | None, seconds: float) -> None:
    """What is done every few minutes, each for itself.

    What is due is closed, the head is signed, a backup that is due is made, and sums are brought up to now.
    """
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
