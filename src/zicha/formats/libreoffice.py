"""A Word file as LibreOffice sets it: page for page what a person sees who edited it. Needs LibreOffice.

Each run has a profile and a font map of its own in a temporary folder, so it disturbs no open office, runs no macro,
fetches nothing a document links to, and leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from zicha.core.findings import Refusal
from zicha.formats import docx_read
from zicha.formats.docx_write_parts import BIAOSONG, FANG, HEI, KAI, SONG
from zicha.formats.pdf_fonts import Faces, Role

SECONDS = 120
"""How long one document may take; one of six pages takes two."""

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_NAMES: Mapping[Role, tuple[str, ...]] = {
    "小标宋": (BIAOSONG, "小标宋体"),
    "仿宋": (FANG, "仿宋"),
    "楷体": (KAI, "楷体"),
    "黑体": (HEI,),
    "宋体": (SONG,),
}
_SAFE = {
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}


def find() -> str:
    """Return where LibreOffice is; raise ``Refusal`` if it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    found = named or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        raise Refusal("reports.no_libreoffice")
    return found


def to_pdf(content: bytes, *, faces: Faces, seconds: float = SECONDS) -> bytes:
    """Return a Word file as PDF; ``faces`` stand in for fonts the system has not.

    Raises ``Refusal`` for what is no readable Word file, where LibreOffice is missing, and if it takes longer than
    ``seconds`` or writes nothing.
    """
    docx_read.unpack(content)
    program = find()
    with tempfile.TemporaryDirectory(prefix="zicha-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(content)
        (folder / "fonts.conf").write_text(_font_map(faces, folder), encoding="utf-8")
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        words = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
        _run([*words, "pdf:writer_pdf_Export", "--outdir", name, str(folder / "report.docx")], folder, seconds)
        written = folder / "report.pdf"
        if not written.is_file():
            raise Refusal("reports.libreoffice_failed")
        return written.read_bytes()


def _run(words: list[str], folder: Path, seconds: float) -> None:
    environment = os.environ | {
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "HOME": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    started = subprocess.Popen(  # noqa: S603 -- a program that was looked up, with words of our own
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        started.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Refusal("reports.libreoffice_slow", seconds=int(seconds)) from error
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """End the office with all it started: ``soffice`` is a script around the program that works."""
    if sys.platform == "win32":
        started.kill()
    else:
        try:
            os.killpg(started.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    started.wait()


def _registry() -> str:
    items = "".join(
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SAFE.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )


def _font_map(faces: Faces, folder: Path) -> str:
    """Return a fontconfig file: a font of the system comes first, then the face of its role."""
    aliases = "".join(_alias(name, faces.families[role]) for role, names in _NAMES.items() for name in names)
    places = "".join(f"<dir>{escape(str(place))}</dir>" for place in faces.folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{places}'
        f"<cachedir>{escape(str(folder / 'fontcache'))}</cachedir>{aliases}</fontconfig>"
    )


def _alias(name: str, families: Iterable[str]) -> str:
    accepted = "".join(f"<family>{escape(family)}</family>" for family in families)
    return f'<alias binding="same"><family>{escape(name)}</family><accept>{accepted}</accept></alias>'
