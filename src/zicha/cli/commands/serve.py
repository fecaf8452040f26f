"""``zicha serve``: the web app for real."""

from __future__ import annotations

from datetime import timedelta

import click

from zicha.cli import installation, server, values
from zicha.cli.grammar import command, option
from zicha.cli.session import RECORDED_BY, Session
from zicha.core.findings import Refusal


@command("serve", "cli.help.serve")
@option("--host", metavar="ADDRESS", default="127.0.0.1", help="cli.option.host")
@option("--port", metavar="PORT", type=values.PORT, default=8000, help="cli.option.port")
@option("--workers", metavar="N", type=values.COUNT, default=1, help="cli.option.workers")
def serve(session: Session, host: str, port: int, workers: int) -> int:
    """Serve the web app until interrupted."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import closing, log

    def sign(seconds: float) -> None:
        """Close what is due and sign the head; a head that cannot be signed must not end the service."""
        instant = session.now + timedelta(seconds=seconds)
        try:
            closing.close_due(recorded_at=instant, recorded_by=RECORDED_BY)
            log.checkpoint(home=session.home, recorded_at=instant)
        except Exception as error:  # noqa: BLE001 -- whatever it is, people go on working, and it is said
            said = session.say(error.code, **error.facts) if isinstance(error, Refusal) else str(error)
            click.echo(said, err=True)

    return server.run(session, host=host, port=port, workers=workers, tick=sign)
