"""What a file is, by what stands in it: its name may say anything.

Only kinds that a browser does not run are known. A page or a drawing that may carry a script (HTML, SVG) is not among
them, and neither is a program.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Literal

from zicha.core.findings import Refusal

Family = Literal["picture", "document", "text"]

MOST_MEMBERS = 5_000
MOST_UNPACKED = 500 * 1024 * 1024

_PICTURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENDINGS = frozenset({"doc", "xls", "ppt", "wps", "et", "dps"})
_ZIPPED = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_RUN_BY_BROWSERS = (b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<iframe")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is.

    Attributes:
        ending: without the dot, as its content asks for.
    """

    family: Family
    ending: str


def recognise(content: bytes, *, name: str) -> FileKind:
    """Return what a file is; raise ``Refusal`` ``evidence.…`` for what is not kept.

    ``name`` is only quoted, and tells apart the old Office formats, which begin alike.
    """
    ending = next((ending for start, ending in _PICTURES if content.startswith(start)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        ending = "webp"
    if ending:
        return FileKind("picture", ending)
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"avif"):
        raise Refusal("evidence.heic", name=name)
    if content.startswith(b"%PDF-"):
        return FileKind("document", "pdf")
    if content.startswith(_OLE):
        written = name.rpartition(".")[2].lower()
        return FileKind("document", written if written in _OLE_ENDINGS else "doc")
    if content.startswith(b"PK\x03\x04"):
        return FileKind("document", _zipped(content, name))
    return FileKind("text", _text(content, name))


def _zipped(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
                raise Refusal("evidence.too_much_inside", name=name)
            return _office(archive, [each.filename for each in members], name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refusal("evidence.damaged", name=name) from error


def _office(archive: zipfile.ZipFile, members: list[str], name: str) -> str:
    if "mimetype" in members and archive.getinfo("mimetype").file_size < 100:
        ending = _OPEN.get(archive.read("mimetype").strip())
        if ending:
            return ending
    if "OFD.xml" in members:
        return "ofd"
    ending = next((ending for start, ending in _ZIPPED.items() if any(each.startswith(start) for each in members)), "")
    if not ending or "[Content_Types].xml" not in members:
        raise Refusal("evidence.kind_unknown", name=name)
    if any(each.endswith("vbaProject.bin") for each in members):
        raise Refusal("evidence.macros", name=name)
    return ending


def _text(content: bytes, name: str) -> str:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_RUN_BY_BROWSERS) or b"<script" in head or b"<svg" in head:
        raise Refusal("evidence.page", name=name)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(sign.isprintable() or sign in "\r\n\t\f\ufeff\u3000" for sign in text[:10_000]):
            return "csv" if name.lower().endswith(".csv") else "txt"
    raise Refusal("evidence.kind_unknown", name=name)
