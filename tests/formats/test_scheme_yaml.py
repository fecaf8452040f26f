"""Scheme files: a stranger's scheme loads, and every mistake is said with its line, column and remedy."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha import schemes
from zicha.core import scheme as core
from zicha.core import scheme_checks, scheme_figures
from zicha.core.periods import Span
from zicha.core.text import LocalText
from zicha.formats import scheme_yaml, yaml_tree

ROOT = Path(__file__).resolve().parents[2]

# Written by somebody who knows the documentation and not the code.
CANTEEN = """\
id: canteen
version: 1.10
title: 食堂卫生责任制
period: quarter
terms:
- {start: 2025-01-01, end: 2028-01-01}
posts:
  cook: {zh: 厨师长, en: Head cook}
evidence:
  sample_log: {zh: 留样登记表, en: Sample log}
clauses:
  a: {number: 第一条, text: 每周清洁一次，留样登记。}
  b: {number: 第二条, text: {zh: 每届至少开两次会。, en: Two meetings a term.}}
kinds:
  cleaning:
    title: {zh: 清洁, en: Cleaning}
    attendance: optional
    evidence: [sample_log, photo]
    fields:
      area: {type: choice, choices: {kitchen: {zh: 厨房, en: Kitchen}, hall: 大厅}}
      litres: {title: 用水, type: number, unit: 升}
      time: {type: duration, required: true}
  board_meeting: {title: 食堂管理会, attendance: expected, minutes: true}
duties:
  weekly-cleaning:
    title: 每周清洁
    clause: a
    bound: {level: 2, excluded: [U09]}
    post: cook
    lead_post: lead
    fulfilled_by: {kind: cleaning, where: {area: kitchen}}
    cadence: {every: 1周, from: last_done}
    grace: 2 working days
    remind: 1 day
    evidence: [sample_log]
    part_window: owed
  board:
    title: 管理会
    clause: b
    fulfilled_by: {kinds: [board_meeting]}
    cadence: {at_least: 2, per: term, min_gap: 4 weeks}
    threshold: 2/3
measures:
  cleanings: {title: 清洁次数, unit: 次, count: {kind: cleaning, backfilled: false}}
  kitchen_share: {title: 厨房占比, places: 1, share: {part: {kind: cleaning, where: {area: [kitchen]}}, whole: {kind: cleaning}}}
report:
  title: "{unit}{period}自查报告"
  sections:
  - title: 工作
    facts: 清洁{cleanings}次，厨房占{kitchen_share}。
    sections:
    - {title: 会议, list: [board_meeting]}
  - {id: next, title: 下一步, next_steps: true, problems: all}
"""


def read(text, *, language="zh"):
    return scheme_yaml.read(text.encode(), name="canteen.yaml", language=language)


def edit(old, new):
    assert CANTEEN.count(old) == 1, f"the edit must hit one place: {old!r}"
    return CANTEEN.replace(old, new)


def said(file):
    return [(each.facts["line"], each.facts["column"], each.code, each.message) for each in file.findings]


def test_scheme_of_a_stranger_is_read_whole():
    cleaning = core.Kind(
        id="cleaning",
        title=LocalText("清洁", "Cleaning"),
        attendance="optional",
        evidence=("sample_log", "photo"),
        fields=(
            core.Field(
                "area",
                LocalText("area", "area"),
                "choice",
                choices=(("kitchen", LocalText("厨房", "Kitchen")), ("hall", LocalText("大厅"))),
            ),
            core.Field("litres", LocalText("用水"), "number", unit="升"),
            core.Field("time", LocalText("time", "time"), "duration", required=True),
        ),
    )
    kitchen = core.Selector(("cleaning",), (("area", ("kitchen",)),))
    weekly = core.Duty(
        id="weekly-cleaning",
        title=LocalText("每周清洁"),
        clause="a",
        fulfilled_by=kitchen,
        cadence=core.Every(core.Length(1, "weeks"), "last_done"),
        post="cook",
        lead_post="lead",
        bound=core.Bound(levels=(2,), excluded=("U09",)),
        grace=core.Length(2, "working_days"),
        remind=core.Length(1, "days"),
        evidence=("sample_log",),
        part_window="owed",
    )
    board = core.Duty(
        id="board",
        title=LocalText("管理会"),
        clause="b",
        fulfilled_by=core.Selector(("board_meeting",)),
        cadence=core.AtLeast(2, "term", min_gap_days=28),
        threshold=Fraction(2, 3),
    )
    inner = core.Section("s1-1", LocalText("会议"), kinds=("board_meeting",))
    expected = core.Scheme(
        id="canteen",
        version="1.10",
        title=LocalText("食堂卫生责任制"),
        period="quarter",
        backfill_days=14,
        posts=(("cook", LocalText("厨师长", "Head cook")), ("lead", core.BUILT_IN_POSTS["lead"])),
        evidence=(("sample_log", LocalText("留样登记表", "Sample log")), ("photo", core.BUILT_IN_EVIDENCE["photo"])),
        kinds=(cleaning, core.Kind("board_meeting", LocalText("食堂管理会"), attendance="expected", minutes=True)),
        clauses=(
            core.Clause("a", "第一条", LocalText("每周清洁一次，留样登记。")),
            core.Clause("b", "第二条", LocalText("每届至少开两次会。", "Two meetings a term.")),
        ),
        duties=(weekly, board),
        measures=(
            core.Measure(
                "cleanings", LocalText("清洁次数"), core.Count(core.Selector(("cleaning",), backfilled=False)), "次"
            ),
            core.Measure(
                "kitchen_share",
                LocalText("厨房占比"),
                core.Share("", kitchen, core.Selector(("cleaning",))),
                "%",
                places=1,
            ),
        ),
        report=core.Outline(
            LocalText("{unit}{period}自查报告"),
            None,
            (
                core.Section(
                    "s1",
                    LocalText("工作"),
                    facts=LocalText("清洁{cleanings}次，厨房占{kitchen_share}。"),
                    sections=(inner,),
                ),
                core.Section("next", LocalText("下一步"), next_steps=True, problems="all"),
            ),
        ),
        terms=(Span(date(2025, 1, 1), date(2028, 1, 1)),),
    )
    file = read(CANTEEN)
    assert (file.findings, file.scheme) == ((), expected)


CADENCES = [
    ("{at_least: 3, per: month}", core.AtLeast(3, "month")),
    ("{at_least: 2, per: year, even: true}", core.AtLeast(2, "year", even=True)),
    ("{at_least: 2, per: year, min_gap: 60 days}", core.AtLeast(2, "year", min_gap_days=60)),
    (
        "{every: 3 months, from: slot, starting: 2026-01-31}",
        core.Every(core.Length(3, "months"), "slot", date(2026, 1, 31)),
    ),
    ("{every: 2 years}", core.Every(core.Length(24, "months"), "slot")),
    ("{within: 5 working days, of: founding}", core.Within(core.Length(5, "working_days"), "founding")),
    ("{within: 15个工作日, of: joining}", core.Within(core.Length(15, "working_days"), "joining")),
    ("{within: 2 weeks, of: board_meeting}", core.Within(core.Length(2, "weeks"), "board_meeting")),
    ("{once_by: 2026-03-31}", core.OnceBy(date(2026, 3, 31), date(2026, 1, 1))),
    ("{once_by: 2026-03-31, opens: 2025-10-01}", core.OnceBy(date(2026, 3, 31), date(2025, 10, 1))),
    ("standing", core.Standing()),
]


@pytest.mark.parametrize(("written", "cadence"), CADENCES)
def test_cadence_of_every_form_is_read(written, cadence):
    scheme = read(edit("{every: 1周, from: last_done}", written)).scheme
    assert scheme.duty("weekly-cleaning").cadence == cadence


CLEANING = core.Selector(("cleaning",))
BOARD = core.Selector(("board_meeting",))
RULES = [
    ("sum: {of: litres, kind: cleaning}", core.Sum("litres", CLEANING), ""),
    ("sum: {of: made_up, kinds: [cleaning, board_meeting]}", core.Sum("made_up", core.Selector(("cleaning", "board_meeting"))), ""),
    ("distinct: {people: present, kind: board_meeting}", core.DistinctPeople(BOARD), ""),
    ("rate: {present: of_expected, kind: board_meeting}", core.Rate("present", "expected", BOARD), "%"),
    ("rate: {absent: of_expected, kind: board_meeting}", core.Rate("absent", "expected", BOARD), "%"),
    ("share: {of: time, part: {kind: cleaning, backfilled: true}, whole: {kind: cleaning}}", core.Share("time", core.Selector(("cleaning",), backfilled=True), CLEANING), "%"),
    ("cells: {duty: board, states: [met, met_late]}", core.Cells(("board",), ("met", "met_late")), ""),
    ("cells: {duties: [board, weekly-cleaning]}", core.Cells(("board", "weekly-cleaning")), ""),
    ("problems: {}", core.ProblemCount(), ""),
    ("problems: {of: all, states: [open], sources: [meeting], overdue: true, recurring: false}", core.ProblemCount("all", ("open",), ("meeting",), overdue=True, recurring=False), ""),
    ("problems_share: {part: {states: [closed], on_time: true}}", core.ProblemShare(core.ProblemCount(states=("closed",), on_time=True)), "%"),
    ("problems_share: {part: {extended: true}, whole: {of: closed}}", core.ProblemShare(core.ProblemCount(extended=True), core.ProblemCount("closed")), "%"),
    ("study: {}", core.StudyCount(), ""),
    ("study: {outcomes: [missed, late]}", core.StudyCount(("missed", "late")), ""),
    ("study_share: {outcomes: [moved, called_off, crowded]}", core.StudyShare(("moved", "called_off", "crowded")), "%"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "rule", "unit"), RULES)
def test_measure_of_every_form_is_read(written, rule, unit):
    scheme = read(edit("  cleanings:", f"  more: {{title: 更多, {written}}}\n  cleanings:")).scheme
    assert scheme.measure("more") == core.Measure("more", LocalText("更多"), rule, unit)


@pytest.mark.parametrize(
    ("written", "threshold"),
    [
        ("2/3", Fraction(2, 3)),
        ("80%", Fraction(4, 5)),
        ("0.5", Fraction(1, 2)),
        ("1", Fraction(1)),
        ("100%", Fraction(1)),
    ],
)
def test_threshold_of_every_form_is_exact(written, threshold):
    assert read(edit("threshold: 2/3", f"threshold: {written}")).scheme.duty("board").threshold == threshold


@pytest.mark.parametrize(
    ("old", "wrong"),
    [
        ("threshold: 2/3", "threshold: 3/00"),
        ("threshold: 2/3", "threshold: 0%"),
        ("grace: 2 working days", "grace: 11 years"),
        ("grace: 2 working days", "grace: 9999 days"),
        ("start: 2025-01-01", "start: 9999-01-01"),
        ("start: 2025-01-01", "start: 20250101"),
    ],
)
def test_value_that_no_date_could_bear_is_refused(old, wrong):
    assert [code for _, _, code, _ in said(read(edit(old, wrong)))] == ["scheme.value_wrong"]


def test_title_in_english_only_is_never_blank():
    title = read(edit("title: 食堂管理会", "title: {en: Board meeting}")).scheme.kind("board_meeting").title
    assert (title.in_language("zh"), title.in_language("en")) == ("Board meeting", "Board meeting")


MISTAKES = [
    ("id: canteen", "id：canteen", [(1, 3, "yaml_wide_colon")]),
    ("id: canteen", "Id: canteen", [(1, 1, "key_missing"), (1, 1, "key_unknown")]),
    ("id: canteen", "id: Canteen", [(1, 5, "value_wrong")]),
    ("version: 1.10\n", "", [(1, 1, "key_missing")]),
    ("period: quarter", "period: quartal", [(4, 9, "value_not_listed")]),
    ("period: quarter", "periods: quarter", [(4, 1, "key_unknown")]),
    ("evidence: [sample_log, photo]", "evidence: sample_log", [(18, 15, "value_wrong")]),
    (
        "evidence: [sample_log, photo]",
        "evidence: [sample_lag, photo]",
        [(18, 16, "evidence_unknown"), (35, 16, "evidence_never")],
    ),
    ("evidence: [sample_log, photo]", "evidence: [photo]", [(35, 16, "evidence_never")]),
    ("attendance: optional", "attendence: optional", [(17, 5, "key_unknown")]),
    ("type: number, unit: 升", "type: opinion, unit: 升", [(21, 33, "value_not_listed")]),
    ("type: duration, required: true", "type: duration, required: maybe", [(22, 40, "value_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{at_least: 0, per: term}", [(41, 25, "value_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{at_least: two, per: term}", [(41, 25, "value_wrong")]),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{at_least: 2, per: fortnight}",
        [(41, 33, "value_not_listed")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{at_least: 2, per: month, min_gap: 28 days}",
        [(41, 49, "gap_too_wide")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{at_least: 29, per: month, even: true}",
        [(41, 25, "even_too_many")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{at_least: 2, per: term, min_gap: 4 weeks, even: true}",
        [(41, 48, "even_and_gap")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{at_least: 2, per: month, min_gap: 1 month}",
        [(41, 49, "value_wrong")],
    ),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "monthly", [(41, 14, "value_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{atleast: 2, per: month}", [(41, 5, "value_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{every: 3 fortnights}", [(41, 22, "value_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{every: 0 days}", [(41, 22, "every_nothing")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{once_by: 2026-02-30}", [(41, 24, "value_wrong")]),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{once_by: 2026-03-31, opens: 2026-04-01}",
        [(41, 24, "once_by_before_opens")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{within: 3 days, of: joinning}",
        [(41, 35, "event_unknown")],
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{within: 3 days, of: board_meeting}",
        [(41, 35, "event_is_answer")],
    ),
    ("terms:\n- {start: 2025-01-01, end: 2028-01-01}\n", "", [(39, 33, "terms_missing")]),
    ("{start: 2025-01-01, end: 2028-01-01}", "{start: 2025-01-01, end: 2024-01-01}", [(6, 3, "value_wrong")]),
    ("threshold: 2/3", "threshold: 3/2", [(42, 16, "value_wrong")]),
    ("threshold: 2/3", "threshold: 2/3\n    threshold: 1/2", [(43, 5, "key_twice")]),
    ("title: 食堂管理会, attendance: expected", "title: 食堂管理会", [(42, 16, "threshold_never")]),
    ("post: cook", "post: cok", [(29, 11, "post_unknown")]),
    ("clause: b", "clause: c", [(13, 3, "clause_unused"), (39, 13, "clause_unknown")]),
    ("fulfilled_by: {kinds: [board_meeting]}", "fulfilled_by: {kinds: [bord_meeting]}", [(40, 28, "kind_unknown")]),
    ("fulfilled_by: {kinds: [board_meeting]}", "fulfilled_by: {kinds: []}", [(40, 20, "value_wrong")]),
    ("fulfilled_by: {kinds: [board_meeting]}", "fulfilled_by: {where: {area: hall}}", [(40, 5, "one_missing")]),
    (
        "fulfilled_by: {kinds: [board_meeting]}",
        "fulfilled_by: {kind: cleaning, kinds: [board_meeting]}",
        [(40, 5, "one_too_many")],
    ),
    ("where: {area: kitchen}", "where: {area: kitchn}", [(31, 50, "choice_unknown")]),
    ("where: {area: kitchen}", "where: {aera: kitchen}", [(31, 50, "field_unknown")]),
    ("where: {area: kitchen}", "where: {litres: 3}", [(31, 52, "where_not_choice")]),
    ("bound: {level: 2, excluded: [U09]}", "bound: {units: [U09], excluded: [U09]}", [(28, 5, "bound_nobody")]),
    ("bound: {level: 2, excluded: [U09]}", "bound: {level: 0}", [(28, 20, "value_wrong")]),
    (
        "  cleanings:",
        "  more: {title: 更多, sum: {of: area, kind: cleaning}}\n  cleanings:",
        [(44, 31, "sum_not_number")],
    ),
    (
        "  cleanings:",
        "  more: {title: 更多, sum: {of: liters, kind: cleaning}}\n  cleanings:",
        [(44, 31, "sum_unknown")],
    ),
    ("  cleanings:", "  more: {title: 更多}\n  cleanings:", [(44, 3, "one_missing")]),
    (
        "  cleanings:",
        "  more: {title: 更多, count: {kind: cleaning}, cells: {duty: board}}\n  cleanings:",
        [(44, 3, "one_too_many")],
    ),
    ("  cleanings:", "  more: {title: 更多, cells: {duty: bord}}\n  cleanings:", [(44, 35, "duty_unknown")]),
    (
        "  cleanings:",
        "  more: {title: 更多, cells: {duty: board, states: [done]}}\n  cleanings:",
        [(44, 51, "value_not_listed")],
    ),
    ("  cleanings:", "  more-so: {title: 更多, cells: {duty: board}}\n  cleanings:", [(44, 3, "id_wrong")]),
    (
        "  cleanings:",
        "  more: {title: 更多, unit: '%', count: {kind: cleaning}}\n  cleanings:",
        [(44, 27, "percent_of_count")],
    ),
    (
        "  cleanings:",
        "  more: {title: 更多, share: {part: {kind: board_meeting}, whole: {kind: cleaning}}}\n  cleanings:",
        [(44, 29, "part_outside_whole")],
    ),
    (
        "  cleanings:",
        "  more: {title: 更多, rate: {present: of_present, kind: board_meeting}}\n  cleanings:",
        [(44, 37, "rate_of_itself")],
    ),
    ("清洁{cleanings}次", "清洁{cleaning}次", [(50, 12, "figure_unknown")]),
    ("清洁{cleanings}次", "清洁{cleanings次", [(50, 12, "brace_alone")]),
    ("清洁{cleanings}次", "清洁{cleanings:>9999}次", [(50, 12, "place_formatted")]),
    ('"{unit}{period}自查报告"', '"{unit}{month}自查报告"', [(47, 10, "place_unknown")]),
    ("list: [board_meeting]", "list: [board_meetings]", [(52, 26, "kind_unknown")]),
    ("id: next", "id: s1", [(48, 3, "section_twice")]),
    ("  board_meeting: {", "  waiver: {title: 免}\n  board_meeting: {", [(23, 3, "kind_reserved")]),
    ("      area: {type", "      present: {type: text}\n      area: {type", [(20, 7, "field_reserved")]),
    ("title: 用水", "title:", [(21, 16, "key_unknown")]),
    ("title: 用水", "title: [用水]", [(21, 16, "value_wrong")]),
    ("title: 用水", "title: {cn: 用水}", [(21, 24, "key_unknown")]),
    ("title: 每周清洁", "title: 每周: 清洁", [(26, 14, "yaml_colon")]),
    ("    clause: a\n", "\tclause: a\n", [(27, 1, "yaml_tab")]),
    ("report:\n", "report: &x\n  copy: *y\n", [(47, 9, "yaml_alias")]),
    ("report:\n", "report: !!python/object:os.system\n", [(46, 9, "yaml_tag")]),
    ("version: 1.10", "---\nversion: 1.10", [(2, 1, "yaml_documents")]),
    ("kinds:\n", "kinds:\n  ? [a]\n  : b\n", [(15, 5, "yaml_key_complex")]),
    ("title: 食堂卫生责任制", 'title: "食堂', [(47, 11, "yaml_syntax")]),
    ("title: 用水", "title: {}", [(21, 16, "value_wrong")]),
    ("title: 用水", "title: time", [(22, 7, "title_twice")]),
    ("litres: {title", '"9": {title', [(21, 7, "id_wrong")]),
    ("{at_least: 2, per: term, min_gap: 4 weeks}", "{within: 3 days, of: joining}", []),
    ("attendance: expected, minutes: true", "minutes: true", [(42, 16, "threshold_never")]),
    ("period: quarter", "period: quarter\neffective: 2027-01-01", []),
    ("at_least: 2, per: term", "at_least: 2, per: term, colour: red", [(41, 39, "key_unknown")]),
    (
        "- {start: 2025-01-01, end: 2028-01-01}",
        "- {start: 2025-01-01, end: 2028-01-01}\n- {start: 2027-01-01, end: 2030-01-01}",
        [(7, 11, "terms_overlap")],
    ),
    ("choices: {kitchen: {zh: 厨房, en: Kitchen}, hall: 大厅}", "choices: {}", [(20, 7, "choices_missing")]),
    ("{type: duration, required: true}", "{type: duration, choices: {a: 甲}}", [(22, 30, "choices_useless")]),
    ("{type: duration, required: true}", "{type: duration, unit: 分}", [(22, 36, "unit_useless")]),
    (
        "  board_meeting: {",
        "  joining: {title: 加入}\n  board_meeting: {",
        [(23, 3, "kind_is_event"), (23, 3, "kind_unused")],
    ),
    (
        "attendance: optional",
        "attendance: optional\n    private: true",
        [
            (32, 50, "private_broken_down"),
            (45, 3, "private_mixed"),
            (46, 3, "private_mixed"),
            (46, 82, "private_broken_down"),
        ],
    ),
    ("type: number, unit: 升", "type: text", []),
    ("evidence: [sample_log, photo]", "evidence: [sample_log, photo, photo]", [(18, 35, "listed_twice")]),
    ("report:\n", "problems: {numbering: '{year}-{unit}'}\nreport:\n", [(46, 23, "numbering_same")]),
    ("report:\n", "problems: {numbering: '{number:999999999}'}\nreport:\n", [(46, 23, "place_formatted")]),
    ("report:\n", "problems: {numbering: '{unit.x}-{number}'}\nreport:\n", [(46, 23, "place_unknown")]),
    (
        "facts: 清洁{cleanings}次，厨房占{kitchen_share}。",
        "facts: {zh: '清洁{cleanings}次。', en: 'Nothing.'}",
        [(50, 5, "figures_differ")],
    ),
]


@pytest.mark.parametrize(("old", "new", "places"), MISTAKES)
def test_mistake_is_found_at_its_line_and_column(old, new, places):
    file = read(edit(old, new))
    assert [(line, column, code.removeprefix("scheme.")) for line, column, code, _ in said(file)] == places
    assert (file.scheme is None) == any(finding.severity == "error" for finding in file.findings)


SENTENCES = [
    (
        "attendance: optional",
        "attendence: optional",
        "这里没有“attendence”这个键；可以写的有：title、attendance、evidence、minutes、private、retain、fields。是不是想写“attendance”？",
        "There is no key “attendence” here; expected one of title, attendance, evidence, minutes, private, retain, fields. Did you mean “attendance”?",
    ),
    (
        "period: quarter",
        "period: quartal",
        "这里是“quartal”；只能是 month、quarter、half、year 之一。是不是想写“quarter”？",
        "Found “quartal” here; expected one of month, quarter, half, year. Did you mean “quarter”?",
    ),
    (
        "threshold: 2/3",
        "threshold: 3/2",
        "这里是“3/2”；应当是大于 0、不大于 1 的比例，如 2/3 或 80%。",
        "Found “3/2” here; expected a share above 0, at most 1: 2/3 or 80%.",
    ),
    (
        "{at_least: 2, per: term, min_gap: 4 weeks}",
        "{atleast: 2, per: month}",
        "这里是一组“键: 值”；应当是频次：{at_least: 1, per: month}、{every: 3 months, from: last_done}、{within: 7 days, of: joining}、{once_by: 2026-03-31} 或 standing。是不是想写“at_least”？",
        "Found a mapping here; expected a cadence: {at_least: 1, per: month}, {every: 3 months, from: last_done}, {within: 7 days, of: joining}, {once_by: 2026-03-31} or standing. Did you mean “at_least”?",
    ),
    (
        "evidence: [sample_log, photo]",
        "evidence: []",
        "要求佐证材料“sample_log”，但活动类型 cleaning 没有这种材料（只有：无），永远不算完成；请在该类型的 evidence 里加上，或不作要求。",
        "Evidence “sample_log” is required, but the kind cleaning leaves only none, so it could never count; add it to the kind's evidence or do not require it.",
    ),
    (
        "id: canteen",
        "id：canteen",
        "这一行用了全角冒号“：”；键后面要用半角冒号，再空一格：“键: 值”。",
        "This line has a full-width colon “：”; write an ASCII colon and a space behind a key: “key: value”.",
    ),
]


@pytest.mark.parametrize(("old", "new", "zh", "en"), SENTENCES)
def test_mistake_is_explained_in_both_languages(old, new, zh, en):
    text = edit(old, new)
    assert [[each.message for each in read(text, language=language).findings] for language in ("zh", "en")] == [
        [zh],
        [en],
    ]


def test_finding_names_the_file_and_the_place():
    [zh], [en] = (read(edit("clause: a", "clause: z"), language=language).findings[1:] for language in ("zh", "en"))
    assert (zh.severity, zh.place, en.place) == (
        "error",
        "canteen.yaml 第 27 行第 13 列",
        "canteen.yaml line 27, column 13",
    )
    assert en.facts == {"file": "canteen.yaml", "line": 27, "column": 13, "found": "z", "expected": "a, b", "hint": ""}


def test_warning_does_not_keep_a_scheme_from_loading():
    file = read(edit("  board_meeting: {", "  visit: {title: 参观}\n  board_meeting: {"))
    assert [finding.severity for finding in file.findings] == ["warning"]
    assert file.scheme.kind("visit").title.zh == "参观"


SAID = [
    ("title: 食堂管理会", "title: [会]", "这里是一个列表；应当是不为空的文字，或 {zh: 中文, en: 英文}。"),
    ("title: 食堂管理会", "title: ''", "这里是“”；应当是不为空的文字，或 {zh: 中文, en: 英文}。"),
    ("post: cook", "post: [cook]", "这里是一个列表；应当是一段文字。"),
    ("id: canteen", "id: 食堂", "这里是“食堂”；应当是标识：小写英文字母开头，只含小写字母、数字、下划线和连字符。"),
    ("period: quarter", "period: quarter\nbackfill_days: soon", "这里是“soon”；应当是整数。"),
    ("period: quarter", "period: quarter\nbackfill_days: -1", "这里是“-1”；应当是不小于 0 的数。"),
    ("places: 1", "places: 7", "这里是“7”；应当是不大于 6 的数。"),
    ("evidence: [sample_log, photo]", "evidence: photo", "这里是“photo”；应当是列表，如 [a, b]。"),
    ("type: duration, required: true", "type: duration, required: perhaps", "这里是“perhaps”；应当是“true”或“false”。"),
    ("bound: {level: 2, excluded: [U09]}", "bound: {level: []}", "这里是一个空列表；应当是不为空的列表。"),
    ("bound: {level: 2, excluded: [U09]}", "bound: everyone", "这里是“everyone”；应当是一组“键: 值”。"),
    ("bound: {level: 2, excluded: [U09]}", "bound: level：2", "这里是“level：2”；应当是一组“键: 值”。冒号要用半角，后面空一格：“键: 值”。"),
    ("bound: {level: 2, excluded: [U09]}", "bound: level:2", "这里是“level:2”；应当是一组“键: 值”。冒号要用半角，后面空一格：“键: 值”。"),
    ("version: 1.10", "version: " + 65 * "9", "这里是“" + 39 * "9" + "…”；应当是不超过 64 个字的文字。"),
    ("grace: 2 working days", "grace: soon", "这里是“soon”；应当是时间长度，如 3 days、5 working days、2 weeks、6 months（也可写 3天、5个工作日、2周、6个月），不超过十年。"),
    ("min_gap: 4 weeks", "min_gap: 1 month", "这里是“1 month”；应当是以天或周计的间隔，如 20 days、2 weeks。"),
    ("start: 2025-01-01", "start: 2025-02-29", "这里是“2025-02-29”；应当是真实存在的日期，如 2026-03-31。"),
    ("end: 2028-01-01", "end: 2025-01-01", "这里是一组“键: 值”；应当是结束日期晚于开始日期的任期。"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), SAID)
def test_message_says_what_was_found_and_what_was_expected(old, new, message):
    assert [finding.message for finding in read(edit(old, new)).findings] == [message]


def measure(rule):
    return edit("  cleanings:", f"  more: {{title: 更多, {rule}}}\n  cleanings:")


EACH_PLACE = [
    (edit("choices: {kitchen: {zh: 厨房, en: Kitchen}, hall: 大厅}", "choices: {kitchen: 厅, hall: 厅}"), (20, "title_twice")),
    (edit("excluded: [U09]", "units: [U01, U01]"), (28, "listed_twice")),
    (edit("{at_least: 2, per: term, min_gap: 4 weeks}", "{within: 1 day, of: joining}").replace("kinds: [board_meeting]", "kinds: [board_meeting, board_meeting]"), (40, "listed_twice")),
    (edit("evidence: [sample_log]", "evidence: [sample_lug]"), (35, "evidence_unknown")),
    (edit("evidence: [sample_log]", "evidence: [sample_log, sample_log]"), (35, "listed_twice")),
    (measure("count: {kind: clening}"), (44, "kind_unknown")),
    (measure("count: {kinds: [cleaning, cleaning]}"), (44, "listed_twice")),
    (measure("sum: {of: time, kind: clening}"), (44, "kind_unknown")),
    (measure("distinct: {people: present, kind: clening}"), (44, "kind_unknown")),
    (measure("rate: {present: of_expected, kind: clening}"), (44, "kind_unknown")),
    (measure("share: {part: {kind: clening}, whole: {kind: cleaning}}"), (44, "kind_unknown")),
    (measure("share: {part: {kind: cleaning}, whole: {kinds: [cleaning, clening]}}"), (44, "kind_unknown")),
    (measure("share: {of: area, part: {kind: cleaning}, whole: {kind: cleaning}}"), (44, "sum_not_number")),
    (measure("share: {of: time, part: {kind: cleaning}, whole: {kinds: [cleaning, board_meeting]}}"), (44, "sum_unknown")),
    (measure("share: {part: {kind: cleaning}, whole: {kind: cleaning, backfilled: true}}"), (44, "part_outside_whole")),
    (measure("share: {part: {kind: cleaning}, whole: {kind: cleaning, where: {area: hall}}}"), (44, "part_outside_whole")),
    (measure("cells: {duties: [board, board]}"), (44, "listed_twice")),
    (measure("cells: {duty: board, states: [met, met]}"), (44, "listed_twice")),
    (edit("list: [board_meeting]", "list: [board_meeting, board_meeting]"), (52, "listed_twice")),
    (edit('"{unit}{period}自查报告"', '{zh: "{unit}报告", en: "Report of {units}"}'), (47, "place_unknown")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), EACH_PLACE)
def test_mistake_is_found_wherever_it_may_stand(text, place):
    found = [(line, code.removeprefix("scheme.")) for line, _, code, _ in said(read(text))]
    assert place in found
    assert {line for line, _ in found} == {place[0]}


def test_line_that_is_no_yaml_is_shown():
    [finding] = read(edit("bound: {level: 2, excluded: [U09]}", "bound: {level: 2]")).findings
    assert (finding.facts["line"], finding.message) == (
        28,
        "这一行不是正确的 YAML：“bound: {level: 2]”（expected ',' or '}', but got ']'）；请检查缩进、引号和括号。",
    )


def test_part_may_be_the_whole():
    rule = "share: {part: {kind: cleaning, where: {area: hall}}, whole: {kind: cleaning, where: {area: hall}}}"
    assert read(measure(rule)).findings == ()


def test_limits_are_still_allowed():
    at_once = "- {start: 2025-01-01, end: 2028-01-01}\n- {start: 2028-01-01, end: 2031-01-01}"
    assert read(edit("- {start: 2025-01-01, end: 2028-01-01}", at_once)).findings == ()
    for cadence in ("{at_least: 28, per: month, even: true}", "{once_by: 2026-03-31, opens: 2026-03-31}"):
        text = edit("{at_least: 2, per: term, min_gap: 4 weeks}", cadence)
        assert read(text.replace("period: quarter", "effective: 2026-03-31\nperiod: quarter")).findings == ()


def test_fields_to_select_by_are_offered():
    text = edit("{kinds: [board_meeting]}", "{kind: cleaning, where: {regoin: hall}}").replace(
        "threshold: 2/3", "remind: 1 day"
    )
    [message] = [message for _, _, code, message in said(read(text)) if code == "scheme.field_unknown"]
    assert message == "活动类型 cleaning 没有字段“regoin”；可用于挑选的有：area。"


def test_duty_from_joining_needs_a_kind_that_counts_people():
    text = edit("attendance: expected, minutes: true", "minutes: true").replace("    threshold: 2/3\n", "")
    file = read(text.replace("{at_least: 2, per: term, min_gap: 4 weeks}", "{within: 3 days, of: joining}"))
    assert [(line, code) for line, _, code, _ in said(file)] == [(41, "scheme.joining_never")]


def test_day_before_the_version_holds_can_never_be_met():
    text = edit("period: quarter", "effective: 2027-01-01\nperiod: quarter")
    file = read(text.replace("{at_least: 2, per: term, min_gap: 4 weeks}", "{once_by: 2026-12-31}"))
    assert [(line, code) for line, _, code, _ in said(file)] == [(42, "scheme.once_by_before_effective")]


def test_kind_that_a_condition_rules_out_is_found():
    text = edit(
        "  board_meeting: {",
        "  visit: {title: 走访, fields: {area: {type: choice, choices: {farm: 农场}}}}\n  board_meeting: {",
    )
    more = "  more: {title: 更多, count: {kinds: [cleaning, visit], where: {area: [hall]}}}\n  cleanings:"
    file = read(text.replace("  cleanings:", more))
    assert [(line, code, message) for line, _, code, message in said(file)] == [
        (
            45,
            "scheme.choices_never",
            "活动类型 visit 的字段 area 没有 hall 中的任何一个（只有：farm），这样挑不出任何记录。",
        )
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "rate: {present: of_expected, kind: cleaning}",
        "distinct: {people: present, kind: cleaning}",
        "sum: {of: present, kind: cleaning}",
    ],
)
def test_measure_of_people_needs_a_kind_that_counts_them(rule):
    text = edit("attendance: optional", "attendance: none").replace(
        "  cleanings:", f"  more: {{title: 更多, {rule}}}\n  cleanings:"
    )
    assert [(line, code) for line, _, code, _ in said(read(text))] == [(44, "scheme.attendance_never")]


def test_private_kind_takes_no_text_and_is_neither_listed_nor_broken_down():
    text = edit("attendance: optional", "attendance: optional\n    private: true").replace(
        "type: number, unit: 升", "type: text"
    )
    file = read(text.replace("list: [board_meeting]", "list: [cleaning]"))
    assert [code for _, _, code, _ in said(file)] == [
        "scheme.private_text",
        "scheme.private_broken_down",
        "scheme.private_mixed",
        "scheme.private_mixed",
        "scheme.private_broken_down",
        "scheme.private_listed",
    ]


def test_all_mistakes_are_told_at_once_in_order_of_the_file():
    text = (
        edit("period: quarter", "period: weekly")
        .replace("per: term", "per: turn")
        .replace("type: duration", "type: time")
    )
    assert [(line, code) for line, _, code, _ in said(read(text))] == [
        (4, "scheme.value_not_listed"),
        (22, "scheme.value_not_listed"),
        (41, "scheme.value_not_listed"),
    ]


def test_windows_file_with_mark_and_carriage_returns_is_read():
    data = b"\xef\xbb\xbf" + CANTEEN.replace("\n", "\r\n").encode()
    assert scheme_yaml.read(data, name="x", language="zh").scheme == read(CANTEEN).scheme


BOMB = "a0: &a0 [" + "x," * 9 + "x]\n" + "".join(
    f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]\n" for n in range(1, 9)
)  # fmt: skip
HOPELESS = [
    ("食堂".encode("gbk"), (1, 2, "file_not_utf8")),
    (b"id: x\ntitle: " + "食堂".encode("gbk"), (2, 9, "file_not_utf8")),
    (b"#" * (yaml_tree.MAX_BYTES + 1), (1, 1, "file_too_large")),
    (b"", (1, 1, "file_empty")),
    (b"# nothing\n", (1, 1, "file_empty")),
    (b"id: x\x00y", (1, 6, "yaml_control")),
    (BOMB.encode(), (5, 22, "yaml_too_many")),
    (b"[" * 10_000, (1, 25, "yaml_too_deep")),
    (b"a: &a [*a]", (1, 8, "yaml_alias")),
    (b"- just\n- a list", (1, 1, "value_wrong")),
    (b"<<: {a: 1}", (1, 1, "key_missing")),
]


@pytest.mark.parametrize(("data", "first"), HOPELESS, ids=[str(number) for number in range(len(HOPELESS))])
def test_hopeless_file_gives_a_finding_and_no_scheme(data, first):
    file = scheme_yaml.read(data, name="x.yaml", language="zh")
    line, column, code, _ = said(file)[0]
    assert (file.scheme, (line, column, code)) == (None, (first[0], first[1], f"scheme.{first[2]}"))


@given(at=st.integers(0, len(CANTEEN)), gone=st.integers(0, 40), put=st.text(max_size=8))
def test_scheme_with_any_hole_or_patch_is_answered(at, gone, put):
    file = scheme_yaml.read(
        (CANTEEN[:at] + put + CANTEEN[at + gone :]).encode("utf-8", "replace"), name="x", language="en"
    )
    assert (file.scheme is None) == any(finding.severity == "error" for finding in file.findings)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data):
    file = scheme_yaml.read(data, name="x", language="zh")
    assert (file.scheme, bool(file.findings)) == (None, True)


def test_aliases_may_save_typing():
    shared = edit("lead_post: lead", "lead_post: lead\n    title: &same 每周清洁").replace(
        "    title: 每周清洁\n", "", 1
    )
    assert read(shared.replace("title: 管理会", "title: *same")).scheme.duty("board").title == LocalText("每周清洁")


@pytest.mark.parametrize("text", [CANTEEN, *(edit(old, new) for old, new, _ in MISTAKES)])
def test_both_parsers_give_the_same_tree(text):
    assert yaml_tree.read(text.encode(), pure=True) == yaml_tree.read(text.encode())


def test_hash_and_text_are_those_of_the_file():
    file = scheme_yaml.read(b"\xef\xbb\xbfid: x\n", name="x", language="zh")
    assert (file.sha256[:8], file.text) == ("0f8741c1", "id: x\n")


def test_field_types_are_those_of_the_design_and_none_describes_a_person():
    assert core.FIELD_TYPES == ("text", "choice", "number", "date", "duration", "reading_list", "person", "link")


@pytest.mark.parametrize("wish", ["opinion", "attitude", "score", "rating", "tendency", "speech"])
def test_field_type_about_a_persons_views_is_refused(wish):
    [(line, _, code, _)] = said(read(edit("type: duration", f"type: {wish}")))
    assert (line, code) == (22, "scheme.value_not_listed")


def test_published_schema_is_the_readers_own():
    published = (ROOT / "docs" / "scheme.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == scheme_yaml.json_schema()


def test_published_schema_describes_every_key():
    definitions = [scheme_yaml.json_schema(), *scheme_yaml.json_schema()["$defs"].values()]
    silent = [
        (each["title"], key)
        for each in definitions
        for key, said in each["properties"].items()
        if "description" not in said
    ]
    assert silent == []


def texts(value):
    """Every text of a scheme, however deep."""
    if isinstance(value, LocalText):
        yield value
    elif isinstance(value, tuple):
        yield from (text for item in value for text in texts(item))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in texts(getattr(value, each.name)))


@pytest.mark.parametrize("scheme_id", schemes.shipped())
def test_shipped_scheme_has_nothing_amiss_and_both_languages_everywhere(scheme_id):
    file = scheme_yaml.read(schemes.content(scheme_id), name=scheme_id, language="zh")
    assert (file.findings, file.scheme.id) == ((), scheme_id)
    assert [text.zh for text in texts(file.scheme) if not (text.zh and text.en)] == []


def test_shipped_schemes_load_side_by_side():
    study, safety = (
        scheme_yaml.read(schemes.content(each), name=each, language="zh").scheme for each in schemes.shipped()
    )
    assert (scheme_checks.conflicts([study], safety), scheme_checks.conflicts([safety], study)) == ((), ())


@pytest.mark.parametrize("scheme_id", schemes.shipped())
def test_shipped_report_uses_every_measure(scheme_id):
    scheme = scheme_yaml.read(schemes.content(scheme_id), name=scheme_id, language="zh").scheme
    facts = [section.facts for section in scheme_figures.all_sections(scheme.report.sections) if section.facts]
    used = {name for text in facts for name in scheme_figures.places(text.zh)}
    assert {measure.id for measure in scheme.measures} == used


def test_shipped_schemes_know_every_cadence_and_every_rule():
    shipped = [scheme_yaml.read(schemes.content(each), name=each, language="zh").scheme for each in schemes.shipped()]
    cadences = {type(duty.cadence) for scheme in shipped for duty in scheme.duties}
    rules = {type(measure.rule) for scheme in shipped for measure in scheme.measures}
    assert cadences == {core.AtLeast, core.Every, core.Within, core.OnceBy, core.Standing}
    assert rules == {
        core.Count,
        core.Sum,
        core.DistinctPeople,
        core.Rate,
        core.Share,
        core.Cells,
        core.ProblemCount,
        core.ProblemShare,
        core.StudyCount,
        core.StudyShare,
    }


def test_talk_of_the_shipped_scheme_holds_no_text_and_is_private():
    talk = scheme_yaml.read(schemes.content("theory-study"), name="x", language="zh").scheme.kind("talk")
    assert (talk.private, [(field.id, field.type) for field in talk.fields]) == (
        True,
        [("offered_by", "person"), ("topic", "choice"), ("help", "choice")],
    )
    assert [choice for choice, _ in talk.fields[1].choices] == ["work", "family", "health", "training", "suggestion"]


def test_shipped_schemes_are_two():
    assert schemes.shipped() == ("theory-study", "work-safety")
    with pytest.raises(KeyError):
        schemes.content("../secrets")
