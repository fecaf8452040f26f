"""Rows held against what was bound of them."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from zicha.core import binding
from zicha.core.audit import Fault
from zicha.core.binding import Bound, RowHead

SALT = b"s" * 16
OLD, NEW = {"unit": "U01", "name": "一支部"}, {"unit": "U01", "name": "第一支部"}
OTHER = {"unit": "U02", "name": "二支部"}


def bound(seq, key, content, *, replaces=0):
    if content is None:
        return Bound(seq, "unit", key, replaces, b"", b"")
    return Bound(seq, "unit", key, replaces, SALT, binding.digest(sort="unit", content=content, salt=SALT))


LOG = (bound(1, "1", OLD), bound(2, "2", OTHER), bound(3, "1", NEW, replaces=1))
ROWS = {("unit", "1"): NEW, ("unit", "2"): OTHER}


def test_rows_as_they_were_bound_are_fine():
    assert binding.check(LOG, ROWS) is None


def test_row_taken_away_is_fine_until_it_comes_back():
    log = (*LOG, bound(4, "2", None, replaces=2))
    assert binding.check(log, {("unit", "1"): NEW}) is None
    assert binding.check(log, ROWS) == Fault("log.row_returned", {"row": 4, "sort": "unit", "key": "2"})


@pytest.mark.parametrize(
    ("log", "rows", "fault"),
    [
        (LOG, ROWS | {("unit", "1"): OLD}, Fault("log.row_altered", {"row": 3, "sort": "unit", "key": "1"})),
        (LOG, {("unit", "1"): NEW}, Fault("log.row_missing", {"row": 2, "sort": "unit", "key": "2"})),
        (LOG, ROWS | {("unit", "3"): OTHER}, Fault("log.row_unbound", {"sort": "unit", "key": "3"})),
        (LOG[:1] + LOG[2:], ROWS, Fault("log.row_gap", {"row": 2})),
        ((*LOG, bound(4, "1", OLD, replaces=1)), ROWS, Fault("log.row_gap", {"row": 4})),
        ((*LOG, replace(bound(4, "1", OLD, replaces=3), sort="post")), ROWS, Fault("log.row_gap", {"row": 4})),
    ],
)
def test_row_that_does_not_fit_is_named(log, rows, fault):
    assert binding.check(log, rows) == fault


def test_forgotten_state_keeps_its_leaf():
    forgotten = replace(LOG[0], key="", salt=b"")
    assert forgotten.leaf == LOG[0].leaf
    assert binding.check((forgotten, *LOG[1:]), ROWS) is None


def test_digest_is_other_under_another_sort_and_salt():
    found = {
        binding.digest(sort=sort, content=OLD, salt=salt) for sort in ("unit", "post") for salt in (SALT, b"t" * 16)
    }
    assert len(found) == 4


def test_row_says_days_as_text_and_bytes_as_their_hash():
    values = ("U01", date(2026, 5, 1), b"text", None, 3)
    assert binding.said(("unit", "start", "text", "effective", "level"), values) == {
        "unit": "U01",
        "start": "2026-05-01",
        "text": hashlib.sha256(b"text").hexdigest(),
        "effective": "",
        "level": 3,
    }


def test_head_is_read_as_written():
    head = RowHead(7, b"r" * 32)
    note = f"zicha/x\n3\nAAAA\n{head}\nrecorded_at 2026-05-01T00:00:00Z\n"
    assert binding.read_head(note) == head
    assert binding.read_head("zicha/x\n3\nAAAA\nrecorded_at 2026-05-01T00:00:00Z\n") is None
