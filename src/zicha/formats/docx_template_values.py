"""What a report puts into a template's slots, written as Word needs it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from lxml import etree

from zicha.core import official_document, report_words, template_slots
from zicha.core.report import Paragraph, Report, Section, walk
from zicha.core.report_proof import ProofNote
from zicha.core.template_slots import BLOCKS
from zicha.core.template_tags import CLOSE, OPEN, key
from zicha.formats import docx_write, docx_write_layout, docx_write_marks, docx_write_parts, qr
from zicha.formats.docx_read import W
from zicha.formats.docx_write_xml import clean

_ITEM_PROPERTIES = f"customXml/itemProps{docx_write_parts.CUSTOM_ITEM.removeprefix('item')}.xml"


def values(report: Report, *, used: Iterable[str], proof: ProofNote | None = None) -> dict[str, Any]:
    """Return names with their texts or marks, what the marks stand for, our styles, and what traces the figures.

    Takes the names a template uses; the figures among them stand in ``report.asked``. ``proof`` is put below
    everything, whether or not a template has a place for it.
    """
    plan = _Plan(report, frozenset(used))
    writer = docx_write.Writer(official_document.of_report(report))
    rich = {name: value for name, value in plan.rich(writer) if value["xml"]}
    period = report_words.period(report.period, language=report.language)
    texts = template_slots.texts(report, period=period, lines=docx_write.title_lines(report))
    marks = {name: f"{OPEN}{place}{CLOSE}" for place, name in enumerate(rich)}
    empty = {f"sections.{key(section.id)}": "" for section in walk(report.parts)} | dict.fromkeys(BLOCKS, "")
    said = {name: clean(text).replace(OPEN, "").replace(CLOSE, "") for name, text in texts.items()}
    shown = plan.shown()
    return {
        "names": empty | said | marks,
        "rich": list(rich.values()),
        "styles": _styles(),
        "proof": _proof(proof, report) if proof else None,
        "parts": {
            "custom": docx_write_marks.properties(shown),
            "item": docx_write_marks.part(shown),
            "itemProps": docx_write_parts.traces()[_ITEM_PROPERTIES],
        },
    }


def _proof(note: ProofNote, report: Report) -> dict[str, str]:
    """The note with the empty paragraph that only a table needs before it; the template decides."""
    pieces = docx_write_layout.proof(note, language=report.language, after_table=True)
    return _block(pieces, ()) | {"picture": base64.b64encode(qr.png(note.code)).decode()}


class _Plan:
    """What a template shows of a report, in the order in which it is written and its figures are counted."""

    def __init__(self, report: Report, used: frozenset[str]) -> None:
        self.report = report
        self.used = used
        self.sections = tuple(each for each in walk(report.sections) if f"sections.{key(each.id)}" in used)
        self.attached = tuple(each for each in walk(report.attachments) if f"sections.{key(each.id)}" in used)
        self.figures = tuple(each for each in report.asked if f"figures.{each.measure}" in used)

    def shown(self) -> Report:
        """Return a report that holds what the template shows and nothing else, for what traces the figures."""
        alone = tuple(Paragraph((figure,), "facts") for figure in self.figures)
        body = self.report.sections * ("body" in self.used)
        attachments = self.report.attachments * ("attachments" in self.used)
        return replace(
            self.report,
            sections=(*body, *self.sections),
            attachments=(*attachments, *self.attached, Section("", "", "", 0, alone)),
        )

    def rich(self, writer: docx_write.Writer) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what each used block and figure becomes."""
        report = self.report
        if "body" in self.used:
            pieces = (piece for each in report.sections for piece in writer.section(each))
            yield "body", _block(pieces, report.sections)
        for section in self.sections:
            yield f"sections.{key(section.id)}", _block(_content(writer, section), (section,))
        note = docx_write_layout.attachment_note(report.attachments, language=report.language)
        yield "attachment_note", {"sort": "block", "xml": "".join(note), "text": _titles(report.attachments)}
        if "attachments" in self.used:
            pieces = (piece for each in report.attachments for piece in writer.attachment(each))
            yield "attachments", _block(pieces, report.attachments)
        for section in self.attached:
            yield f"sections.{key(section.id)}", _block(_content(writer, section), (section,))
        for figure in self.figures:
            yield f"figures.{figure.measure}", {"sort": "figure", "xml": writer.run(figure), "text": figure.text}


def _content(writer: docx_write.Writer, section: Section) -> Iterator[str]:
    """Write a section that begins where the template says, not behind what was written before."""
    writer.follows_table = False
    yield from writer.content(section)


def _block(pieces: Iterable[str], sections: Iterable[Section]) -> dict[str, str]:
    return {"sort": "block", "xml": "".join(pieces), "text": clean("\n".join(map(template_slots.plain, sections)))}


def _titles(attachments: Iterable[Section]) -> str:
    return clean("\n".join(each.title for each in attachments))


@cache
def _styles() -> dict[str, dict[str, str]]:
    """Return our styles by id, each with its name, for a template that has none of that name."""
    root = etree.fromstring(docx_write_parts.styles().encode())
    found = {}
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and style.get(f"{W}default") is None:
            xml = etree.tostring(style, encoding="unicode")
            found[style.get(f"{W}styleId", "")] = {"name": name.get(f"{W}val", ""), "xml": xml}
    return found
