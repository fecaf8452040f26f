"""Looking for what was erased after a backup was made: in later backups, and in the installation that it replaces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zicha.core.findings import Refusal
from zicha.services import erasure, log_key
from zicha.services.restoring import CARD


@dataclass(frozen=True, slots=True)
class Taken:
    """A journal that held erasures the backup did not know of, and how many."""

    file: Path
    count: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found.

    Attributes:
        taken: journals from which erasures were taken over.
        replaced: the installation whose journal was read, or ``None``.
        passed_over: journals that cannot be read, or of which nothing shows that they are of this installation.
        until: when the last backup was made whose journal was read, the restored one among them.
        is_known: whether erasures up to now are known: the replaced installation's journal, or one that was named.
    """

    taken: tuple[Taken, ...] = ()
    replaced: Path | None = None
    passed_over: tuple[Path, ...] = ()
    until: datetime | None = None
    is_known: bool = False


def take(*, home: Path, source: Path, named: Path | None) -> Looked:
    """Add to the journal in ``home`` the erasures told of elsewhere, and return where they were found.

    Takes the backup that was restored into ``home``, and the journal that somebody named, if so. Looked at are the
    folders beside the backup, beside the folder that backups lie in and beside ``home``, and the folder the backup
    was made of: those with a public key of this very log, backups or not; and a journal that lies beside the backups
    by itself, if it shares an erasure with this log. Raises ``Refusal`` ``erasure.journal_broken`` for the named one.
    """
    taken = [_taken(home, named)] if named else []
    passed_over = []
    folders = list(_related(home, source))
    for journal in [*(folder / erasure.JOURNAL for folder in folders), source.parent / erasure.JOURNAL]:
        if journal.is_file() and journal.resolve() != (home / erasure.JOURNAL).resolve():
            found = _taken_if_ours(home, journal, folders)
            if found is None:
                passed_over.append(journal)
            else:
                taken.append(found)
    made = [instant for folder in (source, *folders) if (instant := _made_at(folder)) is not None]
    replaced = next((each for each in folders if _made_at(each) is None and _can_be_read(each, passed_over)), None)
    return Looked(
        tuple(each for each in taken if each.count),
        replaced,
        tuple(passed_over),
        max(made, default=None),
        is_known=bool(named or replaced),
    )


def _taken(home: Path, journal: Path) -> Taken:
    return Taken(journal, erasure.take_journal(home=home, file=journal))


def _taken_if_ours(home: Path, journal: Path, folders: Iterable[Path]) -> Taken | None:
    try:
        return _taken(home, journal) if _is_ours(home, journal, folders) else None
    except Refusal:
        return None


def _is_ours(home: Path, journal: Path, folders: Iterable[Path]) -> bool:
    """A person is named by a hash of the id, which another installation may have given to somebody else."""
    if journal.parent in folders:
        return True
    known = {line.mark for line in erasure.read_journal(home=home)}
    return any(line.mark in known for line in erasure.read_journal(home=journal.parent))


def _can_be_read(folder: Path, passed_over: Iterable[Path]) -> bool:
    return folder / erasure.JOURNAL not in passed_over


def _related(home: Path, source: Path) -> Iterator[Path]:
    """Folders with a public key of the same log, each once; neither ``home`` nor the backup itself."""
    origin, seen = _origin(home), {home.resolve(), source.resolve()}
    for folder in _near(home, source):
        whole = folder.resolve()
        if whole not in seen and origin and _origin(whole) == origin:
            seen.add(whole)
            yield whole


def _near(home: Path, source: Path) -> Iterator[Path]:
    was = str(_card(source).get("home", ""))
    yield from [Path(was)] if was else []
    for place in (source.resolve().parent, source.resolve().parent.parent, home.resolve().parent):
        try:
            yield from sorted(path for path in place.iterdir() if path.is_dir())
        except OSError:
            continue


def _origin(folder: Path) -> str:
    try:
        keys = log_key.chain(folder)
    except (OSError, Refusal):
        return ""
    return keys.key.name if keys else ""


def _made_at(folder: Path) -> datetime | None:
    """When a folder was made, if it is a backup."""
    try:
        return datetime.fromisoformat(str(_card(folder).get("made_at", "")))
    except ValueError:
        return None


def _card(folder: Path) -> dict[str, object]:
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}
