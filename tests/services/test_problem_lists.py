"""Lists of problems that people keep in tables: opened all or none, once."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster

pytestmark = pytest.mark.django_db
TODAY = factories.NOW.date()
HEADS = ("序号", "存在的问题", "整改措施", "责任人", "整改期限", "发现日期", "来源", "条款", "验收人", "状态")


def sheet(*rows, heads=HEADS, title="问题整改清单"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "清单"
    for row in ((title,), heads, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(text):
    return text.encode()


GOOD = (
    (1, "东侧通道堆放杂物", "清走并划线", "周启明", date(2026, 6, 30), "2026年6月1日", "检查", "第六条", "林远", ""),
    (2, "演练没有记录", "", "周启明", "2026.7.5", "", "", "", "", "整改中"),
)


def run(content, *, name="清单.xlsx", **more):
    from zicha.services import problem_lists

    asked = {"unit": "U01", "recorded_at": factories.NOW, "recorded_by": "P002", **more}
    return problem_lists.run(content=content, name=name, **asked)


def opened():
    from zicha.services import problems

    at = factories.NOW + timedelta(days=1)
    return [row.problem for row in problems.listed(units=["U01", "U03"], on=date(2026, 6, 11), as_known_at=at)]


def told(done):
    return [(each.column + str(each.row), each.code) for each in done.refused]


def test_list_is_opened_once_with_everything_its_columns_say():
    factories.organisation()
    done = run(sheet(*GOOD))
    assert (done.ready, done.added, done.already, done.refused, done.skipped) == (2, 2, 0, (), ())
    first, second = sorted(opened(), key=lambda one: one.entry)
    assert (first.matter, first.measure, first.owner, first.acceptor) == (
        "东侧通道堆放杂物",
        "清走并划线",
        "P002",
        "P001",
    )
    assert (first.found_on, first.due, first.source) == (date(2026, 6, 1), date(2026, 6, 30), "inspection")
    assert (first.scheme, first.clause) == ("work-safety", "c6")
    assert (second.found_on, second.due, second.source) == (TODAY, date(2026, 7, 5), "self_inspection")
    again = run(sheet(*reversed(GOOD)))
    assert (again.added, again.already, len(opened())) == (0, 2, 2)


def test_list_without_days_opens_nothing_anew_when_it_is_read_on_another_day():
    factories.organisation()
    first = run(sheet(*GOOD))
    again = run(sheet(*GOOD), recorded_at=factories.NOW + timedelta(days=1))
    assert ((first.added, first.already), (again.added, again.already)) == ((2, 0), (0, 2))


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_opened():
    factories.organisation()
    bad = (
        (3, "", "", "周启明", "2026-06-30"),
        (4, "灯不亮", "", "无名氏", "6月31日"),
        (5, "门锁坏", "", "周启明", "2026-06-30", "2026-07-01"),
        (6, "漏水", "", "周启明", "2026-06-01", "2026-06-02"),
        (7, "栏杆松", "", "周启明", "2026-06-30", "", "听说", "第九十九条", "周启明"),
    )
    done = run(sheet(*GOOD, *bad))
    assert told(done) == [
        ("B5", "imports.required_empty"),
        ("D6", "imports.person_unknown"),
        ("E6", "imports.date_no_year"),
        ("F7", "problem_list.found_ahead"),
        ("E8", "problems.due_before"),
        ("G9", "problems.source_unknown"),
        ("H9", "problem_list.clause"),
    ]
    assert (done.ready, done.added, opened()) == (2, 0, [])


def test_trial_writes_nothing():
    factories.organisation()
    done = run(sheet(*GOOD), dry_run=True)
    assert (done.ready, done.added, opened()) == (2, 0, [])


def test_what_is_closed_or_waits_for_acceptance_is_left_out_and_said():
    factories.organisation()
    closed = [(*GOOD[1][:9], state) for state in ("已销号", "待验收")]
    done = run(sheet(GOOD[0], *closed))
    assert (done.added, [(each.row, each.code) for each in done.skipped]) == (
        1,
        [(4, "problem_list.row_done"), (5, "problem_list.row_done")],
    )


def test_owner_who_shares_a_name_is_told_apart_by_number_and_never_guessed():
    from zicha.services import organisation

    factories.organisation()
    holding = Holding("P009", "U01", "member", Span(factories.FOUNDED, date.max))
    twin = Roster(units=(), people=(Person("P009", "周启明"),), holdings=(holding,))
    organisation.apply(roster=twin, recorded_at=factories.NOW)
    assert told(run(sheet(GOOD[1]))) == [("D3", "imports.person_ambiguous")]
    row = (*GOOD[1][:3], "周启明（P009）", *GOOD[1][4:])
    assert run(sheet(row)).added == 1
    assert [one.owner for one in opened()] == ["P009"]


def test_owner_who_left_last_week_is_refused():
    from zicha.core.reorganising import Relieve
    from zicha.services import organisation

    factories.organisation()
    left = Relieve("P002", TODAY - timedelta(days=7), unit="U01")
    organisation.decide(decision=left, recorded_at=factories.NOW, recorded_by="P001")
    assert told(run(sheet(GOOD[1]))) == [("D3", "imports.person_unknown")]


def test_units_below_may_be_named_and_those_out_of_reach_not():
    factories.organisation()
    text = "单位,问题,整改责任人,整改期限\n一组,灯不亮,沈一宁,2026-06-30\n"
    refused = run(csv(text), name="a.csv", unit="U00", units=frozenset({"U01"}))
    assert told(refused) == [("A2", "imports.unit_outside")]
    assert run(csv(text), name="a.csv", unit="U00").added == 1


def test_file_without_the_three_columns_is_refused():
    factories.organisation()
    with pytest.raises(Refusal, match="no_header"):
        run(csv("问题,整改措施\n灯不亮,换灯\n"), name="a.csv")


def test_what_was_written_out_comes_back_without_doubling():
    from zicha.formats import problems_out
    from zicha.services import problems

    factories.organisation()
    run(sheet(*GOOD))
    at = factories.NOW + timedelta(days=1)
    rows = problems.shown(problems.listed(units=["U01"], on=date(2026, 6, 11), as_known_at=at))
    names = {person.id: person.name for person in factories.ROSTER.people}
    for language in ("zh", "en"):
        out = problems_out.as_csv(rows, names=names, units={}, language=language)
        done = run(out.encode(), name="problems.csv")
        assert (told(done), done.added, done.already) == ([], 0, 2)
