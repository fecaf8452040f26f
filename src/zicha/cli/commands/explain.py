"""``zicha explain``: from a number back to its rule, its clause and its records."""

from __future__ import annotations

from pathlib import Path

import click

from zicha.cli import installation, values
from zicha.cli.grammar import command
from zicha.cli.session import Session


@command("explain", "cli.help.explain")
@click.argument("file", metavar="FILE|-")
@click.argument("figure", metavar="FIGURE")
def explain(session: Session, file: str, figure: str) -> None:
    """Explain a figure of a report, as it was known when the report was written."""
    if file != "-":
        values.read_file(Path(file))
    installation.open_home(session)
