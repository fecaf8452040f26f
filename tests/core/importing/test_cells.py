from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core.findings import Refusal
from zicha.core.importing import cells
from zicha.core.importing.tables import letters, number


def refused(read, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        read(*args, **kwargs)
    return found.value.code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("　学习\r\n讨论 ", "学习\n讨论"),
        (20.0, "20"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (date(2026, 4, 1), "2026-04-01"),
        (datetime(2026, 4, 1), "2026-04-01"),  # noqa: DTZ001 -- a spreadsheet knows no time zone
        (datetime(2026, 4, 1, 9, 30), "2026-04-01 09:30"),  # noqa: DTZ001 -- a spreadsheet knows no time zone
        (time(9, 30), "09:30:00"),
    ],
)
def test_text_is_what_a_person_sees(value, text):
    assert cells.text(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "digits"),
    [
        (20.0, "", "20"),
        (3.5, "", "3.5"),
        ("３０", "", "30"),
        ("20人", "", "20"),
        ("20 人次", "", "20"),
        ("1,200", "", "1200"),
        ("12.50元", "元", "12.5"),
        ("5吨", "吨", "5"),
        ("90%", "%", "90"),
        ("９０％", "%", "90"),
        (95.0, "%", "95"),
        (0.0, "%", "0"),
        ("-3", "", "-3"),
    ],
)
def test_number_is_read(value, unit, digits):
    assert cells.read_number(value, unit=unit) == digits


@pytest.mark.parametrize(
    ("value", "unit", "code"),
    [
        ("约20", "", "imports.not_a_number"),
        ("√", "", "imports.not_a_number"),
        ("20-30", "", "imports.not_a_number"),
        ("90%", "", "imports.number_other_unit"),
        ("5吨", "公斤", "imports.number_other_unit"),
        (0.95, "%", "imports.share_unclear"),
        (1.0, "%", "imports.share_unclear"),
        (True, "", "imports.not_a_number"),
        (date(2026, 4, 1), "", "imports.not_a_number"),
        ("1,20", "", "imports.not_a_number"),
    ],
)
def test_number_that_is_none_is_refused(value, unit, code):
    assert refused(cells.read_number, value, unit=unit) == code


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_number_comes_back_from_text_and_from_a_cell(value):
    digits = cells.read_number(f"{value:f}")
    assert float(digits) == float(value)
    assert cells.read_number(float(value)) == digits


@given(st.integers(0, 10**6), st.sampled_from(["{}", "{}人", " {} ", "{}名"]))
def test_count_comes_back(count, form):
    assert cells.read_count(form.format(count)) == count
    assert cells.read_count(float(count)) == count


def test_count_is_a_whole_number_from_zero():
    assert cells.read_count("无") == 0
    assert refused(cells.read_count, "2.5") == "imports.not_a_count"
    assert refused(cells.read_count, "-1") == "imports.not_a_count"
    assert refused(cells.read_count, "张三") == "imports.not_a_number"


def test_percent_is_taken_from_a_share_or_from_a_written_per_cent():
    assert [cells.percent(value) for value in (0.95, 1.0, "90%")] == ["95", "100", "90"]


@pytest.mark.parametrize("value", ["√", "✓", "有", "是", "3张", 2.0, True, "已归档", "Y"])
def test_mark_says_yes(value):
    assert cells.read_mark(value) is True


@pytest.mark.parametrize("value", ["×", "无", "否", "", "/", "0", 0.0, False])
def test_mark_says_no(value):
    assert cells.read_mark(value) is False


def test_mark_that_says_neither_is_refused():
    assert refused(cells.read_mark, "照片在王某处") == "imports.not_a_mark"


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        (90.0, 90),
        ("90分钟", 90),
        ("1.5小时", 90),
        ("１小时30分", 90),
        ("1:30", 90),
        ("14:00-15:30", 90),
        ("14：00至15：30", 90),
        (time(1, 30), 90),
        (timedelta(minutes=90), 90),
    ],
)
def test_duration_is_whole_minutes(value, minutes):
    assert cells.read_duration(value) == minutes


@pytest.mark.parametrize("value", ["半天", "0", "15:00-14:00", "2课时", 1.5])
def test_duration_that_is_none_is_refused(value):
    assert refused(cells.read_duration, value) == "imports.not_a_duration"


@given(st.integers(1, 24 * 60))
def test_duration_comes_back(minutes):
    hours, rest = divmod(minutes, 60)
    assert cells.read_duration(f"{hours}小时{rest}分钟") == minutes


@pytest.mark.parametrize(
    ("value", "titles"),
    [
        ("《甲》《乙》", ("《甲》", "《乙》")),
        ("《甲》、《乙》和《丙》第一章", ("《甲》", "《乙》", "《丙》第一章")),
        ("《论〈甲〉》", ("《论〈甲〉》",)),
        ("1.甲的文章\n2.乙的文章", ("甲的文章", "乙的文章")),
        ("甲；乙", ("甲", "乙")),
    ],
)
def test_reading_list_is_divided_into_titles(value, titles):
    assert cells.read_titles(value) == titles


def test_text_longer_than_the_ledger_takes_is_refused():
    assert cells.read_text("字" * 10_000) == "字" * 10_000
    assert refused(cells.read_text, "字" * 10_001) == "imports.text_too_long"


@given(st.integers(1, 20_000))
def test_letters_and_numbers_of_columns_are_each_others_inverse(column):
    assert number(letters(column)) == column
    assert (letters(1), letters(26), letters(27), letters(16_384)) == ("A", "Z", "AA", "XFD")


def test_cell_that_was_read_before_is_told_from_one_that_only_equals_it():
    assert [cells.shown(value) for value in (1.0, True, 0.0, False, -0.0)] == ["1", "TRUE", "0", "FALSE", "0"]
    assert cells.read_count(1.0) == 1
    assert refused(cells.read_count, True) == "imports.not_a_number"  # noqa: FBT003 -- a cell that says TRUE
    assert cells.read_number(0.95) == "0.95"
    assert refused(lambda value: cells.read_number(value, unit="%"), 0.95) == "imports.share_unclear"
