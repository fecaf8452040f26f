"""Looks at a spreadsheet file before any parser does, and refuses what could harm or cannot be read.

No spreadsheet library limits what a file unpacks to, and a 5 KB file whose one cell stands at XFD1048576
aborts the process of the fastest of them. So the file's kind is told by its bytes, every XML member is
unpacked in pieces against a byte budget, and the last row and column of every sheet are read off the raw XML.
What gets past this still meets the memory limit of the process that parses (``zicha.formats.table_child``).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from zicha.core.findings import Refusal

MAX_FILE_BYTES = 50 * 1024 * 1024
"""The largest file that is read at all."""

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
"""All XML of a workbook together. An honest ledger of 50,000 rows by 12 columns unpacks to 30 MB."""

MAX_MEMBERS = 2_000
"""Files in the zip. A workbook with a thousand pictures has fewer."""

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 10_000_000
"""The last row, the last column and their product, of one sheet; a parser holds every cell up to the last."""

_PIECE = 256 * 1024
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 512

FileKind = Literal["xlsx", "xls", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<body", b"<div", b"<style")
_PARTS = re.compile(
    r"xl/(?:workbook|sharedStrings|styles|_rels/workbook)\.xml(?:\.rels)?|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_ROW = re.compile(rb' r="(\d{1,19})"')
_WIDE = re.compile(rb' r="([A-Z]{2,8})\d')
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,8})(\d{1,19})[\"'][^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b")
_TRUE_1904 = re.compile(rb"\bdate1904=[\"'](?:1|true)[\"']")


def kind_of(data: bytes) -> FileKind:
    """Return what the bytes are, whatever the file's name says; raise ``Refusal`` for what is no table."""
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Refusal("imports.file_empty")
    if len(data) > MAX_FILE_BYTES:
        raise Refusal("imports.file_too_large", size=len(data) // 1024 // 1024, limit=MAX_FILE_BYTES // 1024 // 1024)
    if data.startswith(b"PK"):
        return "xlsx"
    if data.startswith(_OLE):
        _check_ole(data)
        return "xls"
    if data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Refusal("imports.not_a_table")
    if data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise Refusal("imports.web_page")
    return "text"


def _check_ole(data: bytes) -> None:
    names = {
        name: name.encode("utf-16-le") in data for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document")
    }
    if names["EncryptedPackage"]:
        raise Refusal("imports.encrypted")
    if names["WordDocument"]:
        raise Refusal("imports.word_document")
    if names["PowerPoint Document"]:
        raise Refusal("imports.not_a_table")


def inspect(data: bytes) -> bool:
    """Check an xlsx file; return whether its serial dates count from 1904.

    Raises ``Refusal`` for a damaged zip, another kind of document, too many members, more than
    :data:`MAX_UNPACKED_BYTES` of XML, and a sheet that reaches beyond the limits.
    """
    members = _members(data)
    names = {member.filename for member in members}
    _check_names(names)
    budget = MAX_UNPACKED_BYTES
    date_1904 = False
    for member in members:
        if not _PARTS.fullmatch(member.filename):
            continue
        if member.flag_bits & 1:
            raise Refusal("imports.encrypted")
        sheet = _Extent() if "worksheets/" in member.filename.lower() else None
        for chunk in _unpack(data, member):
            budget -= len(chunk)
            if budget < 0:
                raise Refusal("imports.unpacks_too_large", limit=MAX_UNPACKED_BYTES // 1024 // 1024)
            if sheet:
                sheet.take(chunk)
            elif member.filename.lower() == "xl/workbook.xml":
                date_1904 = date_1904 or bool(_TRUE_1904.search(chunk))
    return date_1904


def stated_bytes(data: bytes) -> int:
    """Return how much XML the zip's directory states; it may lie. Raises ``Refusal`` for a damaged zip."""
    return sum(member.file_size for member in _members(data) if _PARTS.fullmatch(member.filename))


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        raise Refusal("imports.damaged") from None
    if len(members) > MAX_MEMBERS:
        raise Refusal("imports.too_many_members", found=len(members), limit=MAX_MEMBERS)
    return members


def _check_names(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower:
        return
    if "xl/workbook.bin" in lower or "content.xml" in lower:
        raise Refusal("imports.other_spreadsheet")
    if any(name.startswith("word/") for name in lower):
        raise Refusal("imports.word_document")
    raise Refusal("imports.not_a_table")


def _unpack(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes in chunks, trusting no size it states."""
    packed = _packed(data, member)
    if member.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Refusal("imports.damaged")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PIECE):
            piece: bytes | memoryview = packed[start : start + _PIECE]
            while piece:
                yield stream.decompress(piece, _CHUNK)
                piece = stream.unconsumed_tail
        if not stream.eof:
            raise Refusal("imports.damaged")
    except zlib.error:
        raise Refusal("imports.damaged") from None


def _packed(data: bytes, member: zipfile.ZipInfo) -> memoryview:
    offset = member.header_offset
    if offset + _LOCAL_HEADER.size > len(data):
        raise Refusal("imports.damaged")
    signature, name, extra = _LOCAL_HEADER.unpack_from(data, offset)
    start = offset + _LOCAL_HEADER.size + name + extra
    if signature != b"PK\x03\x04" or start + member.compress_size > len(data):
        raise Refusal("imports.damaged")
    return memoryview(data)[start : start + member.compress_size]


class _Extent:
    """Follows how far one sheet's cells reach, over chunks of its XML."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = 0
        self._column = 26

    def take(self, chunk: bytes) -> None:
        """Read one more chunk; raise ``Refusal`` as soon as a limit is passed."""
        whole = self._rest + (chunk.replace(b"'", b'"') if b" r='" in chunk else chunk)
        self._rest = whole[-_OVERLAP:]
        row = max(map(int, _ROW.findall(whole)), default=0)
        column = max(map(_number, set(_WIDE.findall(whole))), default=0)
        if _is_within(max(row, self._row), max(column, self._column)):
            self._row, self._column = max(row, self._row), max(column, self._column)
            return
        # Far rows and columns are often only formatted. The parser keeps cells with a value: look at those alone.
        filled = _FILLED.findall(whole)
        self._row = max(self._row, max((int(number) for _, number in filled), default=0))
        self._column = max(self._column, max((_number(letters) for letters, _ in filled), default=0))
        if not _is_within(self._row, self._column):
            facts = {"rows": self._row, "columns": self._column, "max_rows": MAX_ROWS, "max_columns": MAX_COLUMNS}
            raise Refusal("imports.too_sparse", **facts)


def _is_within(rows: int, columns: int) -> bool:
    return rows <= MAX_ROWS and columns <= MAX_COLUMNS and rows * columns <= MAX_CELLS


def _number(letters: bytes) -> int:
    total = 0
    for letter in letters.upper():
        total = total * 26 + letter - 64
    return total
