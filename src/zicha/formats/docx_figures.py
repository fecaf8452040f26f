"""The figures of an edited Word or OpenDocument file: what zicha wrote into it, and what stands in it now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import get_args

from lxml import etree

from zicha.core import figures, periods
from zicha.core.document import Document
from zicha.core.findings import Refusal
from zicha.core.text import Language
from zicha.core.tracking import Origin, Written
from zicha.formats import docx_read
from zicha.formats.docx_write_marks import FIGURES_PROPERTY, NAMESPACE

_ALSO = re.compile(r"docProps/custom\.xml|customXml/item\d{1,4}\.xml")
_LINES = re.compile(rf"{re.escape(FIGURES_PROPERTY)}\.(\d{{1,4}})")
_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"


@dataclass(frozen=True, slots=True)
class Marked:
    """An edited document with what zicha knows of it.

    Attributes:
        origin: the question the report answered, or ``None`` where a program has lost it.
        written: the figures as they were written; empty where a program has lost them.
    """

    document: Document
    origin: Origin | None
    written: tuple[Written, ...]


def read(content: bytes, *, with_layout: bool = False) -> Marked:
    """Return the document in a .docx file and what it says of itself; raise ``Refusal`` if it is not readable."""
    parts = docx_read.unpack(content, also=_ALSO)
    document = docx_read.document(parts, with_layout=with_layout)
    told = _properties(parts.get("docProps/custom.xml"))
    part = _part(parts)
    written = _written(part) if part is not None else ()
    return Marked(document, origin(told), written or from_properties(told))


def origin(told: Mapping[str, str]) -> Origin | None:
    """Return the question that a document's properties name, or ``None`` if one of them is missing or unreadable."""
    try:
        return Origin(
            report=told["zicha.report"],
            scheme=told["zicha.scheme"],
            unit=told["zicha.unit"],
            period=periods.parse(told["zicha.period"]),
            on=date.fromisoformat(told["zicha.on"]),
            as_known_at=datetime.fromisoformat(told["zicha.as_known_at"]).astimezone(UTC),
            language=_language(told.get("zicha.language", "")),
            subtree=told.get("zicha.subtree") == "true",
            snapshot=told.get("zicha.snapshot", ""),
        )
    except (KeyError, ValueError, OverflowError):
        return None


def from_properties(told: Mapping[str, str]) -> tuple[Written, ...]:
    """Return the figures that the properties list, which alone outlive a change of format; without their neighbours."""
    lines = sorted((int(found[1]), value) for name, value in told.items() if (found := _LINES.fullmatch(name)))
    words = [word.rpartition("=") for _place, line in lines for word in line.split(";")]
    return tuple(Written(place, name, text) for place, (name, _equals, text) in enumerate(words, 1) if _is_id(name))


def _language(name: str) -> Language:
    languages: tuple[Language, ...] = get_args(Language)
    return next((each for each in languages if each == name), "zh")


def _properties(xml: bytes | None) -> dict[str, str]:
    if xml is None:
        return {}
    root = docx_read.parse(xml)
    return {each.get("name", ""): each.findtext(_VALUE) or "" for each in root.iterfind("{*}property")}


def _part(parts: Mapping[str, bytes]) -> etree._Element | None:
    """Return zicha's custom part; word processors number such parts anew."""
    for name, xml in parts.items():
        if name.startswith("customXml/") and NAMESPACE.encode() in xml:
            root = docx_read.parse(xml)
            if root.tag == f"{{{NAMESPACE}}}report":
                return root
    return None


def _written(part: etree._Element) -> tuple[Written, ...]:
    return tuple(_numbered(part.iter(f"{{{NAMESPACE}}}figure")))


def _numbered(elements: Iterable[etree._Element]) -> Iterator[Written]:
    for place, each in enumerate(elements, start=1):
        name = each.get("id", "")
        if _is_id(name):
            yield Written(place, name, each.get("text", ""), each.get("before", ""), each.get("after", ""))


def _is_id(name: str) -> bool:
    try:
        figures.parse(name)
    except Refusal:
        return False
    return True
