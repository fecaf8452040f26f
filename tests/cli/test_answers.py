"""The questions: what is owed, how it stands, one number, the report, and the way back from a number."""

import io
import json
import zipfile
from collections import Counter

import pytest

ON = ("--on", "2026-11-23")


def test_the_demo_says_where_everything_is(demo_home):
    home, ran = demo_home
    assert (ran.code, ran.err) == (0, "")
    said = ran.json
    assert (said["units"], said["people"], said["made_now"]) == (14, 240, True)
    assert [each["username"] for each in said["sign_ins"]] == ["lead", "branch", "recorder", "member", "admin"]
    assert said["address"] == "http://127.0.0.1:8000/"
    reports = sorted(path.name for path in (home / "reports").iterdir())
    assert len(reports) == len(said["reports"]) == 48
    assert "U01-2026H1-theory-study.docx" in reports
    assert "U04-2026H2-work-safety.json" in reports


def test_a_second_demo_uses_the_first(copy, demo_home):
    before = (copy.home / "demo.json").read_bytes()
    again = copy("demo", "--no-serve", "--format", "json").json
    assert again["made_now"] is False
    assert again["sign_ins"] == demo_home[1].json["sign_ins"]
    assert again["records"] == demo_home[1].json["records"]
    assert (copy.home / "demo.json").read_bytes() == before


def test_the_demo_leaves_real_data_alone(copy):
    (copy.home / "demo.json").unlink()
    ran = copy("demo", "--no-serve")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{copy.home} 里已有真实数据，不是演示；请用 --home 另选一个文件夹。\n"


def test_every_state_occurs_in_the_demo(demo):
    seen = Counter()
    for period in ("2024H2", "2025H1", "2025H2", "2026H1", "2026H2"):
        seen.update(demo("board", "--period", period, "--format", "json", *ON).json["totals"])
    # Grace lasts a few days only; which day it is decides whether a window is in it.
    assert set(seen) | {"grace"} == {
        "overdue",
        "insufficient",
        "grace",
        "at_risk",
        "open",
        "upcoming",
        "met",
        "met_late",
        "waived",
        "no_data",
    }


def test_a_board_has_its_published_shape(demo):
    ran = demo("board", "--unit", "U05", "--period", "2026H1", "--format", "json", *ON)
    assert (ran.code, ran.err) == (0, "")
    board = ran.json
    assert (board["unit"], board["period"], board["on"]) == ("U05", "2026H1", "2026-11-23")
    assert {each["unit"] for each in board["cells"]} == {"U05"}
    assert Counter(each["state"] for each in board["cells"]) == Counter(board["totals"])
    assert board["reported"] == [1, 1]
    assert set(board["cells"][0]) >= {"unit", "duty", "window", "state", "owed", "done", "records"}


def test_a_board_reads_as_a_table(demo):
    text = demo("board", "--unit", "供水公司", "--period", "2026H1", *ON)
    assert text.out.startswith("U02 供水公司　2026H1　截至 2026-11-23\n")
    assert "有记录的单位 1/1" in text.out
    assert "✓ 已完成" in text.out
    english = demo("board", "--unit", "U02", "--period", "2026H1", "--lang", "en", *ON)
    assert english.out.startswith("U02 供水公司  2026H1  as of 2026-11-23\n")
    assert "✓ met" in english.out


def test_a_board_of_everything_counts_unit_by_unit(demo):
    ran = demo("board", "--period", "2026H1", *ON)
    rows = [line for line in ran.out.splitlines() if line.startswith("U")]
    assert len([line for line in rows if line.split()[0] == "U09"]) >= 1
    assert "有记录的单位 14/14" in ran.out


def test_strict_tells_by_its_exit_code(demo):
    assert demo("board", "--period", "2026H1", "--strict", *ON).code == 1
    assert demo("board", "--unit", "U02", "--period", "2023H1", "--strict", *ON).code == 0


def test_what_was_not_known_does_not_change_the_answer(demo):
    then = demo(
        "board", "--unit", "U02", "--period", "2026H1", "--as-known-at", "2026-03-31", "--format", "json", *ON
    ).json
    now = demo("board", "--unit", "U02", "--period", "2026H1", "--format", "json", *ON).json
    assert then["as_known_at"].startswith("2026-03-31T15:59:59.999999")
    assert sum(each["done"] for each in then["cells"]) < sum(each["done"] for each in now["cells"])


def test_a_bare_date_of_knowledge_is_the_end_of_that_day(demo):
    ask = ("measure", "exit_inspections", "--unit", "U02", "--period", "2026H1", "--format", "json", *ON)
    bare = demo(*ask, "--as-known-at", "2026-05-31").json
    instant = demo(*ask, "--as-known-at", "2026-05-31T23:59:59.999999+08:00").json
    assert bare == instant


def test_duties_name_clause_cadence_and_who_answers(demo):
    ran = demo("duties", "--unit", "U02", *ON)
    assert ran.out.startswith("U02 供水公司：2026-11-23 应完成 ")
    duties = demo("duties", "--unit", "U02", "--format", "json", *ON).json["duties"]
    drill = next(each for each in duties if each["duty"] == "emergency-drill")
    assert (drill["clause"], drill["cadence"], len(drill["answers"])) == ("第五条", "每季度至少 1 次", 1)


def test_a_measure_has_its_published_shape_and_counts_its_records(demo):
    ran = demo("measure", "消防通道检查次数", "--unit", "U05", "--period", "2026H1", "--format", "json", *ON).json
    assert set(ran) >= {"figure", "measure", "unit", "period", "as_known_at", "value", "text", "records"}
    assert ran["measure"] == "exit_inspections"
    assert ran["value"] == len(ran["records"]) > 0
    text = demo("measure", "exit_inspections", "--unit", "U05", "--period", "2026H1", *ON).out
    assert text.startswith(f"U05 供水公司运行一班 2026H1 消防通道检查次数：{ran['text']}")


def test_a_report_is_written_in_four_forms_with_the_same_figures(demo, tmp_path):
    for ending in ("docx", "pdf", "html", "json"):
        ran = demo(
            "report", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--out", f"a.{ending}", *ON
        )
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"已写好 a.{ending}：供水公司2026年上半年安全生产责任制落实情况自查报告\n"
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")
    figures = json.loads((tmp_path / "a.json").read_text("utf-8"))["figures"]
    page = (tmp_path / "a.html").read_text("utf-8")
    assert [each["figure"] for each in figures if each["figure"] not in page] == []


@pytest.mark.parametrize("ending", ["docx", "html"])
@pytest.mark.parametrize(("language", "says"), [("zh", "账链 {} 条"), ("en", "a log of {} records")])
def test_a_report_ends_with_the_head_that_is_signed_for_it(copy, tmp_path, ending, language, says):
    words = ("report", "--unit", "U05", "--period", "2026H2", "--scheme", "work-safety", "--lang", language)

    def written():
        ran = copy(*words, "--out", f"r.{ending}")
        assert (ran.code, ran.err) == (0, "")
        content = (tmp_path / f"r.{ending}").read_bytes()
        if ending == "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = archive.read("word/document.xml")
        heads = [int(path.stem) for path in (copy.home / "checkpoints").glob("*.txt")]
        return says.format(max(heads)) in content.decode(), len(heads), max(heads)

    noted, count, size = written()
    assert written() == (noted, count, size) == (True, count, size)
    assert copy("log", "close", "--period", "2026H1").code == 0
    assert written() == (True, count + 1, size + 1)


def test_a_report_is_written_and_says_what_kept_its_head_from_being_signed(copy, tmp_path):
    (copy.home / "log-key").write_text("no key")
    for path in (copy.home / "checkpoints").glob("*.txt"):
        path.unlink()
    ran = copy("report", "--unit", "U05", "--period", "2026H2", "--scheme", "work-safety", "--out", "r.html")
    assert (ran.code, ran.err) == (0, f"签名密钥文件 {copy.home / 'log-key'} 已损坏；请从备份恢复。\n")
    assert '<aside class="proof">' not in (tmp_path / "r.html").read_text()


@pytest.mark.needs("soffice")
def test_libreoffice_makes_the_pdf_of_a_report_or_of_a_word_file(demo, tmp_path):
    asked = ("report", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", *ON)
    assert demo(*asked, "--out", "a.pdf", "--via", "libreoffice").code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1")
    demo(*asked, "--out", "b.docx")
    assert demo("pdf", "b.docx", "--out", "b.pdf").out == "已把 b.docx 转成 b.pdf。\n"
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-1")


def test_a_pdf_of_what_is_no_word_file_is_refused_without_an_installation(zicha, tmp_path):
    (tmp_path / "a.docx").write_text("hello")
    ran = zicha("pdf", "a.docx", "--out", "a.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "这不是 Word（.docx）文件。请用 Word 或 WPS 打开后另存为 .docx。\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize("ending", ["json", "docx", "html"])
def test_a_figure_of_a_report_is_explained_as_it_was_known(demo, tmp_path, ending):
    asked = ("--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--as-known-at", "2026-03-31")
    demo("report", *asked, "--out", f"a.{ending}", "--on", "2026-03-31")
    demo("report", *asked, "--out", "a.json", "--on", "2026-03-31")
    figures = json.loads((tmp_path / "a.json").read_text("utf-8"))["figures"]
    figure = next(each for each in figures if each["measure"] == "exit_inspections")
    told = demo("explain", f"a.{ending}", figure["figure"], "--format", "json").json
    assert {key: told[key] for key in ("value", "records", "on", "as_known_at")} == {
        key: figure[key] for key in ("value", "records", "on", "as_known_at")
    }
    assert [each["number"] for each in told["clauses"]] == ["第六条"]
    assert [each["seq"] for each in told["entries"]] == figure["records"]


def test_a_figure_is_explained_without_a_file(demo):
    ran = demo("explain", "-", "fig-exit_inspections-U02-2026H1", *ON)
    assert "第六条　每月至少检查一次消防通道和安全出口" in ran.out
    assert demo("explain", "-", "exit_inspections", *ON).code == 2


def test_a_figure_that_is_not_in_the_file_is_refused(demo, tmp_path):
    demo("report", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--out", "a.json", *ON)
    ran = demo("explain", "a.json", "fig-hazards-U03-2026H1", *ON)
    assert (ran.code, ran.err.split("；")[0]) == (2, "a.json 里没有数字 fig-hazards-U03-2026H1")
    (tmp_path / "b.json").write_text("{}")
    assert demo("explain", "b.json", "fig-hazards-U03-2026H1", *ON).err.startswith("b.json 不是 zicha 写的报告；")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["board", "--unit", "U99"], "没有单位“U99”；相近的有："),
        (["board", "--unit", "供水"], "没有单位“供水”；相近的有：U02 供水公司"),
        (["measure", "exit_inspection", "--unit", "U02"], "没有指标“exit_inspection”；相近的有：exit_inspections"),
        (["report", "--unit", "U02", "--period", "2026H1", "--out", "a.docx"], "载入了几份方案（theory-study work-safety）；请用 --scheme 写明依据哪一份。"),
        (["report", "--unit", "U02", "--period", "2026H1", "--scheme", "x", "--out", "a.docx"], "没有载入方案“x”；已载入：theory-study work-safety。"),
        (["report", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--out", "no/a.docx"], "文件夹 no 不存在；请先建立它，或改写到别处。"),
        (["explain", "a.docx", "fig-hazards-U03-2026H1"], "找不到 a.docx；请检查路径。"),
    ],
)  # fmt: skip
def test_an_unusable_question_is_answered_with_one_sentence(demo, tmp_path, words, sentence):
    ran = demo(*words, *ON)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_entries_come_out_as_lines_that_go_in_again(demo, copy, tmp_path):
    asked = ("export", "entries", "--unit", "U05", "--period", "2026H1", *ON)
    out = demo(*asked)
    lines = [json.loads(line) for line in out.out.splitlines()]
    assert {line["unit"] for line in lines} == {"U05"}
    assert demo(*asked, "--out", "a.ndjson").out == ""
    assert (tmp_path / "a.ndjson").read_text("utf-8") == out.out
    again = copy("import", "a.ndjson", "--unit", "U05", "--format", "json").json
    assert (again["refused"], again["added"], again["already"]) == ([], 0, len(lines))


def test_a_journal_comes_out(demo):
    ran = demo("export", "hledger", "--unit", "U05", "--period", "2026H1", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert "2026-0" in ran.out


NEW = '{"key": "k1", "unit": "U05", "kind": "exit_inspection", "happened_on": "2026-11-20", "title": "通道检查", "fields": {"inspector": "P005"}, "evidence": []}\n'


def test_one_entry_is_recorded_from_standard_input_once(copy):
    first = copy("import", "-", "--unit", "U05", stdin=NEW)
    assert (first.code, first.out) == (0, "新增 1 条，原已有 0 条，不合格 0 格。\n")
    assert copy("import", "-", "--unit", "U05", stdin=NEW).out == "新增 0 条，原已有 1 条，不合格 0 格。\n"


def test_a_dry_run_writes_nothing(copy):
    assert (
        copy("import", "-", "--unit", "U05", "--dry-run", stdin=NEW).out
        == "试读：可导入 1 条，不合格 0 格；没有写入。\n"
    )
    assert copy("import", "-", "--unit", "U05", stdin=NEW).out.startswith("新增 1 条")


def test_a_refused_cell_keeps_everything_out_unless_the_valid_are_asked_for(copy, tmp_path):
    bad = NEW.replace("k1", "k2").replace("2026-11-20", "2026-13-20")
    (tmp_path / "a.ndjson").write_text(NEW + bad, encoding="utf-8")
    ran = copy("import", "a.ndjson", "--unit", "U05")
    assert ran.code == 1
    assert (
        ran.out.splitlines()[-1] == "有 1 格不合格，什么都没有导入；改好后再试，或加 --accept-valid 先导入合格的 1 条。"
    )
    listed = copy("import", "a.ndjson", "--unit", "U05", "--accept-valid", "--format", "json")
    assert (listed.code, listed.json["added"]) == (1, 1)
    assert [(each["row"], each["column"], each["value"]) for each in listed.json["refused"]] == [
        (2, "happened_on", "2026-13-20")
    ]


def test_a_workbook_that_is_none_is_refused(copy, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    ran = copy("import", "a.xlsx", "--unit", "U05")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_mapping_is_saved_and_used_again(copy, tmp_path):
    table = "日期,检查人,检查结果\n2026-11-20,林远,畅通\n"
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    first = copy("import", "a.csv", "--unit", "U05", "--kind", "消防通道检查", "--save-mapping", "m.yaml", "--dry-run")
    assert (first.code, first.err) == (0, "")
    assert copy("import", "a.csv", "--unit", "U05", "--mapping", "m.yaml").out.endswith(
        "新增 1 条，原已有 0 条，不合格 0 格。\n"
    )


def test_a_folder_that_may_not_be_written_is_asked_first(copy, tmp_path):
    (tmp_path / "a.ndjson").write_text(NEW, encoding="utf-8")
    ran = copy("import", "a.ndjson", "--unit", "U05", "--save-mapping", "no/m.yaml")
    assert (ran.code, ran.err) == (2, "文件夹 no 不存在；请先建立它，或改写到别处。\n")
    assert copy("import", "a.ndjson", "--unit", "U05").out.startswith("新增 1 条")


def test_refused_rows_are_marked_in_a_copy(copy, tmp_path):
    (tmp_path / "bad.csv").write_text("日期,检查人\n2026-13-01,无此人\n", encoding="utf-8")
    ran = copy("import", "bad.csv", "--unit", "U05", "--kind", "exit_inspection", "--marked", "marked.csv")
    assert ran.code == 1
    first, second = (tmp_path / "marked.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (first.startswith("日期,检查人,"), second.startswith("2026-13-01,无此人,")) == (True, True)
    assert len(second) > len("2026-13-01,无此人,")
