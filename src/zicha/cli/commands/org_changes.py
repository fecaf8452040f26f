"""``zicha org found``, ``rename``, ``move`` …: decisions about the organisation, each from a day on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import click

from zicha.cli import installation, questions, shapes, show, values
from zicha.cli.grammar import Command, command, option
from zicha.cli.session import RECORDED_BY, Session, read_day
from zicha.core import reorganising, reorganising_told
from zicha.core.reorganising import (
    Appoint,
    Close,
    Decision,
    Found,
    Line,
    Merge,
    Move,
    Plan,
    Relieve,
    Rename,
    Split,
)
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.core.text import LocalText

Function = Callable[..., Any]
MEMBER = reorganising.MEMBER


def _dated(function: Function) -> Function:
    first = option("--from", "start", metavar="DATE", help="cli.option.org_from")
    return first(option("--dry-run", is_flag=True, help="cli.option.org_dry")(function))


def _day(session: Session, text: str | None) -> date:
    return read_day(text) if text else session.on


def _unit(words: str) -> str:
    from zicha.store.queries import units

    return questions.unit(words, spans=units.spans())


def _person(words: str, on: date) -> str:
    from zicha.services import organisation

    return reorganising.choose(words, known=organisation.known(), on=on)


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.replace("，", ",").replace("、", ",").split(",") if part.strip())


def _decide(session: Session, decision: Decision, *, dry_run: bool) -> None:
    from zicha.services import organisation

    if dry_run:
        made = organisation.foresee(decision=decision)[0]
    else:
        made = organisation.decide(decision=decision, recorded_at=session.now, recorded_by=RECORDED_BY)
    data = {"saved": not dry_run, "changes": [_shape(line) for line in made.lines]}
    show.answer(session, data, lambda: _tell(session, made, dry_run=dry_run))


def _tell(session: Session, made: Plan, *, dry_run: bool) -> None:
    new = {person.id: person.name for person in made.facts.people}
    for sentence in _sentences(session, made.lines, new):
        show.line(session.say("cli.org_would", sentence=sentence) if dry_run else sentence)


def _sentences(session: Session, lines: Iterable[Line], new: Mapping[str, str]) -> list[str]:
    names = installation.names(session)
    people = {person.id: person.name for person in names.people.values()} | dict(new)
    posts = posts_of(names)
    return [
        reorganising_told.told(line, spans=names.spans, people=people, posts=posts, language=session.language)
        for line in lines
    ]


def posts_of(names: installation.Names) -> dict[str, LocalText]:
    """Return the titles of the posts a person may hold, by id."""
    posts: dict[str, LocalText] = dict(BUILT_IN_POSTS)
    for scheme in names.schemes.values():
        posts.update(scheme.posts)
    return posts


def _shape(line: Line) -> dict[str, str | None]:
    return {
        "kind": line.kind,
        "from": shapes.day(line.on),
        "unit": line.unit or None,
        "other": line.other or None,
        "name": line.name or None,
        "person": line.person or None,
        "post": line.post or None,
    }


@command("found", "cli.help.org_found")
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@option("--below", metavar="UNIT", default="", help="cli.option.org_below")
@_dated
def found(session: Session, code: str, name: str, below: str, start: str | None, *, dry_run: bool) -> None:
    """Found a unit."""
    installation.open_home(session)
    parent = _unit(below) if below else ""
    _decide(session, Found(code, name, parent, _day(session, start)), dry_run=dry_run)


@command("rename", "cli.help.org_rename")
@click.argument("unit", metavar="UNIT")
@click.argument("name", metavar="NAME")
@_dated
def rename(session: Session, unit: str, name: str, start: str | None, *, dry_run: bool) -> None:
    """Give a unit another name."""
    installation.open_home(session)
    _decide(session, Rename(_unit(unit), name, _day(session, start)), dry_run=dry_run)


@command("move", "cli.help.org_move")
@click.argument("unit", metavar="UNIT")
@option("--below", metavar="UNIT", default="", help="cli.option.org_below")
@_dated
def move(session: Session, unit: str, below: str, start: str | None, *, dry_run: bool) -> None:
    """Put a unit below another one."""
    installation.open_home(session)
    parent = _unit(below) if below else ""
    _decide(session, Move(_unit(unit), parent, _day(session, start)), dry_run=dry_run)


@command("merge", "cli.help.org_merge")
@click.argument("units", metavar="UNIT...", nargs=-1, required=True)
@option("--into", metavar="UNIT", required=True, help="cli.option.org_into")
@_dated
def merge(session: Session, units: tuple[str, ...], into: str, start: str | None, *, dry_run: bool) -> None:
    """Let units go into another one."""
    installation.open_home(session)
    going = tuple(dict.fromkeys(_unit(each) for each in units))
    _decide(session, Merge(going, _unit(into), _day(session, start)), dry_run=dry_run)


@command("split", "cli.help.org_split")
@click.argument("unit", metavar="UNIT")
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@option("--people", metavar="PEOPLE", default="", help="cli.option.org_people")
@option("--units", metavar="UNITS", default="", help="cli.option.org_units")
@_dated
def split(
    session: Session, unit: str, code: str, name: str, people: str, units: str, start: str | None, *, dry_run: bool
) -> None:
    """Split a new unit off one."""
    installation.open_home(session)
    on = _day(session, start)
    taken = tuple(_person(each, on) for each in _parts(people))
    below = tuple(_unit(each) for each in _parts(units))
    _decide(session, Split(_unit(unit), code, name, on, taken, below), dry_run=dry_run)


@command("close", "cli.help.org_close")
@click.argument("unit", metavar="UNIT")
@_dated
def close(session: Session, unit: str, start: str | None, *, dry_run: bool) -> None:
    """Close a unit."""
    installation.open_home(session)
    _decide(session, Close(_unit(unit), _day(session, start)), dry_run=dry_run)


@command("join", "cli.help.org_join")
@click.argument("person", metavar="PERSON")
@option("--unit", metavar="UNIT", required=True, help="cli.option.org_unit")
@option("--name", metavar="NAME", default="", help="cli.option.org_name")
@_dated
def join(session: Session, person: str, unit: str, name: str, start: str | None, *, dry_run: bool) -> None:
    """Let a person join a unit."""
    installation.open_home(session)
    on = _day(session, start)
    who = person if name else _person(person, on)
    _decide(session, Appoint(who, _unit(unit), MEMBER, on, name=name), dry_run=dry_run)


@command("leave", "cli.help.org_leave")
@click.argument("person", metavar="PERSON")
@option("--unit", metavar="UNIT", default="", help="cli.option.org_unit")
@_dated
def leave(session: Session, person: str, unit: str, start: str | None, *, dry_run: bool) -> None:
    """Let a person leave a unit, or all."""
    installation.open_home(session)
    on = _day(session, start)
    place = _unit(unit) if unit else ""
    _decide(session, Relieve(_person(person, on), on, unit=place), dry_run=dry_run)


@command("post", "cli.help.org_post")
@click.argument("person", metavar="PERSON")
@click.argument("post", metavar="POST")
@option("--unit", metavar="UNIT", required=True, help="cli.option.org_unit")
@option("--until", metavar="DATE", help="cli.option.org_until")
@option("--end", is_flag=True, help="cli.option.org_end")
@_dated
def post(
    session: Session,
    person: str,
    post: str,
    unit: str,
    until: str | None,
    start: str | None,
    *,
    end: bool,
    dry_run: bool,
) -> None:
    """Give a person a post in a unit, or end it."""
    values.require_without("--end", given=end, until=until)
    installation.open_home(session)
    on = _day(session, start)
    who, where = _person(person, on), _unit(unit)
    meant = _post(session, post)
    if end:
        _decide(session, Relieve(who, on, unit=where, post=meant), dry_run=dry_run)
        return
    last = read_day(until) if until else None
    after = last + timedelta(days=1) if last else date.max
    _decide(session, Appoint(who, where, meant, on, after), dry_run=dry_run)


def _post(session: Session, words: str) -> str:
    """Return the id of a post given by id or title; an unknown one is refused by the service."""
    posts = posts_of(installation.names(session))
    return next((each for each, title in posts.items() if words in (each, title.zh, title.en)), words)


@command("contact", "cli.help.org_contact")
@click.argument("person", metavar="PERSON")
@option("--to", metavar="TEXT", default="", help="cli.option.org_to")
def contact(session: Session, person: str, to: str) -> None:
    """Keep or forget where a person's reminders are sent."""
    installation.open_home(session)
    from zicha.services import organisation

    who = _person(person, session.on)
    organisation.set_contact(person=who, contact=to)
    code = "cli.contact_kept" if to else "cli.contact_forgotten"
    show.answer(session, {"person": who, "kept": bool(to)}, lambda: show.line(session.say(code, person=who)))


@command("history", "cli.help.org_history")
@option("--unit", metavar="UNIT", default="", help="cli.option.org_unit")
def history(session: Session, unit: str) -> None:
    """List what was changed, by whom and when."""
    installation.open_home(session)
    from zicha.store.queries import units

    found = units.changes(unit=_unit(unit) if unit else "")
    data = [
        {**_shape(each.line), "recorded_at": shapes.instant(each.recorded_at), "recorded_by": each.recorded_by}
        for each in found
    ]

    def tell() -> None:
        heads = [session.say(f"cli.head.{name}") for name in ("change", "recorded_at", "by")]
        sentences = _sentences(session, [each.line for each in found], {})
        rows = [
            [sentence, f"{each.recorded_at.astimezone(session.zone):%Y-%m-%d %H:%M}", each.recorded_by]
            for sentence, each in zip(sentences, found, strict=True)
        ]
        show.table(heads=heads, rows=rows)

    show.answer(session, {"changes": data}, tell)


COMMANDS: tuple[Command, ...] = (found, rename, move, merge, split, close, join, leave, post, contact, history)
