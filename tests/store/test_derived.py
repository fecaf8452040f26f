"""What a change is told as: the new state and the one it supersedes, as the facts tell them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def latest(entry):
    from zicha.store.queries import ledger

    return ledger.latest(entries=[entry])[0]


def test_lightened_revision_equals_what_its_fact_tells():
    from zicha.core import bodies
    from zicha.store.queries import schemes
    from zicha.store.writes import derived
    from zicha.store.writes import ledger as writes

    factories.organisation()
    for draft in (
        factories.inspection(date(2026, 5, 20), evidence=("photo", "checklist")),
        factories.meeting(date(2026, 5, 21)),
        replace(factories.inspection(date(2026, 5, 22), evidence=()), fields=(("area", "warehouse"), ("blocked", "2"))),
    ):
        entering = [writes.Entering(draft, factories.NOW, "P002", nonce=f"n:{draft.happened_on}")]
        (whole,) = writes.append(entering, kind_of=schemes.kinds_over_time())
        kind = schemes.kinds_over_time()(whole.draft.kind, whole.draft.happened_on, whole.recorded_at)
        named = bodies.plain_fields(kind)
        plain = {name: value for name, value in whole.draft.fields if name in named}
        told = derived.lightened(whole, plain=plain)
        unnamed = replace(told, recorded_by="", draft=replace(told.draft, title="", key=""))
        assert unnamed == latest(whole.entry)


def test_changes_name_the_state_before_within_the_batch_and_from_the_ledger():
    from zicha.services import ledger
    from zicha.store.writes import derived

    factories.organisation()
    first = factories.record(factories.inspection(date(2026, 5, 20)))
    later = factories.NOW + timedelta(days=1)
    moved = replace(first.draft, happened_on=date(2026, 5, 19))
    ledger.correct(entry=1, draft=moved, reason="日期", recorded_at=later, recorded_by="P002", seen_number=1)
    second = latest(1)
    third = replace(second, seq=3, number=3)
    fourth = replace(second, seq=4, number=4, withdrawn=True)
    new = replace(second, seq=5, entry=5, number=1)
    assert derived.changes([third, fourth, new]) == (
        derived.Change(third, second),
        derived.Change(fourth, third),
        derived.Change(new, None),
    )
