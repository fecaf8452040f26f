"""``zicha import FOLDER``: thousands of ledgers, read on all cores and written by one; broken off, it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from zicha.cli import installation, pool, questions, show, values
from zicha.cli.session import RECORDED_BY, Session
from zicha.cli.trouble import FINE, WRONG
from zicha.core.findings import Refusal
from zicha.core.importing.refusals import RefusedCell
from zicha.core.periods import Period

if TYPE_CHECKING:
    from zicha.services.import_folder import Answer, Plan, Reading, Written

By = Literal["name", "column"]
BY: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a folder."""

    folder: Path
    unit: str
    kind: str
    mapping: Path | None
    period: Period | None
    by: str
    units: Path | None
    workers: int | None
    dry_run: bool
    accept_valid: bool


@dataclass(slots=True)
class _Done:
    """What has become of the folder so far."""

    already_in: int = 0
    taken: int = 0
    rows_added: int = 0
    rows_already: int = 0
    rows_ready: int = 0
    refused: list[tuple[str, RefusedCell]] = field(default_factory=list)
    refused_files: int = 0

    def refuse(self, answer: Answer) -> None:
        """Keep why a file, or some of its rows, stays out."""
        self.refused_files += 1
        self.refused += [(answer.asked.place, cell) for cell in answer.refused]


def run(session: Session, asked: Asked) -> int:
    """Import every ledger of the folder, and say what was refused; 1 if anything was."""
    by = _by(asked)
    content = values.read_file(asked.units) if asked.units else None
    installation.open_home(session)
    from zicha.services import import_folder

    names = installation.names(session)
    if not names.schemes:
        raise Refusal("cli.no_schemes")
    unit = questions.unit(asked.unit, spans=names.spans)
    reading = _reading(session, asked, questions.kind(asked.kind, schemes=names.schemes) if asked.kind else "")
    listed = import_folder.listed(content=content) if content is not None else None
    plan = import_folder.plan(folder=asked.folder, unit=unit, by=by, listed=listed, reading=reading)
    done = _all(session, asked, plan, reading)
    facts = _facts(done, asked)
    shape = {**facts, "refused": _refused_shape(session, done)}
    show.answer(session, shape, lambda: _tell(session, done, facts))
    return WRONG if done.refused else FINE


def _by(asked: Asked) -> By:
    found = next((each for each in BY if each == asked.by), None)
    if found is None or (asked.units and found == "column"):
        raise Refusal("import_folder.by", value=asked.by)
    return found


def _reading(session: Session, asked: Asked, kind: str) -> Reading:
    from zicha.services import import_folder, imports

    mapping = imports.load_mapping(file=asked.mapping) if asked.mapping else None
    return import_folder.Reading(kind, mapping, asked.period, session.now)


def _all(session: Session, asked: Asked, plan: Plan, reading: Reading) -> _Done:
    done = _Done(already_in=plan.already)
    for answer in plan.refused:
        done.refuse(answer)
    total = len(plan.asked)
    for count, written in _written(session, asked, plan, reading):
        _keep(done, written)
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("import_folder.progress", done=count, total=total))
    if sys.stderr.isatty() and total:
        sys.stderr.write("\n")
    return done


def _written(session: Session, asked: Asked, plan: Plan, reading: Reading) -> Iterator[tuple[int, Written]]:
    from zicha.services import import_folder

    answers = pool.each(
        plan.asked,
        prepare=import_folder.reader,
        given=(reading,),
        at=pool.place(session),
        workers=asked.workers,
        count=len(plan.asked),
    )
    count = 0
    for written in import_folder.write(
        answers,
        clock=_clock(session.now),
        recorded_by=RECORDED_BY,
        accept_valid=asked.accept_valid,
        dry_run=asked.dry_run,
    ):
        count += len(written.answers)
        yield count, written


def _clock(begun: datetime) -> Any:
    """A long run writes at the instant it writes: what was recorded meanwhile by others lies before it."""
    started = time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - started)


def _keep(done: _Done, written: Written) -> None:
    done.rows_added += written.added
    done.rows_already += written.already
    done.taken += len(written.answers) if written.taken else 0
    done.rows_ready += sum(len(answer.drafts) for answer in written.answers)
    for answer in written.answers:
        if answer.refused:
            done.refuse(answer)


def _facts(done: _Done, asked: Asked) -> dict[str, Any]:
    return {
        "folder": str(asked.folder),
        "dry_run": asked.dry_run,
        "files_taken": done.taken,
        "files_already": done.already_in,
        "files_refused": done.refused_files,
        "added": done.rows_added,
        "already": done.rows_already,
        "ready": done.rows_ready,
    }


def _refused_shape(session: Session, done: _Done) -> list[dict[str, Any]]:
    shapes = show.refused_shape(session, [cell for _place, cell in done.refused])
    return [{"file": place, **shape} for (place, _cell), shape in zip(done.refused, shapes, strict=True)]


def _tell(session: Session, done: _Done, facts: dict[str, Any]) -> None:
    if done.refused:
        heads = [session.say("import_folder.head_file")]
        heads += [session.say(f"cli.head.{name}") for name in ("sheet", "row", "column", "value", "reason")]
        show.table(heads=heads, rows=[_line(session, *each) for each in done.refused], numbers=frozenset({2}))
        show.line()
    code = "import_folder.tried" if facts["dry_run"] else "import_folder.done"
    show.line(session.say(code, **facts))


def _line(session: Session, place: str, cell: RefusedCell) -> list[str]:
    column = f"{cell.column} {cell.header}".strip()
    return [place, cell.sheet, str(cell.row or ""), column, cell.value, cell.reason(session.language)]
