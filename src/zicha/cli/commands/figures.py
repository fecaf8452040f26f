"""``zicha figures``: what became of the numbers of a report that people have edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zicha.cli import installation, shapes, show, values
from zicha.cli.grammar import command
from zicha.cli.session import Session
from zicha.core import tracking
from zicha.core.tracking import Tracked

if TYPE_CHECKING:
    from zicha.services.tracking import Tracking

_COLUMNS = ("state", "paragraph", "was", "found", "now", "quote", "figure")


@command("figures", "tracking.help")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def figures(session: Session, file: Path) -> int:
    """List every figure of an edited report; asks the ledger where there is one, and works without it."""
    found = _track(session, values.read_file(file), file.name)
    from zicha.services import tracking as service

    show.answer(session, service.as_json(found), lambda: _tell(session, found))
    return 1 if found.is_wrong else 0


def _track(session: Session, content: bytes, name: str) -> Tracking:
    has_ledger = installation.is_there(session)
    (installation.open_home if has_ledger else installation.settings_alone)(session)
    from zicha.services import tracking as service

    if not has_ledger:
        return service.track_file(content=content, name=name)
    return service.track_against_ledger(content=content, name=name, on=session.day, as_known_at=session.as_known_at)


def _tell(session: Session, found: Tracking) -> None:
    origin = found.origin
    if origin is not None:
        instant = shapes.instant(origin.as_known_at)
        facts = {"file": found.file, "unit": origin.unit, "period": origin.period, "instant": instant}
        show.line(session.say("tracking.report", **facts))
    heads = [session.say(f"tracking.head.{name}") for name in _COLUMNS]
    show.table(heads=heads, rows=[_row(session, each) for each in found.figures], numbers=frozenset({1, 2, 3, 4}))
    counts = tracking.totals(found.figures)
    said = [
        session.say("tracking.count", state=session.say(f"tracking.state.{state}"), count=count)
        for state, count in counts.items()
        if count
    ]
    show.line("　".join(said) if session.language == "zh" else ", ".join(said))
    if not found.asked_ledger:
        show.line(session.say("tracking.ledger_not_asked"))


def _row(session: Session, each: Tracked) -> list[str]:
    state = session.say(f"tracking.state.{each.state}")
    place = str(each.paragraph) if each.paragraph else ""
    return [state, place, each.was, each.found, each.now or "", each.quote, each.id]
