"""Whether a file that people take along holds a text: a report as Word, page or JSON, a table, or a zip of these."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import PurePath

from zicha.formats import report_bundle

SEARCHED = frozenset({".docx", ".xlsx", ".zip", ".html", ".json", ".ndjson", ".csv", ".txt", ".md", ".xml"})
"""Endings of names of files that are looked into; a PDF's letters are drawn, not written."""

_ZIPPED = frozenset({".docx", ".xlsx", ".zip"})
_MARKED = frozenset({".html", ".xml"})
_MARK = re.compile(r"<[^>]*>")


def holds(content: bytes, *, name: str, texts: Collection[str]) -> bool:
    """Return whether a file holds one of some texts, however it is cut into runs; a broken one is searched as it is.

    Takes the file's name, whose ending says what it is. A zip is looked into up to the size of a report's bundle.
    """
    return any(text in said for said in _said(content, name) for text in texts if text)


def shows(report: bytes, *, records: Collection[int]) -> bool:
    """Return whether a report's JSON shows one of some records; what cannot be read might."""
    try:
        return _names_one(json.loads(report), frozenset(records))
    except (ValueError, RecursionError):
        return True


def _names_one(said: object, records: frozenset[int]) -> bool:
    if isinstance(said, dict):
        named = said.get("records", ())
        shown = {said.get("record"), *(named if isinstance(named, list) else ())}
        return bool(records & shown) or any(_names_one(each, records) for each in said.values())
    return isinstance(said, list) and any(_names_one(each, records) for each in said)


def _said(content: bytes, name: str) -> Iterator[str]:
    ending = PurePath(name).suffix.lower()
    if ending in _ZIPPED:
        yield from _unzipped(content)
        return
    plain = content.decode("utf-8", "replace")
    if ending in _MARKED:
        yield html.unescape(_MARK.sub("", plain))
    elif ending == ".json":
        yield _unescaped(plain)
    yield plain


def _unescaped(plain: str) -> str:
    """JSON with its signs written out, whoever wrote it."""
    try:
        return json.dumps(json.loads(plain), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _unzipped(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = report_bundle.LARGEST
            for info in archive.infolist():
                left -= info.file_size
                if left < 0:
                    return
                if PurePath(info.filename).suffix.lower() in SEARCHED:
                    yield from _said(archive.read(info), info.filename)
    except report_bundle.BROKEN:
        yield content.decode("utf-8", "replace")
