"""An archived report as one zip: what was submitted in every form, what it was made by, and a list that binds them.

``bundle.json`` names every other file with its SHA-256. Equal contents give equal bytes: members are in order of
name, and carry no times.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zicha.core import report_life
from zicha.core.findings import Refusal
from zicha.formats import docx_write_zip

LIST = "bundle.json"
REPORT_FILE = "report.json"
SCHEME_FILE = "scheme.yaml"
FORMAT = "zicha-report-bundle/1"
MOST_FILES = 16
LARGEST = 100 * 1024 * 1024
"""Bytes of all members together, unpacked."""
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, LookupError, ValueError)
"""What a zip that is none, or is damaged, raises."""


def write(*, about: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the zip of ``files``, its list made of ``about`` and their hashes."""
    listed = [
        {"name": name, "sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])}
        for name in sorted(files)
    ]
    top = json.dumps({"format": FORMAT, **about, "files": listed}, ensure_ascii=False, indent=2) + "\n"
    members = [(LIST, top.encode()), *sorted(files.items())]
    return docx_write_zip.pack([docx_write_zip.deflate(name, content, level=9) for name, content in members])


def read(content: bytes, *, name: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what a bundle's list says and the other files; raise ``Refusal`` for anything that is no bundle."""
    try:
        about, files = _unpacked(content)
    except BROKEN as error:
        raise Refusal("report_life.bundle_unreadable", name=name) from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise Refusal("report_life.bundle_unreadable", name=name)
    return about, files


def report(content: bytes) -> bytes | None:
    """Return the report's JSON alone, which says what every other form of it says; ``None`` if it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            info = archive.getinfo(REPORT_FILE)
            return archive.read(info) if info.file_size <= LARGEST else None
    except BROKEN:
        return None


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a bundle found.

    Attributes:
        about: what its list says.
        checks: ``files``, ``content``, ``scheme`` and, held against a ledger, ``log``, ``again`` and ``signed``, in
            this order.
        erasures: numbers of the erasure entries that alone make the report differ, composed ``again``.
        records: the records of the report that these took values from; the bundle still holds them.
    """

    about: Mapping[str, Any]
    checks: tuple[tuple[str, bool], ...]
    erasures: tuple[int, ...] = ()
    records: tuple[int, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether everything fits, but for what was erased since."""
        return all(fits or (name == "again" and self.erasures) for name, fits in self.checks)


def verify(content: bytes, *, name: str) -> Verified:
    """Return whether a bundle is whole in itself; raise ``Refusal`` for a file that is no bundle."""
    about, files = read(content, name=name)
    try:
        stated = report_life.content_hash(json.loads(files[REPORT_FILE]))
        checks = (
            ("files", fits(about, files)),
            ("content", stated == str(about["content"])),
            ("scheme", hashlib.sha256(files[SCHEME_FILE]).hexdigest() == str(about["scheme_sha256"])),
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("report_life.bundle_unreadable", name=name) from error
    return Verified(about, checks)


def _unpacked(content: bytes) -> tuple[Any, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST:
            raise zipfile.BadZipFile("more than a bundle holds")
        files = {info.filename: archive.read(info) for info in infos}
    return json.loads(files.pop(LIST)), files


def fits(about: Mapping[str, Any], files: Mapping[str, bytes]) -> bool:
    """Whether the files are exactly those the list names, byte for byte."""
    listed = {str(each.get("name")): each.get("sha256") for each in about.get("files", ())}
    return listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
