"""What has been kept long enough goes, and nothing a day sooner."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tests import evidence_files, factories
from tests.services import committed
from zicha.core.findings import Refusal


@pytest.fixture(name="home")
def installation(home, django_db_blocker, settings, tmp_path):
    """An installation of the test's own, in which inspections are kept for two years."""
    settings.ZICHA_HOME = tmp_path
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        yield tmp_path


def fill():
    """An inspection of 22 May 2026 with a photo, and a meeting of the day before."""
    from dataclasses import replace

    from zicha.services import ledger, organisation, schemes

    text = factories.shipped("work-safety").replace(b"    retain: 5 years\n", b"    retain: 2 years\n", 1)
    schemes.load(data=text, name="work-safety", recorded_at=factories.NOW, recorded_by="P001")
    organisation.apply(roster=factories.ROSTER, recorded_at=factories.NOW)
    photo = ledger.keep_evidence(content=b"the photograph", name="现场.jpg", kind="photo")
    factories.record(replace(factories.inspection(date(2026, 5, 22)), evidence=(photo,)))
    factories.record(factories.meeting(date(2026, 5, 21)))
    return evidence_files.place(photo.sha256)


def at(year, month, day):
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


def retain(home, now):
    from zicha.services import retention

    return retention.retain(home=home, now=now, recorded_by="cli")


def taken(counts):
    return {name: count for name, count in counts.items() if count}


def personal():
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, count(*) FROM store_personalvalue WHERE seq < 3 GROUP BY seq ORDER BY seq")
        return [tuple(row) for row in cursor.fetchall()]


def test_values_and_files_of_a_kind_go_when_its_time_is_over(home):
    from zicha.services import log, retention
    from zicha.store.queries import ledger

    photo = fill()
    assert personal() == [(1, 5), (2, 4)]
    assert taken(retain(home, at(2028, 5, 22)).counts) == {}
    assert taken(retention.due(home=home, now=at(2028, 5, 23)).counts()) == {"records": 5}
    assert (personal(), photo.exists()) == ([(1, 5), (2, 4)], True)
    done = retain(home, at(2028, 5, 23))
    assert (taken(done.counts), done.entries, done.wiped) == ({"records": 5}, (3,), True)
    assert (personal(), photo.exists()) == ([(2, 4)], False)
    (entry,) = ledger.by_seq(seqs=[3])
    said = dict(entry.draft.fields)
    assert (said["ground"], said["scope"], said["targets"]) == (
        "retention",
        "retention",
        ("1 evidence.0.name evidence.0.sha256 fields.inspector recorded_by title",),
    )
    assert log.verify(home=home).fault is None
    again = retain(home, at(2028, 5, 23))
    assert (taken(again.counts), again.entries) == ({}, ())


def test_rows_beside_the_ledger_go_a_year_after_their_end(home):
    from zicha.services import leave, sign_in
    from zicha.store.queries import ledger

    fill()
    sign_in.grant_pass(person="P003", granted_by="P002", at=factories.NOW)
    leave.request_leave(person="P003", unit="U03", day=date(2026, 6, 11), reason="看病", asked_at=factories.NOW)
    assert taken(retain(home, at(2027, 6, 11)).counts) == {}
    assert taken(retain(home, at(2027, 6, 12)).counts) == {"leave": 1}
    done = retain(home, at(2027, 6, 18))
    assert taken(done.counts) == {"devices": 1}
    lines = [dict(each.draft.fields)["targets"] for each in ledger.by_seq(seqs=[3, 4])]
    assert lines == [("leave 1",), ("pass 1",)]


def test_closed_sheet_goes_with_its_lines_and_its_entry_stays(home):
    from zicha.core.attendance import Mark
    from zicha.store.writes import attendance as writes

    fill()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_sheet (unit, kind, title, day, starts, until, secret, opened_at, opened_by, closed_at, entry, meeting) "
            "VALUES ('U03', 'safety_meeting', '', '2026-05-21', 0, 0, '', 0, 'P002', %s, 2, 0)",
            [int(factories.NOW.timestamp() * 1_000_000)],
        )
    writes.add_mark(mark=Mark(0, 1, "P003", 1, present=True, how="code", at=factories.NOW), claim=None)
    assert taken(retain(home, at(2027, 6, 10)).counts) == {}
    assert taken(retain(home, at(2027, 6, 11)).counts) == {"sheets": 1}
    assert personal() == [(1, 5), (2, 4)]


def test_file_that_no_record_names_goes_after_two_days(home):
    from zicha.services import ledger

    photo = fill()
    left = ledger.keep_evidence(content=b"never recorded", name="a.jpg", kind="photo")
    path = evidence_files.place(left.sha256)
    old = (factories.NOW - timedelta(days=5)).timestamp()
    os.utime(photo, (old, old))
    assert taken(retain(home, factories.NOW).counts) == {}
    os.utime(path, (old, old))
    assert taken(retain(home, factories.NOW).counts) == {"files": 1}
    assert (photo.exists(), path.exists()) == (True, False)


def test_kind_kept_for_less_than_a_year_is_refused(home):
    from zicha.services import schemes

    text = factories.shipped("work-safety").replace(b"    retain: 5 years\n", b"    retain: 11 months\n", 1)
    with pytest.raises(Refusal) as caught:
        schemes.load(data=text, name="work-safety", recorded_at=factories.NOW, recorded_by="P001")
    assert (caught.value.code, "至少一年" in caught.value.facts["message"]) == ("schemes.wrong", True)


def test_what_is_due_goes_once_a_day_from_the_hour_on(home):
    from zicha.services import retention
    from zicha.store.queries import ledger

    def go(last, now):
        return retention.retain_due(home=home, hour=1, last=last, now=now, recorded_by="cli")

    fill()
    first = go(None, at(2028, 5, 22))
    assert (first, ledger.size()) == (at(2028, 5, 22), 2)
    before = datetime(2028, 5, 22, 16, 59, tzinfo=UTC)
    assert (go(first, before), ledger.size()) == (first, 2)
    struck = datetime(2028, 5, 22, 17, 0, tzinfo=UTC)
    assert (go(first, struck), ledger.size()) == (struck, 3)


@pytest.mark.parametrize(("said", "hour"), [("1", 1), (" 23 ", 23), ("off", None)])
def test_hour_at_which_what_is_due_goes_is_set_or_off(settings, said, hour):
    from zicha.services import retention

    settings.ZICHA_RETAIN_HOUR = said
    assert retention.schedule() == hour


def test_hour_that_is_none_is_refused(settings):
    from zicha.services import retention

    settings.ZICHA_RETAIN_HOUR = "24"
    with pytest.raises(Refusal) as caught:
        retention.schedule()
    assert caught.value.facts == {"name": "ZICHA_RETAIN_HOUR", "value": "24", "first": 0, "last": 23}


@pytest.mark.parametrize("name", ["work-safety", "theory-study"])
def test_each_kind_of_a_shipped_scheme_says_how_long_it_is_kept(name):
    from zicha.core import retention
    from zicha.formats import scheme_yaml

    scheme = scheme_yaml.read(factories.shipped(name), name=name, language="zh").scheme
    months = {kind.id: kind.retain and kind.retain.count for kind in scheme.kinds}
    assert [kind for kind, count in months.items() if count not in (24, 60, 120)] == []
    assert {kind.id for kind in scheme.kinds if kind.private} == {kind for kind, count in months.items() if count == 24}
    assert not any(retention.is_unfit(kind.retain) for kind in scheme.kinds)
