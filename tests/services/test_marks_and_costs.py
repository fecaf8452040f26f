"""What tells that a draft was recorded before, and how many statements recording one takes."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zicha.core.ledger import Attendance, Draft, Evidence, in_order
from zicha.core.units import Holding, Person, Roster, UnitSpan

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PEOPLE = st.lists(st.text(max_size=4), max_size=3, unique=True).map(tuple)
VALUES = st.one_of(st.text(max_size=5), st.integers(), st.booleans(), DAYS)
DRAFTS = st.builds(
    Draft,
    unit=st.text(max_size=4),
    kind=st.text(max_size=4),
    happened_on=DAYS,
    title=st.text(max_size=8),
    fields=st.dictionaries(st.text(max_size=3), VALUES, max_size=3).map(lambda found: tuple(found.items())),
    attendance=st.none() | st.builds(Attendance, st.integers(0, 9), st.integers(0, 9), expected_people=PEOPLE),
    evidence=st.lists(st.builds(Evidence, st.just("photo"), st.text(max_size=3), st.text(max_size=3)), max_size=2).map(
        tuple
    ),
    makes_up=st.none() | DAYS,
)


@given(DRAFTS)
def test_mark_of_a_draft_without_a_key_is_the_same_in_every_version(draft):
    from zicha.services import ledger

    whole = json.dumps(asdict(in_order(draft)), sort_keys=True, default=str, ensure_ascii=False)
    assert ledger.nonce_of(draft) == f"r:{hashlib.sha256(whole.encode()).hexdigest()}"


def grow(units):
    """More units below the topmost, so that its sums are kept, with people who hold posts there."""
    from zicha.services import organisation

    spans = [UnitSpan(f"V{place:03}", "支部", "U00", 2, factories.ROSTER.units[0].span) for place in range(units)]
    people = [Person(f"Q{place:03}", "成员") for place in range(units)]
    held = [Holding(each.id, span.unit, "member", span.span) for each, span in zip(people, spans, strict=True)]
    organisation.apply(roster=Roster(tuple(spans), tuple(people), tuple(held)), recorded_at=factories.NOW)


def special_meeting(day):
    """A meeting of which two a year are owed, so that the first asks what else there was."""
    fields = (("assigned", "1"), ("decided", "1"), ("host", "P003"), ("state_of_work", "正常"))
    sheet = Attendance(2, 2, expected_people=("P003", "P004"), present_people=("P003", "P004"))
    return Draft("U01", "special_meeting", day, "专题会议", fields, sheet, (Evidence("minutes", "", ""),))


@pytest.mark.django_db
@pytest.mark.parametrize("units", [0, 60, 180])
@pytest.mark.parametrize("before", [1, 13])
def test_record_takes_thirteen_statements_at_most_however_much_there_is(units, before, django_assert_num_queries):
    """With guests, a file, numbers, sums that are kept and a quota that is not met; the transaction's own come on top."""
    factories.organisation(schemes=("work-safety", "theory-study"))
    grow(units)
    factories.record(special_meeting(date(2026, 5, 20)))
    for number in range(before):
        factories.record(factories.inspection(date(2026, 5, 20) - timedelta(days=number)))
    kept = int(units > 0)
    with django_assert_num_queries(12 + kept):
        factories.record(special_meeting(date(2026, 5, 20)), nonce="once")
    with django_assert_num_queries(6):
        factories.record(special_meeting(date(2026, 5, 20)), nonce="once")


def training(day):
    """A training whose different people are counted over the whole organisation."""
    fields = (("audience", "everyone"), ("hours", 2), ("subject", "用电安全"), ("trainer", "P003"))
    sheet = Attendance(2, 2, expected_people=("P003", "P004"), present_people=("P003", "P004"))
    return Draft("U01", "safety_training", day, "安全培训", fields, sheet, (Evidence("training_record", "", ""),))


@pytest.mark.django_db
@pytest.mark.parametrize("units", [0, 60, 180])
def test_record_whose_people_are_counted_takes_fifteen_statements_at_most(units, django_assert_num_queries):
    factories.organisation(schemes=("work-safety", "theory-study"))
    grow(units)
    factories.record(training(date(2026, 5, 19)))
    with django_assert_num_queries(15 if units else 11):
        factories.record(training(date(2026, 5, 20)))
