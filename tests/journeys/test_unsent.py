"""What was typed is still there when a form does not arrive: the line breaks, or the sign-in has run out."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import sign_in
from tests.web import world
from zicha.store.writes import queue

PHONE = (360, 740)
MEASURE = "补做检查，通道当日清空"


def fill(page):
    page.goto("/board/?period=2026H1")
    page.locator("td a.overdue[href*='duty=exit-inspection']").first.click()
    page.get_by_role("link", name="登记问题").click()
    page.wait_for_url("**/problems/open/**")
    page.get_by_label("整改措施").fill(MEASURE)
    page.get_by_label("验收人").select_option("P01")


def send(page):
    page.get_by_role("button", name="登记", exact=True).click()


def typed(page):
    return [page.get_by_label("整改措施").input_value(), page.get_by_label("验收人").input_value()]


def problems(page):
    page.goto("/problems/")
    return page.locator("main a[href*='/problems/1/'], main a[href*='/problems/2/']").count()


@pytest.mark.needs("chromium")
def test_problem_is_kept_on_the_page_while_the_line_is_down_and_raised_once(open_page, picture):
    page = open_page(*PHONE, breaks=True)
    sign_in(page, "recorder")
    fill(page)
    page.route("**/problems/open/**", lambda route: route.abort("internetdisconnected"))
    send(page)
    page.get_by_text("没有发出去").wait_for()
    picture(page, "unsent")
    assert typed(page) == [MEASURE, "P01"]
    page.unroute("**/problems/open/**")
    page.route("**/problems/open/**", answer_is_lost)
    send(page)
    page.get_by_text("没有发出去").wait_for()
    assert typed(page) == [MEASURE, "P01"]
    page.unroute("**/problems/open/**")
    send(page)
    page.wait_for_url("**/problems/1/**")
    expect(page.get_by_text(MEASURE)).to_have_count(1)
    assert problems(page) == 1


@pytest.fixture
def hasty(monkeypatch):
    """The server, which is started later, waits for other writers no longer than a second."""
    monkeypatch.setenv("ZICHA_WAIT_SECONDS", "1")


@pytest.mark.needs("chromium")
def test_problem_is_kept_on_the_page_while_another_writer_hangs_and_raised_once_he_is_gone(
    hasty, open_page, picture, tmp_path
):
    page = open_page(*PHONE, breaks=True)
    sign_in(page, "recorder")
    fill(page)
    with queue.turn(str(tmp_path / "zicha.lock"), patience=9), page.expect_response("**/problems/open/**") as answered:
        send(page)
    assert answered.value.status == 503
    page.get_by_text("系统出错了").wait_for()
    picture(page, "held")
    assert typed(page) == [MEASURE, "P01"]
    send(page)
    page.wait_for_url("**/problems/1/**")
    expect(page.get_by_text(MEASURE)).to_have_count(1)
    assert problems(page) == 1


def answer_is_lost(route):
    assert route.fetch(max_redirects=0).status == 204
    route.abort("connectionreset")


@pytest.mark.needs("chromium")
def test_problem_is_kept_on_the_page_after_the_sign_in_ran_out_and_raised_after_a_new_one(open_page, picture):
    page = open_page(*PHONE, breaks=True)
    sign_in(page, "recorder")
    fill(page)
    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    page.context.clear_cookies(name=session["name"])
    send(page)
    page.get_by_text("登录已过期").wait_for()
    picture(page, "signed-out")
    assert typed(page) == [MEASURE, "P01"]
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    sign_in_again(opened.value)
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_text("登录已过期").wait_for(state="detached")
    assert typed(page) == [MEASURE, "P01"]
    send(page)
    page.wait_for_url("**/problems/1/**")
    expect(page.get_by_text(MEASURE)).to_have_count(1)


def sign_in_again(page):
    page.get_by_label("用户名").fill("recorder")
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.close()
