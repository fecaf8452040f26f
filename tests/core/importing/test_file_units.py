"""Whose a file of a folder is: by code, by name, by the folder it lies in, by a list, and never by a guess."""

from datetime import date

import pytest

from zicha.core.findings import Refusal
from zicha.core.importing import file_units
from zicha.core.periods import ALWAYS, Span
from zicha.core.units import UnitSpan

UNITS = (
    UnitSpan("U01", "总公司", "", 1, ALWAYS),
    UnitSpan("U02", "第一支部", "U01", 2, Span(date(2020, 1, 1), date(2025, 1, 1))),
    UnitSpan("U02", "综合支部", "U01", 2, Span(date(2025, 1, 1), date.max)),
    UnitSpan("U03", "第一支部委员会", "U02", 3, ALWAYS),
    UnitSpan("U04", "检修班", "U03", 4, ALWAYS),
    UnitSpan("U05", "检修班", "U02", 3, ALWAYS),
    UnitSpan("X01", "外单位", "", 1, ALWAYS),
)


def whose(place, *, within="U01", listed=None):
    return file_units.unit_of(place, units=file_units.called(UNITS, within=within, listed=listed or {}))


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("U03.xlsx", "U03"),
        ("2026H1-U03-台账.xlsx", "U03"),
        ("综合支部.xls", "U02"),
        ("第一支部.csv", "U02"),
        ("第一支部台账2026.xlsx", "U02"),
        ("第一支部委员会台账.xlsx", "U03"),
        ("2026年（综合支部）.xlsx", "U02"),
        ("U04/2026H1.xlsx", "U04"),
        ("第一支部/U04/台账.xlsx", "U04"),
    ],
)
def test_file_is_from_the_unit_its_name_or_folder_says(place, unit):
    assert whose(place) == unit


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("台账.xlsx", "import_folder.unit_not_named"),
        ("U031.xlsx", "import_folder.unit_not_named"),
        ("外单位.xlsx", "import_folder.unit_not_named"),
        ("检修班.xlsx", "import_folder.units_several"),
        ("U03-U04.xlsx", "import_folder.units_several"),
    ],
)
def test_file_that_does_not_say_whose_it_is_is_refused(place, code):
    with pytest.raises(Refusal) as raised:
        whose(place)
    assert raised.value.code == code


def test_list_has_the_only_word():
    listed = {"a.xlsx": "U04", "b/c.xlsx": "综合支部", "d.xlsx": "检修班", "e.xlsx": "没有"}
    assert [whose(place, listed=listed) for place in ("a.xlsx", "b/c.xlsx")] == ["U04", "U02"]
    codes = []
    for place in ("d.xlsx", "e.xlsx", "U04.xlsx"):
        with pytest.raises(Refusal) as raised:
            whose(place, listed=listed)
        codes.append(raised.value.code)
    assert codes == ["import_folder.units_several", "import_folder.unit_not_named", "import_folder.not_listed"]


def test_units_that_were_ever_below_count_and_others_do_not():
    assert whose("U04.xlsx", within="U02") == "U04"
    with pytest.raises(Refusal):
        whose("U01.xlsx", within="U02")
