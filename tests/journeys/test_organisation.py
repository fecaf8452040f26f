"""The organisation changes from a day on; an inspection reads by a link until it is ended."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import SIZES, sign_in


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_unit_is_renamed_and_a_post_is_filled(size, dark, open_page, picture):
    page = open_page(*size, dark=dark)
    sign_in(page, "admin")
    page.goto("/organisation/?about=U02")
    vacancies = page.locator("table.list .overdue", has_text="空缺")
    expect(vacancies).to_have_count(7)
    picture(page, "01-organisation")
    page.get_by_role("link", name="任命岗位").click()
    page.get_by_label("谁").select_option("P04")
    page.get_by_label("任什么岗位").select_option("lead")
    picture(page, "02-form")
    page.get_by_role("button", name="看看会怎样变").click()
    expect(page.get_by_text("起何静（P04）任一中队（U02）的第一责任人。")).to_be_visible()
    picture(page, "03-confirm")
    page.get_by_role("button", name="确认变更").click()
    expect(page.get_by_role("status").get_by_text("已保存")).to_be_visible()
    expect(vacancies).to_have_count(0)
    page.get_by_role("link", name="改名").click()
    page.get_by_label("新名称").fill("先锋中队")
    page.get_by_label("从哪一天起").fill("2030-01-01")
    page.get_by_role("button", name="看看会怎样变").click()
    page.get_by_role("button", name="再改改").click()
    expect(page.get_by_label("新名称")).to_have_value("先锋中队")
    page.get_by_role("button", name="看看会怎样变").click()
    page.get_by_role("button", name="确认变更").click()
    expect(page.get_by_role("status").get_by_text("已保存")).to_be_visible()
    page.goto("/organisation/?about=U02&on=2030-01-01")
    expect(page.get_by_role("heading", name="先锋中队")).to_be_visible()
    page.goto("/organisation/?about=U02&on=2029-12-31")
    expect(page.get_by_role("heading", name="一中队")).to_be_visible()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_inspection_reads_by_a_link_until_it_is_ended(size, dark, open_page, picture):
    lead = open_page(*size, dark=dark)
    sign_in(lead, "leader")
    lead.goto("/organisation/?unit=U02")
    lead.get_by_role("link", name="只读链接").click()
    lead.get_by_role("button", name="发一个链接").click()
    address = lead.get_by_label("链接", exact=True).input_value()
    picture(lead, "01-link")
    guest = open_page(*size, dark=dark)
    guest.goto(address)
    expect(guest.get_by_text("只读查看：一中队及其下级单位")).to_be_visible()
    picture(guest, "02-guest")
    guest.goto("/entries/?unit=U02")
    expect(guest.get_by_role("link", name="记一笔")).to_have_count(0)
    lead.goto("/audit-links/?unit=U02")
    lead.get_by_role("button", name="作废").click()
    expect(lead.get_by_role("button", name="作废")).to_have_count(0)
    guest.goto("/entries/?unit=U02")
    guest.wait_for_url("**/sign-in/**")
