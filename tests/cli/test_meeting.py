"""``zicha meeting`` over the demo: list, show, minutes of one and of a period."""

from zicha.formats import docx_read


def said(path):
    return [paragraph.text for paragraph in docx_read.read(path.read_bytes()).paragraphs]


def listed(demo):
    return demo("meeting", "list", "--unit", "U05", "--format", "json").json["meetings"]


def test_list_and_show_tell_agenda_decisions_and_what_is_still_open(demo):
    found = listed(demo)
    assert [each["state"] for each in found] == ["planned", "held", "approved", "approved"]
    planned = demo("meeting", "show", found[0]["meeting"], "--format", "json").json
    held = demo("meeting", "show", found[1]["meeting"], "--format", "json").json
    assert [item["topic"] for item in planned["items"]] == ["通报上月检查情况", "部署本月工作"]
    assert len(planned["returning"]) == 3
    assert held["decisions"] == [each for each in planned["returning"] if each == held["decisions"][0]]
    assert held["attendance"]["expected"] == sum(held["attendance"][name] for name in ("present", "excused", "absent"))


def test_text_says_the_same(demo):
    found = listed(demo)
    ran = demo("meeting", "show", found[1]["meeting"])
    assert (ran.code, "1. 通报上月检查情况" in ran.out, found[1]["title"] in ran.out) == (0, True, True)
    assert found[1]["title"] in demo("meeting", "list", "--unit", "U05").out


def test_minutes_of_one_meeting_and_of_a_period(demo, tmp_path):
    found = listed(demo)
    one = demo("meeting", "minutes", found[-1]["meeting"], "--out", "one.docx")
    assert one.code == 0, one.err
    assert any(
        line.endswith("本月完成一次消防通道检查和一次疏散演练，检查情况当周报班组。")
        for line in said(tmp_path / "one.docx")
    )
    year = found[-1]["starts"][:4]
    held = [each for each in found if each["starts"].startswith(year) and each["state"] != "planned"]
    bound = demo("meeting", "minutes", "--unit", "U05", "--period", year, "--out", "all.docx")
    assert bound.code == 0, bound.err
    assert sum(line.count("部署本月工作") for line in said(tmp_path / "all.docx")) == len(held)


def test_what_cannot_be_written_is_said(demo):
    for words in (
        ("999999", "--out", "x.docx"),
        ("--out", "x.docx"),
        ("1", "--unit", "U05", "--out", "x.docx"),
        ("1", "--out", "x.pdf"),
        ("--unit", "U05", "--period", "2001", "--out", "x.docx"),
    ):
        ran = demo("meeting", "minutes", *words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), words
