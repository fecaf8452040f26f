"""``zicha export``: entries and journals out again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from zicha.cli import installation, questions, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session
from zicha.core.periods import ALWAYS, Period, Span

export = Group("export", help="cli.help.export")


def _asked(function: Callable[..., Any]) -> Callable[..., Any]:
    for add in (
        option("--out", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.out"),
        option("--subtree", is_flag=True, help="cli.option.subtree"),
        option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.export_period"),
        option("--unit", metavar="UNIT", help="cli.option.export_unit"),
    ):
        function = add(function)
    return function


@command("entries", "cli.help.export_entries")
@_asked
def entries(session: Session, unit: str | None, period: Period | None, out: Path | None, *, subtree: bool) -> None:
    """Write entries as ndjson, oldest first."""
    units, span = _scope(session, unit, period, subtree=subtree)
    from zicha.services import exports

    _write(exports.entries(units=units, span=span, as_known_at=session.as_known_at), out)


@command("hledger", "cli.help.export_hledger")
@_asked
def hledger(session: Session, unit: str | None, period: Period | None, out: Path | None, *, subtree: bool) -> None:
    """Write a journal that hledger reads."""
    units, span = _scope(session, unit, period, subtree=subtree)
    from zicha.services import exports

    _write(exports.hledger(units=units, span=span, as_known_at=session.as_known_at), out)


@command("bundle", "cli.help.export_bundle")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period_needed")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="cli.option.out")
@option("--scheme", metavar="ID", help="cli.option.report_scheme")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--without-people", is_flag=True, help="cli.option.without_people")
def bundle(
    session: Session,
    unit: str,
    period: Period,
    out: Path,
    scheme: str | None,
    *,
    subtree: bool,
    without_people: bool,
) -> None:
    """Close the books and write the proof of a report."""
    values.require_writable(out)
    installation.open_home(session)
    from zicha.services import proofs

    names = installation.names(session)
    content = proofs.bundle(
        unit=questions.unit(unit, spans=names.spans),
        period=period,
        scheme=questions.scheme(scheme, schemes=names.schemes),
        on=session.on,
        recorded_at=session.now,
        recorded_by="cli",
        home=session.home,
        language=session.language,
        subtree=subtree,
        people=not without_people,
    )
    values.write_file(out, content)


@command("problems", "problems.help_export")
@option("--unit", metavar="UNIT", help="cli.option.export_unit")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.out")
def problems(session: Session, unit: str | None, out: Path | None, *, subtree: bool) -> None:
    """Write problems as a table, or as JSON if asked for or by the file's name."""
    installation.open_home(session)
    from zicha.cli.commands import problem
    from zicha.formats import problems_out

    rows, called = problem.export_rows(session, unit, subtree=subtree)
    if session.form == "json" or (out is not None and out.suffix == ".json"):
        data = {"on": session.on.isoformat(), "problems": [problems_out.as_json(row) for row in rows]}
        _write([json.dumps(data, ensure_ascii=False, indent=2)], out)
        return
    table = problems_out.as_csv(rows, **called)
    if out is None:
        sys.stdout.write(table)
    else:
        values.write_file(out, table.encode("utf-8-sig"))


def _scope(session: Session, unit: str | None, period: Period | None, *, subtree: bool) -> tuple[tuple[str, ...], Span]:
    installation.open_home(session)
    return questions.scope(session, unit, subtree=subtree), period.span if period else ALWAYS


def _write(lines: Iterable[str], out: Path | None) -> None:
    if out is not None:
        values.write_file(out, "".join(f"{line}\n" for line in lines).encode("utf-8"))
        return
    for line in lines:
        sys.stdout.write(f"{line}\n")


for each in (entries, problems, hledger, bundle):
    export.add_command(each)
