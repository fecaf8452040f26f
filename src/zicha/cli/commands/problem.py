"""``zicha problem``: what was found wanting, opened, taken further, listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.installation import Names
from zicha.cli.session import RECORDED_BY, Session, read_day
from zicha.cli.trouble import FINE, WRONG
from zicha.core import problems
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.core.problems import Problem, Step
from zicha.formats import problems_out
from zicha.formats.problems_out import Shown

if TYPE_CHECKING:
    from zicha.services.problem_lists import Imported

EXIT_PRESSING = 1

problem = Group("problem", help="problems.help")


@command("open", "problems.help_open")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--matter", metavar="TEXT", required=True, help="problems.option_matter")
@option("--owner", metavar="PERSON", required=True, help="problems.option_owner")
@option("--due", metavar="DATE", required=True, help="problems.option_due")
@option("--source", metavar="SOURCE", default="self_inspection", help="problems.option_source")
@option("--acceptor", metavar="PERSON", default="", help="problems.option_acceptor")
@option("--cause", metavar="TEXT", default="", help="problems.option_cause")
@option("--measure", metavar="TEXT", default="", help="problems.option_measure")
@option("--scheme", metavar="ID", default="", help="problems.option_scheme")
@option("--clause", metavar="ID", default="", help="problems.option_clause")
@option("--duty", metavar="ID", default="", help="problems.option_duty")
@option("--window", metavar="DATE", default="", help="problems.option_window")
@option("--found-on", metavar="DATE", default="", help="problems.option_found_on")
def open_(session: Session, **given: str) -> None:
    """Open a problem."""
    installation.open_home(session)
    from zicha.services import problems as services

    names = installation.names(session)
    found = services.Finding(
        unit=questions.unit(given["unit"], spans=names.spans),
        source=given["source"],
        matter=given["matter"],
        owner=_person(given["owner"], names),
        due=read_day(given["due"]),
        cause=given["cause"],
        measure=given["measure"],
        acceptor=_person(given["acceptor"], names),
        scheme=given["scheme"],
        clause=given["clause"],
        duty=given["duty"],
        window=_day(given["window"]),
        on=_day(given["found_on"]),
    )
    made = services.open_problem(found=found, recorded_at=session.now, recorded_by=RECORDED_BY)
    installation.close_due(session)
    _answer(session, made, names)


@command("import", "problem_list.help")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--dry-run", is_flag=True, help="cli.option.dry_run")
def import_(session: Session, file: Path, unit: str, *, dry_run: bool) -> int:
    """Open the problems of a list."""
    content = values.read_file(file)
    installation.open_home(session)
    from zicha.services import problem_lists

    names = installation.names(session)
    done = problem_lists.run(
        content=content,
        name=file.name,
        unit=questions.unit(unit, spans=names.spans),
        recorded_at=session.now,
        recorded_by=RECORDED_BY,
        dry_run=dry_run,
    )
    show.answer(session, _imported(session, done, dry_run=dry_run), lambda: _told(session, done, dry_run=dry_run))
    if not dry_run:
        installation.close_due(session)
    return WRONG if done.refused else FINE


def _imported(session: Session, done: Imported, *, dry_run: bool) -> dict[str, Any]:
    skipped = [
        {"sheet": each.sheet, "row": each.row, "text": each.text, "reason": each.reason(session.language)}
        for each in done.skipped
    ]
    return {
        "dry_run": dry_run,
        "ready": done.ready,
        "added": done.added,
        "already": done.already,
        "refused": show.refused_shape(session, done.refused),
        "skipped": skipped,
    }


def _told(session: Session, done: Imported, *, dry_run: bool) -> None:
    show.refused(session, done.refused)
    for each in done.skipped:
        place = session.say("cli.skipped", sheet=each.sheet, row=each.row)
        show.line(f"{place}{each.reason(session.language)}")
    name = "tried" if dry_run else "refused" if done.refused else "done"
    facts = {"ready": done.ready, "added": done.added, "already": done.already, "refused": len(done.refused)}
    show.line(session.say(f"problem_list.{name}", **facts))


@command("list", "problems.help_list")
@option("--unit", metavar="UNIT", help="cli.option.export_unit")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--state", metavar="STATE", default="", help="problems.option_state")
@option("--strict", is_flag=True, help="problems.option_strict")
def list_(session: Session, unit: str | None, state: str, *, subtree: bool, strict: bool) -> None:
    """List problems, the most pressing first."""
    installation.open_home(session)
    if state and state not in problems.STATES:
        raise Refusal("problems.state_unknown", state=state, known=" ".join(problems.STATES))
    rows = [row for row in _rows(session, unit, subtree=subtree) if not state or row.problem.state == state]
    names = installation.names(session)
    data = {"on": session.on.isoformat(), "problems": [problems_out.as_json(row) for row in rows]}
    show.answer(session, data, lambda: _table(session, rows, names))
    if strict and any(row.due_state == "overdue" for row in rows):
        raise click.exceptions.Exit(EXIT_PRESSING)


@command("show", "problems.help_show")
@click.argument("number", metavar="NUMBER")
def show_(session: Session, number: str) -> None:
    """Show a problem with everything that happened to it."""
    installation.open_home(session)
    from zicha.services import problems as services

    entry = services.entry_of(number=number, as_known_at=session.as_known_at)
    found = services.one(problem=entry, on=session.on, as_known_at=session.as_known_at)
    _answer(session, found, installation.names(session))


@command("step", "problems.help_step")
@click.argument("number", metavar="NUMBER")
@click.argument("step", metavar="STEP")
@option("--by", metavar="PERSON", required=True, help="problems.option_by")
@option("--reason", metavar="TEXT", default="", help="problems.option_reason")
@option("--due", metavar="DATE", default="", help="problems.option_new_due")
@option("--cause", metavar="TEXT", default="", help="problems.option_cause")
@option("--measure", metavar="TEXT", default="", help="problems.option_measure")
@option("--owner", metavar="PERSON", default="", help="problems.option_owner")
@option("--acceptor", metavar="PERSON", default="", help="problems.option_acceptor")
@option("--evidence", metavar="FILE", multiple=True, type=click.Path(path_type=Path), help="problems.option_evidence")
def step_(session: Session, number: str, step: str, evidence: Sequence[Path], **given: str) -> None:
    """Take a problem a step further."""
    installation.open_home(session)
    from zicha.services import problems as services

    names = installation.names(session)
    name = services.step_name(step)
    taken = Step(
        name=name,
        on=session.on,
        reason=given["reason"],
        due=_day(given["due"]),
        cause=given["cause"],
        measure=given["measure"],
        owner=_person(given["owner"], names),
        acceptor=_person(given["acceptor"], names),
        evidence=tuple(map(_kept, evidence)),
    )
    made = services.take_step(
        problem=services.entry_of(number=number, as_known_at=session.now),
        step=taken,
        recorded_at=session.now,
        recorded_by=_person(given["by"], names),
    )
    installation.close_due(session)
    _answer(session, made, names)


def _kept(path: Path) -> Evidence:
    from zicha.services import ledger

    return ledger.keep_evidence(content=values.read_file(path), name=path.name, kind="document")


def _rows(session: Session, unit: str | None, *, subtree: bool) -> tuple[Shown, ...]:
    from zicha.services import problems as services

    codes = questions.scope(session, unit, subtree=subtree)
    return services.shown(services.listed(units=codes, on=session.on, as_known_at=session.as_known_at))


def _answer(session: Session, found: Problem, names: Names) -> None:
    shown = next((row for row in _rows(session, found.unit, subtree=False) if row.problem.entry == found.entry), None)
    row = shown or Shown(found, found.due_state(session.on))
    show.answer(session, problems_out.as_json(row), lambda: _tell(session, row, names))


def _tell(session: Session, row: Shown, names: Names) -> None:
    one = row.problem
    show.line(f"{one.number}  {session.title(problems.STATES[one.state])}  {names.unit(one.unit)}")
    show.line(one.matter)
    facts = {"owner": names.person(one.owner), "due": one.due, "first": one.original_due, "times": one.extended}
    show.line(session.say("problems.told_extended" if one.extended else "problems.told", **facts))
    if row.before:
        show.line(session.say("problems.told_recurring", numbers=" ".join(row.before)))
    for step in one.steps:
        title = session.title(problems.STEPS[step.name])
        show.line(f"  {step.on}  {title}  {names.person(step.by)}  {step.reason}".rstrip())


def _table(session: Session, rows: Sequence[Shown], names: Names) -> None:
    if not rows:
        show.line(session.say("problems.none"))
        return
    columns = ("number", "state", "due", "owner", "matter")
    heads = [session.say(f"problems.column_{name}") for name in columns]
    show.table(heads=heads, rows=[_line(session, row, names) for row in rows])


def _line(session: Session, row: Shown, names: Names) -> list[str]:
    one = row.problem
    state = session.title(problems.STATES[one.state])
    due = {"overdue": f"✗ {one.due}", "soon": f"◬ {one.due}"}.get(row.due_state, str(one.due))
    return [one.number, state, due, names.person(one.owner), one.matter]


def _person(words: str, names: Names) -> str:
    return questions.person(words, people=names.people) if words else ""


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def export_rows(session: Session, unit: str | None, *, subtree: bool) -> tuple[tuple[Shown, ...], dict[str, Any]]:
    """Return what ``zicha export problems`` writes, and the names it writes it with."""
    rows = _rows(session, unit, subtree=subtree)
    names = installation.names(session)
    people = {person.id: person.name for person in names.people.values()}
    return rows, {"names": people, "units": names.units, "language": session.language}


for each in (open_, import_, list_, show_, step_):
    problem.add_command(each)
