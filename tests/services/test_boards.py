from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Roster, UnitSpan

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
ASKED = {"period": H1, "on": date(2026, 6, 10), "as_known_at": factories.NOW + timedelta(hours=1)}


def cells(board, duty, unit="U01"):
    return [
        (cell.window.start.month, cell.state, cell.done, cell.records)
        for cell in board.cells
        if (cell.duty, cell.unit) == (duty, unit)
    ]


def test_a_board_shows_each_window():
    from zicha.services import boards

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    factories.record(factories.inspection(date(2026, 5, 2), evidence=()))
    shown = boards.show(unit="U01", **ASKED)
    assert cells(shown, "exit-inspection") == [
        (1, "overdue", 0, ()), (2, "overdue", 0, ()), (3, "overdue", 0, ()), (4, "met", 1, (1,)),
        (5, "insufficient", 0, ()), (6, "open", 0, ()),
    ]  # fmt: skip
    assert (shown.reported, shown.missing) == (("U01",), ())


def test_a_subtree_holds_every_unit_below_and_nothing_else():
    from zicha.services import boards

    factories.organisation()
    assert {cell.unit for cell in boards.show(unit="U01", subtree=True, **ASKED).cells} == {"U01", "U03"}


@pytest.mark.parametrize("units", [2, 40])
def test_a_board_asks_the_database_as_often_for_forty_units_as_for_two(units, django_assert_num_queries):
    from zicha.services import boards, organisation

    factories.organisation()
    spans = tuple(
        UnitSpan(f"V{number:02}", f"{number}组", "U01", 3, Span(factories.FOUNDED, date.max)) for number in range(units)
    )
    holdings = tuple(Holding("P002", span.unit, "member", span.span) for span in spans)
    organisation.apply(roster=Roster(spans, factories.ROSTER.people, holdings), recorded_at=factories.NOW)
    for span in spans:
        factories.record(factories.meeting(date(2026, 5, 2), unit=span.unit, present=("P002",), expected=("P002",)))
    with django_assert_num_queries(7):
        shown = boards.show(unit="U00", subtree=True, **ASKED)
    assert len(shown.reported) == units


def test_owed_names_clause_people_and_vacant_posts():
    from zicha.services import boards

    factories.organisation()
    found = {
        each.duty.id: each for each in boards.owed(unit="U01", on=date(2026, 6, 1), as_known_at=ASKED["as_known_at"])
    }
    owed = found["exit-inspection"]
    assert (owed.scheme, owed.answers, owed.clause.id) == ("work-safety", ("P002",), owed.duty.clause)
    assert all(set(each.vacant) <= {each.duty.post, each.duty.lead_post} for each in found.values())
    unled = [each for each in found.values() if each.duty.lead_post == "lead"]
    assert unled
    assert all((each.lead, "lead" in each.vacant) == ((), True) for each in unled)
    root = {each.duty.id for each in boards.owed(unit="U00", on=date(2026, 6, 1), as_known_at=ASKED["as_known_at"])}
    assert "exit-inspection" not in root


def test_the_story_of_a_window_says_what_counts_and_what_nearly_does():
    from zicha.services import boards

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 2), evidence=()))
    factories.record(factories.inspection(date(2026, 4, 2)))
    asked = {"unit": "U01", "duty": "exit-inspection", **ASKED}
    near = boards.cell(window_start=date(2026, 5, 1), **asked)
    assert (near.cell.state, near.records) == ("insufficient", ())
    assert [(each.revision.seq, [title.zh for title in each.lacks]) for each in near.near] == [(1, ["检查表"])]
    assert [
        (answer.post, [person.name for person in answer.people]) for answer in near.answers if answer.post == "direct"
    ] == [("direct", ["周启明"])]
    assert near.grace_until is not None
    assert near.grace_until >= date(2026, 6, 1)
    assert near.remind_from < date(2026, 6, 1)
    met = boards.cell(window_start=date(2026, 4, 1), **asked)
    assert ([each.draft.title for each in met.records], met.waiver, met.scheme.id) == (
        ["查消防通道"],
        None,
        "work-safety",
    )


def test_a_waived_window_shows_its_waiver():
    from zicha.services import boards, waivers

    factories.organisation()
    waivers.waive(
        unit="U01", duty="exit-inspection", window=date(2026, 3, 1), approver="P001", reason="整修停用",
        recorded_at=factories.NOW, recorded_by="P001",
    )  # fmt: skip
    story = boards.cell(unit="U01", duty="exit-inspection", window_start=date(2026, 3, 1), **ASKED)
    assert story.cell.state == "waived"
    assert story.waiver is not None
    assert story.waiver.draft.value("reason") == "整修停用"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"duty": "nothing"}, "reports.duty_unknown"),
        ({"window_start": date(2026, 3, 2)}, "reports.duty_unknown"),
        ({"unit": "U99"}, "reports.unit_unknown"),
    ],
)
def test_a_window_that_is_not_there_is_refused(asked, code):
    from zicha.services import boards

    factories.organisation()
    wanted = {"unit": "U01", "duty": "exit-inspection", "window_start": date(2026, 3, 1), **ASKED, **asked}
    with pytest.raises(Refusal) as refused:
        boards.cell(**wanted)
    assert refused.value.code == code
