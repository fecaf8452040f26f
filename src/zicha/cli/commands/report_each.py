"""``zicha report each``: the reports of a unit and of every unit below it, on all cores; broken off, it goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

import click

from zicha.cli import installation, pool, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.report_proof import ProofNote
from zicha.core.text import Language

Form = Literal["docx", "pdf", "html", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
CARD = "run.json"


@dataclass(frozen=True, slots=True)
class Run:
    """What every report of one run is asked with; kept in the folder, so that a run taken up again asks the same."""

    period: str
    scheme: str
    form: Form
    on: str
    as_known_at: str
    language: Language
    subtree: bool


@command("each", "cli.help.report_each")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit_each")
@option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period_needed")
@option("--into", metavar="FOLDER", type=click.Path(path_type=Path), required=True, help="cli.option.reports_into")
@option("--scheme", metavar="ID", help="cli.option.report_scheme")
@option("--form", metavar="docx|pdf|html|json", default="docx", help="cli.option.report_form")
@option("--workers", metavar="N", type=values.COUNT, help="cli.option.report_workers")
@option("--subtree", is_flag=True, help="cli.option.subtree_each")
def each(
    session: Session,
    unit: str,
    period: Period,
    into: Path,
    scheme: str | None,
    form: str,
    workers: int | None,
    *,
    subtree: bool,
) -> None:
    """Write one report a unit; those that are there already are not written again."""
    chosen_form = next((each for each in FORMS if each == form), None)
    if chosen_form is None:
        raise Refusal("cli.report_form", ending=form)
    installation.open_home(session)
    names = installation.names(session)
    codes = questions.scope(session, unit, subtree=True)
    chosen = questions.scheme(scheme, schemes=names.schemes)
    asked = Run(
        str(period),
        chosen,
        chosen_form,
        session.on.isoformat(),
        session.as_known_at.isoformat(),
        session.language,
        subtree,
    )
    into.mkdir(parents=True, exist_ok=True)
    run = _taken_up(into, asked)
    from zicha.services import replica

    note = installation.proof_note(session, as_known_at=datetime.fromisoformat(run.as_known_at))
    seen = replica.written()
    session.lag = replica.choose(seen=seen, patience=installation.REPLICA_PATIENCE)
    if seen and session.lag is None:
        click.echo(session.say("engine.replica_not_read"), err=True)
    missing = [code for code in codes if not _file(into, code, run).exists()]
    written = pool.each(
        [(code, str(_file(into, code, run))) for code in missing],
        prepare=_writer,
        given=(run, 0 if session.lag is None else seen, note),
        at=pool.place(session),
        workers=workers,
        count=len(missing),
    )
    for done, _code in enumerate(written, start=1):
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("cli.writing_reports", done=done, total=len(missing)))
    facts = {"folder": str(into), "written": len(missing), "already": len(codes) - len(missing)}
    show.answer(session, facts, lambda: show.line(session.say("cli.reports_written", **facts)))


def _taken_up(into: Path, asked: Run) -> Run:
    """The run this folder was begun with, if it is the same question; else the one asked, kept from now on."""
    card = into / CARD
    if not card.exists():
        values.write_file(card, json.dumps(asdict(asked), ensure_ascii=False, indent=1).encode())
        return asked
    try:
        begun = Run(**json.loads(card.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise Refusal("cli.other_run", folder=into) from error
    same = ("period", "scheme", "form", "language", "subtree")
    if any(getattr(begun, name) != getattr(asked, name) for name in same):
        raise Refusal("cli.other_run", folder=into)
    return begun


def _file(into: Path, code: str, run: Run) -> Path:
    safe = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in code)
    return into / f"{safe}-{run.period}-{run.scheme}.{run.form}"


def _writer(run: Run, seen: int, note: ProofNote | None) -> Callable[[tuple[str, str]], str]:
    """Return what composes and writes one report; it runs in a process of its own.

    Takes the position from which on a replica has everything the reports are about, or 0 to read the primary, and
    what stands at the end of each report. Where the replica fails in the middle, the primary is read.
    """
    from zicha.services import replica, reports

    lag = replica.choose(seen=seen, patience=installation.REPLICA_PATIENCE) if seen else None

    def write(asked: tuple[str, str]) -> str:
        code, path = asked
        composed = replica.read(
            lambda _lag: reports.compose(
                unit=code,
                period=periods.parse(run.period),
                scheme=run.scheme,
                on=date.fromisoformat(run.on),
                as_known_at=datetime.fromisoformat(run.as_known_at),
                language=run.language,
                subtree=run.subtree,
            ),
            lag=lag,
        )
        values.write_file(Path(path), reports.render(report=composed, form=run.form, proof=note))
        return code

    return write
