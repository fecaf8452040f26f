"""Addresses written out once, under the path that the site is served from."""

from django.test.utils import override_script_prefix

from zicha.web import addresses


def test_address_says_what_it_is_about():
    assert [addresses.path("entry", number) for number in (1, 2, 1)] == ["/entries/1/", "/entries/2/", "/entries/1/"]
    assert addresses.path("plate") == "/"


def test_address_kept_under_one_prefix_is_not_given_under_another():
    found = []
    for prefix in ("/", "/office/", "/"):
        with override_script_prefix(prefix):
            found.append((addresses.path("entry", 1), addresses.links(["unit=U02", ""]).to("board")))
    assert found == [
        ("/entries/1/", "/board/?unit=U02"),
        ("/office/entries/1/", "/office/board/?unit=U02"),
        ("/entries/1/", "/board/?unit=U02"),
    ]


def test_values_that_are_equal_but_written_differently_have_addresses_of_their_own():
    assert [addresses.path("report_download", form) for form in (1, True)] == [
        "/report/download/1/",
        "/report/download/True/",
    ]
