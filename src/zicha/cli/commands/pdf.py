"""``zicha pdf``: the page-true PDF of a Word file, as it was edited."""

from __future__ import annotations

from pathlib import Path

import click

from zicha.cli import installation, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session


@command("pdf", "cli.help.pdf")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="cli.option.pdf_out")
def pdf(session: Session, file: Path, out: Path) -> None:
    """Have LibreOffice set a Word file; no installation is needed."""
    values.require_writable(out)
    content = values.read_file(file)
    installation.settings_alone(session)
    from zicha.services import reports

    values.write_file(out, reports.page_true(docx=content))
    data = {"file": str(out), "from": str(file)}
    show.answer(session, data, lambda: show.line(session.say("cli.pdf_written", file=out, source=file)))
