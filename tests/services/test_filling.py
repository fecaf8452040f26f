import io
import zipfile
from datetime import date, timedelta

import docx
import pytest

from tests import factories
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.formats import docx_read

pytestmark = pytest.mark.django_db

ASKED = {
    "unit": "U01",
    "period": periods.parse("2026H1"),
    "scheme": "work-safety",
    "on": date(2026, 7, 5),
    "as_known_at": factories.NOW + timedelta(days=30),
    "language": "zh",
}


def template(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_is_filled_from_the_ledger_with_any_measure_of_the_scheme():
    from zicha.services import filling

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    filled = filling.fill(content=template("{{ unit }}检查{{ figures.exit_inspections }}次", "{{ body }}"), **ASKED)
    assert docx_read.read(filled.content).paragraphs[0].text == "一支部检查1次"
    assert filled.warnings == ()
    assert {figure.measure for figure in filled.report.asked} >= {"exit_inspections", "safety_gaps"}


def test_what_is_drafted_stands_in_for_what_is_saved():
    from zicha.services import filling

    factories.organisation()
    filled = filling.fill(content=template("{{ sections.next }}"), drafted={"next": "按月检查。"}, **ASKED)
    assert [each.text for each in docx_read.read(filled.content).paragraphs] == ["1.按月检查。"]
    assert {fault.code for fault in filled.warnings} == {"templates.section_missing"}


def test_a_broken_template_is_refused_with_its_first_fault():
    from zicha.services import filling

    factories.organisation()
    with pytest.raises(Refusal) as refused:
        filling.fill(content=template("{{ unit", "{{ nosuch }}"), **ASKED)
    assert (refused.value.code, refused.value.facts) == (
        "templates.broken",
        {"count": 2, "place": "第 1 段", "sentence": "标签“{{ unit”没有写完：同一段里要有“}}”。"},
    )


def note():
    from zicha.core.report_proof import ProofNote

    return ProofNote("zicha/0011223344556677", 12, "hQ==", "0011 2233")


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pictured(picture):
    """A template that holds a picture of its own and ends in a table."""
    document = docx.Document()
    document.add_paragraph("{{ body }}")
    document.add_picture(io.BytesIO(picture))
    document.add_table(1, 1).cell(0, 0).text = "{{ unit }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_signed_head_stands_below_a_template_and_is_read_as_if_it_were_not_there(language):
    from zicha.formats import qr
    from zicha.services import filling

    factories.organisation()
    asked = ASKED | {"language": language}
    plain, noted = (
        filling.fill(content=template("{{ unit }}", "{{ body }}"), proof=proof, **asked).content
        for proof in (None, note())
    )
    assert noted == filling.fill(content=template("{{ unit }}", "{{ body }}"), proof=note(), **asked).content
    said = [each.text for each in docx.Document(io.BytesIO(noted)).paragraphs]
    assert tuple(said[-3:]) == note().lines(language)
    assert qr.png(note().code) in parts(noted).values()
    assert docx_read.read(noted).paragraphs == docx_read.read(plain).paragraphs


def test_the_signed_head_runs_into_no_table_and_no_picture_of_the_template():
    from zicha.formats import qr
    from zicha.services import filling

    factories.organisation()
    own = qr.png("emblem")
    filled = filling.fill(content=pictured(own), proof=note(), **ASKED).content
    document = docx.Document(io.BytesIO(filled))
    body = [each.tag.rpartition("}")[2] for each in document.element.body]
    assert body[-7:] == ["tbl", "p", "p", "p", "p", "p", "sectPr"]
    shapes = document.element.body.xpath(".//wp:docPr/@id")
    assert len(shapes) == len({*shapes}) == 2
    found = [document.part.related_parts[each].blob for each in document.element.body.xpath(".//a:blip/@r:embed")]
    assert found == [own, qr.png(note().code)]
