from datetime import date

import pytest

from tests.core.importing.world import HOLDINGS, PEOPLE, SPANS, directory
from zicha.core.findings import Refusal
from zicha.core.importing.directory import Directory

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def refused(ask, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        ask(*args, **kwargs)
    return found.value.code, found.value.facts


def test_unit_is_known_by_code_name_and_alias_of_the_day():
    found = directory({"一线": "U03"})
    assert [found.unit(words, on=MAY) for words in ("U03", "新班组", "新　班组", "一线")] == ["U03"] * 4
    assert found.unit("老班组", on=MARCH) == "U03"
    assert refused(found.unit, "老班组", on=MAY) == ("imports.unit_unknown", {"value": "老班组", "on": "2026-05-01"})


def test_unit_outside_the_asked_one_is_refused():
    assert directory().unit("新班组", on=MAY, within="U01") == "U03"
    assert refused(directory().unit, "第九支部", on=MAY, within="U02")[0] == "imports.unit_outside"


def test_roster_is_that_of_the_day():
    assert directory().roster("U02", on=APRIL) == ("P1", "P2", "P3")
    assert directory().roster("U02", on=MAY) == ("P1", "P2", "P3", "P5")


@pytest.mark.parametrize(
    "words",
    [
        "张三、李四",
        "李四，张三",
        "张三;李四",
        "张三\n李四",
        "张三 李四",
        "张　三、李　四、",
        "P1,P2",
        "张三（P1）、李四（迟到）",
        "张三、李四、张三",
    ],
)
def test_people_are_found_however_the_list_is_divided(words):
    assert directory().people(words, unit="U02", on=APRIL) == ("P1", "P2")


def test_everyone_and_nobody_are_words():
    assert directory().people("全体成员", unit="U02", on=APRIL) == ("P1", "P2", "P3")
    assert directory().people("无", unit="U02", on=APRIL) == ()
    assert refused(directory().people, "全体", unit="U03", on=APRIL)[0] == "imports.roster_empty"


def test_unknown_people_are_all_named():
    assert refused(directory().people, "张三、赵六、钱七", unit="U02", on=APRIL) == (
        "imports.people_unknown",
        {"names": "赵六、钱七", "unit": "U02", "on": "2026-04-01"},
    )


def test_name_that_two_members_bear_is_refused_until_the_id_is_written():
    assert refused(directory().people, "张三", unit="U09", on=APRIL) == (
        "imports.people_ambiguous",
        {"names": "张三", "unit": "U09"},
    )
    assert directory().people("张三（P6）", unit="U09", on=APRIL) == ("P6",)
    assert refused(directory().people, "张三（P1）", unit="U09", on=APRIL)[0] == "imports.people_unknown"


def test_one_person_is_looked_for_in_the_unit_first_then_anywhere():
    found = directory()
    assert found.person("张三", unit="U02", on=APRIL) == "P1"
    assert found.person("赵六", unit="U02", on=APRIL) == "P5"
    assert refused(found.person, "张三", unit="U03", on=APRIL) == (
        "imports.person_ambiguous",
        {"name": "张三", "found": "P1、P4、P6"},
    )
    assert refused(found.person, "外来专家", unit="U02", on=APRIL)[0] == "imports.person_unknown"


def test_people_are_read_once_somebody_is_named():
    asked = []

    def told(values):
        return lambda: asked.append(values) or values

    found = Directory(spans=SPANS, people=told(PEOPLE), holdings=told(HOLDINGS))
    assert found.unit("新班组", on=MAY, within="U01") == "U03"
    assert asked == []
    assert [found.person("李四", unit="U02", on=MAY), found.person("赵六", unit="U02", on=MAY)] == ["P2", "P5"]
    assert asked == [HOLDINGS, PEOPLE]
