"""A composed report checked before it leaves the house: findings with their section and offsets."""

from dataclasses import replace

import pytest

from tests import reporting
from zicha.core import report, report_text
from zicha.core.text import LocalText
from zicha.services import checks

PROSE = {"work": "本期带头学习{studies}次。\n各单位要要认真学习,落实责任。", "next": "截至7月，按月公布计划*次。"}


def block_text(composed, placed):
    section = next(each for each in report.walk(composed.sections) if each.id == placed.section)
    return section.blocks[placed.block].text


def test_findings_carry_section_role_and_offsets():
    composed = reporting.compose(prose=PROSE)
    found = checks.check_report(report=composed)
    assert [(each.section, each.role, each.code, each.text, each.suggestion) for each in found] == [
        ("work", "prose", "doubled.sign", "要要", "要"),
        ("work", "prose", "punctuation.half", ",", "，"),
        ("next", "item", "periods.until", "截至7月", "截至6月"),
        ("next", "item", "placeholders.left", "*", ""),
    ]
    for each in found:
        assert block_text(composed, each)[each.start : each.end] == each.text


def test_paragraphs_taken_over_from_the_last_report_are_named():
    long = "各单位认真组织专题学习，严格落实检查制度，召开会议研究部署，逐项建立整改台账。"
    composed = reporting.compose(prose={"work": long, "next": "按月公布计划。"})
    found = checks.check_report(report=composed, previous=composed)
    copied = [
        (each.section, each.text, dict(each.facts)["percent"]) for each in found if each.code.startswith("copied")
    ]
    assert copied == [("work", long, 100)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_finding_is_said_in_words(language):
    composed = reporting.compose(prose=PROSE)
    for each in checks.check_report(report=composed):
        assert checks.sentence(each, language=language)


def test_report_with_nothing_wrong():
    composed = reporting.compose(prose={"work": "本期带头学习{studies}次。", "next": "按月公布计划。"})
    assert checks.check_report(report=composed) == ()


def test_report_as_document_reads_as_composed():
    composed = reporting.compose(prose=PROSE)
    read = report_text.as_document(composed)
    assert read.title.text == composed.title
    shown = [part.text[placed.start : placed.end] for part in read.paragraphs for placed in part.figures]
    assert shown == [figure.text for figure in composed.figures]


def test_typed_numbers_are_compared_with_every_figure_the_caller_knows():
    (studies,) = {figure for figure in reporting.compose().figures if figure.measure == "studies"}
    other = replace(
        studies, id="fig-drills-U1-2026H1", measure="drills", title=LocalText("应急演练次数", ""), text="2", value=2
    )
    composed = reporting.compose(prose={"work": "组织应急演练4次。", "next": "按月公布计划。"})
    assert checks.check_report(report=composed) == ()
    (found,) = checks.check_report(report=composed, figures=(other,))
    assert (found.section, found.text, found.suggestion) == ("work", "4次", "2次")


def test_paragraph_taken_over_carries_the_old_one():
    long = "各单位认真组织专题学习，严格落实检查制度，召开会议研究部署，逐项建立整改台账。"
    before = reporting.compose(prose={"work": long + "共3次。", "next": "按月公布计划。"})
    now = reporting.compose(prose={"work": long, "next": "按月公布计划。"})
    (found,) = (each for each in checks.check_report(report=now, previous=before) if each.code == "copied.paragraph")
    assert dict(found.facts)["before"] == long + "共3次。"
