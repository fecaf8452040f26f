"""Two people write a report at once; it is submitted, returned, accepted and archived, and its bundle verified."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import sign_in

REPORT = "/report/?unit=U02&scheme=work-safety"
SIZES = [pytest.param((1440, 900), False, id="desktop"), pytest.param((360, 740), True, id="phone")]


def open_report(open_page, size, username, *, dark):
    page = open_page(*size, dark=dark)
    sign_in(page, username)
    page.goto(REPORT)
    page.locator("#findings").wait_for(state="attached")
    return page


def start_writing(page):
    page.locator("#prose-inspections .shown").click()
    area = page.locator("#prose-inspections textarea[name=text]")
    area.wait_for()
    return area


def saved(page):
    return page.locator("#status-inspections").get_by_text("已保存")


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_report_is_written_by_two_and_goes_its_way(size, dark, open_page, picture, tmp_path):
    one = open_report(open_page, size, "recorder", dark=dark)
    write_with_a_number(one, picture)
    other = open_report(open_page, size, "director", dark=dark)
    write_in_different_paragraphs(one, other)
    write_in_the_same_paragraph(one, other, picture)
    look_at_the_history(one, picture)
    submit_with_findings(other, picture)
    leader = open_report(open_page, size, "leader", dark=dark)
    send_back(leader, picture)
    submit_again(other)
    accept_and_archive(leader, picture)
    verify(leader, tmp_path)


def write_with_a_number(page, picture):
    area = start_writing(page)
    area.press_sequentially("共查{exit_in")
    page.locator("#choices-inspections li").first.wait_for()
    picture(page, "01-numbers")
    area.press("Enter")
    expect(area).to_have_value("共查{exit_inspections}")
    area.press_sequentially("次，还有××处。")
    page.locator(".beside .finding.error", has_text="××").wait_for(state="attached")
    saved(page).wait_for()
    picture(page, "02-written")


def write_in_different_paragraphs(one, other):
    theirs = start_writing(other)
    theirs.press("Control+End")
    theirs.press_sequentially("\n第二段由主任写。")
    saved(other).wait_for()
    mine = one.locator("#prose-inspections textarea[name=text]")
    mine.press("Control+Home")
    mine.press_sequentially("本期")
    one.locator("#status-inspections").get_by_text("已合在一起").wait_for()
    expect(mine).to_have_value("本期共查{exit_inspections}次，还有××处。\n第二段由主任写。")


def write_in_the_same_paragraph(one, other, picture):
    other.reload()
    theirs = start_writing(other)
    theirs.press("Control+Home")
    theirs.press_sequentially("今年")
    saved(other).wait_for()
    mine = one.locator("#prose-inspections textarea[name=text]")
    mine.press("Control+Home")
    mine.press_sequentially("我们")
    one.get_by_role("button", name="两段都留").wait_for()
    picture(one, "03-both")
    one.get_by_role("button", name="两段都留").click()
    saved(one).wait_for()
    expect(mine).to_have_value(re.compile("^今年.*\n我们.*\n第二.*$"))


def look_at_the_history(page, picture):
    page.locator("#status-inspections a").click()
    drawer = page.locator("#drawer")
    drawer.get_by_text("：历史").wait_for()
    expect(drawer.locator("blockquote ins").first).to_be_visible()
    picture(page, "04-history")
    page.keyboard.press("Escape")


def submit_with_findings(page, picture):
    page.goto(REPORT)
    page.get_by_role("link", name="提交", exact=True).click()
    page.get_by_text("处请你过目").wait_for()
    picture(page, "05-before-submitting")
    page.get_by_role("button", name="照这样提交").click()
    page.get_by_text("报告已提交").wait_for()
    expect(page.locator("textarea[name=text]")).to_have_count(0)
    picture(page, "06-submitted")


def send_back(page, picture):
    page.goto("/reports/")
    page.get_by_role("link", name="审 一中队").click()
    page.locator("textarea[name=comment]").fill("请把处数填上。")
    picture(page, "07-deciding")
    page.get_by_role("button", name="退回修改").click()
    page.get_by_text("报告已退回").wait_for()


def submit_again(page):
    page.goto(REPORT)
    page.get_by_text("请把处数填上。").first.wait_for()
    area = start_writing(page)
    area.fill("共查{exit_inspections}次，没有问题。")
    saved(page).wait_for()
    page.get_by_role("link", name="再次提交").click()
    page.get_by_role("button", name="提交").click()
    page.get_by_text("报告已再次提交").wait_for()


def accept_and_archive(page, picture):
    page.goto(REPORT)
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_text("报告已通过").wait_for()
    page.get_by_role("button", name="归档", exact=True).click()
    page.get_by_text("报告已归档").wait_for()
    picture(page, "08-archived")


def verify(page, tmp_path):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="取归档包").click()
    bundle = tmp_path / "bundle.zip"
    waiting.value.save_as(bundle)
    words = [sys.executable, "-m", "zicha.cli", "--home", str(tmp_path), "report", "verify-bundle", str(bundle)]
    source = str(Path(__file__).resolve().parents[2] / "src")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE"))}
    ran = subprocess.run(
        words, env={**environ, "PYTHONPATH": source}, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (ran.returncode, ran.stdout.splitlines()[-1], ran.stderr) == (0, "归档包完好。", "")
