from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core.findings import Refusal
from zicha.core.importing import dates

DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        datetime(2026, 4, 1, 14, 30),  # noqa: DTZ001 -- a spreadsheet knows no time zone
        46113.0,
        "46113",
        20260401.0,
        "20260401",
        "2026.4.1",
        "2026-04-01",
        "2026/4/1",
        "2026年4月1日",
        "2026 年 4 月 1 号",
        "２０２６年４月１日",
        "二〇二六年四月一日",
        "2026.4.1（星期三）",
        "2026年4月1日周三下午2:30-4:00",
        "2026-04-01T14:30:00",
        "2026年4月1日14时30分",
        "　2026.4.1　",
    ],
)
def test_day_written_in_full_is_read(written):
    assert dates.read_day(written) == DAY


@pytest.mark.parametrize("written", ["4月1日", "４月１日", "四月一日", "4/1", "04-01", "4月1日下午", "4.01"])
def test_day_without_a_year_takes_the_year_that_is_known(written):
    assert dates.lacks_year(written)
    assert dates.read_day(written, year=2026) == DAY


def test_serial_counts_from_1904_where_the_workbook_says_so():
    assert dates.read_day(44651.0, date_1904=True) == DAY


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("4月1日", "imports.date_no_year"),
        ("2026年3月", "imports.date_no_day"),
        ("2026.3", "imports.date_no_day"),
        ("3月份", "imports.date_no_day"),
        ("3月上旬", "imports.date_no_day"),
        ("26.4.1", "imports.date_short_year"),
        ("26年4月1日", "imports.date_short_year"),
        ("1/4/2026", "imports.date_order"),
        ("2026.4.1-4.3", "imports.date_span"),
        ("4月1日-3日", "imports.date_span"),
        ("2026年4月1日至3日", "imports.date_span"),
        (4.3, "imports.date_as_decimal"),
        ("4.1", "imports.date_as_decimal"),
        ("2026.2.30", "imports.no_such_day"),
        ("2026年13月1日", "imports.no_such_day"),
        (20261301.0, "imports.no_such_day"),
        ("待定", "imports.not_a_date"),
        (30.0, "imports.not_a_date"),
        (True, "imports.not_a_date"),
        (time(9), "imports.not_a_date"),
        (timedelta(hours=1), "imports.not_a_date"),
        (None, "imports.not_a_date"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(written, code):
    with pytest.raises(Refusal) as refused:
        dates.read_day(written)
    assert refused.value.code == code


WRITINGS = [
    lambda day: day.isoformat(),
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: float((day - dates.EPOCH_1900).days),
    lambda day: day.strftime("%Y%m%d"),
]


@given(day=st.dates(date(1955, 1, 1), date(2119, 1, 1)), write=st.sampled_from(WRITINGS))
def test_every_day_comes_back_however_it_is_written(day, write):
    assert dates.read_day(write(day)) == day


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_without_its_year(day):
    assert dates.read_day(f"{day.month}月{day.day}日", year=day.year) == day


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_anything_else_is_a_day_or_a_refusal(written):
    try:
        found = dates.read_day(written)
    except Refusal as refusal:
        found = refusal.code
    assert isinstance(found, date) or found.startswith("imports.")


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2026年上半年集体学习台账"], 2026),
        (["填报单位：第一支部", "二〇二六年度"], 2026),
        (["2026H1"], 2026),
        (["2026"], 2026),
        (["台账(2026)"], 2026),
        (["2025—2026年度"], None),
        (["编号202612345"], None),
        (["学习台账"], None),
        ([], None),
    ],
)
def test_year_is_found_only_where_one_is_named(texts, year):
    assert dates.year_in(texts) == year
