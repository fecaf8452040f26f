"""Codes, claims and who is let in."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import sign_in
from zicha.core.attendance import Mark, Sheet, Standing
from zicha.core.sign_in import Arrival, Claim, one_time_code

OPENED = datetime(2026, 5, 28, 0, 50, tzinfo=UTC)
STARTS = datetime(2026, 5, 28, 1, 0, tzinfo=UTC)
UNTIL = datetime(2026, 5, 28, 1, 15, tzinfo=UTC)
SECRET = bytes(range(32))
SHEET = Sheet(7, "U02", "safety_meeting", "五月安全例会", date(2026, 5, 28), STARTS, UNTIL, SECRET, OPENED)
CLOSED = replace(SHEET, closed_at=UNTIL, secret=b"")
CLAIM = Claim(7, "n", STARTS)
HERE = Mark(1, 7, "P02", 1, present=True, how="code", at=STARTS)
VOID = Mark(2, 7, "P02", 1, present=False, how="recorder", at=STARTS, by="P03", reason="不在场")
COMING = Arrival("P02", on_roster=True)

RFC = json.loads((Path(__file__).parents[1] / "vectors" / "rfc6238.json").read_text("utf-8"))


@pytest.mark.parametrize(("seconds", "code"), RFC["codes"])
def test_code_is_that_of_the_rfc(seconds, code):
    assert one_time_code(secret=RFC["seed"].encode(), at=datetime.fromtimestamp(seconds, UTC)) == code


def code_of(at: datetime) -> str:
    return one_time_code(secret=SECRET, at=at)


@given(st.integers(0, 25 * 60 - 1), st.integers(0, 25 * 60 - 1))
def test_code_is_taken_in_its_own_step_and_the_next_only(shown, read):
    shown_at, read_at = OPENED + timedelta(seconds=shown), OPENED + timedelta(seconds=read)
    steps = read // 30 - shown // 30
    answer = sign_in.judge_code(sheet=SHEET, code=code_of(shown_at), at=read_at)
    assert answer == (None if steps in (0, 1) else "forwarded" if steps > 1 else "foreign")


@given(st.text(max_size=10))
def test_anything_else_is_foreign(text):
    shown = {code_of(STARTS - timedelta(seconds=30 * back)) for back in range(21)}
    expected = None if text in (code_of(STARTS), code_of(STARTS - timedelta(seconds=30))) else "foreign"
    answer = sign_in.judge_code(sheet=SHEET, code=text, at=STARTS)
    assert answer == ("forwarded" if text in shown and expected else expected)


def test_code_of_another_sheet_is_foreign():
    other = one_time_code(secret=bytes(32), at=STARTS)
    assert sign_in.judge_code(sheet=SHEET, code=other, at=STARTS) == "foreign"


def test_code_after_the_end_is_late_and_after_closing_closed():
    after = UNTIL + timedelta(seconds=1)
    assert sign_in.judge_code(sheet=SHEET, code=code_of(after), at=after) == "late"
    assert sign_in.judge_code(sheet=CLOSED, code=code_of(STARTS), at=STARTS) == "closed"


@pytest.mark.parametrize(
    ("sheet", "claim", "arrival", "minutes", "answer"),
    [
        (SHEET, CLAIM, COMING, 4, None),
        (SHEET, CLAIM, COMING, 6, "expired"),
        (SHEET, CLAIM, COMING, -1, "expired"),
        (SHEET, replace(CLAIM, sheet=8), COMING, 1, "foreign"),
        (SHEET, replace(CLAIM, scanned_at=UNTIL + timedelta(minutes=1)), COMING, 17, "late"),
        (SHEET, replace(CLAIM, scanned_at=UNTIL), COMING, 18, None),
        (SHEET, CLAIM, replace(COMING, on_roster=False), 1, "not_on_roster"),
        (SHEET, CLAIM, replace(COMING, standing=Standing(HERE, VOID)), 1, "voided"),
        (SHEET, CLAIM, replace(COMING, claimed_by="P04"), 1, "replayed"),
        (SHEET, CLAIM, replace(COMING, claimed_by="P02"), 1, None),
        (SHEET, CLAIM, replace(COMING, standing=Standing(HERE)), 60, None),
        (CLOSED, CLAIM, COMING, 1, "closed"),
        (CLOSED, CLAIM, replace(COMING, standing=Standing(HERE)), 60, None),
    ],
)
def test_admit_answers_with_one_reason(sheet, claim, arrival, minutes, answer):
    at = STARTS + timedelta(minutes=minutes)
    assert sign_in.admit(sheet=sheet, claim=claim, arrival=arrival, at=at) == answer


@given(
    st.integers(-3600, 7200),
    st.integers(-3600, 7200),
    st.booleans(),
    st.sampled_from([None, Standing(HERE), Standing(HERE, VOID)]),
    st.sampled_from(["", "P02", "P04"]),
    st.booleans(),
)
def test_whoever_is_admitted_anew_is_expected_in_time_and_not_voided(scanned, asked, roster, standing, by, closed):
    sheet = CLOSED if closed else SHEET
    claim = replace(CLAIM, scanned_at=STARTS + timedelta(seconds=scanned))
    at = STARTS + timedelta(seconds=asked)
    answer = sign_in.admit(sheet=sheet, claim=claim, arrival=Arrival("P02", roster, standing, by), at=at)
    present = standing is not None and standing.present
    sound = (
        not closed
        and roster
        and standing is None
        and by != "P04"
        and claim.scanned_at <= UNTIL
        and timedelta(0) <= at - claim.scanned_at <= timedelta(minutes=5)
    )
    assert (answer is None) == (present or sound)


def test_seconds_left_counts_down_to_the_next_step():
    assert [sign_in.seconds_left(STARTS + timedelta(seconds=second)) for second in (0, 1, 29, 30)] == [30, 29, 1, 30]
