"""The token against forgery: one a page, and none where nothing is sent."""

import re

import pytest
from django.test import Client

from tests.web import world


@pytest.fixture
def strict(organisation):
    client = Client(enforce_csrf_checks=True)
    client.login(username="recorder", password=world.PASSWORD)
    return client


def tokens(response):
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"|"X-CSRFToken": "(\w+)"', response.content.decode())


def test_every_form_of_a_page_has_the_same_token_and_is_taken_with_it(strict):
    found = tokens(strict.get("/record/", {"unit": "U02", "kind": "exit_inspection"}))
    (token,) = {one or other for one, other in found}
    assert (len(found) > 2, len(token)) == (True, 64)
    sent = {"language": "en", "next": "/", "csrfmiddlewaretoken": token}
    assert strict.post("/preferences/", sent).status_code == 302
    assert strict.post("/preferences/", {**sent, "csrfmiddlewaretoken": "a" * 64}).status_code == 403


def test_two_pages_have_two_tokens(strict):
    first, second = (tokens(strict.get("/"))[0] for _page in range(2))
    assert first != second


def test_what_has_no_form_makes_no_token(strict):
    response = strict.get("/units/", {"q": "中队"}, headers={"HX-Request": "true"})
    assert (response.status_code, tokens(response), dict(response.cookies)) == (200, [], {})
