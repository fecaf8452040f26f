"""Files on their way in: kept between preview and import, for the person who sent them, for a day at most."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.utils.http import content_disposition_header

SALT = "zicha.incoming"
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent and not yet imported.

    Attributes:
        name: as the person called it; never used as a path.
        ticket: what the form carries to name it; only this server can write one, for one account.
    """

    name: str
    content: bytes
    ticket: str


def keep(*, file: UploadedFile[Any], account: int, now: datetime) -> Incoming:
    """Keep a file and return it with its ticket; files older than a day are thrown away."""
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    folder = _folder()
    _tidy(folder, now)
    (folder / digest).write_bytes(content)
    name = Path(file.name or "file").name
    return Incoming(name, content, signing.dumps([digest, name, account], salt=SALT))


def find(*, ticket: str, account: int) -> Incoming:
    """Return the file a ticket names; answer "not found" for a ticket of another account or a file that is gone."""
    try:
        digest, name, owner = signing.loads(ticket, salt=SALT, max_age=KEPT_FOR)
        if owner != account:
            raise Http404
        return Incoming(name, (_folder() / digest).read_bytes(), ticket)
    except (signing.BadSignature, FileNotFoundError) as error:
        raise Http404 from error


def _folder() -> Path:
    folder = Path(settings.ZICHA_HOME) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _tidy(folder: Path, now: datetime) -> None:
    oldest = (now - KEPT_FOR).timestamp()
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def attachment(name: str) -> str:
    """Return the header that makes a browser save a file under ``name`` (RFC 6266)."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
