"""``zicha check``: what is mechanically wrong in a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core.check import Grade
from zicha.core.findings import Refusal
from zicha.core.periods import Period

if TYPE_CHECKING:
    from zicha.services.check_knowledge import Ledger
    from zicha.services.checks import Checked

RULES_FILE = "check.toml"
"""In the data folder: the rules of an installation."""


@command("check", "cli.help.check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--previous", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.previous")
@option("--unit", metavar="UNIT", help="cli.help.check_unit")
@option("--scheme", metavar="ID", help="cli.option.check_scheme")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--annotated", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.annotated")
@option("--rules", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.check_rules")
def check(
    session: Session,
    file: Path,
    period: Period | None,
    previous: Path | None,
    unit: str | None,
    scheme: str | None,
    rules: Path | None,
    annotated: Path | None,
    *,
    subtree: bool,
) -> int:
    """Check a finished document; no installation is needed, unless a unit is named."""
    from zicha.services import checks

    values.require_with("--unit", given=unit, scheme=scheme, subtree=subtree)
    _require_copy(file, annotated)
    grades = _grades(session, rules)
    last = checks.read(content=values.read_file(previous), name=previous.name) if previous else None
    ledger = _ledger(session, unit, period, scheme, subtree=subtree) if unit else None
    content = values.read_file(file)
    checked = checks.check_file(
        content=content, name=file.name, period=period, previous=last, ledger=ledger, grades=grades
    )
    if annotated:
        copy = checks.annotated(content=content, checked=checked, language=session.language, made_at=session.now)
        values.write_file(annotated, copy)

    show.answer(session, checks.as_json(checked, language=session.language), lambda: _tell(session, checked, annotated))
    return 1 if checked.findings else 0


def _tell(session: Session, checked: Checked, annotated: Path | None) -> None:
    from zicha.services import checks

    for line in checks.told(checked, language=session.language):
        show.line(line)
    count = len(checked.findings)
    show.line(session.say("cli.check_count", count=count) if count else session.say("cli.check_fine"))
    if annotated:
        show.line(session.say("cli.check_annotated", file=annotated))


def _require_copy(file: Path, annotated: Path | None) -> None:
    if annotated is None:
        return
    if {file.suffix.lower(), annotated.suffix.lower()} != {".docx"}:
        raise Refusal("cli.check_annotated_form")
    values.require_writable(annotated)


def _grades(session: Session, named: Path | None) -> dict[str, Grade]:
    from zicha.services import checks

    usual = session.home / RULES_FILE
    path = named or (usual if usual.is_file() else None)
    return checks.read_rules(content=values.read_file(path), name=path.name) if path else {}


def _ledger(session: Session, unit: str, period: Period | None, scheme: str | None, *, subtree: bool) -> Ledger:
    if period is None:
        raise Refusal("cli.check_unit_alone")
    installation.open_home(session)
    from zicha.services import check_knowledge

    names = installation.names(session)
    return check_knowledge.of_ledger(
        unit=questions.unit(unit, spans=names.spans),
        period=period,
        scheme=questions.scheme(scheme, schemes=names.schemes) if scheme else None,
        on=session.on,
        as_known_at=session.as_known_at,
        subtree=subtree,
    )
