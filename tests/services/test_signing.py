"""Which signed head stands at the end of a report, and when one is signed for it."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.services import checkpoints, log, log_key, signing

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=30)


def record(day=2):
    factories.record(factories.inspection(date(2026, 5, day)), recorded_at=factories.NOW + timedelta(hours=day))


def draft(home, **asked):
    return signing.of_draft(**{"home": home, "as_known_at": LATER, "recorded_at": LATER} | asked)


def kept(home):
    return [path.name for path in checkpoints.listed(home)]


def said(noted):
    return noted.note and noted.note.size, noted.gap and noted.gap.code


@pytest.fixture
def signed(tmp_path):
    """A ledger of one record, signed."""
    factories.organisation()
    record()
    signing.sign(home=tmp_path, recorded_at=LATER)
    return tmp_path


def test_draft_says_a_head_that_is_signed_once_for_what_was_recorded_since(signed):
    assert said(draft(signed)) == (1, None)
    record(3)
    assert said(draft(signed)) == said(draft(signed)) == (2, None)
    assert kept(signed) == ["1.txt", "2.txt"]
    assert log.verify(home=signed).checkpoints == 2


def test_draft_of_an_installation_that_never_signed_draws_no_key(tmp_path):
    factories.organisation()
    record()
    assert said(draft(tmp_path)) == (None, None)
    assert [*tmp_path.iterdir()] == []


def test_who_only_looks_is_given_a_signed_head_that_covers_the_draft_or_told_that_there_is_none(signed):
    assert said(draft(signed, may_sign=False)) == (1, None)
    record(3)
    assert said(draft(signed, may_sign=False)) == (None, "log.not_covered")
    assert said(draft(signed, may_sign=False, as_known_at=factories.NOW + timedelta(hours=2))) == (1, None)
    assert kept(signed) == ["1.txt"]


def test_key_that_cannot_be_read_leaves_the_note_out_and_says_which_file(signed):
    record(3)
    (signed / log_key.PRIVATE).unlink()
    (signed / log_key.PRIVATE).mkdir()
    found = draft(signed)
    assert said(found) == (None, "log.unsigned")
    assert found.gap.facts == {"path": str(signed / log_key.PRIVATE)}
    assert kept(signed) == ["1.txt"]


def test_head_that_the_log_does_not_continue_stands_on_no_report(signed):
    (signed / "checkpoints" / "1.txt").rename(signed / "checkpoints" / "2.txt")
    assert said(draft(signed)) == (None, "log.checkpoint_foreign")


def test_filed_report_says_the_first_head_with_its_submission_for_ever(signed):
    record(3)
    record(4)
    signing.sign(home=signed, recorded_at=LATER)
    record(5)
    signing.sign(home=signed, recorded_at=LATER)
    assert [said(signing.of_filed(home=signed, size=size, recorded_at=LATER)) for size in (1, 2, 3, 4)] == [
        (1, None), (3, None), (3, None), (4, None)
    ]  # fmt: skip
    assert kept(signed) == ["1.txt", "3.txt", "4.txt"]


def test_filed_report_whose_head_was_never_signed_has_it_signed_when_it_is_written(signed):
    record(3)
    assert said(signing.of_filed(home=signed, size=2, recorded_at=LATER, may_sign=False)) == (None, "log.not_covered")
    assert said(signing.of_filed(home=signed, size=2, recorded_at=LATER)) == (2, None)


def test_one_signs_at_a_time(signed, settings):
    """Two at once would draw two keys, or sign with a key past the head up to which it counts."""
    settings.ZICHA_WAIT_SECONDS = 0.01
    record(3)
    with checkpoints.turn(signed), pytest.raises(Refusal) as refusal:
        signing.sign(home=signed, recorded_at=LATER)
    assert refusal.value.code == "log.unsigned"
    assert kept(signed) == ["1.txt"]
    signing.sign(home=signed, recorded_at=LATER)
    assert kept(signed) == ["1.txt", "2.txt"]
