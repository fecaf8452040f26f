"""``zicha serve``: the web app for real."""

from __future__ import annotations

from zicha.cli import installation, server, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session


@command("serve", "cli.help.serve")
@option("--host", metavar="ADDRESS", default="127.0.0.1", help="cli.option.host")
@option("--port", metavar="PORT", type=values.PORT, default=8000, help="cli.option.port")
@option("--workers", metavar="N", type=values.COUNT, default=1, help="cli.option.workers")
def serve(session: Session, host: str, port: int, workers: int) -> int:
    """Serve the web app until interrupted."""
    installation.open_home(session)
    installation.require_tables()
    return server.run(session, host=host, port=port, workers=workers)
