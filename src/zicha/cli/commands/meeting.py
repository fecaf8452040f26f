"""``zicha meeting``: what a unit met about, and its minutes as Word files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.installation import Names
from zicha.cli.session import Session
from zicha.core import meetings
from zicha.core.findings import Refusal
from zicha.core.meetings import Meeting
from zicha.core.periods import Period

if TYPE_CHECKING:
    from zicha.core.actions import Action
    from zicha.services.meetings import Whole

meeting = Group("meeting", help="meetings.help")


@command("list", "meetings.help_list")
@option("--unit", metavar="UNIT", help="cli.option.export_unit")
@option("--subtree", is_flag=True, help="cli.option.subtree")
def list_(session: Session, unit: str | None, *, subtree: bool) -> None:
    """List meetings, the latest first."""
    installation.open_home(session)
    from zicha.services import meetings as services

    codes = questions.scope(session, unit, subtree=subtree)
    found = services.listed(units=codes, as_known_at=session.as_known_at)
    names = installation.names(session)
    data = {"meetings": [_shape(each) for each in found]}
    show.answer(session, data, lambda: _table(session, found, names))


@command("show", "meetings.help_show")
@click.argument("number", metavar="NUMBER", type=int)
def show_(session: Session, number: int) -> None:
    """Show a meeting: agenda, minutes, decisions, attendance, what was changed since approval."""
    installation.open_home(session)
    from zicha.services import meetings as services

    whole = services.whole(meeting=number, as_known_at=session.as_known_at)
    names = installation.names(session)
    show.answer(session, _whole(whole), lambda: _tell(session, whole, names))


@command("minutes", "meetings.help_minutes")
@click.argument("number", metavar="[NUMBER]", type=int, required=False)
@option("--unit", metavar="UNIT", default="", help="meetings.option_unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="meetings.option_out")
def minutes_(session: Session, number: int | None, unit: str, period: Period | None, out: Path) -> None:
    """Write the minutes of one meeting, or all of a unit's in a period bound into one."""
    if (number is None) == (not unit):
        raise Refusal("meetings.which")
    values.require_with("--unit", given=unit, period=period)
    if out.suffix.lower() != ".docx":
        raise Refusal("meetings.out_wrong", name=out.name)
    values.require_writable(out)
    installation.open_home(session)
    from zicha.services import minutes as services

    asked: dict[str, Any] = {"as_known_at": session.as_known_at, "language": session.language}
    if number is not None:
        document = services.document(meeting=number, **asked)
    else:
        code = questions.unit(unit, spans=installation.names(session).spans)
        document = services.volume(unit=code, period=questions.period(session, period), **asked)
    values.write_file(out, services.as_docx(document))
    said = {"out": str(out), "title": document.title}
    show.answer(session, said, lambda: show.line(session.say("meetings.written", **said)))


def _shape(one: Meeting) -> dict[str, Any]:
    return {
        "meeting": one.entry,
        "unit": one.unit,
        "kind": one.kind,
        "title": one.title,
        "starts": f"{one.starts:%Y-%m-%dT%H:%M}",
        "chair": one.chair,
        "place": one.place,
        "state": one.state,
        "record": one.record or None,
        "items": [
            {"item": item.entry, "topic": item.topic, "presenter": item.presenter, "duty": item.duty}
            | {"minutes": item.minutes, "papers": [paper.name for paper in item.papers]}
            for item in one.items
        ],
    }


def _whole(whole: Whole) -> dict[str, Any]:
    attendance = whole.record.draft.attendance if whole.record else None
    counts = ("expected", "present", "excused", "absent")
    return _shape(whole.meeting) | {
        "decisions": [_promise(action) for action in whole.decisions],
        "returning": [_promise(action) for action in whole.returning],
        "attendance": {name: getattr(attendance, name) for name in counts} if attendance else None,
        "guests": list(whole.guests),
        "changed": [each.after.entry if each.after else each.before.entry for each in whole.changed if each.before],
    }


def _promise(action: Action) -> dict[str, Any]:
    due = action.due.isoformat() if action.due else None
    return {"action": action.entry, "matter": action.matter, "owner": action.owner, "due": due, "state": action.state}


def _table(session: Session, found: tuple[Meeting, ...], names: Names) -> None:
    if not found:
        show.line(session.say("meetings.none"))
        return
    heads = [session.say(f"meetings.column_{name}") for name in ("number", "starts", "unit", "title", "state")]
    rows = [
        [
            str(each.entry),
            f"{each.starts:%Y-%m-%d %H:%M}",
            names.unit(each.unit),
            each.title,
            session.title(meetings.STATES[each.state]),
        ]
        for each in found
    ]
    show.table(heads=heads, rows=rows)


def _tell(session: Session, whole: Whole, names: Names) -> None:
    one = whole.meeting
    show.line(f"{one.entry}  {one.title}  {names.unit(one.unit)}  {session.title(meetings.STATES[one.state])}")
    show.line(f"{one.starts:%Y-%m-%d %H:%M}  {one.place}  {names.person(one.chair) if one.chair else ''}".rstrip())
    for action in whole.returning:
        show.line(session.say("meetings.returning", matter=action.matter, owner=names.person(action.owner)))
    for place, item in enumerate(one.items, start=1):
        show.line(f"{place}. {item.topic}")
        for line in item.minutes.splitlines():
            show.line(f"   {line}")
        for action in (each for each in whole.decisions if each.origin == str(item.entry)):
            show.line(f"   → {action.matter}  {names.person(action.owner)}  {action.due or ''}".rstrip())


for each in (list_, show_, minutes_):
    meeting.add_command(each)
