"""Importing the ledgers people have: read, show, record all or nothing, say what was refused."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from rapidfuzz import fuzz

from zicha.core import admission, built_in
from zicha.core.admission import Rules
from zicha.core.findings import Refusal
from zicha.core.importing import cells, entries, plan, rows
from zicha.core.importing.directory import Directory
from zicha.core.importing.mapping import Mapping
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow, shown
from zicha.core.importing.rows import Read, Setting
from zicha.core.kinds import Kinds
from zicha.core.ledger import Draft, Evidence
from zicha.core.periods import Period
from zicha.core.scheme import BUILT_IN_EVIDENCE, WAIVER
from zicha.core.text import Language, LocalText
from zicha.formats import mapping_yaml, marked_copy, ndjson, roster_in, table_guard, tables_in
from zicha.services import ledger, organisation
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries

FOR_EVER = datetime.max.replace(tzinfo=UTC)
MAX_EVIDENCE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing has been written.

    Attributes:
        drafts: what can be recorded, in the order of the file.
        refused: every cell that cannot be taken.
        skipped: rows that are no records.
        notes: what else the person should know.
        mapping: how the columns were read; empty for ndjson, which needs none.
    """

    drafts: tuple[Draft, ...]
    refused: tuple[RefusedCell, ...]
    skipped: tuple[SkippedRow, ...]
    notes: tuple[Note, ...]
    mapping: Mapping

    @property
    def refused_rows(self) -> int:
        """How many rows hold at least one refused cell."""
        return len({(cell.sheet, cell.row) for cell in self.refused})


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        added: entries recorded now.
        already: entries that were there from an earlier run.
        ready: rows that could be recorded; without ``accept_valid`` none is, if a cell was refused.
        refused, skipped, notes, mapping: as in :class:`Preview`.
    """

    added: int
    already: int
    ready: int
    refused: tuple[RefusedCell, ...]
    skipped: tuple[SkippedRow, ...]
    notes: tuple[Note, ...]
    mapping: Mapping


@dataclass(frozen=True, slots=True)
class Ground:
    """What files are read against; read once, it serves many files.

    Attributes:
        setting: schemes, tree and roster; its unit is each file's own.
        kinds: what a kind meant over time.
        known_at: the instant of knowledge.
    """

    setting: Setting
    kinds: Kinds
    known_at: datetime


def ground(*, mapping: Mapping | None = None, known_at: datetime | None = None) -> Ground:
    """Return what files are read against as known at an instant (everything known, by default)."""
    setting = _setting(mapping=mapping, known_at=known_at)
    return Ground(setting, scheme_queries.kinds_over_time(), known_at or FOR_EVER)


def preview(
    *,
    file: Path,
    unit: str,
    kind: str = "",
    mapping: Mapping | None = None,
    content: bytes | None = None,
    period: Period | None = None,
    known_at: datetime | None = None,
    units: frozenset[str] | None = None,
    against: Ground | None = None,
) -> Preview:
    """Read a ledger file against the schemes, the tree and the roster, and write nothing.

    Takes the file's path; with ``content`` (an upload) the path only names it. ``unit`` is whom the file is from,
    ``kind`` what it records if its sheets do not say so, ``mapping`` one made earlier, ``period`` the year of dates
    without one, ``known_at`` the instant of knowledge (everything known, by default), ``units`` those the person may
    record for (all, by default): a unit below that has moved away since is none of them. ``against`` is a
    :func:`ground` of the same mapping and instant, so that many files ask the database once. Raises ``Refusal`` for a
    file that cannot be read at all.
    """
    data = _bytes(file) if content is None else content
    stand = against or ground(mapping=mapping, known_at=known_at)
    setting = replace(stand.setting, unit=unit)
    if ndjson.looks_like(data, name=file.name):
        read = entries.read(ndjson.read(data), setting=setting, sheet=file.name)
        folder = file.parent if content is None else None
        read = _with_checked_files(read, folder=folder, sheet=file.name)
        used = Mapping(())
    else:
        read, used = _read_tables(data, file=file, kind=kind, mapping=mapping, period=period, setting=setting)
    read = _admitted(_in_reach(_without_key_twice(read), unit, units), stand)
    return Preview(read.drafts, read.refused, read.skipped, read.notes, used)


@contextmanager
def _unswept() -> Iterator[None]:
    """Leave out the search for garbage: what an import makes is needed to its end, and is a great deal."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_unswept()
def run(
    *,
    file: Path,
    unit: str,
    recorded_at: datetime,
    recorded_by: str,
    kind: str = "",
    mapping: Mapping | None = None,
    accept_valid: bool = False,
    dry_run: bool = False,
    content: bytes | None = None,
    period: Period | None = None,
    units: frozenset[str] | None = None,
) -> Imported:
    """Import a ledger file in one transaction; a second run of the same file adds 0.

    All or nothing: if a cell is refused, nothing is written, unless ``accept_valid`` takes the rows that are
    right. ``dry_run`` writes nothing either way. See :func:`preview` for the rest.
    """
    seen = preview(
        file=file,
        unit=unit,
        kind=kind,
        mapping=mapping,
        content=content,
        period=period,
        known_at=recorded_at,
        units=units,
    )
    result = Imported(0, 0, len(seen.drafts), seen.refused, seen.skipped, seen.notes, seen.mapping)
    if dry_run or not seen.drafts or (seen.refused and not accept_valid):
        return result
    drafts = [with_kept_files(draft, file.parent) for draft in seen.drafts]
    recorded = ledger.record_many(drafts=drafts, recorded_at=recorded_at, recorded_by=recorded_by)
    return replace(result, added=recorded.added, already=recorded.already)


def load_mapping(*, file: Path) -> Mapping:
    """Return the mapping in a YAML file; raise ``Refusal`` if it is none."""
    return mapping_yaml.read(_bytes(file))


def save_mapping(*, mapping: Mapping, file: Path) -> None:
    """Write a mapping as YAML, to be changed by hand and used again."""
    file.write_bytes(mapping_yaml.write(mapping))


def mark(
    *, file: Path, refused: Sequence[RefusedCell], language: Language, content: bytes | None = None
) -> tuple[str, bytes]:
    """Return the ending and the bytes of a copy of the file with its refused rows marked."""
    data = _bytes(file) if content is None else content
    return marked_copy.write(data, name=file.name, refused=refused, language=language)


def roster(*, file: Path, recorded_at: datetime, content: bytes | None = None) -> organisation.Applied:
    """Import units, people and posts from xlsx, xls or csv, all or nothing; a second run adds 0.

    Raises ``Refusal`` for a file that cannot be read, or that has a cell to mend; :func:`roster_faults` lists all.
    """
    found = read_roster(file=file, content=content)
    if found.refused:
        first = found.refused[0]
        facts = {"sheet": first.sheet, "row": first.row, "column": first.column, "reason": first.reason("zh")}
        raise Refusal("imports.roster_refused", found=len(found.refused), **facts)
    return organisation.apply(roster=found.roster, recorded_at=recorded_at)


def read_roster(*, file: Path, content: bytes | None = None) -> roster_in.RosterFile:
    """Return the roster in a file with every refused cell and skipped row, and write nothing."""
    data = _bytes(file) if content is None else content
    known = _known_posts()
    return roster_in.read(data, name=file.name, posts=known, spans=unit_queries.spans(), people=unit_queries.people())


def _known_posts() -> tuple[tuple[str, LocalText], ...]:
    return tuple(dict(post for version in scheme_queries.versions() for post in version.scheme.posts).items())


def _bytes(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > table_guard.MAX_FILE_BYTES:
            limit = table_guard.MAX_FILE_BYTES // 1024 // 1024
            raise Refusal("imports.file_too_large", size=size // 1024 // 1024, limit=limit)
        return file.read_bytes()
    except OSError:
        raise Refusal("imports.file_missing", file=file.name) from None


def _setting(*, mapping: Mapping | None, known_at: datetime | None) -> Setting:
    latest = known_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() if known_at else date.max
    schemes = scheme_queries.in_force(on=latest, as_known_at=known_at or FOR_EVER)
    kinds = {name: kind for name, kind in built_in.KINDS.items() if name not in built_in.NEVER_IMPORTED}
    kinds |= {kind.id: kind for scheme in schemes for kind in scheme.kinds}
    words = rows.words_of((kind.id, kind.title) for kind in kinds.values())
    words |= {cells.squeezed(word): one for word, one in (mapping.kinds if mapping else ())}
    evidence = dict(BUILT_IN_EVIDENCE) | {one: title for scheme in schemes for one, title in scheme.evidence}
    directory = Directory(
        spans=unit_queries.spans(),
        people=unit_queries.people,
        holdings=unit_queries.holdings,
        units=dict(mapping.units) if mapping else None,
    )
    known = rows.words_of(evidence.items())
    return Setting("", kinds, words, known, evidence_titles=tuple(evidence.items()), directory=directory, latest=latest)


def _likeness(one: str, other: str) -> float:
    return fuzz.ratio(one, other)


def _read_tables(
    data: bytes, *, file: Path, kind: str, mapping: Mapping | None, period: Period | None, setting: Setting
) -> tuple[Read, Mapping]:
    book = tables_in.read(data, name=file.name)
    asked = plan.Asked(
        file=file.stem,
        kinds=tuple(kind for kind in setting.kinds.values() if kind.id not in built_in.KINDS),
        evidence=setting.evidence_titles,
        likeness=_likeness,
        kind=kind,
        given=mapping,
        year=period.span.start.year if period else None,
    )
    made = plan.make(book.tables, asked=asked)
    found = [rows.read(source, setting=replace(setting, year=year)) for source, year in made.sources]
    hidden = tuple(Note("imports.sheet_hidden", {"sheet": sheet}) for sheet in book.hidden)
    return _joined(found, notes=hidden + made.notes), made.mapping


def _joined(found: Sequence[Read], *, notes: tuple[Note, ...]) -> Read:
    return Read(
        drafts=tuple(draft for read in found for draft in read.drafts),
        rows=tuple(row for read in found for row in read.rows),
        refused=tuple(cell for read in found for cell in read.refused),
        skipped=tuple(row for read in found for row in read.skipped),
        notes=notes + tuple(note for read in found for note in read.notes),
        sheets=tuple(sheet for read in found for sheet in read.sheets),
    )


def _without_key_twice(read: Read) -> Read:
    """Refuse a row whose key an earlier row of the same file has with other content."""
    first: dict[tuple[str, str], int] = {}
    bad: dict[int, RefusedCell] = {}
    for place, draft in enumerate(read.drafts):
        before = first.setdefault((draft.unit, draft.key), place) if draft.key else place
        if read.drafts[before] != draft:
            refusal = Refusal("imports.key_twice", value=draft.key, first=read.rows[before])
            bad[place] = _refused_row(read, place, draft.key, refusal)
    return _without(read, bad)


def _in_reach(read: Read, unit: str, units: frozenset[str] | None) -> Read:
    """Refuse what a person may not record: rows of units out of reach, and waivers, which a unit above approves."""
    if units is None:
        return read
    bad: dict[int, RefusedCell] = {}
    for place, draft in enumerate(read.drafts):
        if draft.unit not in units:
            refusal = Refusal("imports.unit_outside", value=draft.unit, within=unit)
            bad[place] = _refused_row(read, place, draft.unit, refusal)
        elif draft.kind == WAIVER:
            bad[place] = _refused_row(read, place, draft.kind, Refusal("imports.waiver"))
    return _without(read, bad)


def _admitted(read: Read, stand: Ground) -> Read:
    """Refuse the rows that the ledger would not take, so that all of them are told at once and none by surprise."""
    directory = stand.setting.directory
    bad: dict[int, RefusedCell] = {}
    for place, draft in enumerate(read.drafts):
        try:
            kinds = stand.kinds.held(draft.happened_on, stand.known_at).kinds
            admission.admit(draft, rules=Rules(kinds, directory.stands, directory.knows_person, stand.setting.latest))
        except Refusal as refusal:
            bad[place] = _refused_row(read, place, draft.title, refusal)
    return _without(read, bad)


def _refused_row(read: Read, place: int, value: str, refusal: Refusal) -> RefusedCell:
    return RefusedCell(read.sheets[place], read.rows[place], "", "", shown(value), refusal.code, dict(refusal.facts))


def _without(read: Read, bad: dict[int, RefusedCell]) -> Read:
    if not bad:
        return read
    kept = [place for place in range(len(read.drafts)) if place not in bad]
    refused = sorted((*read.refused, *bad.values()), key=lambda cell: (cell.sheet, cell.row))
    return replace(
        read,
        drafts=tuple(read.drafts[place] for place in kept),
        rows=tuple(read.rows[place] for place in kept),
        sheets=tuple(read.sheets[place] for place in kept),
        refused=tuple(refused),
    )


def _with_checked_files(read: Read, *, folder: Path | None, sheet: str) -> Read:
    """Refuse lines whose evidence files are not in the folder of the file."""
    bad: dict[int, RefusedCell] = {}
    for place, draft in enumerate(read.drafts):
        missing = [one.name for one in draft.evidence if one.name and not _is_there(folder, one.name)]
        if missing:
            facts = {"value": "、".join(missing)}
            bad[place] = RefusedCell(
                sheet, read.rows[place], "evidence", "evidence", facts["value"], "imports.line_file_missing", facts
            )
    return _without(read, bad)


def _is_there(folder: Path | None, name: str) -> bool:
    if folder is None or not name:
        return False
    try:
        path = (folder / name).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size <= MAX_EVIDENCE_BYTES
    except (OSError, ValueError):  # no file can be called so: a null character, half a character
        return False


def with_kept_files(draft: Draft, folder: Path) -> Draft:
    """Keep the files a draft names in ``folder``, and return the draft with their hashes."""
    if not any(one.name for one in draft.evidence):
        return draft
    return replace(draft, evidence=tuple(_kept(one, folder) for one in draft.evidence))


def _kept(one: Evidence, folder: Path) -> Evidence:
    if not one.name:
        return one
    return ledger.keep_evidence(content=(folder / one.name).read_bytes(), name=Path(one.name).name, kind=one.kind)
