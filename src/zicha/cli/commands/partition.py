"""``zicha partition``: the facts in PostgreSQL, cut by month or in one piece."""

from __future__ import annotations

import click

from zicha.cli import installation, show
from zicha.cli.grammar import command
from zicha.cli.session import Session


@command("partition", "cli.help.partition")
@click.argument("how", metavar="monthly|whole", type=click.Choice(["monthly", "whole"]))
def partition(session: Session, how: str) -> None:
    """Write the table anew in one transaction."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import partitions

    pieces = partitions.arrange(monthly=how == "monthly")
    show.answer(session, {"pieces": pieces}, lambda: show.line(session.say("engine.partitioned", pieces=pieces)))
