"""Problems are counted as they stand at a period's end, and shown in the report's table."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zicha.core import measures, problem_measures, report_problems
from zicha.core.ledger import Evidence
from zicha.core.measures import Measured
from zicha.core.periods import parse
from zicha.core.problem_measures import Asked
from zicha.core.problems import Problem, Step, folded, recurring
from zicha.core.report import Paragraph, Row
from zicha.core.scheme import ProblemCount, ProblemShare

DUE = date(2026, 4, 1)
PHOTO = (Evidence("photo", "", ""),)
BARE = Problem(
    entry=1, seq=1, number="2026-H1-U01-001", unit="U01", found_on=date(2026, 3, 2),
    found_at=datetime(2026, 3, 2, tzinfo=UTC), found_by="P002", source="inspection", matter="东侧通道堆放杂物",
    owner="P002", original_due=DUE, due=DUE, measure="清走并划线", scheme="s", clause="c6",
)  # fmt: skip


def problem(entry, *steps, **changed):
    numbered = [replace(step, seq=10 * entry + place) for place, step in enumerate(steps)]
    return folded(replace(BARE, entry=entry, seq=entry, number=f"2026-H1-U01-00{entry}", **changed), numbered)


def handed_in(day):
    return Step("hand_in", day, by="P002", evidence=PHOTO)


def accepted(day):
    return Step("accept", day, by="P001")


IN_TIME = problem(1, handed_in(date(2026, 3, 9)), accepted(date(2026, 3, 10)))
LATE = problem(2, handed_in(date(2026, 4, 9)), accepted(date(2026, 5, 1)), source="meeting", clause="c7")
OPEN = problem(3, Step("extend", date(2026, 3, 20), reason="等配件", due=date(2026, 6, 1)))
CARRIED = problem(
    4, handed_in(date(2026, 1, 4)), accepted(date(2026, 1, 5)), found_on=date(2025, 12, 1), due=date(2026, 1, 9)
)
LEFT = problem(5, found_on=date(2025, 11, 1), due=date(2026, 12, 1), original_due=date(2026, 12, 1), clause="c9")
GONE = problem(6, handed_in(date(2025, 9, 1)), accepted(date(2025, 9, 1)), found_on=date(2025, 8, 1), clause="c8")
ALL = (GONE, LEFT, CARRIED, IN_TIME, LATE, OPEN)
SPAN = parse("2026H1").span
ASKED = Asked(ALL, SPAN, date(2026, 6, 30), recurring(ALL, per="half"))

COUNTS = [
    (ProblemCount(), [1, 2, 3]),
    (ProblemCount(states=("closed",)), [1, 2]),
    (ProblemCount(states=("closed",), on_time=True), [1]),
    (ProblemCount(on_time=False), [2, 3]),
    (ProblemCount(of="closed"), [4, 1, 2]),
    (ProblemCount(of="all", states=("open", "handed_in")), [5, 3]),
    (ProblemCount(sources=("meeting", "superior")), [2]),
    (ProblemCount(extended=True), [3]),
    (ProblemCount(overdue=True), [3]),
    (ProblemCount(recurring=True), [1, 3]),
    (ProblemCount(of="all", recurring=False), [6, 5, 4, 2]),
]


@pytest.mark.parametrize(("rule", "entries"), COUNTS)
def test_rule_means_these_problems(rule, entries):
    assert [each.entry for each in problem_measures.counted(rule, ASKED)] == entries


def test_count_carries_the_problem_and_the_step_it_stands_by():
    rule = ProblemCount(states=("closed",))
    assert measures.evaluate(rule, revisions=(), asked=ASKED) == Measured(2, (1, 2, 11, 21))


def test_share_is_of_the_whole_and_never_beyond():
    rule = ProblemShare(ProblemCount(of="all", states=("closed",)), ProblemCount())
    found = measures.evaluate(rule, revisions=(), asked=ASKED)
    assert (found.value.numerator, found.value.denominator, found.records) == (2, 3, (1, 2, 3, 11, 21, 30))
    assert measures.evaluate(rule, revisions=()).value is None


@pytest.mark.parametrize(
    ("on", "stands"), [(date(2026, 5, 5), date(2026, 5, 5)), (date(2027, 1, 1), date(2026, 6, 30))]
)
def test_problems_stand_at_the_periods_end_or_before(on, stands):
    assert problem_measures.standing_on(span=SPAN, on=on) == stands


WORDS = report_problems.Words({"P002": "周启明"}, {"U01": "一支部"}, "zh")


def test_table_of_open_problems_shows_both_deadlines():
    table = report_problems.table(ASKED, only_open=True, place=2, words=WORDS, subtree=True)
    assert (table.caption, table.heads, sum(table.widths)) == (
        "表2　问题清单",
        ("编号", "单位", "问题", "整改措施", "责任人", "整改期限", "状态"),
        1000,
    )
    assert table.rows == (
        Row(("2026-H1-U01-005", "一支部", "东侧通道堆放杂物", "清走并划线", "周启明", "2026年12月1日", "整改中"), 5),
        Row(
            (
                "2026-H1-U01-003",
                "一支部",
                "东侧通道堆放杂物（重复发生）",
                "清走并划线",
                "周启明",
                "2026年6月1日（原定2026年4月1日，延期1次）",
                "整改中，已超期",
            ),
            3,
        ),
    )


def test_table_of_all_problems_leaves_out_what_ended_before():
    table = report_problems.table(ASKED, only_open=False, place=1, words=WORDS, subtree=False)
    assert [row.record for row in table.rows] == [5, 4, 1, 2, 3]


@pytest.mark.parametrize(
    ("only_open", "sentence"), [(True, "没有尚未销号的问题。"), (False, "本期没有登记问题。")]
)  # fmt: skip
def test_no_problem_is_said_in_words(only_open, sentence):
    found = report_problems.table(Asked(span=SPAN), only_open=only_open, place=1, words=WORDS, subtree=False)
    assert isinstance(found, Paragraph)
    assert found.text == sentence
