"""A kind means what the version that holds on the day says, as known when the record was made."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests import ledgers
from zicha.core import kinds
from zicha.core.kinds import Kinds
from zicha.core.scheme import WAIVER, WAIVER_KIND, Scheme
from zicha.core.text import LocalText

OLD = ledgers.SCHEME
RENAMED = replace(ledgers.VISIT, title=LocalText("下访", "Visit"))
NEW = replace(OLD, version="2", effective=date(2026, 7, 1), kinds=(ledgers.STUDY, RENAMED), backfill_days=5)


@dataclass(frozen=True)
class Version:
    scheme: Scheme
    recorded_at: datetime


LOADED = (Version(OLD, datetime(2026, 1, 1, tzinfo=UTC)), Version(NEW, datetime(2026, 6, 20, tzinfo=UTC)))
JULY = datetime(2026, 7, 5, tzinfo=UTC)


def test_late_record_is_read_by_the_version_of_the_day_it_happened():
    meant = Kinds(LOADED)
    assert meant("visit", date(2026, 6, 28), JULY) == ledgers.VISIT
    assert meant("visit", date(2026, 7, 1), JULY) == RENAMED
    assert meant.held(date(2026, 6, 28), JULY).backfill_days["visit"] == 14
    assert meant.held(date(2026, 7, 1), JULY).backfill_days["visit"] == 5


def test_version_loaded_later_does_not_change_what_a_record_meant():
    assert Kinds(LOADED)("visit", date(2026, 7, 1), datetime(2026, 6, 19, tzinfo=UTC)) == ledgers.VISIT


def test_built_in_kind_needs_no_scheme():
    assert Kinds(())(WAIVER, date(2026, 7, 1), JULY) == WAIVER_KIND
    assert Kinds(())("visit", date(2026, 7, 1), JULY) is None


@given(
    st.dates(date(2026, 5, 1), date(2026, 8, 1)),
    st.sampled_from([datetime(2025, 12, 1, tzinfo=UTC), *(each.recorded_at for each in LOADED), JULY]),
)
def test_remembered_answer_is_the_one_computed_anew(day, instant):
    meant = Kinds(LOADED)
    meant.held(date(2026, 6, 28), JULY)
    held = kinds.holding(LOADED, on=day, as_known_at=instant)
    assert meant.held(day, instant) == Kinds(LOADED).held(day, instant)
    assert meant("visit", day, instant) == next(kind for kind in held[0].kinds if kind.id == "visit")
