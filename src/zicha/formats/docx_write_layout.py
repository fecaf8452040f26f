"""What stands around the body of an official document: title, addressee, attachments, signature (GB/T 9704-2012, 7.3).

Every function returns paragraphs of WordprocessingML. Lengths are twips.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from zicha.core import title_lines
from zicha.core.official_document import Attending, OfficialDocument
from zicha.core.report import Section, Signature
from zicha.core.report_proof import ProofNote
from zicha.core.text import Language
from zicha.formats import docx_write_marks
from zicha.formats import docx_write_parts as parts
from zicha.formats.docx_write_xml import escape

LONGEST_TITLE_LINE = 40
"""Half-width characters of 22 pt that fit into 156 mm."""

ROWS_BELOW_BODY = {False: 1, True: 2}
"""Empty rows above the signature without and with a stamp.

A stamp of 42 mm centred a little above the two lines of the signature then begins within one row of the body (7.3.5.1).
"""

BLANK = "<w:p/>"
_KEPT_BLANK = "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"
_LABEL = 3
"""Characters of 附件： and 出席：."""


def text(said: str, properties: str = "") -> str:
    """Return a run of text."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(said)}</w:t></w:r>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """Return a paragraph; ``properties`` stand in the order of ECMA-376-1 17.3.1.26, behind the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def head(document: OfficialDocument) -> Iterator[str]:
    """Yield the title, one row of air, and to whom the document is addressed, flush left (7.3.1, 7.3.2)."""
    yield _centred("Title", lines(document.title, phrases=document.phrases))
    yield BLANK
    if document.addressee:
        yield paragraph("Addressee", text(document.addressee))


def attachment_head(attachment: Section, *, label: str) -> Iterator[str]:
    """Yield an attachment's label on the first row of a new page and its title on the third (7.3.7)."""
    yield paragraph("AttachmentLabel", label)
    yield BLANK
    yield _centred("AttachmentTitle", lines(attachment.title))
    yield BLANK


def _centred(style: str, said: Sequence[str]) -> str:
    return paragraph(style, "<w:r><w:br/></w:r>".join(map(text, said)))


def lines(title: str, *, phrases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the lines of a title, broken between words."""
    if title_lines.width(title) <= LONGEST_TITLE_LINE:
        return (title,)
    return title_lines.broken(title, words=_words(title), phrases=phrases, widest=LONGEST_TITLE_LINE)


@cache
def _cutter() -> object:
    import rjieba  # noqa: PLC0415 -- loads a dictionary; only a title of several lines needs it

    return rjieba


def _words(title: str) -> list[str]:
    cut: list[str] = getattr(_cutter(), "cut")(title)  # noqa: B009 -- the module has no types
    return cut


def attachment_note(attachments: Sequence[Section], *, language: Language) -> Iterator[str]:
    """Yield what is attached, one row below the body (7.3.4): names without punctuation, wrapped flush with the first.

    A tab stands behind the number, so that the names are flush whatever the digits' width.
    """
    if not attachments:
        return
    yield _KEPT_BLANK
    label = "附件：" if language == "zh" else "Annex: "
    several = len(attachments) > 1
    number = (parts.CHARACTER * (5 if len(attachments) < 10 else 7) // 4) * several
    names = (_LABEL + 2) * parts.CHARACTER + number
    for place, each in enumerate(attachments, start=1):
        hanging = number + (_LABEL * parts.CHARACTER if place == 1 else 0)
        runs = text(label) if place == 1 else ""
        runs += f"{text(f'{place}.')}<w:r><w:tab/></w:r>" if several else ""
        indent = (
            f'<w:tabs><w:tab w:val="left" w:pos="{names}"/></w:tabs><w:ind w:left="{names}" w:hanging="{hanging}"/>'
        )
        yield paragraph("AttachmentNote", runs + text(each.title), indent)


def attending(listed: Sequence[Attending]) -> Iterator[str]:
    """Yield who was there, one row below the body: the label in 黑体, wrapped names flush behind the colon (10.3)."""
    if listed:
        yield BLANK
    for each in listed:
        label = f"{each.label}："
        width = twips(label)
        indent = f'<w:ind w:left="{2 * parts.CHARACTER + width}" w:hanging="{width}"/>'
        yield paragraph("AttachmentNote", text(label, parts.fonts(parts.HEI)) + text(each.names), indent)


def signature(signed: Signature) -> Iterator[str]:
    """Yield the organisation and the date, each in its bookmark, below empty rows (7.3.5)."""
    yield from [_KEPT_BLANK] * ROWS_BELOW_BODY[signed.sealed]
    places = _sealed(signed) if signed.sealed else _unsealed(signed)
    for line, (said, place) in enumerate(zip((signed.organisation, signed.date), places, strict=True)):
        yield paragraph("Signature", docx_write_marks.signature(line, text(said)), place)


def _sealed(signed: Signature) -> tuple[str, str]:
    """7.3.5.1: the date four characters from the right, the organisation centred over it.

    Both are centred on one axis, which holds even where a word processor sets digits wider than reckoned here.
    """
    from_right = max(4 * parts.CHARACTER + twips(signed.date) // 2, twips(signed.organisation) // 2)
    left = max(parts.TEXT_WIDTH - 2 * from_right, 0)
    both = f'<w:ind w:left="{left}" w:right="0"/><w:jc w:val="center"/>'
    return both, both


def _unsealed(signed: Signature) -> tuple[str, str]:
    """7.3.5.2: the organisation two characters from the right; the date begins two behind its beginning.

    Where the date is too long for that it stands two characters from the right, and the organisation moves left.
    """
    organisation, day = twips(signed.organisation), twips(signed.date)
    two = 2 * parts.CHARACTER
    if organisation - day >= two:
        return f'<w:ind w:right="{two}"/>', _beginning(parts.TEXT_WIDTH - organisation)
    begins = parts.TEXT_WIDTH - two - day
    return _beginning(begins - two), _beginning(begins)


def _beginning(place: int) -> str:
    """Where a line begins: it holds, however wide a word processor sets the digits behind, and the line never breaks.

    It may run into the right margin: where 仿宋 is missing, a date is wider than the room the standard leaves it.
    """
    return f'<w:ind w:left="{max(place, 0)}" w:right="-{4 * parts.CHARACTER}"/><w:jc w:val="left"/>'


def twips(said: str) -> int:
    """Return how wide a text of 16 pt is set."""
    return sum(parts.HALF if character < "\u2000" else parts.CHARACTER for character in said)


_CODE_SIDE = 720_000
"""20 mm in the units of DrawingML."""
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"


def proof(note: ProofNote, *, language: Language, after_table: bool) -> Iterator[str]:
    """Yield the head of the log, small, below everything: a code, and what it says."""
    if after_table:
        yield paragraph(parts.PROOF_ID, "")
    above = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>'
    air = '<w:spacing w:before="480" w:after="60" w:line="220" w:lineRule="atLeast"/>'
    yield paragraph(parts.PROOF_ID, _code(note), above + air)
    *lines, last = note.lines(language)
    for each in lines:
        yield paragraph(parts.PROOF_ID, text(each))
    yield paragraph(parts.PROOF_ID, text(last), '<w:keepNext w:val="0"/>')


def _code(note: ProofNote) -> str:
    """An inline picture (ECMA-376-1 20.4.2.8); who cannot see it is read what it says."""
    extent = f'cx="{_CODE_SIDE}" cy="{_CODE_SIDE}"'
    said = escape(" ".join(note.code.split()))
    names = f'id="1" name="proof" descr="{said}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_MAIN}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr {names}/><a:graphic xmlns:a="{_MAIN}/main"><a:graphicData '
        f'uri="{_MAIN}/picture"><pic:pic xmlns:pic="{_MAIN}/picture"><pic:nvPicPr><pic:cNvPr {names}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{parts.CODE_RELATION}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
