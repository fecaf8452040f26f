"""An organisation's own Word template: read for its tags, and filled with a report.

docxtpl fills it, in a process of its own (:mod:`zicha.formats.docx_template_child`), because a template is a stranger's
file. The values it puts in are texts and marks; the marks are then replaced by the paragraphs and tables of
:mod:`zicha.formats.docx_write`, so figures keep their content controls.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

import zicha
from zicha.core.findings import Refusal
from zicha.core.template_tags import Line, Part
from zicha.formats import docx_read
from zicha.formats.docx_read import MC, W

LARGEST = 20_000_000
"""Bytes of a template; one with a large emblem has two million."""

SECONDS = 30
_ALSO = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")
_UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText")} | {f"{MC}Fallback"}


def lines(content: bytes) -> tuple[Line, ...]:
    """Return a template's paragraphs, body, headers, footers and footnotes, numbered as ``zicha check`` numbers them.

    Raises ``Refusal`` for what is no readable Word document or too large for a template.
    """
    if len(content) > LARGEST:
        raise Refusal("templates.too_large", megabytes=LARGEST // 1_000_000)
    parts = docx_read.unpack(content, also=_ALSO)
    named: dict[Part, list[str]] = {
        "body": ["word/document.xml"],
        "header": sorted(name for name in parts if name.startswith("word/header")),
        "footer": sorted(name for name in parts if name.startswith("word/footer")),
        "footnote": [name for name in parts if name == "word/footnotes.xml"],
    }
    return tuple(line for part, names in named.items() for line in _lines(part, [parts[name] for name in names]))


def _lines(part: Part, documents: list[bytes]) -> Iterator[Line]:
    found = (each for document in documents for each in _paragraphs(docx_read.parse(document)))
    holders: dict[etree._Element | None, int] = {}
    for number, paragraph in enumerate(found, start=1):
        holder = holders.setdefault(paragraph.getparent(), len(holders))
        yield Line(part, number, "".join(_texts(paragraph)), holder)


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what a reader sees, the paragraphs of a text box behind the one that holds it."""
    for child in root:
        if child.tag in _UNSEEN:
            continue
        if child.tag == f"{W}p":
            yield child
            for box in child.iter(f"{W}txbxContent"):
                if not any(each.tag in _UNSEEN or each.tag == f"{W}txbxContent" for each in box.iterancestors()):
                    yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag not in _UNSEEN and child.tag != f"{W}txbxContent":
            yield from _texts(child)


def fill(content: bytes, *, values: dict[str, Any], seconds: float = SECONDS) -> bytes:
    """Return the document that a checked template becomes.

    Takes ``values`` as :func:`zicha.formats.docx_template_values.values` gives them. Raises ``Refusal`` where the
    template cannot be filled, or not within ``seconds``.
    """
    header = json.dumps(values).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "zicha.formats.docx_template_child"],
            input=len(header).to_bytes(8, "big") + header + content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": _root(), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        raise Refusal("templates.took_too_long", seconds=int(seconds)) from None
    if done.stdout[:2] == b"PK":
        return done.stdout
    if done.stdout == b"tags":
        raise Refusal("templates.hidden_tags")
    raise Refusal("templates.damaged" if done.stdout == b"document" else "templates.ended")


def _root() -> str:
    return str(Path(zicha.__file__).resolve().parent.parent)
