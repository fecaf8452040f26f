"""What only those who took part see is on nobody's list and counted for nobody while it is a few."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.ledger import Draft

FIELDS = (("help", "none"), ("offered_by", "P02"), ("topic", "work"))


def talk(count):
    from zicha.services import schemes

    data = factories.shipped("theory-study")
    schemes.load(data=data, name="theory-study", recorded_at=world.NOW, recorded_by="admin")
    for day in range(count):
        factories.record(Draft("U02", "talk", date(2026, 5, 3 + day), fields=FIELDS), recorded_at=world.NOW)


def test_talks_are_on_no_list_and_no_number_says_how_few_there_were(signed_in):
    talk(4)
    client = signed_in("leader")
    for asked in ("unit=U01&subtree=1", "unit=U02&kind=talk"):
        listed = client.get(f"/entries/?{asked}")
        assert ("/entries/1/" in listed.content.decode(), "仅参加者可见" in text_of(listed)) == (False, False)
    figure = text_of(client.get("/figure/fig-talks-U02-2026H1/"))
    assert ("&lt;5" in figure, "条仅参加者可见" in figure) == (True, False)
    assert client.get("/entries/1/").status_code == 404


def test_five_talks_are_a_number(signed_in):
    talk(5)
    assert "另有 5 条仅参加者可见" in text_of(signed_in("leader").get("/figure/fig-talks-U02-2026H1/"))


def read_alone(recorded_at):
    """A plan's item that P03 of U02 completes by reading alone, recorded at an instant."""
    from zicha.services import schemes, study

    schemes.load(
        data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.BEFORE, recorded_by="P01"
    )
    planned = study.Planned(date(2026, 5, 1), "条例解读", form="self")
    study.add(unit="U02", planned=planned, recorded_at=world.BEFORE + timedelta(days=1), recorded_by="P02")
    [item] = study.readable(unit="U02", year=2026, as_known_at=world.NOW)
    study.log_alone(
        unit="U02", person="P03", kind=study.alone_kind(on=world.NOW.date(), as_known_at=world.NOW),
        happened_on=date(2026, 5, 18), minutes=40, recorded_at=recorded_at, item=item.entry,
    )  # fmt: skip


PAGES = (
    "/study/?unit=U02&year=2026",
    "/board/?unit=U02",
    "/figure/fig-self_study_time-U02-2026H1/?",
    "/roll-up/?unit=U01",
)


@pytest.mark.parametrize("address", PAGES)
def test_no_minute_that_is_asked_for_tells_when_somebody_elses_reading_was_recorded(signed_in, address):
    read_alone(datetime(2026, 5, 20, 6, 30, tzinfo=UTC))
    client = signed_in("leader")
    day = [f"2026-05-20T{hour:02}:{minute}" for hour, minute in ((0, "01"), (14, "29"), (14, "31"), (23, "59"))]
    told = {re.sub(r"known=[^\"&]*", "", text_of(client.get(f"{address}&known={known}"))) for known in day}
    assert len(told) == 1
    assert text_of(client.get(f"{address}&known=2026-05-19")) not in told


def test_instant_of_zichas_own_answer_stays_exact_and_a_forged_one_does_not(signed_in):
    from zicha.web import instants

    read_alone(datetime(2026, 5, 20, 6, 30, tzinfo=UTC))
    before, after = (instants.sealed(f"2026-05-20T14:{minute}") for minute in (29, 31))
    client = signed_in("leader")
    address = "/figure/fig-self_study_time-U02-2026H1/?known="
    assert ["40" in text_of(client.get(address + known)).split("怎么算")[0] for known in (before, after)] == [
        False,
        True,
    ]
    forged = before.replace("14:29", "14:28")
    assert "40" in text_of(client.get(address + forged)).split("怎么算")[0]


def test_window_of_private_records_tells_its_quota_and_not_how_many_there_were(signed_in, client):
    from zicha.services import schemes, study

    schemes.load(data=QUARTERLY, name="theory-study", recorded_at=world.BEFORE, recorded_by="P01")
    kind = study.alone_kind(on=world.NOW.date(), as_known_at=world.NOW)
    for day in (4, 5, 6):
        study.log_alone(
            unit="U02", person="P04", kind=kind, happened_on=date(2026, 5, day), minutes=30, recorded_at=world.NOW
        )
    address = "/board/cell/?unit=U02&duty=self-study&window=2026-04-01"
    told: dict[str, str] = {}
    for username in ("leader", "member"):
        page = signed_in(username).get(address)
        told[username] = text_of(page)
        client.logout()
    assert ["3/1" in page or "1/1" not in page for page in told.values()] == [False, False]
    assert ["有的记录仅参加者可见。" in page for page in told.values()] == [True, False]
    assert ["没有符合的记录。" in page for page in told.values()] == [False, False]


def test_kind_that_a_later_version_calls_private_is_private_in_every_period_that_is_asked_about(signed_in):
    from zicha.core.periods import ALWAYS
    from zicha.services import exports, schemes

    later = factories.shipped("theory-study").replace(b'version: "1"', b'version: "2"\neffective: 2026-05-01', 1)
    first = factories.shipped("theory-study").replace(b"    private: true\n", b"")
    for data, day in ((first, 0), (later, 1)):
        at = world.BEFORE + timedelta(days=day)
        schemes.load(data=data, name="theory-study", recorded_at=at, recorded_by="P01")
    entry = factories.record(Draft("U02", "talk", date(2026, 5, 20), fields=FIELDS), recorded_at=world.NOW).entry
    client = signed_in("leader")
    for asked in ("", "period=2025H1", "known=2025-01-03"):
        assert client.get(f"/entries/{entry}/?{asked}").status_code == 404
        assert f"/entries/{entry}/" not in client.get(f"/entries/?unit=U02&{asked}").content.decode()
    early = {"units": ("U02",), "span": ALWAYS, "as_known_at": world.NOW.replace(month=4)}
    assert "talk" not in "".join(exports.entries(**{**early, "as_known_at": world.NOW}))
    assert list(exports.entries(**early)) == []


QUARTERLY = factories.shipped("theory-study").replace(
    b"bound: {level: 3}\n    post: recorder\n    fulfilled_by: {kind: self_study}",
    b"bound: {level: 2}\n    post: recorder\n    fulfilled_by: {kind: self_study}",
)
