"""From a rendered report back to the question it answered: on which day, and with what knowledge."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from pathlib import PurePath
from typing import Any

from zicha.core import figures
from zicha.core.findings import Refusal

LARGEST_PART = 50_000_000
_PROPERTY = re.compile(r'name="zicha\.(on|as_known_at)"[^>]*>\s*<vt:lpwstr>([^<]*)<')
_MARK = re.compile(r'<figure id="([^"]*)"')
_TAG = re.compile(r'<w:tag w:val="([^"]*)"')
_META = re.compile(r'<meta name="zicha-(on|as-known-at)" content="([^"]*)"')
_LINK = re.compile(r'data-figure="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Asked:
    """The day and the instant of knowledge a report's figures were asked with."""

    on: date
    as_known_at: datetime


def asked(content: bytes, *, name: str, figure: str) -> Asked | None:
    """Return what a figure in a rendered report was asked with, or ``None`` if the report does not hold it.

    Takes the bytes of a .docx, .html or .json file and its name. A Word file that went through another program
    is read as long as its document properties and the figure's content control were kept. Raises ``Refusal`` for
    anything zicha did not write.
    """
    readers = {".json": _json, ".docx": _docx, ".html": _html, ".htm": _html}
    reader = readers.get(PurePath(name).suffix.lower())
    try:
        facts, known = reader(content) if reader else ({}, set())
        found = Asked(date.fromisoformat(facts["on"]), datetime.fromisoformat(facts["as_known_at"]))
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise Refusal("reports.file_unreadable", file=name) from error
    return found if {figure, figures.tag(figure)} & known else None


def _json(content: bytes) -> tuple[dict[str, str], set[str]]:
    plain: dict[str, Any] = json.loads(content)
    return {"on": plain["on"], "as_known_at": plain["as_known_at"]}, {each["figure"] for each in plain["figures"]}


def _html(content: bytes) -> tuple[dict[str, str], set[str]]:
    text = content.decode("utf-8")
    facts = {name.replace("-", "_"): unescape(value) for name, value in _META.findall(text)}
    return facts, {unescape(found) for found in _LINK.findall(text)}


def _docx(content: bytes) -> tuple[dict[str, str], set[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        facts = dict(_PROPERTY.findall(_part(package, "docProps/custom.xml")))
        marks = [_MARK.findall(_part(package, name)) for name in names if re.match(r"customXml/item\d+\.xml$", name)]
        tags = _TAG.findall(_part(package, "word/document.xml"))
    return facts, {unescape(found) for found in (*tags, *(one for some in marks for one in some))}


def _part(package: zipfile.ZipFile, name: str) -> str:
    if package.getinfo(name).file_size > LARGEST_PART:
        raise ValueError(name)
    return package.read(name).decode("utf-8")
