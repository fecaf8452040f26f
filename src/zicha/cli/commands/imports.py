"""``zicha import``: records out of the files people have."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.commands import import_folder
from zicha.cli.grammar import command, option
from zicha.cli.session import RECORDED_BY, Session
from zicha.cli.trouble import FINE, WRONG
from zicha.core.findings import Refusal
from zicha.core.periods import Period

if TYPE_CHECKING:
    from zicha.services.imports import Imported

_BY_NAME = "name"
STANDARD_INPUT = Path("-")


@command("import", "cli.help.import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--kind", metavar="KIND", default="", help="cli.option.kind")
@option("--mapping", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.mapping")
@option("--save-mapping", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.save_mapping")
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.import_period")
@option("--marked", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.marked")
@option("--by", metavar="name|column", default=_BY_NAME, help="import_folder.option_by")
@option("--units", metavar="FILE", type=click.Path(path_type=Path), help="import_folder.option_units")
@option("--workers", metavar="N", type=values.COUNT, help="cli.option.report_workers")
@option("--dry-run", is_flag=True, help="cli.option.dry_run")
@option("--accept-valid", is_flag=True, help="cli.option.accept_valid")
def import_(  # noqa: D103 -- what it does stands in its help
    session: Session,
    file: Path,
    unit: str,
    kind: str,
    mapping: Path | None,
    save_mapping: Path | None,
    period: Period | None,
    marked: Path | None,
    by: str,
    units: Path | None,
    workers: int | None,
    *,
    dry_run: bool,
    accept_valid: bool,
) -> int:
    if file.is_dir():
        if save_mapping or marked:
            raise Refusal("import_folder.one_file_only")
        asked = import_folder.Asked(file, unit, kind, mapping, period, by, units, workers, dry_run, accept_valid)
        return import_folder.run(session, asked)
    if units or workers or by != _BY_NAME:
        raise Refusal("import_folder.folders_only")
    content = sys.stdin.buffer.read() if file == STANDARD_INPUT else values.read_file(file)
    for written in (save_mapping, marked):
        if written is not None:
            values.require_writable(written)
    installation.open_home(session)
    from zicha.services import imports

    names = installation.names(session)
    if not names.schemes:
        raise Refusal("cli.no_schemes")
    done = imports.run(
        file=Path("standard-input.ndjson") if file == STANDARD_INPUT else file,
        content=content if file == STANDARD_INPUT else None,
        unit=questions.unit(unit, spans=names.spans),
        kind=questions.kind(kind, schemes=names.schemes) if kind else "",
        mapping=imports.load_mapping(file=mapping) if mapping else None,
        accept_valid=accept_valid,
        dry_run=dry_run,
        period=period,
        recorded_at=session.now,
        recorded_by=RECORDED_BY,
    )
    if save_mapping is not None:
        imports.save_mapping(mapping=done.mapping, file=save_mapping)
    if marked is not None and done.refused:
        _mark(session, file, content, done, marked)
    show.answer(session, _shape(done, session, file, dry_run=dry_run), lambda: _tell(session, done, dry_run=dry_run))
    if not dry_run:
        installation.close_due(session)
    return WRONG if done.refused else FINE


def _mark(session: Session, file: Path, content: bytes, done: Imported, marked: Path) -> None:
    from zicha.services import imports

    _ending, copy = imports.mark(file=file, refused=done.refused, language=session.language, content=content)
    values.write_file(marked, copy)


def _shape(done: Imported, session: Session, file: Path, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": str(file),
        "dry_run": dry_run,
        "added": done.added,
        "already": done.already,
        "ready": done.ready,
        "refused": show.refused_shape(session, done.refused),
        "skipped": [
            {"sheet": each.sheet, "row": each.row, "text": each.text, "reason": each.reason(session.language)}
            for each in done.skipped
        ],
        "notes": [each.sentence(session.language) for each in done.notes],
    }


def _tell(session: Session, done: Imported, *, dry_run: bool) -> None:
    show.refused(session, done.refused)
    for note in done.notes:
        show.line(note.sentence(session.language))
    for skipped in done.skipped:
        place = session.say("cli.skipped", sheet=skipped.sheet, row=skipped.row)
        show.line(f"{place}{skipped.reason(session.language)}")
    show.line(session.say(_outcome(done, dry_run=dry_run), **_counts(done)))


def _outcome(done: Imported, *, dry_run: bool) -> str:
    if dry_run:
        return "cli.import_tried"
    if done.refused and not done.added and not done.already:
        return "cli.import_refused"
    return "cli.import_done"


def _counts(done: Imported) -> dict[str, int]:
    return {"added": done.added, "already": done.already, "ready": done.ready, "refused": len(done.refused)}
