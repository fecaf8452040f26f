"""What comes out of the printer: the content, black on white, and nothing that one presses or fills in."""

import pytest

from tests.journeys.test_main_job import sign_in

PAGES = ("/", "/board/", "/entries/", "/plan/", "/study/", "/mine/", "/schemes/", "/report/", "/problems/?view=list")
SHOWN = """() => {
  const seen = [...document.querySelectorAll("main :is(button, input, select, textarea, summary, .btn, .chip)")]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().height > 0);
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  return [seen.map(each => each.outerHTML.slice(0, 60)), ground, getComputedStyle(document.querySelector("main")).color];
}"""


@pytest.mark.needs("chromium")
def test_pages_are_printed_black_on_white_without_what_is_pressed(open_page):
    page = open_page(794, 1123, dark=True)
    sign_in(page, "recorder")
    page.context.add_cookies([{"name": "zicha_theme", "value": "dark", "url": page.url}])
    page.emulate_media(media="print", color_scheme="dark")
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = page.evaluate(SHOWN)
    assert found == {path: [[], "rgb(255, 255, 255)", "rgb(0, 0, 0)"] for path in PAGES}
