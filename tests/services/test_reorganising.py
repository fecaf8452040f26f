"""Decisions about the organisation are written down with who and when, and the past keeps its tree."""

from datetime import UTC, date, datetime

import pytest

from tests import factories
from zicha.core import units
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.reorganising import Appoint, Line, Merge, Move, Relieve, Rename

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
WRITTEN = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def decide(decision):
    from zicha.services import organisation

    return organisation.decide(decision=decision, recorded_at=WRITTEN, recorded_by="admin")


def tree(day):
    from zicha.store.queries import units as queries

    found = units.tree_at(queries.spans(), on=day)
    return {unit: "/".join(found.path(unit)) for unit in found.units}


def test_moved_unit_stands_elsewhere_from_its_day_and_the_history_says_who_wrote_it_when():
    from zicha.store.queries import units as queries
    from zicha.store.queries.units import Change

    factories.organisation()
    before = tree(date(2026, 11, 30))
    decide(Move("U03", "U02", DAY))
    assert tree(date(2026, 11, 30)) == before
    assert tree(DAY) == {**before, "U03": "U00/U02/U03"}
    line = Line("moved", DAY, "U03", other="U02")
    assert queries.changes() == (Change(line, WRITTEN, "admin"),)
    assert (queries.changes(unit="U02"), queries.changes(unit="U01")) == (queries.changes(), ())


def test_refused_decision_writes_nothing():
    from zicha.store.queries import units as queries

    factories.organisation()
    before = (queries.spans(), queries.holdings())
    with pytest.raises(Refusal):
        decide(Merge(("U01", "U09"), "U02", DAY))
    assert (queries.spans(), queries.holdings(), queries.changes()) == (*before, ())


def test_foreseen_decision_writes_nothing():
    from zicha.services import organisation
    from zicha.store.queries import units as queries

    factories.organisation()
    made, changes = organisation.foresee(decision=Rename("U03", "先锋组", DAY))
    assert [line.kind for line in made.lines] == ["renamed"]
    assert [fact.name for fact in changes.units] == ["先锋组"]
    assert (queries.spans(), queries.changes()) == (factories.ROSTER.units, ())


def test_new_person_gets_a_place_on_the_sheets_of_the_unit():
    from zicha.store.models import Slot

    factories.organisation()
    decide(Appoint("P900", "U03", "member", DAY, name="何静"))
    assert Slot.objects.filter(unit="U03", person="P900").count() == 1


def test_post_that_no_scheme_has_is_refused():
    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        decide(Appoint("P001", "U03", "king", DAY))
    assert refusal.value.code == "organisation.post_unknown"


def test_person_who_left_last_week_is_on_no_roster_since_and_stays_in_the_ledgers_of_before():
    from zicha.store.queries import units as queries

    factories.organisation()
    person = factories.ROSTER.holdings[-1].person
    unit = factories.ROSTER.holdings[-1].unit
    decide(Relieve(person, date(2026, 11, 16)))
    on = {day: person in units.roster(queries.holdings(), unit=unit, on=date(2026, 11, day)) for day in (15, 16, 23)}
    assert on == {15: True, 16: False, 23: False}


def test_contact_is_kept_changed_and_forgotten():
    from zicha.services import organisation
    from zicha.store.queries import units as queries

    factories.organisation()
    found = []
    for contact in ("lin@example.org", " 内线 8021 ", ""):
        organisation.set_contact(person="P001", contact=contact)
        found.append(queries.contacts(people=("P001", "P002")))
    assert found == [{"P001": "lin@example.org"}, {"P001": "内线 8021"}, {}]


@pytest.mark.parametrize(
    ("person", "contact", "code"),
    [
        ("P001", "11010519491231002X", "organisation.contact_number"),
        ("P001", "110105 19491231 002X", "organisation.contact_number"),
        ("P001", "x" * 201, "organisation.contact"),
        ("P999", "lin@example.org", "organisation.nobody"),
    ],
)
def test_contact_that_cannot_be_is_refused(person, contact, code):
    from zicha.services import organisation

    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        organisation.set_contact(person=person, contact=contact)
    assert refusal.value.code == code


def test_roster_brings_contacts_and_an_empty_cell_takes_none_away(tmp_path):
    from zicha.services import imports
    from zicha.store.queries import units as queries

    factories.organisation()
    found = []
    for cells in ("lin@example.org,zhou@example.org", ",zhou@example.com"):
        first, second = cells.split(",")
        lines = ("编号,姓名,单位编号,单位,邮箱", f"P001,林远,U00,,{first}", f"P002,周启明,U01,,{second}")
        (tmp_path / "r.csv").write_text("\n".join(lines), "utf-8")
        imports.roster(file=tmp_path / "r.csv", recorded_at=WRITTEN)
        found.append(queries.contacts(people=("P001", "P002")))
    assert found == [
        {"P001": "lin@example.org", "P002": "zhou@example.org"},
        {"P001": "lin@example.org", "P002": "zhou@example.com"},
    ]


def test_roster_that_changes_the_organisation_is_kept_in_its_history():
    from zicha.services import organisation
    from zicha.store.queries import units as queries
    from zicha.store.queries.units import Change

    factories.organisation()
    moved = units.UnitSpan("U03", "一组", "U02", 3, Span(DAY, date.max))
    for _ in range(2):
        organisation.apply(roster=units.Roster((moved,), (), ()), recorded_at=WRITTEN)
    assert queries.changes() == (Change(Line("moved", DAY, "U03", other="U02"), WRITTEN, "roster"),)
