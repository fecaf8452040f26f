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
    if not (source / card["database"]).is_file() or folders.digest(source / card["database"]) != card["sha256"]:
        raise Refusal("backup.altered", file=source / card["database"])
    with _told(), folders.whole(home) as draft:
        for name in (card["database"], *KEPT):
            folders.copy_file(source / name, draft / name)
        for name in FOLDERS:
            folders.copy_tree(source / name, draft / name)
            (draft / name).mkdir(exist_ok=True)
    return str(card["database"])


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
