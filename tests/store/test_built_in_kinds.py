"""Problems, promises and other entries of built-in kinds are found without reading the records they lie among."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from tests import ledgers, plans
from zicha.core.ledger import Draft, Revision

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 6, 1, tzinfo=UTC)
MANY = 300
"""So many other records that looking them up by unit is dearer."""


def problem(number, unit):
    said = {"due": "2026-04-01", "matter": "灭火器过期", "number": f"{number:03}", "source": "inspection"}
    fields = tuple(said.items())
    draft = Draft(unit, "problem", date(2026, 3, number), f"{number:03}", fields=fields)
    return Revision(number, number, 1, draft, ledgers.START, "P1")


def study(number, unit):
    return Revision(number, number, 1, Draft(unit, "study", date(2026, 3, 5), "学习"), ledgers.START, "P1")


def record(*revisions):
    """Append these, after them many of another kind, and let the database count what it has."""
    ledgers.append([*revisions, *(study(len(revisions) + place, "A") for place in range(1, MANY + 1))])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE store_fact")


def found_by(ask):
    return plans.plan(ask, about="store_fact")


def all_of(*kinds):
    from zicha.store.queries import ledger

    found = ledger.revisions(units=("A", "B"), span=None, as_known_at=LATER, kinds=kinds, texts=True)
    return [(one.entry, one.draft.kind, dict(one.draft.fields).get("matter")) for one in found]


def test_entries_of_built_in_kinds_are_looked_up_by_kind_and_unit():
    record(problem(1, "A"), study(2, "A"), problem(3, "B"), problem(4, "C"))
    assert "fact_built_in" in found_by(lambda: all_of("problem", "problem_step"))
    assert all_of("problem", "problem_step") == [(1, "problem", "灭火器过期"), (3, "problem", "灭火器过期")]


def test_entries_of_kinds_of_schemes_too_are_looked_up_by_unit_and_day():
    ledgers.append([problem(1, "A"), study(2, "A"), problem(3, "B"), problem(4, "C")])
    assert "fact_built_in" not in found_by(lambda: all_of("problem", "study"))
    assert all_of("study", "problem") == [
        (1, "problem", "灭火器过期"),
        (3, "problem", "灭火器过期"),
        (2, "study", None),
    ]


def test_problem_is_looked_up_by_its_number_among_problems():
    from zicha.store.queries import threads

    def numbered():
        return threads.linked(kind="problem", values={"number": "003"}, as_known_at=LATER)

    record(problem(1, "A"), study(2, "A"), problem(3, "B"))
    assert "fact_built_in" in found_by(numbered)
    assert [one.entry for one in numbered()] == [3]
    assert "fact_built_in" in found_by(lambda: threads.first_fields(kind="problem"))
    assert [fields["number"] for fields in threads.first_fields(kind="problem")] == ["001", "003"]


def test_steps_of_reports_are_looked_up_among_their_kind():
    from zicha.store.queries import ledger

    record(problem(1, "A"))
    assert "fact_built_in" in found_by(
        lambda: ledger.first_states(units=("A",), kind="report_step", since=date(2026, 1, 1))
    )
