"""Importing files end to end: what is written, what is refused, and that a second run adds nothing."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.formats import ledger_files
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Evidence
from zicha.core.periods import ALWAYS, Span

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
SCHEME = """\
id: office
version: "1"
title: {zh: 办公室责任制, en: Office scheme}
period: half
backfill_days: 14
clauses:
  c1: {number: 第一条, text: {zh: 每月学习一次。, en: Study every month.}}
kinds:
  study:
    title: {zh: 集体学习, en: Collective study}
    attendance: expected
    evidence: [sign_in_sheet, photo]
    fields:
      speaker: {title: {zh: 主讲人, en: Speaker}, type: person}
  inspection:
    title: {zh: 消防检查, en: Fire inspection}
    evidence: [checklist]
    fields:
      inspector: {title: {zh: 检查人, en: Inspector}, type: person, required: true}
duties:
  study: {title: {zh: 学习, en: Study}, clause: c1, fulfilled_by: {kind: study}, cadence: {at_least: 1, per: month}}
measures:
  studies: {title: {zh: 学习次数, en: Studies}, unit: 次, count: {kind: study}}
report:
  title: {zh: "{unit}自查报告", en: "{unit} report"}
  sections:
    - {id: work, title: {zh: 工作情况, en: Work}, facts: {zh: "学习{studies}次。", en: "{studies} studies."}}
"""
ROSTER = {
    "单位": [
        ["编号", "名称", "上级", "起", "止"],
        ["U01", "总公司", "", "", ""],
        ["U02", "第一支部", "总公司", "2020.1.1", ""],
    ],
    "人员": [
        ["编号", "姓名", "单位", "岗位", "起", "止"],
        ["P1", "张三", "第一支部", "成员", date(2020, 1, 1), ""],
        ["P2", "李四", "U02", "成员", "2020年1月1日", ""],
        ["P1", "张三", "U02", "第一责任人", "", "至今"],
    ],
}
HEADER = ["序号", "日期", "主题", "主讲人", "应到", "实到", "签到表"]
ROWS = [
    ["2026年上半年集体学习台账"],
    HEADER,
    [1, "3月2日", "业务学习", "张三", 2, "2人", "√"],
    [2, date(2026, 4, 1), "安全学习", "李四", "２", 1, ""],
    ["合计", "", "", "", 4, 3, ""],
]
WRONG = [*ROWS[:4], [3, "4月31日", "学习", "王某", 2, 2, "√"], ROWS[4]]


@pytest.fixture
def office(tmp_path):
    from zicha.services import imports, schemes

    schemes.load(data=SCHEME.encode(), name="office.yaml", recorded_at=NOW, recorded_by="test")
    file = tmp_path / "名册.xlsx"
    file.write_bytes(ledger_files.xlsx(ROSTER))
    imports.roster(file=file, recorded_at=NOW)
    return tmp_path


def write(folder, rows, name="台账.xlsx", sheet="集体学习"):
    file = folder / name
    file.write_bytes(ledger_files.xlsx({sheet: rows}))
    return file


def run(file, **asked):
    from zicha.services import imports

    return imports.run(**{"file": file, "unit": "U02", "recorded_at": NOW, "recorded_by": "import", **asked})


def drafts():
    from zicha.store.queries import ledger

    found = ledger.revisions(units=None, span=None, as_known_at=NOW, texts=True, people=True)
    return [revision.draft for revision in found]


def test_ledger_is_recorded_once(office):
    file = write(office, ROWS)
    first, second = run(file), run(file)
    assert (first.added, first.already, first.ready, first.refused) == (2, 0, 2, ())
    assert (second.added, second.already) == (0, 2)
    assert [(row.row, row.code) for row in first.skipped] == [(5, "imports.row_total")]
    assert [note.code for note in first.notes] == ["imports.kind_guessed", "imports.year_from_title"]
    assert [(one.unit, one.kind, one.happened_on, one.title, one.fields) for one in drafts()] == [
        ("U02", "study", date(2026, 3, 2), "业务学习", (("speaker", "P1"),)),
        ("U02", "study", date(2026, 4, 1), "安全学习", (("speaker", "P2"),)),
    ]
    assert [one.attendance for one in drafts()] == [Attendance(2, 2), Attendance(2, 1)]
    assert [one.evidence for one in drafts()] == [(Evidence("sign_in_sheet", "", ""),), ()]


def test_one_refused_cell_keeps_everything_out_unless_the_valid_rows_are_asked_for(office):
    file = write(office, WRONG)
    held = run(file)
    assert (held.added, held.ready, drafts()) == (0, 2, [])
    assert [(cell.sheet, cell.row, cell.column, cell.value) for cell in held.refused] == [
        ("集体学习", 5, "B", "4月31日")
    ]
    taken = run(file, accept_valid=True)
    assert (taken.added, taken.refused, len(drafts())) == (2, held.refused, 2)


def test_dry_run_and_preview_write_nothing(office):
    from zicha.services import imports

    file = write(office, ROWS)
    tried = run(file, dry_run=True)
    seen = imports.preview(file=file, unit="U02", known_at=NOW)
    assert (tried.added, tried.ready, len(seen.drafts), drafts()) == (0, 2, 2, [])
    assert (seen.mapping, seen.notes, seen.skipped) == (tried.mapping, tried.notes, tried.skipped)


def test_saved_mapping_reads_the_next_file(office):
    from zicha.services import imports

    saved = office / "mapping.yaml"
    imports.save_mapping(mapping=run(write(office, ROWS), dry_run=True).mapping, file=saved)
    text = saved.read_text("utf-8").replace("集体学习", "旧表").replace("主题: title", "干了啥: title")
    saved.write_text(text, "utf-8")
    rows = [["台账"], [*HEADER[:2], "干了啥", *HEADER[3:]], [1, "2026.5.6", "参观", "张三", 2, 2, ""]]
    done = run(write(office, rows, sheet="五月"), mapping=imports.load_mapping(file=saved))
    assert (done.added, [one.title for one in drafts()]) == (1, ["参观"])


def test_marked_copy_marks_the_refused_row(office):
    import io

    import openpyxl

    from zicha.services import imports

    file = write(office, WRONG)
    ending, data = imports.mark(file=file, refused=run(file).refused, language="zh")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["集体学习"]
    assert (ending, [cell.value for cell in sheet["H"]]) == (
        "xlsx",
        [None, "未导入原因", None, None, "B 日期: 没有“4月31日”这一天，请核对。", None],
    )


def test_what_the_ledger_would_not_take_is_refused_with_its_row(office):
    rows = [HEADER, [1, "2026.7.9", "没到的学习", "张三", 2, 2, ""], [2, "2026.6.9", "长" * 201, "张三", 2, 2, ""]]
    assert [(cell.row, cell.column, cell.code) for cell in run(write(office, rows)).refused] == [
        (2, "B", "imports.date_future"),
        (3, "C", "imports.text_too_long"),
    ]


def test_csv_in_gb18030_is_imported(office):
    file = office / "消防检查.csv"
    rows = [["检查日期", "检查内容", "检查人", "检查表"], ["2026年4月1日", "一楼", "李 四", "有"]]
    file.write_bytes(ledger_files.csv(rows))
    assert run(file).added == 1
    assert (drafts()[0].kind, drafts()[0].evidence) == ("inspection", (Evidence("checklist", "", ""),))


def test_old_xls_is_imported(office):
    file = office / "集体学习.xls"
    file.write_bytes(ledger_files.xls({"集体学习": ROWS}))
    assert run(file).added == 2


def ndjson(folder, *entries):
    file = folder / "entries.ndjson"
    file.write_text("\n".join(json.dumps(entry) for entry in entries), "utf-8")
    return file


ENTRY = {"key": "A1", "unit": "U02", "kind": "inspection", "happened_on": "2026-04-28", "fields": {"inspector": "P1"}}


def test_ndjson_is_recorded_with_its_evidence_files(office):
    (office / "a.jpg").write_bytes(b"picture")
    file = ndjson(
        office, {**ENTRY, "evidence": [{"kind": "photo", "file": "a.jpg"}], "recorded_at": "2020-01-01T00:00:00Z"}
    )
    first, second = run(file), run(file)
    assert ((first.added, first.already), (second.added, second.already)) == ((1, 0), (0, 1))
    assert [note.code for note in first.notes] == ["imports.recorded_at_ignored"]
    evidence = drafts()[0].evidence[0]
    assert (evidence.kind, evidence.name, evidence.size, len(evidence.sha256)) == ("photo", "a.jpg", 7, 64)


@pytest.mark.parametrize("name", ["b.jpg", "../secret.jpg", "/etc/hostname", "a\0.jpg", "a\ud800.jpg"])
def test_evidence_file_must_lie_in_the_folder_of_the_file(office, name):
    (office.parent / "secret.jpg").write_bytes(b"secret")
    done = run(ndjson(office, {**ENTRY, "evidence": [{"kind": "photo", "file": name}]}), accept_valid=True)
    assert [(cell.row, cell.column, cell.code) for cell in done.refused] == [
        (1, "evidence", "imports.line_file_missing")
    ]
    assert drafts() == []


def test_key_used_twice_for_different_entries_is_refused(office):
    done = run(ndjson(office, ENTRY, ENTRY, {**ENTRY, "happened_on": "2026-05-01"}))
    assert [(cell.row, cell.value, cell.code) for cell in done.refused] == [(3, "A1", "imports.key_twice")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "imports.file_empty"),
        (ledger_files.far_cell(), "imports.too_sparse"),
        (b"<html><table></table></html>", "imports.web_page"),
        (ledger_files.xlsx({"集体学习": ROWS})[:2000], "imports.damaged"),
    ],
    ids=["empty", "far cell", "html", "cut off"],
)
def test_file_that_cannot_be_read_writes_nothing(office, content, code):
    file = office / "台账.xlsx"
    file.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        run(file, accept_valid=True)
    assert (refused.value.code, drafts()) == (code, [])


def test_missing_file_is_refused(office):
    with pytest.raises(Refusal) as refused:
        run(office / "没有.xlsx")
    assert (refused.value.code, refused.value.facts) == ("imports.file_missing", {"file": "没有.xlsx"})


def test_upload_is_read_from_its_content(office):
    content = ledger_files.xlsx({"集体学习": ROWS})
    assert run(Path("上传.xlsx"), content=content).added == 2


def test_roster_is_applied_once(office):
    from zicha.services import imports
    from zicha.store.queries import units

    again = imports.roster(file=office / "名册.xlsx", recorded_at=NOW)
    assert (again.units_added, again.people_added, again.holdings_added) == (0, 0, 0)
    assert [(one.unit, one.name, one.parent, one.level, one.span) for one in units.spans()] == [
        ("U01", "总公司", "", 1, ALWAYS),
        ("U02", "第一支部", "U01", 2, Span(date(2020, 1, 1), date.max)),
    ]
    assert [(one.person, one.unit, one.post) for one in units.holdings()] == [
        ("P1", "U02", "lead"),
        ("P1", "U02", "member"),
        ("P2", "U02", "member"),
    ]


def test_roster_with_a_fault_writes_nothing_and_says_where(office):
    from zicha.services import imports
    from zicha.store.queries import units

    file = office / "新名册.xlsx"
    file.write_bytes(
        ledger_files.xlsx({"人员": [["编号", "姓名", "单位"], ["P8", "新人", "U02"], ["P9", "某人", "没有的单位"]]})
    )
    with pytest.raises(Refusal) as refused:
        imports.roster(file=file, recorded_at=NOW)
    assert refused.value.code == "imports.roster_refused"
    assert {key: refused.value.facts[key] for key in ("found", "row", "column")} == {
        "found": 1,
        "row": 3,
        "column": "C",
    }
    assert [person.id for person in units.people()] == ["P1", "P2"]
