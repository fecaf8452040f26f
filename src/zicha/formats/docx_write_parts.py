"""The parts of a report's package that are the same in every report: styles, settings, fonts, page numbers.

Layout after GB/T 9704-2012: A4, margins 37/26/35/28 mm (5.2.1), 22 lines of 28 characters (5.2.3), which takes an
exact line of 579 twips and a pitch of −0.25 pt, levels in 黑体, 楷体 and 仿宋 (7.3.3), page number 7 mm below the text
block, odd right, even left (7.5).
"""

from __future__ import annotations

from functools import cache

from zicha.formats.docx_write_zip import Member, deflate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
CUSTOM_ITEM = "item9"

LINE = 579
CHARACTER = 315
"""Twips of one character of 16 pt at a pitch of −0.25 pt."""
HALF = 155
"""Twips of a half-width digit of 16 pt at that pitch."""
TEXT_WIDTH = 8845
MARGINS = (
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1426" w:gutter="0"/>'
)

SONG, BIAOSONG, HEI, KAI, FANG = "宋体", "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
_ALTERNATIVES = {
    SONG: ("SimSun", "auto"),
    BIAOSONG: ("小标宋体", "auto"),
    HEI: ("SimHei", "modern"),
    KAI: ("楷体", "modern"),
    FANG: ("仿宋", "modern"),
}


CODE = "media/proof.png"
"""The picture of the log's head, in the folder of the document."""
PROOF_ID, PROOF_STYLE = "ProofNote", "校验点"
CODE_RELATION = "rId7"
"""Of a traced document; the sixth is its custom XML."""


def fonts(name: str) -> str:
    """Return the run property that sets one face for every script."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


@cache
def members(*, traced: bool, sealed: bool = False) -> tuple[Member, ...]:
    """Return the unchanged members, deflated once in the life of a process.

    A ``traced`` document carries custom properties and a custom XML part about its figures, a ``sealed`` one a picture
    of the log's head.
    """
    parts = {
        "_rels/.rels": _package_relations(traced=traced),
        "docProps/app.xml": (
            f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>zicha</Application></Properties>'
        ),
        "word/_rels/document.xml.rels": _document_relations(traced=traced, sealed=sealed),
        "word/styles.xml": styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right", "right"),
        "word/footer2.xml": _footer("left", "left"),
    }
    return tuple(deflate(name, text.encode(), level=9) for name, text in (parts | (traces() if traced else {})).items())


def traces() -> dict[str, str]:
    """Return the parts that tie a custom XML part to its document."""
    return {
        f"customXml/_rels/{CUSTOM_ITEM}.xml.rels": _relations(
            ("customXmlProps", f"itemProps{CUSTOM_ITEM.removeprefix('item')}.xml")
        ),
        "customXml/itemProps9.xml": (
            f'{HEAD}<ds:datastoreItem ds:itemID="{{7A696368-6100-4000-8000-000000000009}}" '
            f'xmlns:ds="{OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
        ),
    }


@cache
def content_types(*, traced: bool, sealed: bool = False) -> Member:
    """Return the list of content types; it stands first in the package."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "application/vnd.openxmlformats-officedocument"
    overrides = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/word/footer2.xml": f"{word}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{office}.extended-properties+xml",
    }
    if traced:
        overrides |= {
            "/customXml/itemProps9.xml": f"{office}.customXmlProperties+xml",
            "/docProps/custom.xml": f"{office}.custom-properties+xml",
        }
    picture = '<Default Extension="png" ContentType="image/png"/>' if sealed else ""
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    text = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{picture}{listed}</Types>'
    )
    return deflate("[Content_Types].xml", text.encode(), level=9)


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{kind if ":" in kind else f"{R}/{kind}"}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _package_relations(*, traced: bool) -> str:
    return _relations(
        ("officeDocument", "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
        *([("custom-properties", "docProps/custom.xml")] if traced else []),
    )


def _document_relations(*, traced: bool, sealed: bool) -> str:
    return _relations(
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("footer", "footer1.xml"),
        ("footer", "footer2.xml"),
        *([("customXml", f"../customXml/{CUSTOM_ITEM}.xml")] if traced else []),
        *([("image", CODE)] if sealed else []),
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, (other, family) in _ALTERNATIVES.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{listed}</w:fonts>'


def _footer(jc: str, side: str) -> str:
    """— 1 — in 4号宋体, one character from the outer edge."""
    run = f'<w:rPr>{fonts(SONG)}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    page = (
        f'<w:r>{run}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{run}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{run}<w:t>1</w:t></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="280" w:firstLine="0"/>'
        f'<w:jc w:val="{jc}"/></w:pPr><w:r>{run}<w:t xml:space="preserve">— </w:t></w:r>{page}'
        f'<w:r>{run}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def styles() -> str:
    """Return the part that holds the styles."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}<w:spacing w:val="-5"/><w:kern w:val="2"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(_paragraph_styles())}{_other_styles()}</w:styles>'


_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
"""LibreOffice would give what is larger or smaller than the body whole rows of the grid."""

_OVERFLOW = '<w:overflowPunct w:val="1"/>'
"""Word's own default, written out: LibreOffice 7.4 takes it the other way round, and then sets no comma into the margin
(17.3.1.21). Left out, or with 0, LibreOffice lets a comma stand outside the text block."""

_EXACT = f'<w:spacing w:line="{LINE}" w:lineRule="exact"/>'


def _paragraph_styles() -> list[str]:
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:widowControl w:val="0"/>{_OVERFLOW}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_EXACT}'
        '<w:jc w:val="both"/></w:pPr></w:style>'
    )
    headings = [
        _style(f"Heading{level}", f"heading {level}", _heading(level), run)
        for level, run in enumerate((fonts(HEI), fonts(KAI), fonts(FANG), fonts(FANG)), start=1)
    ]
    small = _size(21)
    proof = (
        f'<w:keepNext/><w:keepLines/><w:widowControl w:val="0"/>{_OFF_GRID}'
        '<w:spacing w:line="220" w:lineRule="atLeast"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>'
    )
    footer = f'{_OFF_GRID}<w:spacing w:line="400" w:lineRule="exact"/>'
    title = f"<w:keepNext/><w:keepLines/>{_centred(LINE)}"
    cell = (
        f'<w:widowControl w:val="0"/>{_OFF_GRID}<w:spacing w:before="50" w:after="50" w:line="320" w:lineRule="exact"/>'
    )
    return [
        normal,
        *headings,
        _style("Title", "Title", title, f"{fonts(BIAOSONG)}{_size(44)}"),
        _style("BodyText", "Body Text", _INDENT, ""),
        _style("Addressee", "主送机关", '<w:ind w:firstLine="0"/>', ""),
        _style("Gap", "问题条目", _INDENT, ""),
        _style("ListItem", "条目", _INDENT, ""),
        _style("Blank", "待补充", _INDENT, '<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/>'),
        _style("AttachmentNote", "附件说明", f'<w:ind w:left="{2 * CHARACTER}"/><w:jc w:val="left"/>', ""),
        _style("AttachmentLabel", "附件序号", '<w:keepNext/><w:pageBreakBefore/><w:jc w:val="left"/>', fonts(HEI)),
        _style("AttachmentTitle", "附件标题", title, f"{fonts(BIAOSONG)}{_size(44)}"),
        _style("Signature", "Signature", '<w:keepNext/><w:keepLines/><w:jc w:val="right"/>', ""),
        _style("Caption", "caption", f"<w:keepNext/>{_centred(400, around=(120, 59))}", f"{fonts(HEI)}{_size(24)}"),
        _style("TableText", "表格文字", f'{cell}<w:jc w:val="left"/>', small),
        _style("TableCentred", "表格居中", f'{cell}<w:jc w:val="center"/>', small),
        _style("TableHead", "表头", f'<w:keepNext/>{cell}<w:jc w:val="center"/>', f"{fonts(HEI)}{small}"),
        _style(PROOF_ID, PROOF_STYLE, proof, f"{fonts(SONG)}{_size(16)}"),
        _style("Footer", "footer", footer, '<w:spacing w:val="0"/>'),
    ]  # fmt: skip


def _heading(level: int) -> str:
    return f'<w:keepNext/><w:keepLines/>{_INDENT}<w:outlineLvl w:val="{level - 1}"/>'


def _centred(line: int, *, around: tuple[int, int] = (0, 0)) -> str:
    before, after = around
    space = f'w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"'
    return f'{_OFF_GRID}<w:spacing {space}/><w:jc w:val="center"/>'


def _size(half_points: int) -> str:
    return f'<w:spacing w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(style: str, name: str, paragraph: str, run: str) -> str:
    runs = f"<w:rPr>{run}</w:rPr>" if run else ""
    following = '<w:next w:val="BodyText"/>' if style.startswith(("Heading", "Title")) else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"{following}<w:qFormat/><w:pPr>{paragraph}</w:pPr>{runs}</w:style>"
    )


def _other_styles() -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for edge, size, colour in (
            ("top", 8, "000000"), ("left", 4, "808080"), ("bottom", 8, "000000"), ("right", 4, "808080"),
            ("insideH", 4, "808080"), ("insideV", 4, "808080"),
        )
    )  # fmt: skip
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Unknown"><w:name w:val="未知引用"/><w:rPr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="F8CBAD"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Entries"><w:name w:val="记录表"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>"
    )
