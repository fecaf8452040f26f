import pytest
from rapidfuzz import fuzz

from tests.core.importing.world import CHECK, EVIDENCE, KINDS, STUDY
from zicha.core.importing import mapping
from zicha.core.importing.headers import Heading
from zicha.core.importing.mapping import Column, Mapping, SheetMapping
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText


def guess(*labels, kinds=(STUDY,)):
    headings = [Heading(place, tuple(label.split("/"))) for place, label in enumerate(labels, start=1)]
    found = mapping.guess(headings, kinds=kinds, evidence=EVIDENCE, likeness=fuzz.ratio)
    return {column.header: "|".join(column.targets) for column in found.columns}, found.unclear


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("日期", "happened_on"),
        ("开展时间", "happened_on"),
        ("活动日期", "happened_on"),
        ("主题", "title"),
        ("内容", "title"),
        ("学习内容", "title"),
        ("应到人数", "expected"),
        ("人数/应到", "expected"),
        ("实到", "present"),
        ("参加人数", "present"),
        ("出席", "present"),
        ("请假", "excused"),
        ("缺席", "absent"),
        ("补学人数", "made_up"),
        ("单位", "unit"),
        ("责任单位", "unit"),
        ("活动类型", "kind"),
        ("主讲人", "speaker"),
        ("授课人", "speaker"),
        ("speaker", "speaker"),
        ("学习形式", "form"),
        ("学时", "length"),
        ("学习书目", "books"),
        ("满意率(%)", "rate"),
        ("签到表", "evidence.sign_in_sheet"),
        ("照片", "evidence.photo"),
        ("会议记录", "evidence.minutes"),
        ("佐证材料", "evidence"),
        ("序号", "-"),
        ("编号", "-"),
        ("天气", ""),
    ],
)
def test_heading_is_read_as(label, target):
    assert guess(label) == ({label: target}, ())


def test_target_is_given_to_one_column_only():
    assert guess("活动日期", "日期", "时间") == ({"活动日期": "", "日期": "happened_on", "时间": ""}, ())


def test_headings_that_fit_equally_well_are_left_and_named():
    assert guess("上午/应到", "下午/应到") == ({"上午/应到": "", "下午/应到": ""}, ("上午/应到", "下午/应到"))


def test_heads_are_no_columns_of_a_kind_without_attendance():
    assert guess("应到", "检查人员", "检查日期", kinds=(CHECK,))[0] == {
        "应到": "",
        "检查人员": "inspector",
        "检查日期": "happened_on",
    }


def test_column_may_be_different_things_for_different_kinds():
    talk = Kind("talk", LocalText("谈话"), (Field("host", LocalText("主持人"), "person"),))
    read = Kind("read", LocalText("读书"), (Field("chair", LocalText("主持人"), "person"),))
    assert guess("主持人", kinds=(talk, read)) == ({"主持人": "host|chair"}, ())


def test_required_text_without_a_column_takes_the_one_read_as_the_title():
    lecture = Kind("lecture", LocalText("讲课"), (Field("topic", LocalText("题目"), "text", required=True),))
    assert guess("主题", kinds=(lecture,)) == ({"主题": "topic"}, ())


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["Sheet1", "2026年集体学习台账"], "study"),
        (["消防通道检查"], "check"),
        (["study 2026"], "study"),
        (["集体学习和消防通道检查"], "check"),
        (["台账"], ""),
    ],
)
def test_kind_is_found_by_its_name(texts, kind):
    assert mapping.find_kind(texts, kinds=KINDS) == kind


def test_saved_mapping_fits_a_sheet_by_name_or_by_its_headings():
    one = SheetMapping("一月", "study", (Column("日期", ("happened_on",)),))
    other = SheetMapping("二月", "check", (Column("检查日期", ("happened_on",)),))
    whole = Mapping((one, other))
    assert whole.for_sheet("一月", [Heading(1, ("别的",))]) == one
    assert whole.for_sheet("三月", [Heading(1, ("检查　日期",)), Heading(2, ("备注",))]) == other
    assert whole.for_sheet("三月", [Heading(1, ("备注",))]) is None
