"""Sign in, record, see the board change, correct, read the history, open the report, take it along as a Word file."""

import json
import re
import zipfile

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.web import world

GAPS = {
    "exit-inspection", "safety-meeting", "emergency-drill", "yearly-training", "equipment-overhaul", "licence-renewal",
}  # fmt: skip
"""The duties whose windows the scheme's measure safety_gaps counts."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIZES = [pytest.param((1440, 900), False, id="desktop"), pytest.param((360, 740), True, id="phone")]


def sign_in(page, username: str) -> None:
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def this_months_cell(page):
    page.goto("/board/")
    return page.locator("td.now a[href*='duty=exit-inspection']")


def state_of(cell) -> str:
    return cell.get_attribute("class").split()[0]


def download(page, path: str):
    with page.expect_download() as waiting:
        page.evaluate(
            "path => { const a = document.createElement('a'); a.href = path; a.download = ''; document.body.append(a); a.click(); a.remove(); }",
            path,
        )
    return waiting.value.path()


def figures_in_word(path) -> list[tuple[str, str]]:
    tree = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    controls = [control for control in tree.iter(f"{W}sdt") if control.find(f"{W}sdtPr/{W}tag") is not None]
    named = [
        (control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), "".join(control.itertext()).strip()) for control in controls
    ]
    return [(tag.removeprefix("zicha:"), text) for tag, text in named if tag.startswith("zicha:fig-")]


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_record_correct_and_report(size, dark, open_page, picture):
    page = open_page(*size, dark=dark)
    page.goto("/")
    picture(page, "01-door")
    sign_in(page, "recorder")
    picture(page, "02-plate")
    assert state_of(this_months_cell(page)) in {"open", "at_risk"}
    picture(page, "03-board-before")
    record(page, picture)
    look_at_the_cell(page, picture)
    correct(page, picture)
    write(page, picture)
    compare_the_figures(page)


def record(page, picture):
    page.goto("/record/?kind=exit_inspection")
    page.get_by_label("检查人").select_option("P02")
    page.get_by_label("区域").select_option("warehouse")
    page.get_by_label("堵塞处数").fill("4")
    page.get_by_text("还不算，缺检查表").wait_for()
    picture(page, "04-record-lacking")
    checklist = {"name": "检查表.txt", "mimeType": "text/plain", "buffer": "齐".encode()}
    page.get_by_label("上传：检查表").set_input_files(checklist)
    page.get_by_text("算，1/1，已完成").wait_for()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("记好了，编号 1。").wait_for()
    picture(page, "05-recorded")


def look_at_the_cell(page, picture):
    cell = this_months_cell(page)
    assert state_of(cell) == "met"
    cell.click()
    drawer = page.locator("#drawer")
    drawer.get_by_text("每月至少检查一次消防通道和安全出口").wait_for()
    picture(page, "06-board-after")
    page.keyboard.press("Escape")
    expect(drawer).to_be_empty()
    cell.press("Enter")
    drawer.get_by_role("link", name="消防通道检查").click()


def correct(page, picture):
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("堵塞处数").fill("6")
    page.get_by_label("为什么更正").fill("漏数了两处")
    page.get_by_role("button", name="保存更正").click()
    page.get_by_text("理由：漏数了两处").wait_for()
    expect(page.locator("ins")).to_have_text(["6 处"])
    picture(page, "07-history")


def write(page, picture):
    page.goto("/report/?scheme=work-safety")
    page.locator("a.fig[href*='fig-blocked_exits']").first.click()
    page.locator("#drawer").get_by_role("link", name="消防通道检查").wait_for()
    picture(page, "08-report")
    page.keyboard.press("Escape")
    slot = page.locator("#prose-inspections")
    slot.locator("summary").click()
    slot.locator("textarea").fill("共发现{blocked_exits}处堵塞，都已清走。")
    slot.get_by_text("处堵塞，都已清走。").first.wait_for()
    slot.get_by_role("button", name="保存").click()
    slot.get_by_text("已保存").wait_for()
    picture(page, "09-prose")


def compare_the_figures(page):
    word = figures_in_word(download(page, "/report/download/docx/?scheme=work-safety"))
    as_json = json.loads(download(page, "/report/download/json/?scheme=work-safety").read_text("utf-8"))
    page.goto("/report/?scheme=work-safety")
    shown = [
        (re.search(r"/figure/([^/]+)/", chip.get_attribute("href"))[1], chip.inner_text())
        for chip in page.locator(".sheet a.fig").all()
    ]
    assert word == shown
    by_measure = {figure["measure"]: figure for figure in as_json["figures"]}
    assert (by_measure["exit_inspections"]["value"], by_measure["blocked_exits"]["text"]) == (1, "6")
    page.goto("/board/")
    links = page.locator("td a.overdue, td a.insufficient").evaluate_all("links => links.map(link => link.href)")
    assert by_measure["safety_gaps"]["value"] == sum(duty_of(link) in GAPS for link in links)


def duty_of(link: str) -> str:
    return re.search(r"duty=([\w-]+)", link)[1]


@pytest.mark.needs("chromium")
def test_pages_in_english_by_keyboard(open_page, picture):
    page = open_page(1440, 900, language="en")
    page.goto("/")
    page.keyboard.type("leader")
    page.keyboard.press("Tab")
    page.keyboard.type(world.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for name in ("roll-up", "entries", "organisation", "schemes", "report", "import"):
        page.goto(f"/{name}/?unit=U02" if name != "roll-up" else "/roll-up/")
        picture(page, name)
    page.goto("/board/?unit=U02")
    picture(page, "board")
