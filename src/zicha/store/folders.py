"""Folders that are there whole or not at all, and copies of their files."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_AT_ONCE = 8


class InUseError(RuntimeError):
    """Another process is filling the same place; the message is the folder."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Let a folder be filled beside its place, and put it there at once, synced; after an error nothing is left.

    An empty folder in its place gives way. What a killed process left of an earlier draft is taken away first.
    Raises :class:`InUseError` if another process is at it, and ``OSError`` if it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _held(_draft_of(target)) as draft:
        try:
            yield draft
            _sync(draft)
            if target.is_dir():
                target.rmdir()
            draft.replace(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    sync_folder(target.parent)


def drop_abandoned(folder: Path, *, pattern: str) -> None:
    """Take away drafts that killed processes left in ``folder``; ``pattern`` is of the names they were to have."""
    for draft in sorted(folder.glob(f".{pattern}.part")):
        try:
            with _held(draft):
                shutil.rmtree(draft)
        except InUseError:
            continue


def copy_tree(source: Path, target: Path, *, known: Path | None = None) -> int:
    """Copy the files below a folder, drafts left out, and return how many; a folder that is not there has none.

    A file that stands below ``known`` under the same name and with the same size is linked from there, where the disk
    can: to be used for files that are named by their hashes alone.
    """
    found = _files(source)
    for path in found:
        name = path.relative_to(source)
        if known is None or not _link(known / name, path, target / name):
            copy_file(path, target / name)
    return len(found)


def _link(known: Path, source: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if known.stat().st_size != source.stat().st_size:
            return False
        os.link(known, target)
    except OSError:
        return False
    return True


def count(folder: Path) -> int:
    """Return how many files :func:`copy_tree` would copy."""
    return len(_files(folder))


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


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder; Windows has no way to do so, and journals names itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]


def _draft_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


if sys.platform == "win32":

    @contextmanager
    def _held(draft: Path) -> Iterator[Path]:
        """Make a draft that is nobody else's; one that is there is taken for another process's."""
        try:
            draft.mkdir()
        except FileExistsError as error:
            raise InUseError(draft) from error
        yield draft

else:
    import fcntl

    @contextmanager
    def _held(draft: Path) -> Iterator[Path]:
        """Hold a lock on a draft, empty, that ends with this process however it ends."""
        draft.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _lock(descriptor, draft)
            _empty(draft)
            yield draft
        finally:
            os.close(descriptor)

    def _lock(descriptor: int, draft: Path) -> None:
        """Whoever held the lock before may have put the folder in its place, or taken it away, just now."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(descriptor), draft.stat()):
                raise InUseError(draft)
        except (BlockingIOError, FileNotFoundError) as error:
            raise InUseError(draft) from error

    def _empty(draft: Path) -> None:
        for path in draft.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def _sync(folder: Path) -> None:
    """Sync every file, many at once, which a disk takes in little more time than one; then the names."""
    below = list(folder.rglob("*"))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_sync_file, (path for path in below if path.is_file())))
    for path in (*(each for each in below if each.is_dir()), folder):
        sync_folder(path)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
