"""A report as a Word document for WPS and Word, with every figure findable in it.

A figure is a run-level content control with its id in tag and alias, inside a hidden bookmark; ids, texts and records
also stand in an unbound custom XML part, and the report's id in custom properties. What is constant is deflated once
(:mod:`zicha.formats.docx_write_parts`); equal reports give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from zicha.core import figures, instants, marks
from zicha.core.figures import Figure
from zicha.core.report import BY_PEOPLE, Block, Paragraph, Report, Role, Run, Section, Signature, Table
from zicha.formats import docx_write_marks
from zicha.formats import docx_write_parts as parts
from zicha.formats.docx_write_marks import Bookmarks
from zicha.formats.docx_write_xml import escape
from zicha.formats.docx_write_zip import Member, deflate, pack

LONGEST_TITLE_LINE = 40
"""Half-width characters of 22 pt that fit into 156 mm."""

_STYLES: dict[Role, str] = {
    "facts": "BodyText", "prose": "BodyText", "none": "BodyText", "blank": "Blank", "gap": "Gap", "item": "ListItem",
}  # fmt: skip
_STYLED = re.compile('<w:pStyle w:val="(BodyText|Blank|Gap|ListItem)"/>')


def render(report: Report) -> bytes:
    """Return the document's bytes."""
    return pack(
        [
            parts.content_types(),
            _member("word/document.xml", _document(report)),
            *parts.members(),
            _member("docProps/core.xml", _core(report)),
            _member("docProps/custom.xml", docx_write_marks.properties(report)),
            _member(f"customXml/{parts.CUSTOM_ITEM}.xml", docx_write_marks.part(report)),
        ]
    )


def _member(name: str, text: str) -> Member:
    return deflate(name, text.encode())


def _document(report: Report) -> str:
    body = "".join(_with_signature([*_Body(report).pieces()], [*_signature(report.signature)]))
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/>{parts.MARGINS}<w:docGrid w:type="lines" w:linePitch="{parts.LINE}"/>'
        "</w:sectPr>"
    )
    return (
        f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}"><w:body>{body}{section}</w:body></w:document>'
    )


class _Body:
    """Writes the blocks in order and counts what needs a number of its own: bookmarks and controls."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.places = count(1)
        self.bookmarks = Bookmarks()
        self.follows_table = False

    def pieces(self) -> Iterator[str]:
        lines = [_text(line) for line in title_lines(self.report)]
        yield f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{"<w:r><w:br/></w:r>".join(lines)}</w:p>'
        yield "<w:p/>"
        if self.report.addressee:
            yield _paragraph("Addressee", _text(self.report.addressee))
        for section in self.report.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[str]:
        space = " " * (self.report.language == "en")
        heading = _text(f"{section.number}{space}{section.title}")
        named = self.bookmarks.around(marks.section(section.id), heading)
        yield self._after_table(f"Heading{min(section.level, 4)}", named)
        for place, block in enumerate(section.blocks):
            yield self._block(block, marks.drafted(section.id, place))
        for inner in section.sections:
            yield from self._section(inner)

    def _block(self, block: Block, name: str) -> str:
        if isinstance(block, Paragraph):
            runs = "".join(map(self._run, block.runs))
            runs = runs if block.role in BY_PEOPLE else self.bookmarks.around(name, runs)
            return self._after_table(_STYLES[block.role], runs)
        self.follows_table = True
        return _table(block, self.bookmarks.around(name, _text(block.caption)))

    def _after_table(self, style: str, runs: str) -> str:
        """Leave some air below a table."""
        space = f'<w:spacing w:before="160" w:line="{parts.LINE}" w:lineRule="exact"/>' if self.follows_table else ""
        self.follows_table = False
        return _paragraph(style, runs, space)

    def _run(self, run: Run) -> str:
        if isinstance(run, Figure):
            return _control(run, next(self.places))
        return _text(run.text, '<w:rStyle w:val="Unknown"/>' if run.unknown else "")


def title_lines(report: Report) -> tuple[str, ...]:
    """Return the title cut where a reader would pause: behind the period, behind the unit, or not at all."""
    title = report.title
    if _width(title) <= LONGEST_TITLE_LINE:
        return (title,)
    year = title.find(str(report.period.span.start.year))
    cuts = [place for place in (title.find("年", year) + 1, title.find("半年", year) + 2, year) if place > 1]
    cuts += [title.find(report.unit_name) + len(report.unit_name)]
    halves = [(title[:cut].strip(), title[cut:].strip()) for cut in cuts if 0 < cut < len(title)]
    fitting = [pair for pair in halves if max(map(_width, pair)) <= LONGEST_TITLE_LINE]
    if not fitting:
        return (title,)
    return min(fitting, key=lambda pair: abs(_width(pair[0]) - _width(pair[1])))


def _width(text: str) -> int:
    """Return the width in half-width characters."""
    return sum(1 if character < "\u2000" else 2 for character in text)


def _text(text: str, properties: str = "") -> str:
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _control(figure: Figure, place: int) -> str:
    """ECMA-376-1 17.5.2.31: a content control around a run; never around a paragraph, which LibreOffice corrupts."""
    name = escape(figures.tag(figure.id))
    shown = f"数据 {figure.id}"
    alias = escape(shown) if len(shown) <= figures.LONGEST_TAG else name
    return (
        f'<w:bookmarkStart w:id="{place}" w:name="{figures.bookmark(figure.id, place)}"/><w:sdt><w:sdtPr>'
        f'<w:alias w:val="{alias}"/><w:tag w:val="{name}"/><w:id w:val="{100_000 + place}"/><w:text/></w:sdtPr>'
        f'<w:sdtContent>{_text(figure.text)}</w:sdtContent></w:sdt><w:bookmarkEnd w:id="{place}"/>'
    )


def _table(table: Table, caption: str) -> str:
    widths = [share * parts.TEXT_WIDTH // 1000 for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _row(table.heads, widths, ["TableHead"] * len(widths), "<w:cantSplit/><w:tblHeader/>")
    styles = ["TableText" if wide else "TableCentred" for wide in table.wide]
    rows = "".join(_row(row.cells, widths, styles, "<w:cantSplit/>") for row in table.rows)
    return (
        f'{_paragraph("Caption", caption)}<w:tbl><w:tblPr><w:tblStyle w:val="Entries"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heads}{rows}</w:tbl>"
    )


def _row(cells: tuple[str, ...], widths: list[int], styles: list[str], properties: str) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, _text(cell) if cell else '')}</w:tc>"
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def _with_signature(pieces: list[str], signature: list[str]) -> list[str]:
    """Keep the last paragraph with the signature, so that no page holds a signature alone."""
    last = pieces[-1]
    if "<w:tbl>" not in last:
        pieces[-1] = _STYLED.sub(r"\g<0><w:keepNext/>", last, count=1)
    return pieces + signature


def _signature(signature: Signature) -> Iterator[str]:
    """GB/T 9704-2012 7.3.5.2: organisation two characters from the right; the date begins two behind its beginning.

    Where the date is too long for that it stands two characters from the right, and the organisation moves left.
    """
    organisation, day = (_twips(text) for text in (signature.organisation, signature.date))
    two = 2 * parts.CHARACTER
    inner = organisation - day
    right = (two, inner) if inner >= two else (two + day + two - organisation, two)
    yield "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"
    for place, (text, indent) in enumerate(zip((signature.organisation, signature.date), right, strict=True)):
        runs = docx_write_marks.signature(place, _text(text))
        yield _paragraph("Signature", runs, f'<w:ind w:right="{max(indent, 0)}"/>')


def _twips(text: str) -> int:
    return sum(parts.HALF if character < "\u2000" else parts.CHARACTER for character in text)


def _core(report: Report) -> str:
    return (
        f'{parts.HEAD}<cp:coreProperties xmlns:cp="{parts.PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(report.title)}</dc:title>'
        f"<dc:creator>{escape(report.unit_name)}</dc:creator><dc:language>{report.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{instants.written(report.as_known_at)[:19]}Z</dcterms:created>'
        "</cp:coreProperties>"
    )
