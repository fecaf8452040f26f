"""``zicha plan`` and ``zicha remind``: what falls due, and telling the people who answer for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from zicha.cli import installation, questions, show
from zicha.cli.grammar import command, option
from zicha.cli.installation import Names
from zicha.cli.session import Session, read_day
from zicha.core import duelist
from zicha.core.duelist import Item

DAYS_AHEAD = 42
EXIT_FAILED = 1


@command("plan", "plan.help")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--until", metavar="DATE", default="", help="plan.option_until")
@option("--person", metavar="PERSON", default="", help="plan.option_person")
@option("--subtree", is_flag=True, help="cli.option.subtree")
def plan(session: Session, unit: str, until: str, person: str, *, subtree: bool) -> None:
    """List what falls due for a unit, and what is late already."""
    installation.open_home(session)
    from zicha.services import duelist as services

    names = installation.names(session)
    last = read_day(until) if until else session.on + timedelta(days=DAYS_AHEAD)
    code = questions.unit(unit, spans=names.spans)
    found = services.ahead(
        units=questions.scope(session, code, subtree=subtree),
        on=session.on,
        until=last,
        as_known_at=session.as_known_at,
        person=questions.person(person, people=names.people) if person else "",
    )
    data = {
        "unit": code,
        "on": session.on.isoformat(),
        "since": found.span.start.isoformat(),
        "until": last.isoformat(),
        "unpublished": list(found.unpublished),
        "items": duelist.as_json(found.items, language=session.language),
    }
    show.answer(session, data, lambda: _tell(session, found, last, code, names))


def _tell(session: Session, found: Any, last: date, code: str, names: Names) -> None:
    if found.unpublished:
        show.line(session.say("plan.no_calendar", years="、".join(map(str, found.unpublished))))
    if not found.items:
        show.line(session.say("plan.none", until=last))
        return
    show.line(session.say("plan.head", unit=names.unit(code), on=session.on, until=last, count=len(found.items)))
    heads = [session.say(f"plan.column_{name}") for name in ("day", "state", "title", "unit", "people")]
    show.table(heads=heads, rows=[_row(session, item, names) for item in found.items])


def _row(session: Session, item: Item, names: Names) -> list[show.Cell]:
    day = f"{item.starts:%Y-%m-%d %H:%M}" if item.starts else f"{item.day}"
    people = "、".join(map(names.person, item.people)) or session.say("plan.vacant")
    title = item.title.in_language(session.language)
    return [day, show.state(session, item.state), title, names.unit(item.unit), people]


@command("remind", "plan.help_remind")
@option("--dry-run", is_flag=True, help="plan.option_dry_run")
def remind(session: Session, *, dry_run: bool) -> None:
    """Send each person the digest of the day, and pass on what is long overdue."""
    installation.open_home(session)
    from zicha.services import digests

    done = digests.run(on=session.on, at=session.now, language=session.language, dry_run=dry_run)
    data = {
        "on": session.on.isoformat(),
        "dry_run": dry_run,
        "off": done.off or None,
        "passed_on": done.passed_on,
        "people": [
            {"person": each.person, "fate": each.fate, "count": each.count, "why": each.why or None}
            for each in done.told
        ],
    }
    show.answer(session, data, lambda: _told(session, done))
    if done.failed or done.off == "off":
        raise click.exceptions.Exit(EXIT_FAILED)


def _told(session: Session, done: Any) -> None:
    if done.off:
        show.line(session.say(f"plan.remind_{done.off}", on=done.on))
        return
    for each in done.told:
        show.line(session.say(f"plan.remind_{each.fate}", name=each.name, count=each.count, why=each.why))
    if not done.told:
        show.line(session.say("plan.remind_nothing"))
    if done.passed_on:
        show.line(session.say("plan.remind_passed_on", count=done.passed_on))
    if done.failed:
        show.line(session.say("plan.remind_again", count=done.failed))
