"""A difficulty is handed in unnamed on a phone, answered by the lead, read by its receipt, and erased."""

import time

import pytest

from tests.journeys.test_main_job import SIZES, sign_in
from tests.journeys.test_mine import bytes_of, run

SAID = "夜班没有热饭，微波炉坏了两周"
ANSWER = "周五前换新微波炉"


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("size", "dark"), SIZES)
def test_handed_in_unnamed_answered_read_by_receipt_and_erased(size, dark, open_page, picture, tmp_path):
    member = open_page(360, 740, dark=dark)
    sign_in(member, "member")
    begun = time.monotonic()
    member.goto("/suggestions/new/")
    picture(member, "01-hand-in")
    member.get_by_label("什么事").fill(SAID)
    member.get_by_label("有期限").check()
    member.get_by_role("button", name="交上").click()
    member.get_by_role("heading", name="交上了").wait_for()
    assert time.monotonic() - begun < 60
    picture(member, "02-receipt")
    code = member.locator(".code").inner_text()
    lead = open_page(*size, dark=dark)
    sign_in(lead, "director")
    lead.locator("section", has_text="意见箱").get_by_role("link", name="去答复").click()
    lead.get_by_text(SAID).wait_for()
    picture(lead, "03-waiting")
    lead.get_by_role("link", name="答复 1").click()
    picture(lead, "04-one")
    assert "何静" not in lead.content()
    lead.get_by_label("怎么办的").fill(ANSWER)
    lead.get_by_role("button", name="答复").click()
    lead.get_by_text("凭回执看得到").wait_for()
    picture(lead, "05-answered")
    lead.goto("/suggestions/poster/")
    picture(lead, "06-poster")
    stranger = open_page(360, 740, dark=dark)
    stranger.goto("/suggestions/receipt/")
    stranger.get_by_label("回执号").fill(code.lower())
    stranger.get_by_role("button", name="看答复").click()
    stranger.get_by_text(ANSWER).wait_for()
    picture(stranger, "07-answer")
    stranger.get_by_text("删去我写的内容").click()
    stranger.get_by_role("button", name="删去").click()
    stranger.get_by_text("只留下件数").wait_for()
    picture(stranger, "08-erased")
    left = bytes_of(tmp_path)
    assert [word for word in (SAID, ANSWER) if word.encode() in left] == []
    assert run(tmp_path, "-m", "zicha.cli", "verify") == 0
