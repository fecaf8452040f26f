"""No value that names or may name a person is in what the log hashes."""

import json
from datetime import date

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zicha.core import bodies

pytestmark = pytest.mark.django_db


def test_body_holds_no_personal_value_and_its_leaf_is_rfc_6962():
    from zicha.core import merkle
    from zicha.services import ledger
    from zicha.store.models import PersonalValue, Revision

    factories.organisation()
    draft = factories.meeting(date(2026, 5, 21))
    revision = factories.record(draft)
    ledger.withdraw(entry=revision.entry, reason="重复登记", recorded_at=factories.NOW, recorded_by="P002")
    names = ["安全例会", "月度安全例会", "P002", "P003", "P004", "重复登记"]
    for row in Revision.objects.all():
        text = bytes(row.body).decode()
        assert [name for name in names if name in text] == []
        assert bytes(row.leaf) == merkle.hash_leaf(bytes(row.body))
        kept = PersonalValue.objects.filter(seq=row.seq).values_list("field", flat=True)
        assert sorted(json.loads(text)["committed"]) == sorted(kept)


def test_same_value_twice_has_two_commitments():
    from zicha.store.models import Revision

    factories.organisation()
    for day in (20, 21):
        factories.record(factories.inspection(date(2026, 5, day)))
    first, second = (json.loads(bytes(row.body))["committed"]["title"] for row in Revision.objects.order_by("seq"))
    assert first != second


plain = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


@given(plain)
def test_canonical_bytes_equal_the_rfc_8785_library(value):
    assert bodies.canonical(value) == rfc8785.dumps(value)
