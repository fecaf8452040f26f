"""What a file is, its content says; what a browser might run is not kept."""

import io
import zipfile

import pytest

from zicha.core.findings import Refusal
from zicha.formats import file_kinds, samples
from zicha.formats.file_kinds import FileKind


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
KNOWN = {
    "photo.jpg": (b"\xff\xd8\xff\xe0rest", FileKind("picture", "jpg")),
    "scan.png": (samples.png(seed=1), FileKind("picture", "png")),
    "old.gif": (b"GIF89a....", FileKind("picture", "gif")),
    "new.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind("picture", "webp")),
    "sheet.pdf": (samples.pdf(("x",)), FileKind("document", "pdf")),
    "notice.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", FileKind("document", "doc")),
    "notice.wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", FileKind("document", "wps")),
    "notice.exe": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", FileKind("document", "doc")),
    "a.docx": (zipped(**TYPES, word__document="x"), FileKind("document", "docx")),
    "a.zip": (zipped(**TYPES, xl__workbook="x"), FileKind("document", "xlsx")),
    "a.odt": (zipped(mimetype="application/vnd.oasis.opendocument.text"), FileKind("document", "odt")),
    "a.ofd": (zipped(**{"OFD.xml": "<x/>"}), FileKind("document", "ofd")),
    "list.csv": ("姓名,单位\n".encode("gb18030"), FileKind("text", "csv")),
    "note.txt": ("会议记录：到12人。\n".encode(), FileKind("text", "txt")),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_file_is_known_by_its_content(name):
    content, kind = KNOWN[name]
    assert file_kinds.recognise(content, name=name) == kind


REFUSED = {
    "page.txt": (b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "evidence.page"),
    "mark.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "evidence.page"),
    "mark.png": (b'<?xml version="1.0"?><svg/>', "evidence.page"),
    "hidden.txt": (b"hello <script>1</script>", "evidence.page"),
    "run.exe": (b"MZ\x90\x00\x03", "evidence.kind_unknown"),
    "run.sh.jpg": (b"\x7fELF\x02\x01", "evidence.kind_unknown"),
    "archive.zip": (zipped(a="x"), "evidence.kind_unknown"),
    "broken.docx": (b"PK\x03\x04broken", "evidence.damaged"),
    "macro.docx": (zipped(**TYPES, word__document="x", **{"word/vbaProject.bin": "x"}), "evidence.macros"),
    "IMG_1.heic": (b"\x00\x00\x00\x18ftypheic\x00", "evidence.heic"),
    "bomb.docx": (zipped(**TYPES, **{f"word/{n}": "" for n in range(5_001)}), "evidence.too_much_inside"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_is_not_kept_is_refused_by_name(name):
    content, code = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        file_kinds.recognise(content, name=name)
    assert (refused.value.code, refused.value.facts["name"]) == (code, name)


def test_archive_that_unpacks_to_too_much_is_refused_without_being_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(501):
                member.write(bytes(1024 * 1024))
    with pytest.raises(Refusal, match="too_much_inside"):
        file_kinds.recognise(out.getvalue(), name="bomb.docx")
