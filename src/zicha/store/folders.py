"""Folders that are there whole or not at all, and copies of their files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUseError(RuntimeError):
    """Another process is filling the same place; the message is the folder."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Let a folder be filled beside its place, and put it there at once, synced; after an error nothing is left.

    An empty folder in its place gives way. Raises :class:`InUseError` if another process is at it.
    """
    draft = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.mkdir(mode=0o700)
    except FileExistsError as error:
        raise InUseError(draft) from error
    try:
        yield draft
        _sync(draft)
        if target.is_dir():
            target.rmdir()
        draft.replace(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def copy_tree(source: Path, target: Path) -> int:
    """Copy the files below a folder, drafts left out, and return how many; a folder that is not there has none."""
    found = [path for path in sorted(source.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    for path in found:
        copy_file(path, target / path.relative_to(source))
    return len(found)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file and its mode; one that is not there, or was erased in the meantime, stays away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy(source, target)
    except FileNotFoundError:
        return


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
