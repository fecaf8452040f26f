"""``zicha serve``: the web app for real."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
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
    letting_go = _LettingGo(session)
    told = [session.say("backup.scheduled", hour=plan.hour, folder=plan.into, keep=plan.keep)] if plan else []
    told += [session.say("erasure.scheduled", hour=letting_go.hour)] if letting_go.hour is not None else []
    server.require_free(host, port)
    with _CatchingUp(session) as catching_up:

        def tick(seconds: float) -> None:
            _look_after(session, plan, letting_go, seconds)
            _try(session, catching_up.begin)

        return server.run(
            session,
            host=host,
            port=port,
            workers=workers,
            tick=tick,
            every=_round(plan.every if plan else 0),
            more="\n".join(told),
        )


class _LettingGo:
    """What has been kept long enough goes once a day, from an hour on; ``hour`` is ``None`` where that is off."""

    def __init__(self, session: Session) -> None:
        from zicha.services import retention

        self.session = session
        self.hour = retention.schedule()
        self.last: datetime | None = None

    def go(self, now: datetime) -> None:
        """Let go what is due, unless that was done since the hour last struck."""
        from zicha.services import retention

        if self.hour is not None:
            self.last = retention.retain_due(
                home=self.session.home, hour=self.hour, last=self.last, now=now, recorded_by=RECORDED_BY
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


def _look_after(session: Session, plan: Schedule | None, letting_go: _LettingGo, seconds: float) -> None:
    """What is done every few minutes, each for itself.

    What is due is closed, what has been kept long enough goes, the head is signed, a backup that is due is made, and
    sums are brought up to now.
    """
    from zicha.services import backup, closing, log, months

    instant = session.now + timedelta(seconds=seconds)
    _try(session, lambda: closing.close_due(recorded_at=instant, recorded_by=RECORDED_BY))
    _try(session, lambda: letting_go.go(instant))
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
