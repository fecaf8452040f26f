"""Without a mouse: sign in, record, open a cell, follow a number to its records, open the report; focus is always seen."""

import pytest
from playwright.sync_api import expect

from tests.web import world

MOST = 150
"""How often Tab is pressed at most to reach something; the pages have fewer stops."""

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = at.matches(".ticks input") ? at.nextElementSibling : at;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  return {
    text: (at.innerText || at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.name || "").trim(),
    name: at.name || "", href: at.getAttribute("href") || "", tag: at.tagName,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 1 && box.height > 1,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


class Keys:
    """Somebody who has a keyboard only, and looks where the focus is after each stroke."""

    def __init__(self, page):
        self.page, self.unseen = page, []

    def tab(self):
        self.page.keyboard.press("Tab")
        at = self.page.evaluate(FOCUS)
        if at and not (at["seen"] and at["inside"]):
            self.unseen.append((self.page.url, at))
        return at

    def to(self, wanted):
        """Press Tab until the focus is on what is wanted; return what that is."""
        for _ in range(MOST):
            at = self.tab()
            if at and wanted(at):
                return at
        raise AssertionError(f"not reached with Tab on {self.page.url}")

    def press(self, wanted):
        found = self.to(wanted)
        self.page.keyboard.press("Enter")
        return found

    def fill(self, name, text):
        self.to(lambda at: at["name"] == name)
        self.page.keyboard.type(text)


def text_is(text):
    return lambda at: at["text"] == text


def href_has(part):
    return lambda at: part in at["href"]


@pytest.fixture
def keys(open_page):
    return Keys(open_page(1440, 900))


@pytest.mark.needs("chromium")
def test_main_job_without_a_mouse(keys):
    page = keys.page
    sign_in(keys)
    skip_to_the_content(keys)
    record(keys)
    open_the_cell(keys)
    follow_a_number(keys)
    expect(page.get_by_role("heading", level=1)).to_have_text("消防通道检查")
    assert keys.unseen == []


def sign_in(keys):
    keys.page.goto("/")
    keys.page.keyboard.type("recorder")
    keys.tab()
    keys.page.keyboard.type(world.PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/sign-in/" not in url)


def skip_to_the_content(keys):
    assert keys.press(text_is("跳到正文"))["href"] == "#main"
    expect(keys.page.locator("#main")).to_be_focused()
    at = keys.tab()
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)"), at


def record(keys):
    page = keys.page
    page.keyboard.press("Shift+Tab")
    keys.press(text_is("记一笔"))
    page.wait_for_url("**/record/**")
    keys.press(text_is("消防通道检查"))
    page.wait_for_url("**kind=exit_inspection**")
    keys.to(lambda at: at["name"] == "field-inspector")
    page.keyboard.press("ArrowDown")
    keys.fill("field-blocked", "4")
    keys.to(lambda at: at["name"] == "paper")
    page.keyboard.press("Space")
    page.get_by_text("算，1/1，已完成").wait_for()
    keys.press(text_is("保存"))
    page.get_by_text("记好了，编号 1。").wait_for()


def open_the_cell(keys):
    page = keys.page
    keys.press(text_is("看板"))
    page.wait_for_url("**/board/**")
    wanted = this_months_cell(page).get_attribute("href")
    keys.press(lambda at: at["href"] == wanted)
    page.locator("#drawer h2").wait_for()
    expect(page.locator("#drawer h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(this_months_cell(page)).to_be_focused()


def this_months_cell(page):
    return page.locator("td.now a[href*='duty=exit-inspection']")


def follow_a_number(keys):
    page = keys.page
    keys.press(text_is("报告"))
    page.wait_for_url("**/report/**")
    keys.press(href_has("fig-blocked_exits"))
    page.locator("#drawer").get_by_role("link", name="消防通道检查").wait_for()
    keys.press(href_has("/entries/1/"))
    page.wait_for_url("**/entries/**")


PATHS = ("/", "/board/", "/record/?kind=safety_meeting", "/entries/", "/report/", "/meetings/")


@pytest.mark.needs("chromium")
def test_tab_goes_round_every_page_and_is_never_held(keys):
    sign_in(keys)
    held = []
    for path in PATHS:
        keys.page.goto(path)
        first = keys.tab()
        assert first["text"] == "跳到正文"
        stops = 1
        while keys.tab() != first and stops < 4 * MOST:
            stops += 1
        held += [path] if stops == 4 * MOST else []
    assert (held, keys.unseen) == ([], [])
