"""``zicha suggestion``: how the box stands, in numbers. What was written is read by who answers, on its page."""

from __future__ import annotations

from datetime import date

from zicha.cli import installation, questions, show
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session, read_day
from zicha.core import small_counts, suggestions
from zicha.core.suggestions import Count

suggestion = Group("suggestion", help="suggestions.help")


@command("count", "suggestions.help_count")
@option("--unit", metavar="UNIT", help="cli.option.export_unit")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--since", metavar="DATE", default="", help="suggestions.option_since")
def count_(session: Session, unit: str | None, since: str, *, subtree: bool) -> None:
    """Say how many suggestions came and were answered."""
    installation.open_home(session)
    from zicha.services import suggestions as services

    start = read_day(since) if since else date(session.on.year, 1, 1)
    found = services.counted(units=questions.scope(session, unit, subtree=subtree), since=start, on=session.on)
    show.answer(session, _as_json(found, start), lambda: _tell(session, found))


def _as_json(found: Count, since: date) -> dict[str, object]:
    return {
        "since": since.isoformat(),
        "total": found.total,
        "states": dict(found.states),
        "urgencies": dict(found.urgencies),
        "units": dict(found.units),
    }


def _tell(session: Session, found: Count) -> None:
    if found.total is None:
        show.line(session.say("suggestions.few", least=small_counts.LEAST))
        return
    show.line(session.say("suggestions.told", total=found.total))
    for state, n in found.states.items():
        show.line(f"  {session.title(suggestions.STATES[state])}  {n}")
    if found.total and not found.urgencies:
        show.line(session.say("suggestions.not_broken_down", least=small_counts.LEAST))
    for urgency, n in found.urgencies.items():
        show.line(f"  {session.title(suggestions.URGENCIES[urgency])}  {n}")
    if len(found.units) > 1:
        units = installation.names(session).units
        show.table(heads=[], rows=[[units.get(unit, unit), str(n)] for unit, n in found.units.items()])


suggestion.add_command(count_)
