"""The suggestion box's rules: by when an answer is due, what a receipt is, what is told as numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import suggestions
from zicha.core.findings import Refusal
from zicha.core.suggestions import Count, Suggestion
from zicha.core.workdays_cn import CALENDAR

KEY = b"the key of an installation"
FRIDAY = date(2026, 5, 22)


def handed_in(number=1, *, unit="U02", urgency="service", day=FRIDAY, **more):
    return Suggestion(number, unit, urgency, day, "食堂太远", **more)


def test_answer_is_due_by_working_days_of_its_urgency():
    due = {urgency: handed_in(urgency=urgency).due(CALENDAR) for urgency in suggestions.URGENCIES}
    assert due == {"safety": date(2026, 5, 25), "deadline": date(2026, 5, 27), "service": date(2026, 6, 5)}


def test_answer_is_due_after_the_holiday():
    last_day_before = date(2026, 9, 30)
    assert handed_in(urgency="safety", day=last_day_before).due(CALENDAR) == date(2026, 10, 8)


def test_overdue_is_what_waits_past_its_day():
    waiting = handed_in(urgency="safety")
    assert [waiting.is_overdue(FRIDAY + timedelta(days), CALENDAR) for days in (0, 3, 4)] == [False, False, True]
    answered = handed_in(urgency="safety", answered_on=date(2026, 6, 30))
    assert (answered.state, answered.is_overdue(date(2026, 7, 1), CALENDAR)) == ("answered", False)
    gone = handed_in(urgency="safety", erased_on=date(2026, 5, 23))
    assert (gone.state, gone.is_overdue(date(2026, 7, 1), CALENDAR)) == ("withdrawn", False)


def test_a_few_are_not_even_counted():
    assert suggestions.count([handed_in(number) for number in range(4)]) == Count(None, {}, {}, {})
    assert suggestions.count([]) == Count(
        0, {"open": 0, "answered": 0, "withdrawn": 0}, {"safety": 0, "deadline": 0, "service": 0}, {}
    )


def test_enough_are_counted_and_small_parts_are_not():
    found = [handed_in(number, unit="U02" if number < 5 else "U03") for number in range(11)]
    found.append(handed_in(11, unit="U03", urgency="safety", answered_on=FRIDAY))
    assert suggestions.count(found) == Count(12, {"open": 11, "answered": 1, "withdrawn": 0}, {}, {"U02": 5, "U03": 7})


def test_receipt_is_the_same_for_the_same_form_and_no_other():
    code = suggestions.receipt(nonce="a" * 16, key=KEY)
    assert (len(code), code) == (19, suggestions.receipt(nonce="a" * 16, key=KEY))
    assert code != suggestions.receipt(nonce="b" * 16, key=KEY)
    assert code != suggestions.receipt(nonce="a" * 16, key=b"another")


@given(st.text())
def test_receipt_is_found_however_it_is_typed(nonce):
    code = suggestions.receipt(nonce=nonce, key=KEY)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert suggestions.digest(typed) == suggestions.digest(code) != ""


@pytest.mark.parametrize("typed", ["", "ABCD", "回执", "U" * 16, "ABCD-EFGH-JKMN-PQRS-TVWX"])
def test_what_is_no_code_finds_nothing(typed):
    assert suggestions.digest(typed) == ""


def test_ledger_is_told_day_and_urgency_and_no_text_and_no_unit():
    draft = suggestions.received(handed_in(7, person="P1"))
    assert (draft.unit, draft.happened_on, draft.title, draft.fields) == (
        "",
        FRIDAY,
        "",
        (("number", "7"), ("urgency", "service")),
    )


def test_full_box_is_refused_sooner_by_the_open_link():
    suggestions.admit_room(today=99, opened=20, by_link=False)
    suggestions.admit_room(today=99, opened=19, by_link=True)
    for facts in ({"today": 100, "opened": 0, "by_link": False}, {"today": 30, "opened": 20, "by_link": True}):
        with pytest.raises(Refusal, match=r"suggestions\.full"):
            suggestions.admit_room(**facts)
