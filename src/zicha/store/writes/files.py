"""Files that rows point to: on the disk, whole and synced, before the row is written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from zicha.store.folders import sync_folder


def keep(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write ``content`` to ``path``, so that after a crash the file is there whole or not at all.

    Raises ``OSError`` if it cannot be written; then nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def add_line(path: Path, line: bytes, *, mode: int = 0o600) -> None:
    """Add ``line``, which ends with a newline, to a file and sync it.

    What a crash left of an earlier line is cut off first. Raises ``OSError`` if it cannot be written.
    """
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "r+b") as stream:
        whole = stream.read().rpartition(b"\n")
        stream.truncate(len(whole[0]) + len(whole[1]))
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        sync_folder(path.parent)
