"""Bringing a backup's files back, before there is an installation to speak of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zicha.core.findings import Refusal
from zicha.store import folders
from zicha.store.folders import InUseError

FORMAT = "zicha-backup/1"
CARD = "backup.json"
KEPT = ("log-key", "log-key.pub", "secret-key", "erasures.ndjson")
FOLDERS = ("evidence", "checkpoints")


def unpack(*, source: Path, home: Path) -> str:
    """Put a backup's files into ``home``, which must not hold anything yet, and return the database's file name.

    It works on a folder beside ``home`` and puts it in place at once; a second process that restores into the same
    place is refused. Nothing here asks a database; the caller then loads a PostgreSQL dump if there is one. Raises
    ``Refusal`` ``backup.…``.
    """
    card = _card(source)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refusal("backup.home_not_empty", home=home)
    _check(source, card)
    with _told(), folders.whole(home) as draft:
        for name in (card["database"], *KEPT):
            folders.copy_file(source / name, draft / name)
        for name in FOLDERS:
            folders.copy_tree(source / name, draft / name)
            (draft / name).mkdir(exist_ok=True)
    return str(card["database"])


def listed(folder: Path) -> tuple[str, ...]:
    """Return the files of a backup that are small and told by their hashes: keys, journal and checkpoints.

    A file of evidence has its hash as its name, and verification reads it.
    """
    notes = sorted(f"checkpoints/{path.name}" for path in (folder / "checkpoints").glob("*.txt"))
    return (*(name for name in KEPT if (folder / name).is_file()), *notes)


def _check(source: Path, card: dict[str, Any]) -> None:
    """Hold a backup against its card; one made before there were hashes in cards is held against fewer."""
    for name, digest in {card["database"]: card["sha256"], **card.get("digests", {})}.items():
        if not (source / name).is_file() or folders.digest(source / name) != digest:
            raise Refusal("backup.altered", file=source / name)
    found = sum(folders.count(source / name) for name in FOLDERS)
    if found < card["files"]:
        raise Refusal("backup.incomplete", folder=source, count=card["files"] - found)


def _card(source: Path) -> dict[str, Any]:
    try:
        card = json.loads((source / CARD).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("backup.none", folder=source) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise Refusal("backup.none", folder=source)
    return card


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except InUseError as error:
        raise Refusal("backup.in_progress", folder=error) from error
    except OSError as error:
        raise Refusal("backup.unwritable", message=error.strerror or str(error)) from error
