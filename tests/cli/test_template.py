"""An organisation's own Word template on the command line."""

import docx
import pytest

SCHEME = ("--scheme", "work-safety")
ON = ("--on", "2026-11-23", "--as-known-at", "2026-11-23")
ASKED = ("report", "--unit", "U02", "--period", "2026H1", *SCHEME, *ON)


def written(path, *paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)
    return path


def test_the_example_for_a_shipped_scheme_passes_its_check(here, tmp_path):
    file = tmp_path / "t.docx"
    assert here("template", "example", *SCHEME, "--out", file).code == 0
    checked = here("template", "check", file, *SCHEME, "--format", "json")
    assert checked.code == 0
    assert (checked.json["scheme"], checked.json["findings"]) == ("work-safety", [])
    slots = {each["slot"]: each["used"] for each in checked.json["slots"]}
    assert slots["sections.done"]
    assert not slots["body"]
    assert set(checked.json["missing"]) == {name for name, used in slots.items() if not used and "figures." not in name}


def test_a_check_says_where_a_tag_is_broken_and_what_is_missing(here, tmp_path):
    file = written(
        tmp_path / "t.docx", "{{ title }}", "报告期：{{ perod }}", "{{ sections.done }", "{{ sections.next }}"
    )
    checked = here("template", "check", file, *SCHEME)
    assert checked.code == 1
    lines = checked.out.splitlines()
    assert "第 2 段 错误 没有“{{ perod }}”这个标签。是不是“period”？" in lines
    assert "第 3 段 错误 标签“{{ sections.done }”没有写完：同一段里要有“}}”。" in lines
    missing = [line for line in lines if line.startswith("全文 提醒 模板里没有“工作开展情况”")]
    assert len(missing) == 1
    found = here("template", "check", file, *SCHEME, "--format", "json", "--lang", "en").json["findings"]
    assert [(each["code"], each["part"], each["paragraph"], each["text"], each["place"]) for each in found[:2]] == [
        ("templates.unknown_near", "body", 2, "{{ perod }}", "paragraph 2"),
        ("templates.unclosed", "body", 3, "{{ sections.done }", "paragraph 3"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["template", "example", *SCHEME, "--out", "t.doc"], "--template 只用于 .docx 报告，不能用于“.doc”。"),
        (["template", "example", "--scheme", "no.yaml", "--out", "t.docx"], "no.yaml"),
        (["template", "example", "--scheme", "nosuch", "--out", "t.docx"], "nosuch"),
        (["template", "check", "old.docx", *SCHEME], "这不是 Word（.docx）文件"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(zicha, tmp_path, words, said):
    (tmp_path / "old.docx").write_bytes(b"no zip")
    ran = zicha(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_report_is_written_into_a_template(demo, tmp_path):
    file = written(
        tmp_path / "t.docx", "{{ title }}", "共检查{{ figures.exit_inspections }}次。", "{{ body }}", "{{ date }}"
    )
    ran = demo(*ASKED, "--template", file, "--out", "r.docx")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        ["已写好 r.docx：供水公司2026年上半年安全生产责任制落实情况自查报告"],
    )
    plain = demo(*ASKED, "--out", "p.json")
    assert plain.code == 0
    said = [paragraph.text for paragraph in docx.Document(tmp_path / "r.docx").paragraphs]
    assert said[0] == "供水公司2026年上半年安全生产责任制落实情况自查报告"
    assert said[-5] == "2026年11月23日"  # below it, the code and the three lines of the signed head
    figures = demo("figures", "r.docx", "--format", "json").json["figures"]
    assert figures[0]["figure"] == "fig-exit_inspections-U02-2026H1"
    assert {each["state"] for each in figures} == {"unchanged"}


def test_a_template_that_lacks_a_section_is_filled_with_a_warning(demo, tmp_path):
    file = written(tmp_path / "t.docx", "{{ sections.done }}", "{{ sections.next }}", "{{ sections.put_right }}")
    ran = demo(*ASKED, "--template", file, "--out", "r.docx")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == (
        "提醒 全文：模板里没有“存在的问题”：报告的这一节不会出现。"
        "请加上 {{ sections.found_wanting }}，或用 {{ body }} 填入全部章节。"
    )


def test_the_warnings_stand_in_the_json(demo, tmp_path):
    file = written(tmp_path / "t.docx", "{{ body }}", "见{{ sections.next }}")
    told = demo(*ASKED, "--template", file, "--out", "r.docx", "--format", "json", "--lang", "en").json
    said = "does not stand alone in a paragraph of the body; it is filled with plain text, without tables."
    assert told["warnings"] == [f"paragraph 2: “{{{{ sections.next }}}}” {said}"]


def test_a_broken_template_writes_nothing(demo, tmp_path):
    file = written(tmp_path / "t.docx", "{{ title }}", "{% for x in body %}")
    ran = demo(*ASKED, "--template", file, "--out", "r.docx")
    assert ran.code == 2
    assert ran.err.startswith("模板有 1 处错误，先改正再用。第一处在第 2 段：不能用“{% for x in body %}”。")
    assert not (tmp_path / "r.docx").exists()


def test_a_template_is_for_word_files(demo, tmp_path):
    file = written(tmp_path / "t.docx", "{{ title }}")
    ran = demo(*ASKED, "--template", file, "--out", "r.html")
    assert (ran.code, ran.err) == (2, "--template 只用于 .docx 报告，不能用于“html”。\n")


def test_a_report_in_a_template_ends_with_a_signed_head(copy, tmp_path):
    file, out = written(tmp_path / "t.docx", "{{ title }}", "{{ body }}"), tmp_path / "r.docx"
    assert copy(*ASKED, "--template", str(file), "--out", str(out)).code == 0
    said = "".join(each.text for each in docx.Document(out).paragraphs)
    heads = [path.read_text().split("\n")[1:3] for path in (copy.home / "checkpoints").glob("*.txt")]
    assert [f"账链 {size} 条，根 {root}。" in said for size, root in heads].count(True) == 1
