import pytest

from zicha.core.findings import Refusal
from zicha.core.importing.mapping import Column, Mapping, SheetMapping
from zicha.formats import mapping_yaml

MAPPING = Mapping(
    sheets=(
        SheetMapping(
            "2026上半年",
            "check",
            (Column("检查日期", ("happened_on",)), Column("人数/应到", ("expected",)), Column("天气")),
        ),
        SheetMapping("综合", "", (Column("主持人", ("host", "chair")),)),
    ),
    kinds=(("例行检查", "check"),),
    units=(("一车间", "U03"),),
    year=2026,
)
WRITTEN = """\
sheets:
- sheet: 2026上半年
  kind: check
  columns:
    检查日期: happened_on
    人数/应到: expected
    天气: '-'
- sheet: 综合
  kind: ''
  columns:
    主持人:
    - host
    - chair
kinds:
  例行检查: check
units:
  一车间: U03
year: 2026
"""


def test_mapping_is_written_for_a_person_to_read():
    assert mapping_yaml.write(MAPPING).decode() == WRITTEN


def test_mapping_comes_back():
    assert mapping_yaml.read(mapping_yaml.write(MAPPING)) == MAPPING


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sheets: [", "imports.mapping_unreadable"),
        ("", "imports.mapping_unreadable"),
        ("- a", "imports.mapping_shape"),
        ("sheet: []", "imports.mapping_shape"),
        ("sheets: 3", "imports.mapping_shape"),
        ("sheets: [{sheet: a, columns: 3}]", "imports.mapping_shape"),
        ("sheets: [{sheet: a, columns: {b: {c: d}}}]", "imports.mapping_shape"),
        ("sheets: []\nyear: soon", "imports.mapping_shape"),
        ("sheets: []\nunits: [a]", "imports.mapping_shape"),
    ],
)
def test_file_that_is_no_mapping_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        mapping_yaml.read(text.encode())
    assert refused.value.code == code
