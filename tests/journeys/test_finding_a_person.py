"""A person among many: found on the keyboard, told apart from a namesake, kept; and without a script."""

import pytest
from playwright.sync_api import expect

from tests import patterns
from tests.journeys import conftest, test_accessibility
from tests.journeys.test_finding_a_unit import sign_in

MANY = """
from tests.web import test_people, test_units
test_people.met(200)
test_people.met(2, name="何静")
test_units.found_many(60)
"""
FORM = "/meetings/new/?unit=U02"


@pytest.fixture
def server(tmp_path):
    home = patterns.copied("many people", lambda home: conftest.make(home, conftest.PREPARE + MANY), into=tmp_path)
    with conftest.serving(home) as address:
        yield address


def options(page, name=""):
    return page.locator('.found:visible [role="option"]', has_text=name)


def fill(page):
    page.get_by_label("会议类型").select_option("safety_meeting")
    page.get_by_label("开始时间").fill("2026-12-02T10:00")


def save(page):
    page.get_by_role("button", name="保存，去列议题").click()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", [(1440, 900), (360, 740)])
def test_person_is_found_told_apart_and_chosen_on_the_keyboard(size, open_page):
    page = open_page(*size)
    sign_in(page)
    page.goto(FORM)
    fill(page)
    field = page.get_by_role("combobox", name="主持人")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_text(
        ["周启明\n一中队 直接责任人、成员", "沈一宁\n一中队 安全员", "何静\n一中队 成员"], use_inner_text=True
    )
    page.keyboard.type("何静")
    options(page, "二中队").first.wait_for()
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    active = page.locator(".found [aria-selected=true]")
    expect(active).to_have_text("何静\n二中队 成员", use_inner_text=True)
    assert active.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.evaluate(test_accessibility.AXE)
    assert page.evaluate(test_accessibility.LOOK, test_accessibility.RULES) == []
    assert page.evaluate(test_accessibility.TOO_WIDE) <= 0
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator('[name="chair"]')).to_have_value("P04")
    expect(field).to_have_value("何静")
    expect(page.locator('.picker [role="status"]').last).to_have_text("3 人")
    save(page)
    page.get_by_text("何静主持").wait_for()


@pytest.mark.needs("chromium")
def test_name_that_was_not_chosen_is_not_sent_and_nobody_may_be_meant(open_page):
    page = open_page(1440, 900)
    sign_in(page)
    page.goto(FORM)
    fill(page)
    field = page.get_by_role("combobox", name="主持人")
    field.fill("路人00")
    options(page).first.wait_for()
    field.press("Tab")
    save(page)
    assert (field.evaluate("e => e.validationMessage"), page.url.endswith(FORM)) == ("请从列出的人里选一个。", True)
    field.fill("")
    save(page)
    page.get_by_role("heading", name="加一个议题").wait_for()
    expect(page.get_by_text("主持")).to_have_count(0)


@pytest.mark.needs("chromium")
def test_administrator_chooses_a_unit_and_a_person_among_many(open_page):
    page = open_page(360, 740)
    sign_in(page, "admin")
    page.goto("/organisation/change/move/?about=V005")
    page.get_by_role("combobox", name="改隶哪个单位").fill("一中队")
    options(page, "一中队").first.click()
    page.get_by_role("button", name="看看会怎样变").click()
    page.get_by_text("改隶一中队（U02）").wait_for()
    page.goto("/organisation/change/post/?about=U02")
    page.get_by_role("combobox", name="谁").fill("马越")
    options(page, "马越").click()
    page.get_by_label("任什么岗位").select_option("lead")
    page.get_by_role("button", name="看看会怎样变").click()
    expect(page.get_by_text("马越（P05）任一中队（U02）的第一责任人")).to_be_visible()
    page.get_by_role("button", name="再改改").click()
    expect(page.get_by_role("combobox", name="谁")).to_have_value("马越")
    page.get_by_role("button", name="看看会怎样变").click()
    page.get_by_role("button", name="确认变更").click()
    expect(page.get_by_role("status").get_by_text("已保存")).to_be_visible()


@pytest.mark.needs("chromium")
def test_without_script_the_unit_is_a_list_and_a_page_finds_the_others(chromium, server):
    context = chromium.new_context(base_url=server, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page)
    page.goto(FORM)
    expect(page.get_by_label("主持人").locator("option")).to_have_text(["请选择", "周启明", "沈一宁", "何静"])
    page.get_by_role("link", name="找其他人").click()
    page.get_by_label("姓名").fill("马越")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="马越").click()
    fill(page)
    save(page)
    page.get_by_text("马越主持").wait_for()
    context.close()
