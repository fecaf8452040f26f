"""A link for an auditor: reads one subtree for a time, writes nothing, and ends at once."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.web import world
from zicha.services import accounts, audits, organisation
from zicha.store.models import AuditLink

AS_RECORDED = {"recorded_at": world.NOW, "granted_by": "admin"}


def link_to(unit: str, *, first=date(2026, 5, 1), last=date(2026, 5, 31)):
    return audits.grant(unit=unit, start=first, last_day=last, **AS_RECORDED)


def follow(client, granted):
    answer = client.get(f"/audit/{granted.secret}/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return client


@pytest.fixture
def seen(organisation, client):
    world.inspect(date(2026, 5, 20))
    world.inspect(date(2026, 5, 20), unit="U03")
    return follow(client, link_to("U02"))


def test_bearer_reads_the_unit_and_nothing_beside_or_above(seen):
    paths = ("/", "/?unit=U02", "/entries/1/", "/entries/2/", "/?unit=U01", "/?unit=U03", "/roll-up/", "/schemes/")
    assert [seen.get(path).status_code for path in paths] == [200, 200, 200, 404, 404, 404, 200, 200]


def test_every_page_says_that_it_is_read_only_and_until_when(seen):
    for path in ("/", "/board/", "/entries/", "/report/", "/organisation/"):
        assert "只读查看：一中队及其下级单位，到 2026 年 5 月 31 日为止" in seen.get(path).content.decode(), path


def test_bearer_sees_names_of_no_unit_beside_its_own(seen):
    text = seen.get("/organisation/").content.decode()
    assert "一中队" in text
    assert [name for name in ("城东支队", "二中队", "林远", "马越") if name in text] == []


def test_nothing_can_be_posted(seen):
    told = {"unit": "U02", "kind": "exit_inspection"}
    paths = ("/record/", "/entries/1/correct/", "/entries/1/withdraw/", "/report/prose/", "/import/run/", "/board/")
    assert {seen.post(path, told).status_code for path in paths} == {404}
    assert seen.get("/record/").status_code == 404


def test_language_may_be_chosen_and_going_out_ends_it(seen):
    assert seen.post("/preferences/", {"language": "en", "next": "/"}).status_code == 302
    assert seen.post("/sign-out/").status_code == 302
    assert seen.get("/")["Location"] == "/sign-in/?next=/"


def test_revoked_link_ends_at_the_next_request(seen):
    assert seen.get("/").status_code == 200
    audits.revoke(link=AuditLink.objects.get().pk, recorded_at=world.NOW)
    assert seen.get("/")["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        (date(2026, 5, 28), date(2026, 5, 28), 302),
        (date(2026, 5, 1), date(2026, 5, 27), 404),
        (date(2026, 5, 29), date(2026, 6, 1), 404),
    ],
)
def test_link_works_on_its_days(organisation, client, first, last, status):
    assert client.get(f"/audit/{link_to('U02', first=first, last=last).secret}/").status_code == status


def test_session_ends_with_the_links_last_day(organisation, client, settings, monkeypatch):
    follow(client, link_to("U02", last=date(2026, 5, 28)))
    assert client.get("/").status_code == 200
    monkeypatch.setattr(world, "NOW", datetime(2026, 5, 28, 16, 0, tzinfo=UTC))  # 29 May, 00:00 in Shanghai
    assert client.get("/")["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize("secret", ["x", "0" * 43, "会议", "a%2Fb"])
def test_secret_that_nobody_gave_is_not_found(organisation, client, secret):
    link_to("U02")
    assert client.get(f"/audit/{secret}/").status_code == 404


def test_secret_is_long_and_stands_nowhere(organisation, client):
    granted = link_to("U02")
    follow(client, granted)
    assert len(granted.secret) == 43
    kept = [*AuditLink.objects.values_list(), *(session.get_decoded() for session in Session.objects.all())]
    assert granted.secret not in str(kept)


def test_link_ends_the_session_of_whoever_was_signed_in(signed_in):
    client = follow(signed_in("leader"), link_to("U02"))
    assert client.get("/?unit=U01").status_code == 404
    assert client.post("/record/", {"unit": "U02"}).status_code == 404


def test_signing_in_ends_the_reading(organisation, client):
    follow(client, link_to("U02"))
    client.post("/sign-in/", {"username": "leader", "password": world.PASSWORD})
    assert client.get("/?unit=U01").status_code == 200
    assert "只读查看" not in client.get("/").content.decode()


def test_auditor_with_an_account_reads_the_subtree_and_records_nothing(signed_in):
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Person, Roster

    holding = Holding("P09", "U01", "auditor", Span(date(2026, 5, 1), date(2026, 6, 1)))
    organisation.apply(roster=Roster((), (Person("P09", "贺审"),), (holding,)), recorded_at=world.NOW)
    accounts.add(username="auditor", password=world.PASSWORD, person="P09")
    client = signed_in("auditor")
    assert [client.get(f"/?unit={unit}").status_code for unit in ("U01", "U02", "U03")] == [200, 200, 200]
    assert [client.get("/record/?unit=U02").status_code, client.post("/record/", {"unit": "U02"}).status_code] == [
        404,
        404,
    ]


def test_lead_gives_a_link_sees_it_once_and_ends_it(signed_in):
    lead, auditor = signed_in("leader"), Client()
    answer = lead.post("/audit-links/", {"unit": "U02", "day": "2026-06-30"})
    address = re.search(r'<input value="http://testserver(/audit/[^"]+)" readonly>', answer.content.decode())[1]
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert address not in lead.get("/audit-links/?unit=U02").content.decode()
    auditor.get(address)
    assert auditor.get("/?unit=U02").status_code == 200
    assert AuditLink.objects.get().granted_by == "P01"
    assert lead.post(f"/audit-links/{AuditLink.objects.get().pk}/end/").status_code == 302
    assert auditor.get("/?unit=U02")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("last", "sentence"), [("2026-05-27", "早于第一天"), ("2027-05-29", "最长366天"), ("", "")])
def test_link_that_cannot_be_is_refused_on_the_page(signed_in, last, sentence):
    answer = signed_in("leader").post("/audit-links/", {"unit": "U02", "day": last})
    assert (answer.status_code, sentence in answer.content.decode(), AuditLink.objects.count()) == (422, True, 0)


def test_list_of_links_holds_those_of_ones_own_subtree_alone(client, organisation):
    for unit in ("U01", "U02", "U03"):
        link_to(unit)
    found = {}
    for username, unit in (("leader", "U01"), ("outsider", "U03")):
        client.login(username=username, password=world.PASSWORD)
        page = client.get(f"/audit-links/?unit={unit}").content.decode()
        found[username] = re.findall(r'<th scope="row" class="wide">(.*?)</th>', page)
    assert found == {"leader": ["二中队", "一中队", "城东支队"], "outsider": ["二中队"]}


@pytest.mark.parametrize("links", [1, 3])
def test_list_of_links_asks_as_often_for_one_as_for_three(signed_in, django_assert_num_queries, links):
    client = signed_in("leader")
    client.get("/audit-links/?unit=U02")
    for _ in range(links):
        link_to("U02")
    with django_assert_num_queries(8):
        client.get("/audit-links/?unit=U02")


def test_bearer_has_nothing_signed_and_is_told_where_no_head_covers_the_file(seen, home):
    from zicha.services import checkpoints, signing

    def says():
        page = seen.get("/report/download/html/?unit=U02&scheme=work-safety").content.decode()
        return "账链 2 条" in page, [path.name for path in checkpoints.listed(home)]

    assert says() == (False, [])
    signing.sign(home=home, recorded_at=world.NOW)
    assert says() == (True, ["2.txt"])
    world.inspect(date(2026, 5, 21))
    assert says() == (False, ["2.txt"])
    assert "最近一次签名之后又有新的记录" in seen.get("/report/?unit=U02").content.decode()
