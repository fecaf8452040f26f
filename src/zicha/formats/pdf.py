"""A report, or any official document, as PDF/A-2u: no office suite, no font of the system, the same bytes each time.

typst sets it. The template ``pdf_report.typ`` is constant; the text reaches it as data, so nothing in a text can be
taken for markup. PDF/A-2u (ISO 19005-2) makes typst name a character that no face can show, instead of leaving a blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from zicha.core import official_document
from zicha.core.findings import Refusal
from zicha.core.official_document import OfficialDocument
from zicha.core.report import Block, Paragraph, Report, Run, Section, Text
from zicha.core.report_proof import ProofNote
from zicha.formats import docx_write_layout, qr
from zicha.formats.pdf_fonts import Faces

STANDARD: Literal["a-2u"] = "a-2u"
_MISSING = re.compile(r"the text [`\"“]*(?P<text>.+?)[`\"”]* could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters and marks that nobody sees; the Word file leaves them out as well."""
_NAMES = {"小标宋": "biao", "仿宋": "fang", "楷体": "kai", "黑体": "hei", "宋体": "song"}


def render(report: Report, *, faces: Faces, proof: ProofNote | None = None) -> bytes:
    """Return a report's bytes; raises ``Refusal`` for a character that none of the faces can show."""
    known = [report.id, report.snapshot] if report.snapshot else [report.id]
    document = official_document.of_report(report)
    return render_document(document, made=report.as_known_at, faces=faces, keywords=known, proof=proof)


def render_document(
    document: OfficialDocument,
    *,
    made: datetime,
    faces: Faces,
    keywords: Sequence[str] = (),
    proof: ProofNote | None = None,
) -> bytes:
    """Return the bytes of any official document, dated ``made``; raises ``Refusal`` as :func:`render` does."""
    shape = _clean(_shape(document) | {"keywords": [*keywords], "made": [*made.utctimetuple()[:6]]})
    shape["proof"] = {"code": qr.bare_svg(proof.code), "lines": proof.lines(document.language)} if proof else None
    fonts = {_NAMES[role]: families for role, families in faces.families.items()} | {"heavy_title": faces.heavy_title}
    compiler = typst.Compiler(
        _template(), font_paths=faces.loaded, sys_inputs={"document": _json(shape), "fonts": _json(fonts)}
    )
    try:
        written, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARD, timestamp=int(made.timestamp())
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


def _shape(document: OfficialDocument) -> dict[str, Any]:
    language = document.language
    signed = document.signature
    return {
        "title": document.title,
        "author": document.author,
        "language": language,
        "lines": docx_write_layout.lines(document.title, phrases=document.phrases),
        "addressee": document.addressee,
        "blocks": _spaced(block for each in document.sections for block in _section(each, language)),
        "note": _note(document),
        "attending": [{"label": f"{each.label}：", "names": each.names} for each in document.attending],
        "signature": {"organisation": signed.organisation, "date": signed.date, "sealed": signed.sealed}
        if signed
        else None,
        "attachments": [_attachment(each, language) for each in document.attachments],
    }


def _note(document: OfficialDocument) -> dict[str, Any]:
    """GB/T 9704-2012 7.3.4: the names of the attachments below the text, numbered where there are several."""
    several = len(document.attachments) > 1
    names = [[f"{place}." if several else "", each.title] for place, each in enumerate(document.attachments, start=1)]
    return {"head": "附件：" if document.language == "zh" else "Annex: ", "names": names}


def _attachment(attached: Section, language: str) -> dict[str, Any]:
    return {
        "number": attached.number,
        "lines": docx_write_layout.lines(attached.title),
        "blocks": _spaced(_content(attached, language)),
    }


def _section(section: Section, language: str) -> Iterator[dict[str, Any]]:
    space = " " * (language == "en")
    if section.title:
        yield {"type": "heading", "level": min(section.level, 4), "text": f"{section.number}{space}{section.title}"}
    yield from _content(section, language)


def _content(section: Section, language: str) -> Iterator[dict[str, Any]]:
    yield from map(_block, section.blocks)
    for inner in section.sections:
        yield from _section(inner, language)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "role": block.role, "runs": [*map(_run, block.runs)]}
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
