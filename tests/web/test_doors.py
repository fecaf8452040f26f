"""Coming in: wrong passwords are limited for a name, and a right that ended is gone at the next request."""

from datetime import date, timedelta

import pytest

from tests.web import world
from zicha.services import accounts, organisation
from zicha.store.models import SignInFailure


def knock(client, username="leader", password="wrong", **headers):
    return client.post("/sign-in/", {"username": username, "password": password}, **headers)


def test_ninth_try_in_a_quarter_of_an_hour_is_not_looked_at(client, organisation):
    assert [knock(client).status_code for _ in range(8)] == [422] * 8
    answer = knock(client, password=world.PASSWORD)
    assert answer.status_code == 429
    assert "请在 2026 年 5 月 28 日 16:35 以后再试，或请管理员重设密码。" in answer.content.decode()


def test_right_password_is_taken_again_after_the_quarter(client, organisation, monkeypatch):
    for _ in range(8):
        knock(client)
    monkeypatch.setattr(world, "NOW", world.NOW + timedelta(minutes=15))
    assert knock(client, password=world.PASSWORD).status_code == 302
    assert SignInFailure.objects.count() == 0


def test_hall_behind_one_address_is_not_locked_out(client, organisation):
    for _ in range(9):
        knock(client, "outsider", REMOTE_ADDR="192.0.2.1")
    assert knock(client, "leader", world.PASSWORD, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_another_address_does_not_help(client, organisation):
    tries = [knock(client, REMOTE_ADDR=f"192.0.2.{n}", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(9)]
    assert [answer.status_code for answer in tries] == [422] * 8 + [429]


def test_name_that_nobody_has_is_answered_like_any_other(client, organisation):
    tries = [knock(client, "nobody") for _ in range(9)]
    assert [answer.status_code for answer in tries] == [422] * 8 + [429]


def test_password_set_by_the_administrator_opens_the_door_at_once(client, organisation):
    for _ in range(8):
        knock(client)
    accounts.set_password(username="leader", password="another long password")
    assert knock(client, password="another long password").status_code == 302


def test_revoked_sign_in_is_out_at_the_next_request(signed_in):
    client = signed_in("leader")
    assert client.get("/?unit=U01").status_code == 200
    accounts.revoke(username="leader")
    assert client.get("/?unit=U01")["Location"].startswith("/sign-in/")


def test_other_password_ends_open_sessions(signed_in):
    client = signed_in("leader")
    accounts.set_password(username="leader", password="another long password")
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_post_that_ended_today_opens_nothing_at_the_next_request(signed_in):
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Roster

    client = signed_in("recorder")
    assert client.get("/record/?unit=U02").status_code == 200
    ended = Holding("P03", "U02", "recorder", Span(date(2025, 1, 1), date(2026, 5, 28)))
    organisation.apply(roster=Roster((), (), (ended,)), recorded_at=world.NOW)
    assert [client.get(f"{path}?unit=U02").status_code for path in ("/record/", "/", "/entries/")] == [404, 404, 404]


@pytest.mark.parametrize("on", ["2026-05-27", "2026-05-28"])
def test_unit_that_moved_yesterday_is_out_of_its_old_superiors_view_whatever_day_is_asked(client, organisation, on):
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Person, Roster, UnitSpan

    moved = UnitSpan("U03", "二中队", "", 1, Span(date(2026, 5, 27), date.max))
    after = Roster((moved,), (Person("P08", "新来"),), (Holding("P08", "U03", "lead", world.FROM_2025),))
    apply(after)
    world.inspect(date(2026, 5, 20), unit="U03")
    accounts.add(username="new", password=world.PASSWORD, person="P08")
    answers = {}
    for username in ("leader", "new"):
        client.login(username=username, password=world.PASSWORD)
        paths = (f"/?unit=U03&on={on}", f"/entries/1/?on={on}", f"/entries/?unit=U03&on={on}")
        answers[username] = [client.get(path).status_code for path in paths]
    assert answers == {"leader": [404, 404, 404], "new": [200, 200, 200]}


def apply(roster):
    organisation.apply(roster=roster, recorded_at=world.NOW)
