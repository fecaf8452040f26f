"""The page-true PDF of a Word file: with LibreOffice, without it, and for what is no Word file."""

import base64
import http.server
import io
import subprocess
import threading
import time
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from tests import reporting, tools
from zicha.core.findings import Refusal
from zicha.formats import docx_write, libreoffice, pdf_fonts

FACES = pdf_fonts.bundled()
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def edited():
    """Return a report as somebody left it who typed a sentence into it."""
    document = docx.Document(io.BytesIO(docx_write.render(reporting.compose())))
    document.paragraphs[3].add_run("这一句是改的时候加的。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.needs("soffice", "pdftotext", "pdffonts")
def test_an_edited_word_file_becomes_a_pdf_with_its_edits_in_the_faces_given(tmp_path):
    (tmp_path / "r.pdf").write_bytes(libreoffice.to_pdf(edited(), faces=FACES))
    said, fonts = (
        subprocess.run([tools.program(name), *words], check=True, capture_output=True, text=True, cwd=tmp_path).stdout
        for name, words in (("pdftotext", ["r.pdf", "-"]), ("pdffonts", ["r.pdf"]))
    )
    assert "这一句是改的时候加的。" in "".join(said.split())
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts.splitlines()[2:]} == {
        "NotoSerifSC", "NotoSansSC",
    }  # fmt: skip


class _Listener(http.server.BaseHTTPRequestHandler):
    """Notes every request; whatever the office asks first, it is seen."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET  # noqa: N815 -- the names http.server asks for

    def log_message(self, *_words):
        pass


def linking_to(address):
    """Return a Word file whose picture lies elsewhere."""
    document = docx.Document()
    run = document.add_paragraph("甲").add_run()
    link = document.part.relate_to(address, RT.IMAGE, is_external=True)
    run.add_picture(io.BytesIO(base64.b64decode(DOT)))
    run._r.xpath(".//*[local-name()='blip']")[0].attrib.clear()
    run._r.xpath(".//*[local-name()='blip']")[0].set(qn("r:link"), link)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.needs("soffice")
def test_nothing_a_document_links_to_is_fetched():
    with http.server.HTTPServer(("127.0.0.1", 0), _Listener) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        content = linking_to(f"http://127.0.0.1:{server.server_port}/dot.png")
        assert libreoffice.to_pdf(content, faces=FACES).startswith(b"%PDF-1")
        server.shutdown()
    assert server.asked == []


@pytest.mark.needs("soffice")
def test_what_takes_too_long_is_ended_with_all_it_started():
    begun = time.monotonic()
    with pytest.raises(Refusal) as refused:
        libreoffice.to_pdf(edited(), faces=FACES, seconds=0.2)
    assert (refused.value.code, refused.value.facts) == ("reports.libreoffice_slow", {"seconds": 0})
    assert time.monotonic() - begun < 5


def test_without_libreoffice_the_answer_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal) as refused:
        libreoffice.to_pdf(edited(), faces=FACES)
    assert refused.value.code == "reports.no_libreoffice"


def _zip_without_a_document():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n", "document.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document.old_or_locked"),
        (b"hello", "document.not_docx"),
        (_zip_without_a_document(), "document.not_docx"),
        (edited()[:-200], "document.damaged"),
    ],
)
def test_what_is_no_word_file_never_reaches_libreoffice(content, code):
    with pytest.raises(Refusal) as refused:
        libreoffice.to_pdf(content, faces=FACES)
    assert refused.value.code == code
