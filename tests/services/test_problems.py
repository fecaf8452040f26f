"""Problems are numbered, worked on, handed in, refused, accepted by another person, and flagged when they recur."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.core.problems import Cell, Step

pytestmark = pytest.mark.django_db

PHOTO = (Evidence("photo", "", "", 0),)
TODAY = date(2026, 6, 10)


def at(hours):
    return factories.NOW + timedelta(hours=hours)


def open_problem(*, recorded_at=factories.NOW, nonce="", **changed):
    from zicha.services import problems

    found = {
        "unit": "U03", "source": "inspection", "matter": "东侧通道堆放杂物", "owner": "P003", "acceptor": "P002",
        "due": date(2026, 6, 20), "duty": "exit-inspection",
    }  # fmt: skip
    found = problems.Finding(**{**found, **changed})
    return problems.open_problem(found=found, recorded_at=recorded_at, recorded_by="P002", nonce=nonce)


def take(problem, name, *, by, hours, nonce="", seen=None, **given):
    from zicha.services import problems

    step = Step(name, TODAY, **given)
    return problems.take_step(
        problem=problem.entry, step=step, recorded_at=at(hours), recorded_by=by, nonce=nonce, seen=seen
    )


def test_problem_is_closed_by_another_person_after_a_refusal():
    from zicha.services import problems

    factories.organisation()
    made = open_problem()
    take(made, "work", by="P003", hours=1, reason="已联系仓库")
    take(made, "hand_in", by="P003", hours=2, evidence=PHOTO)
    take(made, "refuse", by="P002", hours=3, reason="西头还有一堆")
    take(made, "hand_in", by="P003", hours=4, evidence=PHOTO)
    closed = take(made, "accept", by="P002", hours=5)
    asked = {"problem": made.entry, "on": TODAY}
    assert problems.one(**asked, as_known_at=at(5)) == closed
    assert [problems.one(**asked, as_known_at=at(hours)).state for hours in range(6)] == [
        "open", "open", "handed_in", "open", "handed_in", "closed",
    ]  # fmt: skip
    assert (made.number, made.clause, closed.is_on_time) == ("安-2026-H1-U03-001", "c6", True)


def test_owner_cannot_accept():
    factories.organisation()
    made = open_problem()
    take(made, "hand_in", by="P003", hours=1, evidence=PHOTO)
    with pytest.raises(Refusal) as refusal:
        take(made, "accept", by="P003", hours=2)
    assert refusal.value.code == "problems.own"


def test_scheme_says_how_often_a_deadline_moves():
    factories.organisation()
    made = open_problem()
    take(made, "extend", by="P003", hours=1, reason="等配件", due=date(2026, 6, 21))
    take(made, "extend", by="P003", hours=2, reason="等配件", due=date(2026, 6, 22))
    with pytest.raises(Refusal) as refusal:
        take(made, "extend", by="P003", hours=3, reason="等配件", due=date(2026, 6, 23))
    assert (refusal.value.code, refusal.value.facts["times"]) == ("problems.extend_often", 2)


def test_repeated_requests_change_nothing():
    from zicha.store.queries import ledger

    factories.organisation()
    made = open_problem(nonce="one")
    again = open_problem(nonce="one")
    take(made, "work", by="P003", hours=1, reason="在办", nonce="two")
    once = take(made, "work", by="P003", hours=1, reason="在办", nonce="two", seen=0)
    assert (made.entry, made.number, ledger.size(), len(once.steps)) == (again.entry, again.number, 2, 1)


def test_step_on_a_stale_page_is_refused():
    factories.organisation()
    made = open_problem()
    take(made, "work", by="P003", hours=1, reason="在办", seen=0)
    with pytest.raises(Refusal) as refusal:
        take(made, "hand_in", by="P003", hours=2, evidence=PHOTO, seen=0)
    assert refusal.value.code == "problems.stale"


def test_numbers_are_per_unit_and_period_and_never_given_twice():
    from zicha.services import ledger

    factories.organisation()
    first = open_problem()
    ledger.withdraw(entry=first.entry, reason="登记错了", recorded_at=at(1), recorded_by="P002")
    second = open_problem(recorded_at=at(2))
    other = open_problem(unit="U01", recorded_at=at(3))
    later = open_problem(recorded_at=datetime(2026, 7, 2, tzinfo=UTC), due=date(2026, 7, 9))
    assert [each.number for each in (second, other, later)] == [
        "安-2026-H1-U03-002",
        "安-2026-H1-U01-001",
        "安-2026-H2-U03-001",
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source": "rumour"}, "problems.source_unknown"),
        ({"scheme": "no-such"}, "problems.scheme_unknown"),
        ({"clause": "no-such"}, "problems.clause_unknown"),
        ({"duty": "no-such"}, "problems.duty_unknown"),
        ({"due": date(2026, 6, 9)}, "problems.due_before"),
        ({"acceptor": "P003"}, "problems.acceptor_is_owner"),
        ({"matter": " "}, "ledger.field_missing"),
        ({"owner": "P999"}, "ledger.field_wrong"),
    ],
)
def test_problem_that_cannot_be_is_refused(wrong, code):
    from zicha.store.queries import ledger

    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        open_problem(**wrong)
    assert (refusal.value.code, ledger.size()) == (code, 0)


def test_unknown_problem_and_step_are_refused():
    from zicha.services import problems

    factories.organisation()
    with pytest.raises(Refusal) as no_entry:
        problems.one(problem=3, on=TODAY, as_known_at=factories.NOW)
    with pytest.raises(Refusal) as no_number:
        problems.entry_of(number="2026-H1-U03-001", as_known_at=factories.NOW)
    with pytest.raises(Refusal) as no_step:
        problems.step_name("sell")
    assert [found.value.code for found in (no_entry, no_number, no_step)] == [
        "problems.unknown",
        "problems.unknown",
        "problems.step_unknown",
    ]


def test_problem_is_found_by_its_number_and_by_the_window_it_came_from():
    from zicha.services import problems

    factories.organisation()
    cell = Cell("U03", "exit-inspection", date(2026, 4, 1))
    made = open_problem(source="missed_duty", window=cell.window)
    open_problem(matter="另一处")
    known = {"as_known_at": factories.NOW}
    assert problems.entry_of(number=made.number, **known) == made.entry
    assert problems.of_cell(cell=cell, on=TODAY, **known) == (made,)
    assert made.cell == cell


def test_list_puts_open_ones_first_and_says_what_recurs(django_assert_num_queries):
    from zicha.services import problems

    factories.organisation()
    first = open_problem(due=date(2026, 6, 11))
    closed = open_problem(clause="c4", duty="", matter="台账缺页")
    again = open_problem(due=date(2026, 6, 30))
    open_problem(unit="U02")
    take(closed, "hand_in", by="P003", hours=1, evidence=PHOTO)
    take(closed, "accept", by="P001", hours=2)
    with django_assert_num_queries(4):
        rows = problems.listed(units=("U03",), on=TODAY, as_known_at=at(2))
    assert [(row.problem.entry, row.problem.state, row.due_state, row.before) for row in rows] == [
        (first.entry, "open", "soon", ()),
        (again.entry, "open", "", (first.entry,)),
        (closed.entry, "closed", "", ()),
    ]


def test_measures_count_problems_in_figure_and_report_alike():
    from zicha.core.periods import parse
    from zicha.services import figures, reports

    factories.organisation()
    made = open_problem()
    open_problem(matter="另一处")
    open_problem(unit="U02")
    take(made, "hand_in", by="P003", hours=1, evidence=PHOTO)
    closed = take(made, "accept", by="P002", hours=2)
    asked = {"unit": "U03", "period": parse("2026H1"), "on": TODAY, "as_known_at": at(2)}
    names = ("listed", "closed", "in_time", "extended", "recurring", "open")
    alone = [figures.evaluate(measure=f"safety_problems_{name}", **asked) for name in names]
    report = reports.compose(**asked, scheme="work-safety", language="zh")
    inside = {figure.measure: figure for figure in report.figures}
    assert [figure.text for figure in alone] == ["2", "1", "50%", "0", "1", "1"]
    assert alone == [inside[figure.measure] for figure in alone]
    assert alone[1].records == (made.seq, closed.last.seq)
    explained = figures.explain(figure_id=alone[1].id, on=TODAY, as_known_at=at(2))
    assert [record.draft.kind for record in explained.records] == ["problem", "problem_step"]


def test_report_lists_open_problems_and_all_of_the_period():
    from zicha.core.periods import parse
    from zicha.core.report import Table
    from zicha.services import reports

    factories.organisation()
    made = open_problem(measure="当日清走")
    other = open_problem(matter="另一处")
    take(made, "hand_in", by="P003", hours=1, evidence=PHOTO)
    take(made, "accept", by="P002", hours=2)
    report = reports.compose(
        unit="U03", period=parse("2026H1"), scheme="work-safety", on=TODAY, as_known_at=at(2), language="zh"
    )
    wanting, put_right = report.sections[1:3]
    tables = [block for section in (wanting, put_right) for block in section.blocks if isinstance(block, Table)]
    assert [[row.record for row in table.rows] for table in tables] == [[other.seq], [made.seq, other.seq]]
    assert tables[1].rows[0].cells == (
        made.number, "东侧通道堆放杂物", "当日清走", "沈一宁", "2026年6月20日", "已销号",
    )  # fmt: skip


AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from django.db import connection
from zicha.services import installation
installation.initialise(home=Path(sys.argv[1]))
from tests import factories
from tests.services.test_problems import open_problem
factories.organisation()
def one(_place):
    try:
        return open_problem().number
    finally:
        connection.close()
with ThreadPoolExecutor(4) as threads:
    print("\\n".join(sorted(threads.map(one, range(8)))))
"""


def test_people_who_open_at_once_get_different_numbers(tmp_path):
    """In a program and a folder of its own: what several writers committed cannot be rolled back here."""
    root = Path(__file__).resolve().parents[2]
    environ = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "ZICHA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, str(tmp_path)], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [f"安-2026-H1-U03-{number:03}" for number in range(1, 9)]
