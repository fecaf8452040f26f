import json

import pytest

from zicha.core.findings import Refusal
from zicha.core.importing.entries import Line
from zicha.formats import ndjson


def test_lines_are_numbered_and_blank_ones_left_out():
    assert ndjson.read('{"unit": "U1"}\n\n{"unit": "U2"}\n'.encode("utf-8-sig")) == (
        Line(1, {"unit": "U1"}),
        Line(3, {"unit": "U2"}),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not json", "imports.line_not_json"),
        ("[1]", "imports.line_not_json"),
        ('{"a": NaN}', "imports.line_not_json"),
        ('{"a": 1} {"b": 2}', "imports.line_not_json"),
        ('{"a": 1, "a": 2}', "imports.line_key_twice"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "imports.line_not_json"),
        ('{"a": "' + "x" * ndjson.MAX_LINE + '"}', "imports.line_too_long"),
    ],
    ids=["words", "list", "nan", "two", "twice", "deep", "long"],
)
def test_bad_line_carries_its_fault_and_the_others_are_read(line, code):
    first, second = ndjson.read((line + '\n{"b": 1}').encode())
    assert (first.number, first.value, first.fault.code) == (1, {}, code)
    assert second == Line(2, {"b": 1})


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "imports.file_empty"), (b"\xff\xfe\x00", "imports.not_text"), (b"PK\x03\x04", "imports.not_a_table")],
    ids=["empty", "not text", "zip"],
)
def test_file_that_is_none_is_refused(data, code):
    with pytest.raises(Refusal) as refused:
        ndjson.read(data)
    assert refused.value.code == code


def test_ndjson_is_told_by_its_ending_or_its_first_character():
    line = json.dumps({"unit": "U1"}).encode()
    assert ndjson.looks_like(line, name="a.txt")
    assert ndjson.looks_like(b"", name="a.NDJSON")
    assert not ndjson.looks_like("日期,主题".encode(), name="a.csv")
    assert not ndjson.looks_like(b"{\\rtf1", name="a.rtf")
