"""Backups: everything an installation is, copied while it works, and brought back only where nothing is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import backup_times, instants
from zicha.core.findings import Refusal
from zicha.services import log, log_key, restoring
from zicha.services.restoring import CARD, FOLDERS, FORMAT, KEPT
from zicha.store import copies, folders
from zicha.store.copies import ToolFailedError, ToolMissingError
from zicha.store.folders import InUseError
from zicha.store.queries import log as queries
from zicha.store.writes import shelves

NAMES = "zicha-*T*Z"
KEPT_BETWEEN = 6
"""So many backups made between the daily ones stay: if the last is bad, those before it are a few minutes older."""
_EARLY = timedelta(seconds=30)
"""A round of the service that comes a little early counts as on time."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole.

    Attributes:
        size: number of records in the log when it was made, at least.
        files: how many files of evidence and checkpoints it holds.
    """

    folder: Path
    size: int
    files: int


def backup(
    *,
    home: Path,
    into: Path,
    made_at: datetime,
    progress: Callable[[int, int], None],
    keep: int = 0,
    between: bool = False,
) -> Backup:
    """Write a backup of the installation as a new folder in ``into``, named by the instant, and return it.

    The log's head is signed first, so that what is restored can be held against it. The database is copied at one
    instant while others write; files are copied after it, so that none it speaks of is missing. With ``keep``,
    older backups beyond that number are removed once this one is whole. One made ``between`` two others shares files of
    evidence with the one before it, is as whole as any, and is counted by itself. It may not lie in the data folder,
    whose loss it shall outlive. Raises ``Refusal`` ``backup.…``; then nothing is left behind.
    """
    if into.resolve().is_relative_to(home.resolve()):
        raise Refusal("backup.inside", folder=into, home=home)
    note = log.checkpoint(home=home, recorded_at=made_at)
    target = into / backup_times.name(made_at)
    if target.exists():
        raise Refusal("backup.exists", folder=target)
    with _told():
        folders.drop_abandoned(into, pattern=NAMES)
    with _told(), folders.whole(target) as draft:
        database = copies.copy(draft, progress=progress)
        before = _made(into, home)[-1:] if between else []
        known = {"evidence": before[0][0] / "evidence"} if before else {}
        copied = sum(folders.copy_tree(home / name, draft / name, known=known.get(name)) for name in FOLDERS)
        files = copied + _fetch(home, draft)
        for name in KEPT:
            folders.copy_file(home / name, draft / name)
        size = queries.size()
        card = {
            "format": FORMAT, "made_at": instants.written(made_at), "home": str(home.resolve()),
            "database": database.name,
            "sha256": folders.digest(database), "size": size, "files": files, "checkpoint": note,
            "between": between,
            "digests": {name: folders.digest(draft / name) for name in restoring.listed(draft)},
        }  # fmt: skip
        (draft / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1), "utf-8")
    if keep:
        _drop_older(target, home, keep, between=between)
    return Backup(target, size, files)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Daily backups: where they go, from which hour of the organisation's day, and how many are kept.

    Attributes:
        every: minutes after which one is made in between as well; 0 for none.
    """

    into: Path
    hour: int
    keep: int
    every: int = 0


def schedule(*, home: Path) -> Schedule | None:
    """Return the schedule that is set: beside the data folder where nothing is, ``None`` where it is ``off``.

    Raises ``Refusal`` ``backup.schedule`` for an hour or number that is none.
    """
    into = str(settings.ZICHA_BACKUP).strip()
    if into == "off":
        return None
    hour = number("ZICHA_BACKUP_HOUR", range(24))
    keep = number("ZICHA_BACKUP_KEEP", range(1, 10_000))
    every = number("ZICHA_BACKUP_EVERY", range(24 * 60))
    whole = home.resolve()
    return Schedule(Path(into) if into else whole.with_name(f"{whole.name}-backups"), hour, keep, every)


def make_due(*, home: Path, plan: Schedule, now: datetime) -> Backup | None:
    """Make the day's backup if there is none, or one in between, and return it; raise ``Refusal`` as :func:`backup`."""
    made = _made(plan.into, home)
    names = [path.name for path, between in made if not between]
    if backup_times.is_due(names=names, now=now, hour=plan.hour, zone=ZoneInfo(settings.TIME_ZONE)):
        return backup(home=home, into=plan.into, made_at=now, progress=_silently, keep=plan.keep)
    last = max(filter(None, (backup_times.made_at(path.name) for path, _between in made)), default=None)
    if not plan.every or (last and last <= now < last + timedelta(minutes=plan.every) - _EARLY):
        return None
    return backup(home=home, into=plan.into, made_at=now, progress=_silently, keep=KEPT_BETWEEN, between=True)


def _silently(_done: int, _total: int) -> None:
    pass


def number(name: str, possible: range) -> int:
    """Return the whole number that a variable says; raise ``Refusal`` ``backup.schedule`` for any other."""
    text = str(getattr(settings, name)).strip()
    if not text.isdecimal() or int(text) not in possible:
        raise Refusal("backup.schedule", name=name, value=text, first=possible[0], last=possible[-1])
    return int(text)


def load(*, file: Path) -> None:
    """Fill the empty PostgreSQL database this process is set up for; raise ``Refusal`` if it is not empty."""
    if not copies.is_empty():
        raise Refusal("backup.database_not_empty")
    with _told():
        copies.load(file)


def _fetch(home: Path, draft: Path) -> int:
    """Copy the files of the bucket, if there is one, into the backup; what is erased meanwhile stays away."""
    bucket = shelves.bucket(home)
    if bucket is None:
        return 0
    target, count = shelves.Folder(draft / "evidence"), 0
    for digest, _size, _kept_at in bucket.objects.listed():
        content = bucket.objects.get(digest)
        if content is not None and not target.path(digest).exists():
            target.keep(digest, content.read())
            count += 1
    return count


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except InUseError as error:
        raise Refusal("backup.in_progress", folder=error) from error
    except ToolMissingError as error:
        raise Refusal("backup.tool_missing", program=str(error)) from error
    except ToolFailedError as error:
        raise Refusal("backup.tool_failed", message=str(error)) from error
    except OSError as error:
        raise Refusal("backup.unwritable", message=error.strerror or str(error)) from error


def _made(into: Path, home: Path) -> list[tuple[Path, bool]]:
    """Every whole backup of this installation, the oldest first, and whether it was made between two others.

    A folder of another one's, or whose card nobody can read, is not touched and hinders no other.
    """
    origin = log_key.signer(home).name
    found = ((card.parent, _said(card)) for card in sorted(into.glob(f"{NAMES}/{CARD}")))
    return [
        (folder, bool(said.get("between")))
        for folder, said in found
        if str(said.get("checkpoint", "")).partition("\n")[0] == origin
    ]


def _said(card: Path) -> dict[str, Any]:
    try:
        said = json.loads(card.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _drop_older(made: Path, home: Path, keep: int, *, between: bool) -> None:
    """Remove what is older than the last of its sort; never the one just made, though a clock set back calls it old.

    One made between two others goes with those it stands among, or they would stay when no more are asked for.
    """
    every = _made(made.parent, home)
    kept = [path for path, is_between in every if is_between == between and path.name <= made.name][-keep:]
    sorts = (True,) if between else (True, False)
    for old in [path for path, is_between in every if is_between in sorts and path.name < kept[0].name]:
        shutil.rmtree(old)
