"""A report as PDF/A-2u, set by typst: no office suite, no font of the system, equal bytes for equal reports.

The template ``pdf_report.typ`` is constant; the report reaches it as data, so nothing in a text can be taken for
markup. PDF/A-2u (ISO 19005-2) is what makes typst name a character that no face can show, instead of leaving a blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from zicha.core.findings import Refusal
from zicha.core.report import Block, Paragraph, Report, Run, Section, Text
from zicha.formats import docx_write
from zicha.formats.pdf_fonts import Faces

STANDARD: Literal["a-2u"] = "a-2u"
_MISSING = re.compile(r"the text [`\"“]*(?P<text>.+?)[`\"”]* could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters and marks that nobody sees; the Word file leaves them out as well."""
_NAMES = {"小标宋": "biao", "仿宋": "fang", "楷体": "kai", "黑体": "hei", "宋体": "song"}


def render(report: Report, *, faces: Faces) -> bytes:
    """Return the file's bytes; raises ``Refusal`` for a character that none of the faces can show."""
    fonts = {_NAMES[role]: families for role, families in faces.families.items()} | {"heavy_title": faces.heavy_title}
    inputs = {"report": _json(_clean(_shape(report))), "fonts": _json(fonts)}
    compiler = typst.Compiler(_template(), font_paths=faces.loaded, sys_inputs=inputs)
    try:
        written, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARD, timestamp=int(report.as_known_at.timestamp())
        )
    except typst.TypstError as error:
        missing = _MISSING.search(error.message)
        if missing is None:
            raise
        raise Refusal("reports.character_missing", text=_spelled(missing["text"])) from error
    if warnings or not isinstance(written, bytes):
        raise RuntimeError(f"typst: {[warning.message for warning in warnings]}")
    return written


@cache
def _template() -> bytes:
    return resources.files("zicha.formats").joinpath("pdf_report.typ").read_bytes()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _UNSEEN.sub("", value)
        case list() | tuple():
            return [_clean(each) for each in value]
        case dict():
            return {key: _clean(each) for key, each in value.items()}
    return value


def _spelled(said: str) -> str:
    """Return what typst quotes with the code points of its characters, by which any editor finds them."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)
    return f"{text}（{' '.join(f'U+{ord(character):04X}' for character in text)}）"


def _shape(report: Report) -> dict[str, Any]:
    known = report.as_known_at
    signature = report.signature
    return {
        "title": report.title,
        "author": report.unit_name,
        "keywords": [report.id, report.snapshot] if report.snapshot else [report.id],
        "known": {each: getattr(known, each) for each in ("year", "month", "day", "hour", "minute", "second")},
        "language": report.language,
        "lines": docx_write.title_lines(report),
        "addressee": report.addressee,
        "blocks": _kept(_spaced(block for each in report.sections for block in _section(each, report.language))),
        "note": _note(report),
        "signature": {
            "organisation": signature.organisation,
            "date": signature.date,
            "sealed": signature.sealed,
        },
        "attachments": [_attachment(each, report.language) for each in report.attachments],
    }


def _note(report: Report) -> dict[str, Any]:
    """GB/T 9704-2012 7.3.4: the names of the attachments below the text, numbered where there are several."""
    several = len(report.attachments) > 1
    names = [[f"{place}." if several else "", each.title] for place, each in enumerate(report.attachments, start=1)]
    return {"head": "附件：" if report.language == "zh" else "Annex: ", "names": names}


def _attachment(attached: Section, language: str) -> dict[str, Any]:
    blocks = [
        *map(_block, attached.blocks),
        *(block for each in attached.sections for block in _section(each, language)),
    ]
    return {"number": attached.number, "title": attached.title, "blocks": _spaced(blocks)}


def _section(section: Section, language: str) -> list[dict[str, Any]]:
    space = " " * (language == "en")
    heading = {"type": "heading", "level": min(section.level, 4), "text": f"{section.number}{space}{section.title}"}
    inner = (block for each in section.sections for block in _section(each, language))
    return [heading, *map(_block, section.blocks), *inner]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "role": block.role, "runs": [*map(_run, block.runs)], "last": False}
    return {
        "type": "table",
        "caption": block.caption,
        "heads": block.heads,
        "rows": [row.cells for row in block.rows],
        "widths": block.widths,
        "wide": block.wide,
    }


def _run(run: Run) -> dict[str, Any]:
    return {"text": run.text, "unknown": isinstance(run, Text) and run.unknown}


def _spaced(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put some air between a table and what is not a table."""
    spaced: list[dict[str, Any]] = []
    for block in blocks:
        if spaced and spaced[-1]["type"] == "table" and block["type"] != "table":
            spaced.append({"type": "space"})
        spaced.append(block)
    return spaced


def _kept(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the last paragraph with the signature, so that no page holds a signature alone."""
    return [*blocks[:-1], *({**each, "last": True} for each in blocks[-1:])]
