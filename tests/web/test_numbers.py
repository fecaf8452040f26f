"""Numbers as people, and machines, write them into addresses and forms."""

import pytest

from zicha.web.numbers import whole

MANY = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("٧", 7),
        ("", None),
        (None, None),
        ("-1", None),
        ("1.5", None),
        ("9" * 19, None),
        (MANY, None),
    ],
)
def test_number_is_what_its_digits_say(text, number):
    assert whole(text) == number


def test_number_with_more_digits_than_asked_for_is_none():
    assert [whole("99", digits=2), whole("100", digits=2)] == [99, None]


@pytest.mark.parametrize(
    "address",
    [
        f"/entries/?unit=U02&page={MANY}",
        f"/roll-up/?unit=U02&page={MANY}",
        f"/study/?unit=U02&year={MANY}",
        f"/plan/?unit=U02&weeks={MANY}",
        "/plan/?unit=U02&weeks=nine",
    ],
)
def test_page_asked_for_by_thousands_of_digits_is_the_usual_one(address, signed_in):
    assert signed_in("recorder").get(address).status_code == 200


@pytest.mark.parametrize("name", ["origin", "suggestion"])
def test_problem_opened_from_thousands_of_digits_is_not_found(name, signed_in):
    assert signed_in("recorder").get("/problems/open/", {"unit": "U02", name: MANY}).status_code == 404


def test_study_item_with_thousands_of_digits_is_written_or_refused(signed_in):
    item = {"unit": "U02", "year": "2026", "month": "2026-05", "topic": "应急预案", "nonce": "plan", "days": MANY}
    assert signed_in("recorder").post("/study/add/", item).status_code in {302, 422}
