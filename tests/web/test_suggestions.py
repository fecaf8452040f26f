"""The box in the browser: handing in without a trace, the receipt, and answering."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.web import world
from tests.web.test_pages import text_of

SAID = {"text": "值班室的门锁坏了", "urgency": "safety", "nonce": "n" * 16}


def kept():
    from zicha.store.queries import suggestions

    return suggestions.of_units(units=["U01", "U02", "U03"])


def hand_in(count=1, *, unit="U02", day=None, **more):
    from zicha.services import suggestions

    return [
        suggestions.hand_in(
            handed=suggestions.Handed(unit, "service", f"第{number}件难处", **more),
            nonce=f"{unit}{number:014}",
            day=day or world.NOW.date(),
        )
        for number in range(count)
    ]


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return sorted(map(str, cursor.fetchall()))


def code_in(response):
    return re.search(r'class="code" translate="no">([0-9A-Z-]+)<', response.content.decode())[1]


def test_unnamed_one_leaves_no_row_but_its_own(signed_in):
    client = signed_in("member")
    client.get("/suggestions/new/")
    tables = [name for name in connection.introspection.table_names() if name != "store_suggestion"]
    before = {table: rows_of(table) for table in tables}
    answer = client.post("/suggestions/new/", {**SAID, "to": "U02", "named": "0"})
    assert (answer.status_code, [(one.unit, one.text, one.person) for one in kept()]) == (
        200,
        [("U02", "值班室的门锁坏了", "")],
    )
    assert {table: rows_of(table) for table in tables} == before
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert set(answer.cookies) == {"csrftoken"}


def test_named_one_is_shown_with_the_name_to_who_answers(signed_in):
    signed_in("member").post("/suggestions/new/", {**SAID, "to": "U02", "named": "1"})
    page = text_of(signed_in("director").get(f"/suggestions/{kept()[0].id}/"))
    assert "署名：何静" in page
    assert "值班室的门锁坏了" in page


def test_second_tap_shows_the_same_receipt(signed_in):
    client = signed_in("member")
    codes = [code_in(client.post("/suggestions/new/", {**SAID, "to": "U02"})) for _ in range(2)]
    assert (codes[0] == codes[1], len(kept())) == (True, 1)


def test_what_was_typed_stays_when_something_is_missing(signed_in):
    answer = signed_in("member").post("/suggestions/new/", {**SAID, "to": "U02", "urgency": ""})
    assert (answer.status_code, kept()) == (422, ())
    assert "值班室的门锁坏了" in answer.content.decode()
    assert "请选择缓急" in text_of(answer)


def test_matter_about_the_lead_is_not_there_for_that_lead(signed_in):
    signed_in("member").post("/suggestions/new/", {**SAID, "to": "U02", "above": "1"})
    path = f"/suggestions/{kept()[0].id}/"
    assert [signed_in(who).get(path).status_code for who in ("director", "recorder", "leader")] == [404, 404, 200]
    assert "值班室" not in text_of(signed_in("director").get("/suggestions/?unit=U02"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_as_often_for_three_as_for_one(count, signed_in, django_assert_num_queries):
    hand_in(count)
    client = signed_in("director")
    with django_assert_num_queries(7):
        page = client.get("/suggestions/")
    assert f"有 {count} 件意见等着答复" in text_of(page)


@pytest.mark.parametrize("who", ["outsider", "member", "recorder", "admin"])
def test_nothing_is_there_for_who_does_not_answer(who, signed_in):
    (receipt,) = hand_in()
    client, path = signed_in(who), f"/suggestions/{receipt.suggestion.id}/"
    assert [client.get(asked).status_code for asked in ("/suggestions/?unit=U02", path)] == [404, 404]
    assert client.post(f"{path}step/", {"step": "answer", "text": "好"}).status_code == 404
    assert text_of(client.get("/suggestions/waiting/")).strip() == ""


def test_lead_answers_and_the_receipt_shows_it_to_a_stranger_who_erases(signed_in):
    (receipt,) = hand_in()
    lead = signed_in("director")
    assert "1 件等着答复" in text_of(lead.get("/suggestions/waiting/"))
    assert lead.post(f"/suggestions/{receipt.suggestion.id}/step/", {"step": "answer", "text": " "}).status_code == 422
    lead.post(f"/suggestions/{receipt.suggestion.id}/step/", {"step": "answer", "text": "下周换锁"})
    assert "1 件等着答复" not in text_of(lead.get("/suggestions/waiting/"))
    stranger = Client()
    shown = stranger.post("/suggestions/receipt/", {"code": receipt.code.lower()})
    assert ("下周换锁" in text_of(shown), shown.headers["Referrer-Policy"]) == (True, "no-referrer")
    gone = stranger.post("/suggestions/receipt/", {"code": receipt.code, "do": "erase"})
    assert ("下周换锁" in text_of(gone), "内容已经删去，只留下件数。" in text_of(gone)) == (False, True)
    assert "删去，只留下件数。" in text_of(lead.get(f"/suggestions/{receipt.suggestion.id}/"))


def test_wrong_receipt_is_refused(signed_in):
    hand_in()
    answer = Client().post("/suggestions/receipt/", {"code": "ABCD-ABCD-ABCD-ABCD"})
    assert (answer.status_code, "没有这个回执号" in text_of(answer)) == (422, True)


def test_forwarded_one_is_gone_from_the_old_unit_and_there_for_the_new(signed_in):
    (receipt,) = hand_in()
    path = f"/suggestions/{receipt.suggestion.id}/"
    answer = signed_in("director").post(f"{path}step/", {"step": "forward", "to": "U03"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert [signed_in(who).get(path).status_code for who in ("director", "outsider")] == [404, 200]


@pytest.mark.parametrize(
    ("to", "said"), [("U02", "本来就由这个单位答复"), ("", "没有这个单位"), ("U99", "没有这个单位")]
)
def test_forwarding_to_the_unit_that_has_it_or_to_none_is_not_said_to_be_done(to, said, signed_in):
    (receipt,) = hand_in()
    path = f"/suggestions/{receipt.suggestion.id}/"
    answer = signed_in("director").post(f"{path}step/", {"step": "forward", "to": to})
    assert (answer.status_code, said in text_of(answer), "已转交" in text_of(answer)) == (422, True, False)
    assert '<option value="U02"' not in text_of(answer).split("转给")[1].split("</select>")[0]


def test_overdue_one_is_said_on_the_first_screen_and_in_the_persons_due_list(signed_in):
    from zicha.services import duelist, suggestions

    day = (world.NOW - timedelta(days=30)).date()
    suggestions.hand_in(handed=suggestions.Handed("U02", "service", "食堂太远"), nonce="n" * 16, day=day)
    assert "1 件逾期没有答复" in text_of(signed_in("director").get("/suggestions/waiting/"))
    asked = {"units": ["U02"], "on": world.NOW.date(), "until": world.NOW.date(), "as_known_at": world.NOW}
    mine = duelist.ahead(person="P02", **asked).items
    assert [(item.title.zh, item.state, str(item.day)) for item in mine if item.sort == "suggestion"] == [
        ("答复意见箱来件", "overdue", "2026-05-14")
    ]
    for others in ("", "P04"):
        assert [item for item in duelist.ahead(person=others, **asked).items if item.sort == "suggestion"] == []


def test_problem_is_opened_from_it_and_linked_both_ways_without_a_word_copied(signed_in):
    (receipt,) = hand_in()
    lead, path = signed_in("director"), f"/suggestions/{receipt.suggestion.id}/"
    form = lead.post(f"{path}problem/")
    page = lead.get(form.headers["Location"])
    assert ("第0件难处" in page.content.decode(), 'value="suggestion" selected' in page.content.decode()) == (
        False,
        True,
    )
    data = {
        "unit": "U02", "nonce": "p" * 12, "happened_on": "2026-05-28", "field-source": "suggestion",
        "field-matter": "门锁损坏", "field-owner": "P03", "field-due": "2026-06-10",
    }  # fmt: skip
    made = lead.post(form.headers["Location"], data)
    assert made.status_code == 302, text_of(made)
    problem = lead.get(made.headers["Location"])
    assert f"/suggestions/of/{kept()[0].entry}/" in problem.content.decode()
    assert made.headers["Location"].split("?")[0] in lead.get(path).content.decode()
    assert "/suggestions/of/" not in signed_in("recorder").get(made.headers["Location"]).content.decode()


def test_a_few_are_no_number_on_the_page(signed_in):
    yesterday = world.NOW.date() - timedelta(days=1)
    hand_in(4, day=yesterday)
    assert "不足 5 件，不公布细数。" in text_of(signed_in("member").get("/suggestions/new/"))
    hand_in(2, unit="U03", day=yesterday)
    page = text_of(signed_in("member").get("/suggestions/new/"))
    assert "收到 6 已答复 0 待答复 6" in page


def test_number_does_not_grow_while_somebody_hands_something_in(signed_in, monkeypatch):
    hand_in(6, day=world.NOW.date() - timedelta(days=1))
    client = signed_in("member")
    client.post("/suggestions/new/", {**SAID, "to": "U02", "named": "0"})
    assert "收到 6 已答复 0 待答复 6" in text_of(client.get("/suggestions/new/"))
    monkeypatch.setattr(world, "NOW", world.NOW + timedelta(days=1))
    assert "收到 7 已答复 0 待答复 7" in text_of(client.get("/suggestions/new/"))


def test_open_link_asks_to_sign_in_unless_the_installation_allows_it(signed_in, settings):
    client = Client()
    closed = client.get("/box/U02/")
    assert (closed.status_code, closed.headers["Location"]) == (302, "/sign-in/?next=/suggestions/new/%3Fto%3DU02")
    assert signed_in("member").get("/box/U02/").headers["Location"] == "/suggestions/new/?to=U02"
    settings.ZICHA_OPEN_BOX = True
    assert [client.get(f"/box/{unit}/").status_code for unit in ("U02", "U99")] == [200, 404]
    code = code_in(client.post("/box/U02/", SAID))
    assert (len(kept()), code_in(client.post("/box/U02/", SAID))) == (1, code)


def test_open_link_takes_so_many_a_day_and_keeps_no_address(db, settings):
    world.found()
    settings.ZICHA_CLOCK = "tests.web.world.read"
    settings.ZICHA_OPEN_BOX = True
    client = Client()
    answers = [client.post("/box/U02/", {**SAID, "nonce": f"{number:016}"}).status_code for number in range(22)]
    assert answers == [200] * 20 + [422] * 2
    assert "127.0.0.1" not in "".join(row for name in connection.introspection.table_names() for row in rows_of(name))


def test_poster_carries_the_address(signed_in):
    page = signed_in("director").get("/suggestions/poster/").content.decode()
    assert ("http://testserver/box/U02/" in page, "<svg" in page) == (True, True)
