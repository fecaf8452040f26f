"""A text is found in what people take along, however the file cuts it up."""

import io
import json
import zipfile

import pytest

from zicha.formats import text_held

NAME = "沈一宁"


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


DOCX = zipped(word__document_xml="<w:r><w:t>沈一</w:t></w:r><w:r><w:t>宁</w:t></w:r>".encode())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (DOCX, "a.docx"),
        (zipped(report_docx=DOCX), "bundle.zip"),
        (f"<td>{NAME}</td>".encode(), "a.html"),
        ("<b>沈</b>一&#23425;".encode(), "a.html"),
        (json.dumps({"owner": NAME}).encode(), "a.json"),
        (json.dumps({"owner": NAME}, ensure_ascii=False).encode(), "A.JSON"),
        (f"U01,{NAME}\n".encode(), "a.csv"),
        (b"no zip, " + NAME.encode(), "a.zip"),
    ],
)
def test_text_is_found(content, name):
    assert text_held.holds(content, name=name, texts=[NAME])
    assert not text_held.holds(content, name=name, texts=["方可", ""])


def test_photograph_in_a_bundle_is_not_read_as_text():
    assert not text_held.holds(zipped(photo_png=NAME.encode()), name="b.zip", texts=[NAME])


@pytest.mark.parametrize(
    ("report", "records", "shown"),
    [
        ({"sections": [{"blocks": [{"rows": [{"record": 12}]}]}]}, {12, 99}, True),
        ({"sections": [{"blocks": [{"records": [3, 12]}]}]}, {12}, True),
        ({"sections": [{"blocks": [{"rows": [{"record": 12}]}]}]}, {13}, False),
    ],
)
def test_report_shows_the_records_it_names(report, records, shown):
    assert text_held.shows(json.dumps(report).encode(), records=records) == shown


def test_report_that_cannot_be_read_might_show_any_record():
    assert text_held.shows(b"{", records={1})
