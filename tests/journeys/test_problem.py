"""A missed duty becomes a problem; it is handed in, refused, handed in again, and accepted by another person."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import SIZES, sign_in

PHOTO = {"name": "清理后.txt", "mimeType": "text/plain", "buffer": "已清".encode()}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_missed_duty_is_put_right_and_accepted_by_another_person(size, dark, open_page, picture):
    recorder, leader = open_page(*size, dark=dark), open_page(*size, dark=dark)
    sign_in(recorder, "recorder")
    sign_in(leader, "leader")
    address = raise_from_the_board(recorder, picture)
    hand_in(recorder, "东侧通道已清空")
    expect(recorder.get_by_role("button", name="验收通过")).to_have_count(0)
    picture(recorder, "04-handed-in")
    refuse(leader, address, picture)
    recorder.goto(address)
    expect(recorder.get_by_text("西头还有一堆")).to_have_count(1)
    hand_in(recorder, "西头也清了")
    accept(leader, address, picture)
    look_at_both_ends(recorder, address, picture)


def raise_from_the_board(page, picture):
    page.goto("/board/?period=2026H1")
    page.locator("td a.overdue[href*='duty=exit-inspection']").first.click()
    page.get_by_role("link", name="登记问题").click()
    page.wait_for_url("**/problems/open/**")
    picture(page, "01-open")
    expect(page.get_by_label("来源")).to_have_value("missed_duty")
    page.get_by_label("整改措施").fill("补做检查，通道当日清空")
    page.get_by_label("验收人").select_option("P01")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/problems/1/**")
    picture(page, "02-opened")
    page.goto("/problems/")
    picture(page, "03-board")
    page.locator("a[href*='/problems/1/']").first.click()
    page.wait_for_url("**/problems/1/**")
    return page.url


def hand_in(page, said):
    form = page.get_by_role("form", name="提请验收")
    form.get_by_label("整改情况").fill(said)
    form.get_by_label("文件", exact=True).set_input_files(PHOTO)
    form.get_by_role("button", name="提请验收").dblclick()
    page.get_by_text("等林远验收。").wait_for()


def refuse(page, address, picture):
    page.goto(address)
    picture(page, "05-to-accept")
    page.locator("summary", has_text="验收不通过").click()
    page.get_by_label("为什么不通过").fill("西头还有一堆")
    page.get_by_role("button", name="退回整改").click()
    page.get_by_text("等周启明整改。").or_(page.get_by_role("button", name="提请验收")).first.wait_for()


def accept(page, address, picture):
    page.goto(address)
    page.get_by_role("button", name="验收通过").click()
    page.locator(".sub").get_by_text("已销号").wait_for()
    picture(page, "06-closed")


def look_at_both_ends(page, address, picture):
    page.goto(address)
    expect(page.locator(".story > li")).to_have_count(5)
    page.locator("dl a[href*='/board/cell/']").click()
    page.wait_for_url("**/board/cell/**")
    expect(page.get_by_role("link", name="安-20")).to_have_count(1)
    picture(page, "07-cell")
    page.goto("/problems/?view=list")
    picture(page, "08-list")
