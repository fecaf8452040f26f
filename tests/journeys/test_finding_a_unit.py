"""A unit among many: found on the keyboard, and without a script; a cell of the subtree's board opens beside it."""

import pytest
from playwright.sync_api import expect

from tests import patterns
from tests.journeys import conftest, test_accessibility
from tests.web import world

MANY = """
from tests.web import test_units
test_units.found_many(60)
"""


@pytest.fixture
def server(tmp_path):
    home = patterns.copied("many units", lambda home: conftest.make(home, conftest.PREPARE + MANY), into=tmp_path)
    with conftest.serving(home) as address:
        yield address


def sign_in(page, username="leader"):
    page.goto("/sign-in/")
    page.locator('[name="username"]').fill(username)
    page.locator('[name="password"]').fill(world.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


@pytest.mark.needs("chromium")
def test_unit_is_found_and_chosen_on_the_keyboard(open_page):
    page = open_page(1440, 900)
    sign_in(page)
    page.goto("/entries/?unit=U01&kind=exit_inspection")
    field = page.locator("main").get_by_role("combobox", name="单位")
    field.focus()
    page.keyboard.type("v01")
    expect(page.locator('.found [role="option"]')).to_have_count(10)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = page.locator(".found [aria-selected=true]")
    expect(active).to_have_attribute("data-code", "V011")
    assert active.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.evaluate(test_accessibility.AXE)
    assert page.evaluate(test_accessibility.LOOK, test_accessibility.RULES) == []
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".found:visible")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="第10小队").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator('main [name="unit"]')).to_have_value("V019")
    expect(field).to_have_value("第19小队")
    page.locator("main").get_by_role("button", name="筛选").click()
    page.wait_for_url(lambda url: "unit=V019" in url)
    assert "kind=exit_inspection" in page.url


@pytest.mark.needs("chromium")
def test_what_is_written_and_not_chosen_is_not_sent_as_the_unit_before(open_page):
    page = open_page(1440, 900)
    sign_in(page)
    page.goto("/entries/?unit=U01")
    field = page.locator("main").get_by_role("combobox", name="单位")
    field.fill("第7小队")
    page.locator('.found:visible [role="option"]').wait_for()
    field.press("Tab")
    page.wait_for_timeout(300)
    page.locator("main").get_by_role("button", name="筛选").click()
    expect(field).to_have_value("第7小队")
    expect(field).to_have_js_property("validationMessage", "请从列出的单位里选一个。")
    assert page.url.split("?")[1] == "unit=U01"
    field.focus()
    page.locator('.found:visible [role="option"]').wait_for(state="detached")
    page.keyboard.press("ArrowDown")
    page.locator('.found:visible [role="option"]').wait_for()
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("button", name="筛选").click()
    page.wait_for_url(lambda url: "unit=V007" in url)


@pytest.mark.needs("chromium")
def test_menu_leads_to_the_same_page_of_another_unit(open_page):
    page = open_page(360, 740)
    sign_in(page)
    page.goto("/board/?unit=U01&period=2026H1")
    page.locator(".who summary").first.click()
    page.get_by_label("找单位").press_sequentially("第7小队")
    page.locator('.found [role="option"]').wait_for()
    page.locator('.found [role="option"]').click()
    page.wait_for_url(lambda url: "unit=V007" in url)


@pytest.mark.needs("chromium")
def test_cell_of_a_subtrees_board_opens_its_windows_and_escape_goes_back_to_it(open_page):
    page = open_page(1440, 900)
    sign_in(page)
    page.goto("/board/units/?unit=U01")
    cell = page.locator('.units a[href*="unit=U02"][href*="duty=exit-inspection"]')
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("#drawer h2").wait_for()
    expect(cell).to_have_attribute("aria-expanded", "true")
    assert page.url.split("?")[0].endswith("/board/units/")
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()


@pytest.mark.needs("chromium")
def test_without_script_a_page_finds_the_unit(chromium, server):
    context = chromium.new_context(base_url=server, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page)
    page.goto("/entries/?unit=U01&kind=exit_inspection")
    page.locator("main .picker a").click()
    page.get_by_label("名称或代码").fill("第7小队")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="第7小队").click()
    expect(page).to_have_url("/entries/?unit=V007&kind=exit_inspection")
    context.close()
