"""No value that names or may name a person is in what the log hashes."""

import hashlib
import json
from datetime import UTC, date, timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zicha.core import bodies
from zicha.core.ledger import Attendance, Draft, Evidence, Revision

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


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(0, 2**53 - 1)
DAYS = st.dates()
FIELDS = st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), TEXT | NUMBERS | st.lists(TEXT).map(tuple))
SHEETS = st.builds(Attendance, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
PAPERS = st.lists(st.builds(Evidence, TEXT, st.just(""), st.just(""), NUMBERS), max_size=3).map(tuple)
DRAFTS = st.builds(Draft, TEXT, TEXT, DAYS, attendance=st.none() | SHEETS, evidence=PAPERS, makes_up=st.none() | DAYS)
REVISIONS = st.builds(
    Revision, NUMBERS, NUMBERS, NUMBERS, DRAFTS, st.datetimes(timezones=st.just(UTC)),
    withdrawn=st.booleans(), backfilled=st.booleans(),
)  # fmt: skip
NAMES = st.from_regex(r"(fields\.[a-z_]{1,6}|evidence\.[0-9]{1,2}\.(name|sha256)|title|reason|key)", fullmatch=True)
VALUES = st.dictionaries(NAMES, st.tuples(st.binary(min_size=16, max_size=16), TEXT), max_size=4)


def meant(revision, unit_seq, plain, values, sheet):
    """A body as a value."""
    draft, heads = revision.draft, revision.draft.attendance
    listed = ("expected", "present", "excused", "made_up")
    return {
        "v": 1, "seq": revision.seq, "entry": revision.entry, "number": revision.number, "unit": draft.unit,
        "unit_seq": unit_seq, "kind": draft.kind, "happened_on": draft.happened_on.isoformat(),
        "recorded_at": (revision.recorded_at - bodies.EPOCH) // timedelta(seconds=1),
        "makes_up": draft.makes_up.isoformat() if draft.makes_up else "", "withdrawn": revision.withdrawn,
        "backfilled": revision.backfilled, "attendance": {name: getattr(heads, name) for name in listed if heads},
        "sheet": sheet, "fields": {name: list(one) if isinstance(one, tuple) else one for name, one in plain.items()},
        "evidence": [{"kind": item.kind, "size": item.size} for item in draft.evidence],
        "committed": {
            name: bodies.commitment(field=name, salt=salt, value=value.encode())
            for name, (salt, value) in values.items()
        },
    }  # fmt: skip


@given(REVISIONS, NUMBERS, FIELDS, VALUES, st.sampled_from(["", "ab" * 32]))
def test_body_as_written_is_its_value_written_by_the_rfc_8785_library(revision, unit_seq, plain, values, sheet):
    personal = [bodies.Personal(name, salt, value) for name, (salt, value) in values.items()]
    body = bodies.written(revision, unit_seq=unit_seq, plain=plain, personal=personal, sheet=sheet)
    assert body == rfc8785.dumps(meant(revision, unit_seq, plain, values, sheet))


@given(TEXT, st.binary(min_size=16, max_size=16), st.binary(max_size=40))
def test_commitment_is_the_hash_of_its_parts(field, salt, value):
    whole = b"zicha/pd/v1\0" + field.encode() + b"\0" + salt + b"\0" + value
    assert bodies.commitment(field=field, salt=salt, value=value) == hashlib.sha256(whole).hexdigest()
