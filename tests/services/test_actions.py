"""Promises are made, worked on, done with proof and listed by unit and body."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence

pytestmark = pytest.mark.django_db

PHOTO = (Evidence("photo", "", "", 0),)
LATER = factories.NOW + timedelta(hours=1)


def promise(**changed):
    from zicha.services import actions

    given = {"unit": "U01", "source": "report", "matter": "更换过期灭火器", "owner": "P002", "due": date(2026, 7, 1)}
    return actions.open_action(**{**given, **changed}, recorded_at=factories.NOW, recorded_by="P002")


def step(action, name, **given):
    from zicha.services import actions

    return actions.step(action=action.entry, name=name, **{"recorded_at": LATER, "recorded_by": "P001", **given})


def test_promise_done_with_a_file_is_done_from_then_on():
    from zicha.services import actions

    factories.organisation()
    made = promise()
    step(made, "done", evidence=PHOTO)
    now = actions.one(action=made.entry, on=date(2026, 6, 10), as_known_at=LATER)
    then = actions.one(action=made.entry, on=date(2026, 6, 10), as_known_at=factories.NOW)
    assert (made.state, now.state, then.state) == ("open", "done", "open")
    assert (now.last.by, now.last.evidence, now.matter) == ("P001", PHOTO, "更换过期灭火器")


def test_repeated_step_changes_nothing():
    from zicha.store.queries import ledger

    factories.organisation()
    made = promise()
    once = step(made, "drop", reason="已由总部统一更换", nonce="tap")
    twice = step(made, "drop", reason="已由总部统一更换", nonce="tap")
    assert (once.steps, ledger.size()) == (twice.steps, 2)


def test_step_on_a_stale_page_is_refused():
    factories.organisation()
    made = promise()
    step(made, "work", seen=0)
    with pytest.raises(Refusal) as refusal:
        step(made, "drop", reason="不用了", seen=0)
    assert refusal.value.code == "actions.stale"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"source": "rumour"}, "actions.source_unknown"),
        ({"matter": " "}, "ledger.field_missing"),
        ({"owner": "P999"}, "ledger.field_wrong"),
        ({"unit": "U99"}, "ledger.unit_absent"),
    ],
)
def test_promise_that_cannot_be_is_refused(given, code):
    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        promise(**given)
    assert refusal.value.code == code


@pytest.mark.parametrize("record", ["99", "9" * 25, "9" * 5000])
def test_proof_by_a_record_that_is_not_there_is_refused(record):
    factories.organisation()
    made = promise()
    with pytest.raises(Refusal) as refusal:
        step(made, "done", record=record)
    assert refusal.value.code == "actions.record_unknown"
    assert step(made, "done", record=str(made.entry)).state == "done"


def test_unknown_promise_is_refused():
    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        step(type("Other", (), {"entry": 5}), "work")
    assert refusal.value.code == "actions.unknown"


def test_list_narrows_by_body_and_by_what_is_open(django_assert_num_queries):
    from zicha.services import actions

    factories.organisation()
    one = promise()
    two = promise(source="meeting", body="committee", matter="修订预案", due=None)
    three = promise(source="meeting", body="committee", matter="检查仓库")
    promise(unit="U02", source="meeting", body="committee")
    step(three, "done", evidence=PHOTO)
    asked = {"units": ("U01",), "on": date(2026, 6, 10), "as_known_at": LATER}
    with django_assert_num_queries(3):
        whole = actions.listed(**asked)
    assert [each.entry for each in whole] == [one.entry, two.entry, three.entry]
    found = actions.listed(**asked, body="committee", only_open=True)
    assert [each.matter for each in found] == ["修订预案"]
