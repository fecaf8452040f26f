"""Prose is kept state after state; nobody overwrites what they have not seen."""

from datetime import timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db
PLACE = {"scheme": "work-safety", "unit": "U01", "period": "2026H1"}


def save(text, *, seen, hours=0):
    from zicha.services import prose

    return prose.save(
        **PLACE, section="work", text=text, recorded_at=factories.NOW + timedelta(hours=hours), recorded_by="P001",
        seen_number=seen,
    )  # fmt: skip


def texts(hours):
    from zicha.store.queries import prose

    found = prose.texts(**PLACE, as_known_at=factories.NOW + timedelta(hours=hours))
    return {section: (one.text, one.number) for section, one in found.items()}


def test_each_save_is_a_state_that_can_be_asked_for():
    from zicha.store.queries import prose

    assert [save("一稿", seen=0), save("二稿", seen=1, hours=1), save("二稿", seen=1, hours=2)] == [1, 2, 2]
    assert [texts(-1), texts(0), texts(5)] == [{}, {"work": ("一稿", 1)}, {"work": ("二稿", 2)}]
    assert [one.text for one in prose.history(**PLACE, section="work")] == ["一稿", "二稿"]


def test_stale_save_is_refused_and_keeps_what_stands():
    save("一稿", seen=0)
    with pytest.raises(Refusal) as refusal:
        save("另一稿", seen=0)
    assert (refusal.value.code, refusal.value.facts) == ("prose.stale", {"number": 1})
    assert texts(5) == {"work": ("一稿", 1)}


def test_overlong_text_is_refused():
    with pytest.raises(Refusal) as refusal:
        save("长" * 50_001, seen=0)
    assert refusal.value.code == "prose.too_long"


def merge(text, *, seen, hours=0, by="P002"):
    from zicha.services import prose

    return prose.merge(
        **PLACE, section="work", text=text, recorded_at=factories.NOW + timedelta(hours=hours), recorded_by=by,
        seen_number=seen,
    )  # fmt: skip


def test_two_people_in_different_paragraphs_lose_nothing():
    from zicha.services.prose import Saved

    save("一\n二\n三", seen=0)
    assert merge("一改\n二\n三", seen=1, hours=1) == Saved(2, "一改\n二\n三")
    assert merge("一\n二\n三改", seen=1, hours=2) == Saved(3, "一改\n二\n三改", merged=True)
    assert texts(5) == {"work": ("一改\n二\n三改", 3)}


def test_two_people_in_one_paragraph_are_asked():
    save("一\n二", seen=0)
    merge("一甲\n二", seen=1, hours=1)
    with pytest.raises(Refusal) as refusal:
        merge("一乙\n二", seen=1, hours=2)
    assert (refusal.value.code, refusal.value.facts) == ("prose.stale", {"number": 2})
    assert texts(5) == {"work": ("一甲\n二", 2)}


def test_states_of_one_sitting_are_shown_as_one():
    from zicha.core import prose
    from zicha.store.queries import prose as queries

    for number, (text, hours) in enumerate([("一", 0), ("一二", 0.1), ("一二三", 0.2), ("四", 3)]):
        save(text, seen=number, hours=hours)
    merge("五", seen=4, hours=3.05, by="P003")
    found = prose.sittings(queries.history(**PLACE, section="work"))
    shown = [(sitting.before, [state.number for state in sitting.states], sitting.last.text) for sitting in found]
    assert shown == [("", [1, 2, 3], "一二三"), ("一二三", [4], "四"), ("四", [5], "五")]
