"""Files that people hand in by mistake or by malice: each gets a clear refusal or a working result, in bounded time."""

import io
import resource
import struct
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from bench import checker
from zicha.core import messages
from zicha.core.findings import Refusal
from zicha.services import checks

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECONDS = 10
MEGABYTES = 400


def saved(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def body(xml):
    return packed(word__document_xml=f"<w:document {NS}><w:body>{xml}</w:body></w:document>")


def locked(content):
    """Set the flag of a password on every member."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            (flags,) = struct.unpack_from("<H", data, place + offset)
            struct.pack_into("<H", data, place + offset, flags | 1)
            place = data.find(signature, place + 4)
    return bytes(data)


def lying(content):
    """Declare every member to be small, whatever it unpacks to."""
    data = bytearray(content)
    place = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 1_000)
    return bytes(data)


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)
BOMB = packed(word__document_xml=b"0" * 200_000_000)
DEEP = body("<w:sdt><w:sdtContent>" * 2_000 + "</w:sdtContent></w:sdt>" * 2_000)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("old.docx", OLD_WORD, "document.old_or_locked"),
        ("locked.docx", locked(saved("正文。")), "document.old_or_locked"),
        ("bomb.docx", BOMB, "document.too_large"),
        ("lying.docx", lying(packed(word__document_xml=b"<a>" + b"0" * 50_000_000)), "document.damaged"),
        ("deep.docx", DEEP, "document.damaged"),
        ("many.docx", body("<w:p/>" * 2_100_000), "document.too_large"),
        ("cut.docx", saved("正文。")[:-500], "document.damaged"),
        ("half.docx", saved("正文。")[:2_000], "document.damaged"),
        ("empty.docx", b"", "document.not_docx"),
        ("sheet.docx", packed(xl__workbook_xml="<a/>"), "document.not_docx"),
        ("report.pdf", b"%PDF-1.7\n", "document.pdf"),
        ("renamed.docx", b"%PDF-1.7\n", "document.pdf"),
        ("report.doc", OLD_WORD, "document.old_or_locked"),
        ("report.wps", OLD_WORD, "document.old_or_locked"),
        ("report.odt", b"PK\x03\x04", "document.damaged"),
        ("report.odt", packed(mimetype="application/vnd.oasis.opendocument.text"), "document.not_docx"),
        ("picture.png", b"\x89PNG\r\n", "document.not_docx"),
    ],
)
def test_unusable_file_is_refused_in_one_sentence(name, content, code):
    start = time.process_time()
    with pytest.raises(Refusal) as refusal:
        checks.check_file(content=content, name=name)
    assert refusal.value.code == code
    assert time.process_time() - start < SECONDS
    for language in ("zh", "en"):
        assert messages.sentence(code, language=language, **refusal.value.facts)


def test_three_hundred_pages_are_checked_in_bounded_time_and_memory():
    content = saved("工作方案", *checker.law_like(1_900))
    start = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = checks.check_file(
        content=content, name="long.docx", previous=checks.read(content=content, name="long.docx")
    )
    assert time.process_time() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
    assert {remark.code for remark in found.remarks} == {
        "copied.paragraph",
        "layout.margins",
        "layout.paper",
        "layout.size",
    }


def test_document_full_of_tracked_changes_is_read_as_accepted():
    change = "<w:ins w:id='{0}' w:author='甲'><w:r><w:t>加{0}，</w:t></w:r></w:ins><w:del w:id='9{0}' w:author='乙'><w:r><w:delText>删删</w:delText></w:r></w:del>"
    lines = "".join(f"<w:p>{''.join(change.format(number) for number in range(20))}</w:p>" for _ in range(300))
    read = checks.read(content=body(lines), name="changes.docx")
    assert {part.text for part in read.paragraphs} == {"".join(f"加{number}，" for number in range(20))}


def test_document_as_wps_writes_it():
    """Localised style names, ids that are numbers, its own namespace, a box drawn twice, a bullet from a symbol font."""
    own = 'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="wpsCustomData"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    styles = (
        f"<w:styles {NS}><w:style w:type='paragraph' w:default='1' w:styleId='1'><w:name w:val='Normal'/><w:rPr><w:sz w:val='32'/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 1'/><w:basedOn w:val='1'/></w:style></w:styles>"
    )
    xml = (
        f"\ufeff<w:document {NS} {mc} {own}><w:body>"
        "<w:p><w:pPr><w:pStyle w:val='2'/></w:pPr><w:r><w:rPr><w:rFonts w:hint='eastAsia'/></w:rPr><w:t>一、开展情况</w:t></w:r></w:p>"
        "<w:p><w:r><w:t xml:space='preserve'>　　各单位要要学习</w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr></w:body></w:document>"
    )
    content = packed(word__document_xml=xml.encode(), word__styles_xml=styles)
    read = checks.read(content=content, name="wps.docx")
    assert [(part.text, part.level, part.place) for part in read.paragraphs] == [
        ("一、开展情况", 1, "body"), ("　　各单位要要学习□", 0, "body"), ("框内", 0, "textbox"),
    ]  # fmt: skip
    assert [remark.text for remark in checks.check_file(content=content, name="wps.docx").remarks] == ["要要"]


def test_open_document_is_checked_too():
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xml = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text><t:h t:outline-level="1">开展情况</t:h>'
        "<t:p>各单位<t:span>要要</t:span>认真学习。</t:p></o:text></o:body></o:document-content>"
    )
    found = checks.check_file(content=packed(content_xml=xml), name="report.odt")
    assert [(remark.paragraph, remark.text) for remark in found.remarks] == [(2, "要要")]


def test_table_inside_a_table_is_read_once():
    inner = parse_xml(f"<w:tbl {NS}><w:tr><w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0)._tc.append(inner)
    stream = io.BytesIO()
    document.save(stream)
    read = checks.read(content=stream.getvalue(), name="a.docx")
    assert [part.text for part in read.paragraphs if part.text] == ["里"]
