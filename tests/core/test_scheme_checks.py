"""What keeps two schemes from being loaded side by side, and checks that need no file."""

from __future__ import annotations

from dataclasses import replace

from zicha.core import scheme_faults
from zicha.core.periods import PerPeriod
from zicha.core.scheme import AtLeast, Bound, Clause, Count, Duty, Kind, Measure, Outline, Scheme, Section, Selector
from zicha.core.scheme_checks import check, conflicts
from zicha.core.scheme_faults import Fault
from zicha.core.text import LocalText

DRILL = Kind("drill", LocalText("演练"))


def scheme(
    scheme_id: str, *, duty: str = "drills-held", measure: str = "drills", kind: Kind = DRILL, per: PerPeriod = "month"
) -> Scheme:
    selector = Selector((kind.id,))
    return Scheme(
        id=scheme_id,
        version="1",
        title=LocalText("制度"),
        period="half",
        backfill_days=14,
        posts=(),
        evidence=(),
        kinds=(kind,),
        clauses=(Clause("c", "第一条", LocalText("演练。")),),
        duties=(Duty(duty, LocalText("演练"), "c", selector, AtLeast(1, per)),),
        measures=(Measure(measure, LocalText("次数"), Count(selector)),),
        report=Outline(LocalText("报告"), None, (Section("s1", LocalText("工作"), prose=True),)),
    )


def test_schemes_may_share_a_kind_that_is_equal():
    assert conflicts([scheme("a")], scheme("b", duty="other", measure="others")) == ()


def test_kind_of_two_schemes_must_be_equal():
    changed = replace(DRILL, title=LocalText("应急演练"))
    assert conflicts([scheme("a")], scheme("b", duty="other", measure="others", kind=changed)) == (
        Fault("scheme.conflict_kind", ("kinds", "drill"), {"found": "drill", "other": "a", "version": "1"}),
    )


def test_duty_and_measure_belong_to_one_scheme():
    facts = {"other": "a", "version": "1"}
    assert conflicts([scheme("a")], scheme("b")) == (
        Fault("scheme.conflict_duty", ("duties", "drills-held"), {"found": "drills-held", **facts}),
        Fault("scheme.conflict_measure", ("measures", "drills"), {"found": "drills", **facts}),
    )


def test_new_version_may_change_everything_of_its_own():
    changed = replace(DRILL, attendance="expected")
    assert conflicts([scheme("a")], scheme("a", kind=changed)) == ()


def test_scheme_that_hangs_together_has_no_fault():
    assert check(scheme("a")) == ()


def test_count_of_nothing_is_found_without_a_file():
    duty = replace(scheme("a").duties[0], cadence=AtLeast(0, "month"))
    path = ("duties", "drills-held", "cadence", "at_least")
    assert check(replace(scheme("a"), duties=(duty,))) == (Fault("scheme.count_zero", path, {"found": 0}),)


def test_gap_is_measured_against_the_shortest_period():
    def faults(count: int, gap: int, per: PerPeriod) -> list[str]:
        duty = replace(scheme("a").duties[0], cadence=AtLeast(count, per, min_gap_days=gap))
        return [fault.code for fault in check(replace(scheme("a"), duties=(duty,)))]

    # February has 28 days: from its first to its last are 27.
    assert (faults(2, 27, "month"), faults(2, 28, "month")) == ([], ["scheme.gap_too_wide"])
    # The first half of a common year has 181 days.
    assert (faults(4, 60, "half"), faults(4, 61, "half")) == ([], ["scheme.gap_too_wide"])


def test_nearest_word_minds_no_capitals_and_is_silent_when_nothing_is_near():
    words = ("at_least", "once_by")
    assert [scheme_faults.nearest(word, words) for word in ("AtLeast", "onceby", "zebra")] == [
        "at_least",
        "once_by",
        "",
    ]


def test_level_above_the_root_is_found_without_a_file():
    duty = replace(scheme("a").duties[0], bound=Bound(levels=(0,)))
    path = ("duties", "drills-held", "bound", "level", 0)
    assert check(replace(scheme("a"), duties=(duty,))) == (Fault("scheme.level_wrong", path, {"found": 0}),)


def test_fault_says_its_sentence_in_both_languages():
    changed = replace(DRILL, title=LocalText("应急演练"))
    [fault] = conflicts([scheme("a")], scheme("b", duty="other", measure="others", kind=changed))
    assert [scheme_faults.sentence(fault.code, fault.facts, language=language) for language in ("zh", "en")] == [
        "活动类型“drill”在已加载的方案 a（版本 1）里定义不同；请写成完全相同，或改名。",
        "The kind “drill” is defined differently in the loaded scheme a (version 1); make them equal or rename one.",
    ]


def sections(depth: int) -> tuple[Section, ...]:
    inner = sections(depth - 1) if depth > 1 else ()
    return (Section(f"s{depth}", LocalText("节"), prose=True, sections=inner),)


def test_report_has_four_levels_of_headings_and_no_fifth():
    def faults(depth: int) -> list[tuple[str, tuple[str | int, ...]]]:
        new = replace(scheme("a"), report=Outline(LocalText("报告"), None, sections(depth)))
        return [(fault.code, fault.path) for fault in check(new)]

    fifth = ("report", *("sections", 0) * 5)
    assert (faults(4), faults(5)) == ([], [("scheme.section_too_deep", fifth)])


def test_section_that_would_stay_empty_is_pointed_out():
    new = replace(scheme("a"), report=Outline(LocalText("报告"), None, (Section("s1", LocalText("空")),)))
    assert check(new) == (Fault("scheme.section_empty", ("report", "sections", 0), {"found": "s1"}, "warning"),)
