"""Units are read once by a process, and never stale: not across processes, not after a rollback."""

import subprocess
import sys
from datetime import date

import pytest
from django.db import connection, transaction

from tests import factories
from tests.services import committed
from zicha.core.periods import Span
from zicha.core.units import Roster, UnitSpan

_FOUND_ELSEWHERE = """
import sys
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]), database_url=sys.argv[2])
from tests.store.test_kept_units import found
found(sys.argv[3])
"""


def found(code):
    from zicha.services import organisation

    span = UnitSpan(code, f"{code}组", "U00", 2, Span(factories.FOUNDED, date.max))
    organisation.apply(roster=Roster((span,), (), ()), recorded_at=factories.NOW)


def codes():
    from zicha.store.queries import units

    return sorted({span.unit for span in units.spans()})


@pytest.fixture
def own(tmp_path, tmp_path_factory, django_db_blocker):
    """A database of the test's own, whose transactions really end."""
    home = tmp_path_factory.getbasetemp()
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        factories.organisation()
        yield tmp_path


def elsewhere(home, code):
    """Found a unit in another process."""
    told = connection.settings_dict
    url = "" if connection.vendor == "sqlite" else f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    subprocess.run([sys.executable, "-c", _FOUND_ELSEWHERE, str(home), url, code], check=True)


def test_units_are_read_once_for_as_long_as_nothing_is_said_of_them(own, django_assert_num_queries):
    assert codes() == ["U00", "U01", "U02", "U03"]
    with django_assert_num_queries(1):
        assert codes() == ["U00", "U01", "U02", "U03"]


def test_other_changes_do_not_make_them_read_again(own, django_assert_num_queries):
    from zicha.services import organisation

    codes()
    people = Roster((), (factories.Person("P009", "新人"),), ())
    organisation.apply(roster=people, recorded_at=factories.NOW)
    with django_assert_num_queries(1):
        codes()


def test_what_is_kept_is_dated_anew_after_many_other_changes(own, monkeypatch, django_assert_num_queries):
    from zicha.services import organisation
    from zicha.store.queries import units

    monkeypatch.setattr(units, "_FAR", 2)
    codes()
    people = tuple(factories.Person(f"P1{place:02}", "新人") for place in range(5))
    organisation.apply(roster=Roster((), people, ()), recorded_at=factories.NOW)
    with django_assert_num_queries(2):
        assert codes() == ["U00", "U01", "U02", "U03"]
    with django_assert_num_queries(1):
        assert codes() == ["U00", "U01", "U02", "U03"]
    found("U09")
    assert codes() == ["U00", "U01", "U02", "U03", "U09"]


def test_change_by_another_process_is_seen_by_the_next_question(own):
    assert codes() == ["U00", "U01", "U02", "U03"]
    elsewhere(own, "U09")
    assert codes() == ["U00", "U01", "U02", "U03", "U09"]


def test_unit_of_a_transaction_that_was_taken_back_is_gone(own):
    assert codes() == ["U00", "U01", "U02", "U03"]
    with transaction.atomic():
        found("U09")
        assert codes() == ["U00", "U01", "U02", "U03", "U09"]
        transaction.set_rollback(True)
    assert codes() == ["U00", "U01", "U02", "U03"]
    found("U08")
    assert codes() == ["U00", "U01", "U02", "U03", "U08"]


def test_unit_that_stands_in_the_log_where_one_was_taken_back_is_seen(own):
    with transaction.atomic():
        found("U09")
        assert codes() == ["U00", "U01", "U02", "U03", "U09"]
        transaction.set_rollback(True)
    elsewhere(own, "U08")
    assert codes() == ["U00", "U01", "U02", "U03", "U08"]


def test_another_database_in_the_place_of_this_one_is_seen(tmp_path, tmp_path_factory, django_db_blocker):
    home = tmp_path_factory.getbasetemp()
    for code in ("U08", "U09"):
        with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
            factories.organisation()
            found(code)
            assert codes() == ["U00", "U01", "U02", "U03", code]
