"""What stands around every page is drawn once for all who see the same; so it must say whose and where it is."""

import re

import pytest
from django.test.utils import override_script_prefix


def frame(response):
    """The addresses of the rooms and of the tabs, where one is, and whether own pages are offered."""
    page = response.content.decode()
    rooms, tabs = (
        re.search(r'<nav class="rooms".*?</nav>', page, re.DOTALL)[0],
        page.partition('<nav class="tabbar"')[2],
    )
    return {
        "rooms": re.findall(r'<a href="(.*?)"', rooms)[:3],
        "tabs": re.findall(r'<a href="(.*?)"', tabs),
        "here": re.findall(r'href="([^"]*)"(?: class="")? aria-current="page"', page),
        "own": "我的信息" in page,
    }


def test_frame_carries_the_question_and_marks_the_room(signed_in):
    client = signed_in("recorder")
    assert frame(client.get("/board/", {"unit": "U02", "period": "2026Q2"})) == {
        "rooms": [f"{path}?unit=U02&amp;period=2026Q2" for path in ("/", "/plan/", "/board/")],
        "tabs": [
            f"{path}?unit=U02&amp;period=2026Q2" for path in ("/", "/board/", "/record/", "/entries/", "/report/")
        ],
        "here": ["/board/?unit=U02&amp;period=2026Q2"] * 2,
        "own": True,
    }
    assert frame(client.get("/entries/")) == {
        "rooms": ["/", "/plan/", "/board/"],
        "tabs": ["/", "/board/", "/record/", "/entries/", "/report/"],
        "here": ["/entries/"] * 2,
        "own": True,
    }


def test_frame_of_who_records_nothing_and_is_nobody_offers_neither(signed_in):
    signed_in("recorder").get("/organisation/")
    found = frame(signed_in("admin").get("/organisation/"))
    assert (found["tabs"], found["own"]) == (["/", "/board/", "/entries/", "/report/"], False)


@pytest.mark.parametrize("prefix", ["", "/office"])
def test_frame_of_a_site_below_another_path_stays_there(prefix, signed_in):
    client = signed_in("recorder")
    with override_script_prefix(f"{prefix}/"):
        found = frame(client.get("/plan/"))
    assert (found["rooms"], found["here"]) == (
        [f"{prefix}/", f"{prefix}/plan/", f"{prefix}/board/"],
        [f"{prefix}/plan/"],
    )
