import time

import pytest

from tests.formats import ledger_files
from zicha.core.findings import Refusal
from zicha.formats import table_guard


def refused(data):
    with pytest.raises(Refusal) as found:
        table_guard.inspect(data)
    return found.value.code


def test_honest_workbook_passes():
    assert table_guard.inspect(ledger_files.xlsx({"a": [["一"] * 30] * 1000})) is False
    assert table_guard.inspect(ledger_files.xlsx({"a": [["一"]]}, date_1904=True)) is True


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="200001"><c r="A200001"><v>1</v></c></row>',
        b"<row r='200001'><c r='A200001'><v>1</v></c></row>",
        b'<row r="1"><c s="1" r="ALM1"><v>1</v></c></row>',
        b'<row r="1"><c r="ALL1"><v>1</v></c></row><row r="150000"><c r="A150000"><is><t>1</t></is></c></row>',
        b'<x:row r="999999"><x:c r="A999999"><x:f>1</x:f></x:c></x:row>',
    ],
)
def test_cell_beyond_the_limits_is_refused(rows):
    assert refused(ledger_files.with_rows(rows)) == "imports.too_sparse"


def test_far_rows_and_columns_that_are_only_formatted_are_let_pass():
    rows = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="2"/></row><row r="1048576" s="2"><c r="A1048576" s="2"/></row>'
    assert table_guard.inspect(ledger_files.with_rows(rows)) is False


def test_text_that_looks_like_an_address_is_text():
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t> r="XFD1048576" </t></is></c></row>'
    assert table_guard.inspect(ledger_files.with_rows(rows)) is False


def test_cell_on_the_edge_of_two_chunks_is_seen(monkeypatch):
    monkeypatch.setattr(table_guard, "_CHUNK", 1000)
    filler = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    far = b'<row r="300000"><c r="A300000"><v>1</v></c></row>'
    for pad in range(0, 1000, 7):
        data = ledger_files.with_rows(filler + b" " * pad + far + filler * 40)
        assert refused(data) == "imports.too_sparse"


def test_bomb_stops_at_the_budget_within_a_second_of_work():
    started = time.process_time()
    assert refused(ledger_files.bomb()) == "imports.unpacks_too_large"
    assert time.process_time() - started < 5


def test_zip_with_too_many_members_is_refused():
    assert refused(ledger_files.zipped({f"{n}.xml": "" for n in range(2_001)})) == "imports.too_many_members"


@pytest.mark.parametrize("cut", [10, 100, 2000, -30])
def test_cut_file_is_refused(cut):
    assert refused(ledger_files.xlsx({"a": [["一"] * 20] * 200})[:cut]) == "imports.damaged"


def test_member_whose_size_lies_is_measured_by_what_it_unpacks_to():
    data = bytearray(ledger_files.bomb(220))
    size = data.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    data[size : size + 4] = (1000).to_bytes(4, "little")
    assert refused(bytes(data)) == "imports.unpacks_too_large"


def test_file_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(table_guard, "MAX_FILE_BYTES", 1024)
    with pytest.raises(Refusal) as found:
        table_guard.kind_of(b"a,b\n" * 1000)
    assert found.value.code == "imports.file_too_large"
