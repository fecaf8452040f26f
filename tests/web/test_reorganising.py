"""The administrator changes the organisation on a page: asked, told what it would change, confirmed, kept."""

import re
from datetime import date

import pytest

from tests.web import world
from zicha.core import units
from zicha.store.queries import units as queries

DAY = "2026-12-01"


def change(client, what, about, *, confirm=True, **answers):
    data = {"day": DAY, **answers, **({"confirm": "1"} if confirm else {})}
    return client.post(f"/organisation/change/{what}/?about={about}", data)


def tree(day=date(2026, 12, 1)):
    found = units.tree_at(queries.spans(), on=day)
    return {unit: f"{'/'.join(found.path(unit))} {found.name(unit)}" for unit in found.units}


def told(response):
    page = response.content.decode()
    lines = re.search(r'<ul class="lines">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", lines[1]) if lines else []


BEFORE = {"U01": "U01 城东支队", "U02": "U01/U02 一中队", "U03": "U01/U03 二中队"}


def test_change_is_told_first_and_written_once_it_is_confirmed(signed_in):
    admin = signed_in("admin")
    asked = change(admin, "rename", "U03", confirm=False, name="先锋中队")
    assert (asked.status_code, told(asked)) == (200, ["从 2026-12-01 起二中队（U03）改名为先锋中队。"])
    assert (tree(), queries.changes()) == (BEFORE, ())
    done = change(admin, "rename", "U03", name="先锋中队")
    assert (done.status_code, done["Location"]) == (302, "/organisation/?about=U03")
    assert tree() == {**BEFORE, "U03": "U01/U03 先锋中队"}
    assert tree(date(2026, 11, 30)) == BEFORE
    page = admin.get(done["Location"]).content.decode()
    assert "已保存：从 2026-12-01 起二中队（U03）改名为先锋中队。" in page
    assert "admin · 2026 年 5 月 28 日 16:20" in page


@pytest.mark.parametrize(
    ("what", "about", "answers", "after"),
    [
        ("found", "U01", {"code": "U09", "name": "新队", "above": "U02"}, {**BEFORE, "U09": "U01/U02/U09 新队"}),
        ("found", "", {"code": "V01", "name": "另一支队", "above": ""}, {**BEFORE, "V01": "V01 另一支队"}),
        ("move", "U03", {"above": "U02"}, {**BEFORE, "U03": "U01/U02/U03 二中队"}),
        ("move", "U03", {"above": ""}, {**BEFORE, "U03": "U03 二中队"}),
        ("merge", "U03", {"into": "U02"}, {"U01": BEFORE["U01"], "U02": BEFORE["U02"]}),
        ("close", "U03", {}, {"U01": BEFORE["U01"], "U02": BEFORE["U02"]}),
        (
            "split",
            "U02",
            {"code": "U08", "name": "分队", "people": ["P02", "P04"]},
            {**BEFORE, "U08": "U01/U08 分队"},
        ),
    ],
)
def test_each_change_of_units_holds_from_its_day(signed_in, what, about, answers, after):
    assert change(signed_in("admin"), what, about, **answers).status_code == 302
    assert (tree(), tree(date(2026, 11, 30))) == (after, BEFORE)


@pytest.mark.parametrize(
    ("what", "answers", "before", "after"),
    [
        ("join", {"person": "", "code": "P20", "name": "新来"}, [], ["P20 member"]),
        ("join", {"person": "P01"}, [], ["P01 member"]),
        ("post", {"person": "P04", "post": "direct", "last": ""}, ["P04 member"], ["P04 direct", "P04 member"]),
        ("relieve", {"held": "P02/direct"}, ["P02 direct", "P02 member"], ["P02 member"]),
        ("leave", {"person": "P02", "extent": "unit"}, ["P02 direct", "P02 member"], []),
        ("leave", {"person": "P03", "extent": "all"}, ["P03 recorder"], []),
    ],
)
def test_each_change_of_people_holds_from_its_day(signed_in, what, answers, before, after):
    assert change(signed_in("admin"), what, "U02", **answers).status_code == 302
    person = answers.get("person") or answers.get("code") or answers["held"].partition("/")[0]

    def held(day):
        return sorted(f"{one.person} {one.post}" for one in queries.holdings(units=["U02"]) if day in one.span)

    found = [[one for one in held(day) if person in one] for day in (date(2026, 11, 30), date(2026, 12, 1))]
    assert found == [before, after]


@pytest.mark.parametrize(
    ("what", "about", "answers", "sentence"),
    [
        ("rename", "U03", {"name": "二中队"}, "没有任何变化"),
        ("rename", "U03", {"name": "新", "day": "2月30日"}, "2月30日"),
        ("close", "U01", {}, "下面还有U02、U03"),
        ("move", "U01", {"above": "U02"}, "自己的上级"),
        ("found", "U01", {"code": "U02", "name": "又一队"}, "编号U02已有单位用过"),
        ("post", "U02", {"person": "P04", "post": "king"}, "没有“king”这个岗位"),
        ("relieve", "U02", {"held": "P02/lead"}, "没有可以结束的岗位"),
        ("leave", "U02", {"person": "P05", "extent": "unit"}, "没有可以结束的岗位"),
    ],
)
@pytest.mark.parametrize("confirm", [True, False])
def test_change_that_cannot_be_is_said_beside_the_form_and_keeps_the_answers(
    signed_in, what, about, answers, sentence, confirm
):
    response = change(signed_in("admin"), what, about, confirm=confirm, **answers)
    page = response.content.decode()
    assert (response.status_code, sentence in page, queries.changes()) == (422, True, ())
    assert [answers[name] in page for name in ("name", "code", "day") if name in answers].count(False) == 0


def test_second_tap_on_confirm_changes_nothing_more(signed_in):
    admin = signed_in("admin")
    answers = [change(admin, "close", "U03").status_code for _ in range(2)]
    assert (answers, len(queries.changes())) == ([302, 422], 1)


def test_change_from_a_past_day_says_that_numbers_since_then_change(signed_in):
    admin = signed_in("admin")
    past = change(admin, "close", "U03", confirm=False, day="2026-05-01").content.decode()
    coming = change(admin, "close", "U03", confirm=False).content.decode()
    assert [("这一天早于今天" in page) for page in (past, coming)] == [True, False]


def test_going_back_keeps_what_was_filled_in(signed_in):
    response = signed_in("admin").post(
        "/organisation/change/rename/?about=U03", {"day": DAY, "name": "先锋中队", "again": "1"}
    )
    assert 'value="先锋中队"' in response.content.decode()


@pytest.mark.parametrize(
    "what", ["found", "rename", "move", "merge", "split", "close", "join", "post", "relieve", "leave"]
)
def test_form_is_the_administrators_alone(client, organisation, what):
    path = f"/organisation/change/{what}/?about=U02"
    answers = {}
    for username in ("leader", "recorder", "member", "admin"):
        client.login(username=username, password=world.PASSWORD)
        answers[username] = client.get(path).status_code
    assert answers == {"leader": 404, "recorder": 404, "member": 404, "admin": 200}


@pytest.mark.parametrize("path", ["/organisation/change/burn/?about=U02", "/organisation/change/close/?about=U99"])
def test_change_of_no_sort_or_no_unit_is_not_found(signed_in, path):
    assert signed_in("admin").get(path).status_code == 404


def test_two_people_of_one_name_are_told_apart_by_their_units(signed_in):
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Person, Roster
    from zicha.services import organisation

    holding = Holding("P30", "U03", "member", Span(date(2025, 1, 1), date.max))
    organisation.apply(roster=Roster((), (Person("P30", "何静"),), (holding,)), recorded_at=world.NOW)
    page = signed_in("admin").get("/organisation/change/post/?about=U01").content.decode()
    assert re.findall(r"<option[^>]*>(何静[^<]*)</option>", page) == ["何静（一中队）P04", "何静（二中队）P30"]


def test_administrator_looks_inside_any_unit_and_a_lead_only_inside_what_is_in_view(client, organisation):
    answers = {}
    for username in ("admin", "outsider", "member"):
        client.login(username=username, password=world.PASSWORD)
        answers[username] = [client.get(f"/organisation/?about={unit}").status_code for unit in ("U02", "U03", "U99")]
    assert answers == {"admin": [200, 200, 404], "outsider": [404, 200, 404], "member": [200, 404, 404]}


def test_vacant_post_is_flagged_for_each_duty_and_in_the_tree(signed_in):
    page = signed_in("leader").get("/organisation/?unit=U02").content.decode()
    rows = dict(re.findall(r'<tr><th scope="row" class="wide">(.*?)</th>(.*?)</tr>', page, re.DOTALL))
    lead, direct = re.findall(r"<td data-head=[^>]*>(.*?)</td>", rows["消防通道检查"], re.DOTALL)
    assert (re.sub("<.*?>", "", lead), direct) == ("空缺", "周启明")
    assert re.search(r"二中队<span[^>]*>U03</span> <span class=\"state overdue\">.*?空缺", page)


def test_plate_tells_who_leads_of_posts_that_nobody_holds(client, organisation):
    found = {}
    for username, unit in (("leader", "U02"), ("recorder", "U02"), ("outsider", "U03")):
        client.login(username=username, password=world.PASSWORD)
        page = client.get(f"/?unit={unit}").content.decode()
        card = re.search(r"<h2>责任岗位空缺</h2><p>(.*?)</p>", page, re.DOTALL)
        found[username] = re.sub("<.*?>", "", card[1]) if card else ""
    assert found == {"leader": "第一责任人", "recorder": "", "outsider": "直接责任人、安全员"}


@pytest.mark.parametrize(("username", "queries_asked"), [("admin", 17), ("leader", 14)])
def test_page_asks_as_often_for_three_more_units_as_for_one(
    signed_in, django_assert_num_queries, username, queries_asked
):
    from zicha.core.reorganising import Found
    from zicha.services import organisation

    client = signed_in(username)
    path = f"/organisation/?{'about' if username == 'admin' else 'unit'}=U02"
    for numbers in ((0,), (1, 2)):
        for number in numbers:
            decision = Found(f"N{number}", "新队", "U02", date(2026, 5, 1))
            organisation.decide(decision=decision, recorded_at=world.NOW, recorded_by="admin")
        client.get(path)
        with django_assert_num_queries(queries_asked):
            client.get(path)


def test_history_says_what_a_roster_changed(signed_in):
    from zicha.core.periods import Span
    from zicha.core.units import Roster, UnitSpan
    from zicha.services import organisation

    renamed = UnitSpan("U03", "先锋中队", "U01", 2, Span(date(2026, 6, 1), date.max))
    organisation.apply(roster=Roster((renamed,), (), ()), recorded_at=world.NOW)
    page = signed_in("admin").get("/organisation/?about=U03").content.decode()
    line = re.search(r"<li>(从 2026-06-01 .*?)</li>", page)[1]
    assert (
        re.sub("<.*?>", "", line) == "从 2026-06-01 起二中队（U03）改名为先锋中队。 名册导入 · 2026 年 5 月 28 日 16:20"
    )
