"""What many years of erasures say is read a few entries at a time, and kept without the entries."""

import json
import tracemalloc

import pytest

from zicha.core import erasure

pytestmark = pytest.mark.django_db
ENTRIES, TARGETS = 150, 1_000
FIELDS = ("fields.inspector", "fields.outcome", "recorded_by", "title")


def targets(place):
    return [f"{place * TARGETS + number} {' '.join(FIELDS)}" for number in range(1, TARGETS + 1)]


@pytest.fixture
def erased():
    from zicha.store import models

    rows = [
        models.Revision(
            seq=10**6 + place, entry=10**6 + place, number=1, unit="", unit_seq=place + 1, kind=erasure.ERASURE,
            day="2026-06-01", rec_at=place, body=json.dumps({"fields": {"targets": targets(place)}}).encode(), leaf=b"",
        )
        for place in range(ENTRIES)
    ]  # fmt: skip
    models.Revision.objects.bulk_create(rows, batch_size=50)


def peak(work):
    """What some work has in memory at most, in bytes, and what comes of it."""
    tracemalloc.start()
    try:
        found = work()
        return tracemalloc.get_traced_memory()[1], found
    finally:
        tracemalloc.stop()


def test_entries_are_read_in_order_a_few_at_once(erased):
    from zicha.store.queries import erasure as queries

    size, seqs = peak(lambda: [seq for seq, _said in queries.entries()])
    assert seqs == [10**6 + place for place in range(ENTRIES)]
    assert size < ENTRIES * TARGETS * 50


def test_all_that_is_gone_is_kept_by_revision_and_a_stretch_keeps_its_own(erased):
    from zicha.store.queries import erasure as queries

    size, gone = peak(lambda: erasure.told(queries.entries()))
    assert len(gone.fields) == ENTRIES * TARGETS
    assert size < ENTRIES * TARGETS * 220
    assert all(gone.has(TARGETS, name) for name in FIELDS)
    assert not gone.has(TARGETS, "reason")
    part = erasure.told(queries.entries(), within=range(5, 8))
    assert sorted(part.fields) == [5, 6, 7]
    assert [part.has(seq, "title") for seq in (4, 5, 7, 8)] == [False, True, True, False]
