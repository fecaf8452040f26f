"""Importing a folder of ledgers: read and checked side by side, written by one, each file whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from zicha.core.findings import Refusal
from zicha.core.importing import file_units
from zicha.core.importing.mapping import Mapping
from zicha.core.importing.refusals import RefusedCell
from zicha.core.ledger import Draft
from zicha.core.periods import Period
from zicha.formats import mapping_yaml
from zicha.services import import_done, imports, ledger
from zicha.store.queries import units as unit_queries

By = Literal["name", "column"]
ENDINGS = frozenset((".xlsx", ".xls", ".csv", ".ndjson"))
AT_ONCE_ROWS = 500
"""Files are written together until they have this many rows: a commit waits for the disk."""

_WHOLE_FILE = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How every file of a folder is read.

    Attributes:
        kind: what the files record, if their sheets do not say so.
        mapping: of their columns; ``None`` lets each file be read as it is.
        period: the year of dates without one.
        known_at: the instant of knowledge.
    """

    kind: str
    mapping: Mapping | None
    period: Period | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to be read: where it is, what it is called within the folder, and whom it is from."""

    file: Path
    place: str
    unit: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one file gave: drafts, and cells that cannot be taken. A file refused whole is one cell in row 0."""

    asked: Asked
    drafts: tuple[Draft, ...] = ()
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a folder.

    Attributes:
        asked: those to be read.
        already: how many are in the ledger from an earlier run.
        refused: those of which nobody can tell whom they are from.
        others: how many files are no ledgers.
    """

    asked: tuple[Asked, ...]
    already: int
    refused: tuple[Answer, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of files that were written together, or of one that stays out.

    Attributes:
        answers: the files.
        taken: whether their rows are in the ledger now.
        added: how many rows are new.
        already: how many were there from an earlier run.
    """

    answers: tuple[Answer, ...]
    taken: bool
    added: int = 0
    already: int = 0


def plan(*, folder: Path, unit: str, by: By, listed: dict[str, str] | None, reading: Reading) -> Plan:
    """Return what is to be read in a folder and the folders in it.

    Takes the unit that all files are from or below; ``by`` says whether a file's name (or ``listed``) tells whose it
    is, or a column in it. Files that an earlier run took, and that have not changed since, are counted and not read.
    Raises ``Refusal`` if there is no file to read.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    ledgers = [path for path in files if path.suffix.lower() in ENDINGS]
    if not ledgers:
        raise Refusal("import_folder.empty", folder=folder.name)
    units = file_units.called(unit_queries.spans(), within=unit, listed=listed or {})
    asked: list[Asked] = []
    refused: list[Answer] = []
    for path in ledgers:
        place = path.relative_to(folder).as_posix()
        try:
            whose = unit if by == "column" else file_units.unit_of(place, units=units)
            asked.append(Asked(path, place, whose, _fingerprint(path, whose, reading)))
        except Refusal as refusal:
            refused.append(_refused(Asked(path, place, "", ""), refusal))
    done = import_done.known()
    missing = tuple(each for each in asked if each.fingerprint not in done)
    return Plan(missing, len(asked) - len(missing), tuple(refused), len(files) - len(ledgers))


def reader(reading: Reading) -> Callable[[Asked], Answer]:
    """Return what reads a file and checks it, and writes nothing; schemes, tree and roster are asked for once."""
    against = imports.ground(mapping=reading.mapping, known_at=reading.known_at)

    def read(asked: Asked) -> Answer:
        try:
            seen = imports.preview(
                file=asked.file,
                unit=asked.unit,
                kind=reading.kind,
                mapping=reading.mapping,
                period=reading.period,
                known_at=reading.known_at,
                against=against,
            )
        except Refusal as refusal:
            return _refused(asked, refusal)
        return Answer(asked, seen.drafts, seen.refused)

    return read


def write(
    answers: Iterable[Answer],
    *,
    clock: Callable[[], datetime],
    recorded_by: str,
    accept_valid: bool = False,
    dry_run: bool = False,
) -> Iterator[Written]:
    """Record what was read, each file whole or not at all, and yield what became of them.

    A file with a refused cell stays out, unless ``accept_valid`` takes its rows that are right. Several small files
    share a transaction; broken off at any moment, what was yielded is in, and a second run adds only the rest.
    ``dry_run`` writes nothing.
    """
    waiting: list[Answer] = []
    for answer in answers:
        if dry_run or (answer.refused and not (accept_valid and answer.drafts)):
            yield Written((answer,), taken=False)
            continue
        waiting.append(answer)
        if sum(len(each.drafts) for each in waiting) >= AT_ONCE_ROWS:
            yield from _record(waiting, clock(), recorded_by)
            waiting = []
    yield from _record(waiting, clock(), recorded_by)


def listed(*, content: bytes) -> dict[str, str]:
    """Return the units that a list gives to files: two columns, file and unit; raise ``Refusal`` if it is none."""
    try:
        lines = [line for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if any(line)]
    except (UnicodeDecodeError, csv.Error):
        raise Refusal("import_folder.list_unreadable") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if len(line) < 2 or not line[0].strip() or not line[1].strip():
            raise Refusal("import_folder.list_line", row=number)
        found[line[0].strip().replace("\\", "/")] = line[1].strip()
    return found


def _fingerprint(path: Path, unit: str, reading: Reading) -> str:
    """Empty for ndjson: its lines name files beside it, which may have changed while it has not."""
    if path.suffix.lower() == ".ndjson":
        return ""
    mapping = mapping_yaml.write(reading.mapping).decode() if reading.mapping else ""
    read_as = (path.name, unit, reading.kind, mapping, str(reading.period or ""))
    try:
        return import_done.fingerprint(content=path.read_bytes(), read_as=read_as)
    except OSError:
        raise Refusal("imports.file_missing", file=path.name) from None


def _refused(asked: Asked, refusal: Refusal) -> Answer:
    cell = RefusedCell("", _WHOLE_FILE, "", "", "", refusal.code, dict(refusal.facts))
    return Answer(asked, (), (cell,))


def _record(answers: list[Answer], now: datetime, recorded_by: str) -> Iterator[Written]:
    """Record files together; if that is refused, one by one, so that only the one it is about stays out."""
    if not answers:
        return
    try:
        kept = [imports.with_kept_files(draft, each.asked.file.parent) for each in answers for draft in each.drafts]
        recorded = ledger.record_many(drafts=kept, recorded_at=now, recorded_by=recorded_by)
    except Refusal as refusal:
        if len(answers) == 1:
            yield Written((_refused(answers[0].asked, refusal),), taken=False)
            return
        for each in answers:
            yield from _record([each], now, recorded_by)
        return
    import_done.note(each.asked.fingerprint for each in answers if not each.refused)
    yield Written(tuple(answers), taken=True, added=recorded.added, already=recorded.already)
