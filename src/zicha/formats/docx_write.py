"""A report, or any official document, as a Word document for WPS and Word; every figure is findable in it.

A figure is a run-level content control with its id in tag and alias, inside a hidden bookmark; ids, texts and records
also stand in an unbound custom XML part, and the report's id in custom properties. What is constant is deflated once
(:mod:`zicha.formats.docx_write_parts`); equal reports give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from zicha.core import figures, instants, marks, official_document
from zicha.core.figures import Figure
from zicha.core.official_document import OfficialDocument
from zicha.core.report import BY_PEOPLE, Block, Paragraph, Report, Role, Run, Section, Table
from zicha.core.report_proof import ProofNote
from zicha.formats import docx_write_layout as layout
from zicha.formats import docx_write_marks, qr
from zicha.formats import docx_write_parts as parts
from zicha.formats.docx_write_layout import paragraph, text
from zicha.formats.docx_write_marks import Bookmarks
from zicha.formats.docx_write_xml import escape
from zicha.formats.docx_write_zip import Member, deflate, pack

_STYLES: dict[Role, str] = {
    "facts": "BodyText", "prose": "BodyText", "none": "BodyText", "blank": "Blank", "gap": "Gap", "item": "ListItem",
}  # fmt: skip
_STYLED = re.compile('<w:pStyle w:val="(BodyText|Blank|Gap|ListItem|TableText|TableCentred|AttachmentNote)"/>')

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4}")
_WHOLE = '<w:ind w:left="-170" w:right="-170"/>'
"""A date in a cell stays on one line where 仿宋 is missing and digits are wider: it may go into the cell's margins."""


def render(report: Report, *, proof: ProofNote | None = None) -> bytes:
    """Return a report's bytes; with the head of the log below everything, if it is given."""
    carried = {
        "docProps/custom.xml": docx_write_marks.properties(report),
        f"customXml/{parts.CUSTOM_ITEM}.xml": docx_write_marks.part(report),
    }
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{instants.written(report.as_known_at)[:19]}Z</dcterms:created>'
    return _packed(official_document.of_report(report), made=made, carried=carried, proof=proof)


def render_document(document: OfficialDocument) -> bytes:
    """Return the bytes of a document that carries nothing about figures: minutes, a compiled volume."""
    return _packed(document, made="", carried={})


def _packed(document: OfficialDocument, *, made: str, carried: dict[str, str], proof: ProofNote | None = None) -> bytes:
    traced, sealed = bool(carried), proof is not None
    return pack(
        [
            parts.content_types(traced=traced, sealed=sealed),
            _member("word/document.xml", _document(document, proof)),
            *parts.members(traced=traced, sealed=sealed),
            *([deflate(f"word/{parts.CODE}", qr.png(proof.code))] if proof else []),
            _member("docProps/core.xml", _core(document, made)),
            *(_member(name, content) for name, content in carried.items()),
        ]
    )


def _member(name: str, text: str) -> Member:
    return deflate(name, text.encode())


def _document(document: OfficialDocument, proof: ProofNote | None) -> str:
    body = "".join(Writer(document).pieces())
    body += (
        "".join(layout.proof(proof, language=document.language, after_table=body.endswith("</w:tbl>"))) if proof else ""
    )
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/>{parts.MARGINS}<w:docGrid w:type="lines" w:linePitch="{parts.LINE}"/>'
        "</w:sectPr>"
    )
    return (
        f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}"><w:body>{body}{section}</w:body></w:document>'
    )


class Writer:
    """Writes the blocks in order and counts what needs a number of its own: bookmarks and controls."""

    def __init__(self, document: OfficialDocument) -> None:
        self.document = document
        self.places = count(1)
        self.bookmarks = Bookmarks()
        self.follows_table = False

    def pieces(self) -> Iterator[str]:
        """Yield everything that stands in the document, paragraph by paragraph."""
        document = self.document
        yield from layout.head(document)
        signed = [*layout.signature(document.signature)] if document.signature else []
        note = [*layout.attachment_note(document.attachments, language=document.language)]
        body = [piece for section in document.sections for piece in self.section(section)]
        yield from _kept(body) if note or signed else body
        yield from _kept(note) if signed else note
        yield from layout.attending(document.attending)
        yield from signed
        for section in document.closing:
            yield from self.section(section)
        for attachment in document.attachments:
            yield from self.attachment(attachment)

    def attachment(self, attachment: Section) -> Iterator[str]:
        """Yield an attachment, which begins on a new page."""
        self.follows_table = False
        label = self.bookmarks.around(marks.section(attachment.id), text(attachment.number))
        yield from layout.attachment_head(attachment, label=label)
        yield from self.content(attachment)

    def section(self, section: Section) -> Iterator[str]:
        """Yield a section: its heading, if it has one, and its content."""
        if section.title:
            space = " " * (self.document.language == "en")
            heading = text(f"{section.number}{space}{section.title}")
            named = self.bookmarks.around(marks.section(section.id), heading)
            yield self._after_table(f"Heading{min(section.level, 4)}", named)
        yield from self.content(section)

    def content(self, section: Section) -> Iterator[str]:
        """Yield a section's blocks and the sections inside it."""
        for place, block in enumerate(section.blocks):
            is_prose = isinstance(block, Paragraph) and block.role in BY_PEOPLE
            name = marks.by_people if is_prose else marks.drafted
            yield self._block(block, name(section.id, place) if section.id else "")
        for inner in section.sections:
            yield from self.section(inner)

    def _block(self, block: Block, name: str) -> str:
        if isinstance(block, Paragraph):
            runs = "".join(map(self.run, block.runs))
            return self._after_table(_STYLES[block.role], self.bookmarks.around(name, runs))
        self.follows_table = True
        return _table(block, self.bookmarks.around(name, text(block.caption)))

    def _after_table(self, style: str, runs: str) -> str:
        """Leave some air below a table."""
        space = f'<w:spacing w:before="160" w:line="{parts.LINE}" w:lineRule="exact"/>' if self.follows_table else ""
        self.follows_table = False
        return paragraph(style, runs, space)

    def run(self, run: Run) -> str:
        """Return a run: words, or a figure in its control."""
        if isinstance(run, Figure):
            return _control(run, next(self.places))
        return text(run.text, '<w:rStyle w:val="Unknown"/>' if run.unknown else "")


def title_lines(report: Report) -> tuple[str, ...]:
    """Return the lines of a report's title, broken between words."""
    document = official_document.of_report(report)
    return layout.lines(document.title, phrases=document.phrases)


def _control(figure: Figure, place: int) -> str:
    """ECMA-376-1 17.5.2.31: a content control around a run; never around a paragraph, which LibreOffice corrupts."""
    name = escape(figures.tag(figure.id))
    shown = f"数据 {figure.id}"
    alias = escape(shown) if len(shown) <= figures.LONGEST_TAG else name
    return (
        f'<w:bookmarkStart w:id="{place}" w:name="{figures.bookmark(figure.id, place)}"/><w:sdt><w:sdtPr>'
        f'<w:alias w:val="{alias}"/><w:tag w:val="{name}"/><w:id w:val="{100_000 + place}"/><w:text/></w:sdtPr>'
        f'<w:sdtContent>{text(figure.text)}</w:sdtContent></w:sdt><w:bookmarkEnd w:id="{place}"/>'
    )


def _table(table: Table, caption: str) -> str:
    widths = [share * parts.TEXT_WIDTH // 1000 for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _row(table.heads, widths, ["TableHead"] * len(widths), "<w:cantSplit/><w:tblHeader/>")
    styles = ["TableText" if wide else "TableCentred" for wide in table.wide]
    rows = "".join(_row(row.cells, widths, styles, "<w:cantSplit/>") for row in table.rows)
    return (
        f'{paragraph("Caption", caption)}<w:tbl><w:tblPr><w:tblStyle w:val="Entries"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heads}{rows}</w:tbl>"
    )


def _row(cells: tuple[str, ...], widths: list[int], styles: list[str], properties: str) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(style, text(cell) if cell else '', _WHOLE if _DATE.fullmatch(cell) else '')}</w:tc>"
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def _kept(pieces: list[str]) -> list[str]:
    """Keep the last paragraph, or a table's last row, with what follows, so that no page holds a signature alone."""
    if not pieces:
        return pieces
    before, row, last = pieces[-1].rpartition("<w:tr>")
    pieces[-1] = before + row + _STYLED.sub(r"\g<0><w:keepNext/>", last, count=0 if row else 1)
    return pieces


def _core(document: OfficialDocument, made: str) -> str:
    return (
        f'{parts.HEAD}<cp:coreProperties xmlns:cp="{parts.PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(document.title)}</dc:title>'
        f"<dc:creator>{escape(document.author)}</dc:creator><dc:language>{document.language}</dc:language>{made}"
        "</cp:coreProperties>"
    )
