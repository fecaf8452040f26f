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


@pytest.mark.django_db
@pytest.mark.parametrize("before", [1, 13])
def test_record_takes_as_many_statements_however_many_there_are(before, django_assert_num_queries):
    factories.organisation()
    for number in range(before):
        factories.record(factories.inspection(date(2026, 5, 20) - timedelta(days=number)))
    with django_assert_num_queries(18):
        factories.record(factories.inspection(date(2026, 5, 21)))
