"""``zicha check``: what is mechanically wrong in a document."""

from __future__ import annotations

from pathlib import Path

import click

from zicha.cli import show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core.checks.base import Remark
from zicha.core.periods import Period


@command("check", "cli.help.check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--previous", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.previous")
def check(session: Session, file: Path, period: Period | None, previous: Path | None) -> int:
    """Check a finished document; no installation is needed."""
    from zicha.services import checks

    last = checks.read(content=values.read_file(previous), name=previous.name) if previous else None
    checked = checks.check_file(content=values.read_file(file), name=file.name, period=period, previous=last)

    def tell() -> None:
        for remark in checked.remarks:
            show.line(_line(session, remark, checks.sentence(remark, language=session.language)))
        count = len(checked.remarks)
        show.line(session.say("cli.check_count", count=count) if count else session.say("cli.check_fine"))

    show.answer(session, checks.as_json(checked, language=session.language), tell)
    return 1 if checked.remarks else 0


def _line(session: Session, remark: Remark, sentence: str) -> str:
    place = (
        session.say("cli.check_place", paragraph=remark.paragraph)
        if remark.paragraph
        else session.say("cli.check_whole")
    )
    severity = session.say(f"cli.severity.{remark.severity}")
    cure = session.say("cli.check_cure", suggestion=remark.suggestion) if remark.suggestion else ""
    return f"{place} {severity} {sentence}{cure}"
