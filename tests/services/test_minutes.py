"""Minutes as an official document and as a Word file."""

from datetime import date, timedelta

import pytest

from tests.services.test_meetings import STARTS, held, written
from zicha.core.findings import Refusal
from zicha.core.official_document import Attending
from zicha.core.periods import parse

pytestmark = pytest.mark.django_db

LATER = STARTS + timedelta(hours=5)


def approved():
    from zicha.services import meetings

    meeting, items, _made = held("议题1", "议题2")
    at = STARTS + timedelta(hours=2)
    by = {"recorded_at": at, "recorded_by": "P002"}
    due = date(2026, 6, 30)
    meetings.decide(meeting=meeting, item=items[0], matter="清理东侧出口。", owner="P004", due=due, **by)
    written(meeting, items, at=at)
    meetings.approve(meeting=meeting, recorded_at=at, recorded_by="P003")
    return meeting


def lines(document):
    return [(f"{one.number}{one.title}", [block.text for block in one.blocks]) for one in document.sections]


def test_minutes_say_when_who_what_and_what_was_decided():
    from zicha.services import minutes

    document = minutes.document(meeting=approved(), as_known_at=LATER)
    assert document.title == "一组六月安全例会纪要"
    assert lines(document) == [
        (
            "",
            ["时间：2026年6月10日15:00", "主持：沈一宁", "应到2人，实到1人，请假0人，缺席1人。"],
        ),
        ("一、议题1", ["记录1", "议定：清理东侧出口（责任人：方可，2026年6月30日前完成）。"]),
        ("二、议题2", ["记录2"]),
    ]
    assert document.attending == (Attending("出席", "沈一宁"), Attending("缺席", "方可"), Attending("列席", "林远"))
    assert document.signature is None


def test_minutes_in_english():
    from zicha.services import minutes

    document = minutes.document(meeting=approved(), as_known_at=LATER, language="en")
    assert lines(document)[1] == (
        "1.议题1",
        ["记录1", "Decided: 清理东侧出口 (owner: 方可, due 30 June 2026)."],
    )


def test_change_after_approval_is_not_in_the_minutes():
    from zicha.services import meetings, minutes

    meeting = approved()
    item = meetings.one(meeting=meeting, as_known_at=LATER).items[0]
    meetings.change_item(
        meeting=meeting,
        item=item.entry,
        topic=meetings.Topic("议题1", minutes="改过的"),
        reason="写错",
        seen=item.number,
        recorded_at=LATER,
        recorded_by="P002",
    )
    document = minutes.document(meeting=meeting, as_known_at=LATER)
    assert lines(document)[1][1][0] == "记录1"


def test_meetings_of_a_period_are_bound_into_one_document():
    from zicha.services import minutes

    approved()
    asked = {"unit": "U03", "as_known_at": LATER}
    document = minutes.volume(period=parse("2026H1"), **asked)
    assert document.title == "一组2026年上半年会议纪要汇编"
    assert [head for head, _ in lines(document)] == [
        "一、六月安全例会（2026年6月10日）",
        "（一）议题1",
        "（二）议题2",
    ]
    for period, kind in (("2025H2", ""), ("2026H1", "fire_drill")):
        with pytest.raises(Refusal) as found:
            minutes.volume(period=parse(period), kind=kind, **asked)
        assert found.value.code == "meetings.none_in_period"


def test_word_file_says_the_same():
    from zicha.formats import docx_read
    from zicha.services import minutes

    document = minutes.document(meeting=approved(), as_known_at=LATER)
    read = docx_read.read(minutes.as_docx(document))
    said = "\n".join(paragraph.text for paragraph in read.paragraphs)
    for words in ("一组六月安全例会纪要", "议定：清理东侧出口（责任人：方可，2026年6月30日前完成）。", "出席", "列席"):
        assert words in said
