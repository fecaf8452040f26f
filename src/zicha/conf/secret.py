"""The installation's own key: made once, whole, whoever starts first."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def read_or_make(file: Path) -> str:
    """Return the key kept in ``file``, making it if it is not there; without a folder to write to, one for this run.

    Workers may start at the same moment: the key is written beside its place and linked into it, so that
    exactly one of them makes it and none reads half of it.
    """
    if not file.exists() and file.parent.is_dir() and os.access(file.parent, os.W_OK):
        _make(file)
    return file.read_text(encoding="ascii") if file.exists() else secrets.token_urlsafe(50)


def _make(file: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(name, file)
        except FileExistsError:
            return
    finally:
        Path(name).unlink()
