"""What a form sent without leaving its page is answered."""

import pytest

from tests.web import world

pytestmark = pytest.mark.django_db
SENT = {"HX-Request": "true", "HX-Boosted": "true"}


def test_form_sent_by_the_page_is_told_where_to_go(client):
    world.found()
    client.login(username="recorder", password=world.PASSWORD)
    answer = client.post("/preferences/", {"theme": "dark", "next": "/board/"}, headers=SENT)
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (204, "/board/", b"")
    assert answer.cookies["zicha_theme"].value == "dark"
    plain = client.post("/preferences/", {"theme": "dark", "next": "/board/"})
    assert (plain.status_code, plain["Location"]) == (302, "/board/")


def test_form_sent_by_nobody_is_answered_that_the_sign_in_ran_out(client):
    world.found()
    answer = client.post("/record/", {}, headers=SENT)
    assert (answer.status_code, answer.content, answer.has_header("HX-Redirect")) == (401, b"", False)
    plain = client.post("/record/", {})
    assert (plain.status_code, plain["Location"]) == (302, "/sign-in/?next=/record/")
