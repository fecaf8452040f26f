"""A report edited in Word against what is saved: nothing is lost, and nobody's later text is overwritten unseen."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.reimport import LineChange

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
THEN = factories.NOW + timedelta(days=1)
LATER = THEN + timedelta(days=30)
PLACE = {"scheme": "work-safety", "unit": "U01", "period": "2026H1"}
ASKED = {"scheme": "work-safety", "unit": "U01", "period": H1}
TEXT = "每月检查{exit_inspections}次。\n年内补齐通道照片。"


def save(text, *, seen=0, at=factories.NOW, section="next"):
    from zicha.services import prose

    return prose.save(**PLACE, section=section, text=text, recorded_at=at, recorded_by="P002", seen_number=seen)


def written():
    from zicha.services import reports

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    save(TEXT)
    composed = reports.compose(**ASKED, on=date(2026, 7, 5), as_known_at=THEN, language="zh")
    return reports.render(report=composed, form="docx")


def edited(content, *changes):
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            body = source.read(name).decode()
            for old, new in changes if name == "word/document.xml" else ():
                assert old in body
                body = body.replace(old, new)
            target.writestr(name, body)
    return stream.getvalue()


def back(content, **other):
    from zicha.services import prose_back

    return prose_back.read_back(**{"content": content, "name": "r.docx", "as_known_at": LATER, **ASKED, **other})


def told(found):
    return [(each.section, each.new, each.is_contested, each.changes) for each in found.changed]


def test_unedited_report_changes_nothing_even_after_the_ledger_has_moved():
    content = written()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=LATER - timedelta(days=1))
    found = back(content)
    assert (found.changed, found.drafted, found.unplaced) == ((), (), ())
    following = next(each for each in found.sections if each.section == "next")
    assert (following.written, following.saved, following.number, following.new) == (TEXT, TEXT, 1, TEXT)


def test_edited_line_comes_back_and_the_figure_stays_a_reference():
    found = back(edited(written(), ("年内补齐通道照片", "九月底前补齐通道照片"), ("每月检查", "本单位每月检查")))
    new = "本单位每月检查{exit_inspections}次。\n九月底前补齐通道照片。"
    assert told(found) == [("next", new, False, (LineChange(tuple(TEXT.splitlines()), tuple(new.splitlines())),))]
    assert (found.drafted, found.unplaced) == ((), ())


def test_text_saved_by_somebody_else_since_is_contested_and_shown():
    content = written()
    save("每季检查一次。", seen=1, at=LATER - timedelta(days=1))
    found = back(edited(content, ("年内补齐通道照片", "九月底前补齐")))
    new = "每月检查{exit_inspections}次。\n九月底前补齐。"
    assert told(found) == [("next", new, True, (LineChange(("每季检查一次。",), tuple(new.splitlines())),))]
    assert [each.number for each in found.changed] == [2]


def test_paragraph_added_by_somebody_else_since_is_kept_beside_the_edit():
    content = written()
    theirs = f"{TEXT}\n另请周启明负责。"
    save(theirs, seen=1, at=LATER - timedelta(days=1))
    found = back(edited(content, ("每月检查", "本单位每月检查")))
    change = LineChange(("每月检查{exit_inspections}次。",), ("本单位每月检查{exit_inspections}次。",))
    assert told(found) == [("next", f"本单位{theirs}", False, (change,))]


def test_text_saved_since_is_no_change_of_an_unedited_document():
    content = written()
    save("每季检查一次。", seen=1, at=LATER - timedelta(days=1))
    assert back(content).changed == ()


def test_edit_that_is_already_saved_changes_nothing():
    content = written()
    new = TEXT.replace("年内", "九月底前")
    save(new, seen=1, at=LATER - timedelta(days=1))
    assert back(edited(content, ("年内补齐", "九月底前补齐"))).changed == ()


def test_text_typed_where_nothing_was_written_is_new():
    found = back(edited(written(), ("（待补充）", "本期工作平稳。")))
    assert {(each.written, each.saved, each.number, each.new) for each in found.changed} == {
        ("", "", 0, "本期工作平稳。")
    }
    assert all(each.changes == (LineChange((), ("本期工作平稳。",)),) for each in found.changed)


def test_fact_changed_by_hand_is_told_and_not_taken_over():
    found = back(edited(written(), ("对照责任清单，仍有", "经核对，仍有")))
    assert found.changed == ()
    assert [
        (each.section, each.was.replace("对照责任清单", "经核对"), each.paragraph > 0) for each in found.drafted
    ] == [("found-wanting", each.now, True) for each in found.drafted]
    assert len(found.drafted) == 1


def test_report_of_another_question_is_refused():
    content = written()
    for other in ({"unit": "U02"}, {"period": periods.parse("2026H2")}, {"scheme": "theory-study"}):
        with pytest.raises(Refusal) as refusal:
            back(content, **other)
        assert (refusal.value.code, refusal.value.facts["unit"]) == ("tracking.other_report", "U01")


def test_document_of_others_is_refused():
    import docx

    stream = io.BytesIO()
    docx.Document().save(stream)
    with pytest.raises(Refusal) as refusal:
        back(stream.getvalue())
    assert refusal.value.code == "tracking.none"
