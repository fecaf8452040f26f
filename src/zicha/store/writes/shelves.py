"""Where the files lie that people hand in, by their hash: a folder of the installation, or a bucket before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction

from zicha.core.findings import Refusal
from zicha.store import evidence_place
from zicha.store.bucket import Objects
from zicha.store.writes import files


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file that is kept.

    Attributes:
        kept_at: when it was last written.
    """

    digest: str
    size: int
    kept_at: datetime


class Shelf(Protocol):
    """What keeps files by the SHA-256 of their bytes, in hex."""

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a file; after this returns a crash does not lose it. The same bytes are kept once."""

    def open(self, digest: str) -> BinaryIO | None:
        """Return a file to read, or ``None`` if it is not kept."""

    def drop(self, digest: str) -> None:
        """Remove a file for good, earlier versions of it too; nothing is done where there is none."""

    def listed(self) -> Iterator[Shelved]:
        """Yield every file that is kept, in no order."""


class Folder:
    """Files in a folder of the installation, synced before they count as kept."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def path(self, digest: str) -> Path:
        """Return the place of a file with this hash, whether it is there or not."""
        return self.place / digest[:2] / digest[2:]

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a file."""
        if not self.path(digest).exists():
            files.keep(self.path(digest), content)

    def open(self, digest: str) -> BinaryIO | None:
        """Return a file to read."""
        try:
            return self.path(digest).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            return None

    def drop(self, digest: str) -> None:
        """Remove a file."""
        self.path(digest).unlink(missing_ok=True)

    def listed(self) -> Iterator[Shelved]:
        """Yield every file."""
        for path in sorted(self.place.glob("??/*")):
            if path.is_file() and not path.name.startswith("."):
                found = path.stat()
                kept_at = datetime.fromtimestamp(found.st_mtime, UTC)
                yield Shelved(f"{path.parent.name}{path.name}", found.st_size, kept_at)


class Before:
    """A bucket before the folder: what is new goes into the bucket, what was there before is still found."""

    def __init__(self, objects: Objects, folder: Folder) -> None:
        self.objects, self.folder = objects, folder

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a file in the bucket."""
        if self.objects.size(digest) is None:
            self.objects.put(digest, content)

    def open(self, digest: str) -> BinaryIO | None:
        """Return a file from the bucket, or from the folder it was not moved out of yet."""
        return self.objects.get(digest) or self.folder.open(digest)

    def drop(self, digest: str) -> None:
        """Remove a file in both places."""
        self.objects.drop(digest)
        self.folder.drop(digest)

    def listed(self) -> Iterator[Shelved]:
        """Yield every file of both places."""
        for digest, size, kept_at in self.objects.listed():
            yield Shelved(digest, size, kept_at)
        yield from self.folder.listed()


def of(home: Path) -> Shelf:
    """Return where the installation in ``home`` keeps its files; raise ``Refusal`` ``evidence.…`` for a bad address."""
    bucket = evidence_place.read(settings.ZICHA_EVIDENCE)
    folder = Folder(home / "evidence")
    return Before(_objects(settings.ZICHA_EVIDENCE), folder) if bucket else folder


def drop_after(digests: Iterable[str], *, home: Path) -> None:
    """Remove files once the transaction is final; what fails in between is left to ``zicha retain``."""
    shelf = of(home)
    for digest in digests:
        transaction.on_commit(partial(_drop, shelf, digest))


def _drop(shelf: Shelf, digest: str) -> None:
    try:
        shelf.drop(digest)
    except Refusal as refusal:
        why = {"message": refusal.facts.get("message", refusal.code)}
        raise Refusal("evidence.left_behind", file=digest, **why) from refusal


def bucket(home: Path) -> Before | None:
    """Return the bucket before the folder, or ``None`` for an installation that keeps its files in the folder alone."""
    found = of(home)
    return found if isinstance(found, Before) else None


@cache
def _objects(address: str) -> Objects:
    """One client a process keeps its connections."""
    found = evidence_place.read(address)
    assert found is not None  # noqa: S101 -- asked only for an address that names a bucket
    return Objects(found)
