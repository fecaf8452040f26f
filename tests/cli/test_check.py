"""``zicha check`` as a person calls it: no installation, one line a finding, exit 1 if there are any."""

import zipfile

import docx

TEXT = "城东中队2026年上半年自查报告\n截至7月份，责任责任人已变更。\n2026年7月1日\n"


def test_findings_are_listed_and_the_exit_says_so(here, tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text(TEXT, encoding="utf-8")
    ran = here("check", file)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "第2段 错误 “截至7月”不在报告期2026年上半年之内。　改为“截至6月”",
        "第2段 错误 “责任责任”是同一个词写了两遍。　改为“责任”",
        "共 2 处。",
    ]


def test_findings_as_json_against_a_named_period(here, tmp_path):
    file = tmp_path / "report.md"
    file.write_text("# 自查报告\n截至7月，已完成。\n2026年7月1日\n", encoding="utf-8")
    ran = here("check", file, "--period", "2026H1", "--format", "json", "--lang", "en")
    assert ran.code == 1
    assert ran.json == {
        "file": "report.md",
        "findings": [
            {
                "code": "periods.until", "severity": "error", "paragraph": 2, "start": 0, "end": 4, "text": "截至7月",
                "message": "“截至7月” lies outside the report's period, first half of 2026.", "suggestion": "截至6月",
                "facts": {"period": "2026H1"},
            }
        ],
    }  # fmt: skip


def test_document_with_nothing_wrong(here, tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("自查报告\n本期开展学习六次。\n2026年7月1日\n", encoding="utf-8")
    ran = here("check", file)
    assert (ran.code, ran.out) == (0, "没有发现问题。\n")


def test_copied_paragraph_is_found_in_the_last_report(here, tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    text = "各单位认真组织专题学习，严格落实检查制度，召开会议{}次，逐项建立整改台账。\n2026年7月1日\n"
    old.write_text(text.format(3), encoding="utf-8")
    new.write_text(text.format(5), encoding="utf-8")
    ran = here("check", new, "--previous", old, "--lang", "en")
    assert (ran.code, ran.out.splitlines()[0]) == (
        1,
        "paragraph 1 warning 100% of this paragraph repeats paragraph 1 of the last report.",
    )


def test_findings_name_the_section_they_stand_in(here, tmp_path):
    file, old = tmp_path / "报告.md", tmp_path / "上期.txt"
    said = "各单位认真组织专题学习，严格落实检查制度，召开会议三次，逐项建立整改台账。"
    old.write_text(f"自查报告\n二、工作开展情况\n{said}\n2025年12月31日\n", encoding="utf-8")
    lines = ("# 自查报告", "## 一、基本情况", "各单位要要认真学习。", "## 二、存在的问题", said, "2026年7月1日")
    file.write_text("\n\n".join(lines), encoding="utf-8")
    ran, english = here("check", file, "--previous", old), here("check", file, "--previous", old, "--lang", "en")
    assert ran.out.splitlines() == [
        "第5段〔一、基本情况〕 提醒 “要要”多写了一个字。　改为“要”",
        "第9段〔二、存在的问题〕 提醒 这一段与上期报告第3段〔二、工作开展情况〕重复100%。",
        "共 2 处。",
    ]
    assert english.out.splitlines()[1] == (
        "paragraph 9 (二、存在的问题) warning 100% of this paragraph repeats paragraph 3 (二、工作开展情况) of the last report."
    )


def test_unreadable_file_is_one_sentence(here, tmp_path):
    file = tmp_path / "report.docx"
    file.write_bytes(b"%PDF-1.7")
    ran = here("check", file)
    assert (ran.code, ran.out, ran.err) == (2, "", "这是 PDF，改动已经看不出来了。请交 Word（.docx）文件。\n")


def test_rules_are_switched_and_regraded_by_a_file(here, tmp_path):
    file, rules = tmp_path / "报告.txt", tmp_path / "rules.toml"
    file.write_text(TEXT, encoding="utf-8")
    rules.write_text('[rules]\nperiods = "off"\ndoubled.word = "note"\n', encoding="utf-8")
    ran = here("check", file, "--rules", rules)
    assert ran.out.splitlines() == ["第2段 说明 “责任责任”是同一个词写了两遍。　改为“责任”", "共 1 处。"]


def test_rules_of_the_data_folder_hold_where_none_are_named(here, tmp_path):
    file, home = tmp_path / "报告.txt", tmp_path / "home"
    file.write_text(TEXT, encoding="utf-8")
    home.mkdir()
    (home / "check.toml").write_text('[rules]\nperiods = "off"\ndoubled = "off"\n', encoding="utf-8")
    assert here("check", file, "--home", home).out == "没有发现问题。\n"


def test_unknown_rule_is_refused_with_its_line(here, tmp_path):
    file, rules = tmp_path / "报告.txt", tmp_path / "rules.toml"
    file.write_text(TEXT, encoding="utf-8")
    rules.write_text('[rules]\n\nspelling = "off"\n', encoding="utf-8")
    ran = here("check", file, "--rules", rules, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("rules.toml, line 3: there is no rule “spelling”. There are: placeholders doubled ")


def test_unit_without_a_period_is_refused(here, tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text(TEXT, encoding="utf-8")
    ran = here("check", file, "--unit", "U01", "--lang", "en")
    assert (ran.code, ran.err) == (2, "--unit needs --period, so that the ledger can be asked.\n")


def test_typed_number_is_compared_with_the_ledger(demo, tmp_path):
    asked = ("--unit", "U03", "--period", "2026H1")
    measured = demo("measure", "exit_inspections", *asked, "--format", "json").json
    file = tmp_path / "报告.txt"
    file.write_text(f"自查报告\n本期检查消防通道{measured['value'] + 1}次。\n2026年7月5日\n", encoding="utf-8")
    for scheme in (("--scheme", "work-safety"), ()):
        ran = demo("check", file, *asked, *scheme, "--format", "json")
        found = [(each["code"], each["suggestion"]) for each in ran.json["findings"]]
        assert ("figures_typed.differs", f"{measured['text']}次") in found


def word_file(path, *lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)


def test_copy_with_comments_is_written(here, tmp_path):
    file, copy = tmp_path / "报告.docx", tmp_path / "批注.docx"
    word_file(file, "工作方案", "各单位要要认真学习。")
    ran = here("check", file, "--annotated", copy)
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "第2段 提醒 “要要”多写了一个字。　改为“要”"
    assert ran.out.splitlines()[-1] == f"已存带批注的副本：{copy}"
    with zipfile.ZipFile(copy) as archive:
        comments = archive.read("word/comments.xml").decode()
    assert "提醒 “要要”多写了一个字。　改为“要”" in comments
    assert 'w:date="2026-11-23T04:00:00Z"' in comments


def test_copy_with_comments_is_refused_for_other_files(here, tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text(TEXT, encoding="utf-8")
    ran = here("check", file, "--annotated", tmp_path / "b.docx", "--lang", "en")
    assert (ran.code, ran.err) == (2, "A copy with comments is made of a .docx file, as a .docx file.\n")


def test_layout_of_a_word_file_is_judged(here, tmp_path):
    file = tmp_path / "报告.docx"
    word_file(file, "工作方案", "各单位认真学习，按月检查，逐项登记。")
    ran = here("check", file, "--format", "json")
    assert [each["code"] for each in ran.json["findings"]] == ["layout.margins", "layout.paper", "layout.size"]
