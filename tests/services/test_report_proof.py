"""The signed head of the log stands at the end of a report in every form, and is no part of what people edit."""

import io
import subprocess
import zipfile
from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=30)


def made(home, *, language="zh"):
    from zicha.services import reports, signing

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    head = signing.sign(home=home, recorded_at=LATER)
    report = reports.compose(
        unit="U01", period=periods.parse("2026H1"), scheme="work-safety", on=date(2026, 7, 10), as_known_at=LATER,
        language=language,
    )  # fmt: skip
    return report, signing.note(head, home=home)


def render(report, form, proof):
    from zicha.services import reports

    return reports.render(report=report, form=form, proof=proof)


def test_note_says_the_head_and_the_key(tmp_path):
    from zicha.services import log, log_key

    report, note = made(tmp_path)
    kept = (tmp_path / "checkpoints" / "1.txt").read_text().split("\n")
    key = log_key.chain(tmp_path).key
    assert note.code == f"{kept[0]}\n{kept[1]}\n{kept[2]}\n{log_key.fingerprint(key)}\n"
    assert log.verify(home=tmp_path).size == note.size
    assert report.snapshot == f"{note.size} {note.root}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_shows_the_note_below_everything(language, tmp_path):
    report, note = made(tmp_path, language=language)
    page = render(report, "html", note).decode()
    shown = page[page.index('<aside class="proof">') :]
    assert all(line.replace('"', "&quot;") in shown for line in note.lines(language))
    assert "<section" not in shown
    assert '<aside class="proof">' not in render(report, "html", None).decode()


def test_word_file_shows_the_note_and_is_read_as_if_it_were_not_there(tmp_path):
    from zicha.formats import docx_read, qr

    report, note = made(tmp_path)
    noted, plain = render(report, "docx", note), render(report, "docx", None)
    assert noted == render(report, "docx", note)
    with zipfile.ZipFile(io.BytesIO(noted)) as archive:
        assert archive.read("word/media/proof.png") == qr.png(note.code)
        text = archive.read("word/document.xml").decode()
        assert 'Id="rId7"' in archive.read("word/_rels/document.xml.rels").decode()
    assert all(line in text for line in note.lines("zh"))
    assert docx_read.read(noted).paragraphs == docx_read.read(plain).paragraphs


@pytest.mark.needs("pdftotext")
def test_pdf_shows_the_note_on_its_last_page(tmp_path):
    report, note = made(tmp_path)
    file = tmp_path / "report.pdf"
    file.write_bytes(render(report, "pdf", note))
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    last = said.rstrip("\f\n").split("\f")[-1]
    assert note.root in "".join(last.split())
    assert note.fingerprint.replace(" ", "") in "".join(last.split())
