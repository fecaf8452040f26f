"""A report's way from draft to archive is a fold over its steps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import report_life
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence, Revision
from zicha.core.report_life import Asking, Frozen, Life

NOW = datetime(2026, 7, 3, 8, tzinfo=UTC)
FROZEN = Frozen("ab" * 32, NOW, date(2026, 7, 3), "zh", subtree=True)
PLACE = ("work-safety", "U01", "2026H1")
BUNDLE = Evidence("report", "cd" * 32, "bundle.zip", 12)


def taken(*steps, by="P002", comment="请补充数字"):
    return tuple(
        Revision(
            seq=place,
            entry=place,
            number=1,
            draft=report_life.draft(
                unit="U01",
                scheme="work-safety",
                period="2026H1",
                step=step,
                frozen=FROZEN,
                on=date(2026, 7, 3),
                comment=comment if step == "return" else "",
                bundle=BUNDLE if step == "archive" else None,
            ),
            recorded_at=NOW + timedelta(hours=place),
            recorded_by=by,
        )
        for place, step in enumerate(steps, start=1)
    )


def life(*steps, **more):
    return report_life.lives(taken(*steps, **more)).get(PLACE, Life())


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), "draft"),
        (("submit",), "submitted"),
        (("submit", "return"), "returned"),
        (("submit", "return", "resubmit"), "submitted"),
        (("submit", "accept"), "accepted"),
        (("submit", "accept", "archive"), "archived"),
        (("submit", "archive"), "archived"),
        (("submit", "accept", "return"), "returned"),
    ],
)
def test_state_follows_from_the_steps(steps, state):
    found = life(*steps)
    assert (found.state, tuple(each.step for each in found.steps)) == (state, steps)


def test_what_a_report_shows_is_what_was_submitted():
    assert life("submit").frozen == FROZEN
    assert life("submit", "return").frozen is None
    assert life("submit", "return").comment == "请补充数字"
    assert life("submit", "accept", "archive").bundle == BUNDLE


def test_a_corrected_or_foreign_entry_is_no_step():
    first = taken("submit")[0]
    corrected = Revision(**{**{name: getattr(first, name) for name in Revision.__slots__}, "seq": 2, "number": 2})
    assert report_life.lives([corrected]) == {}


@given(st.lists(st.sampled_from(report_life.STEPS), max_size=12))
def test_fold_never_leaves_the_ways_there_are(steps):
    found = life(*steps)
    state = "draft"
    for each in found.steps:
        open_now = {
            step
            for top in (False, True)
            for changed in (False, True)
            for step in report_life.open_steps(state, is_top=top, is_changed=changed)
        }
        assert each.step in open_now
        state = life(*(one.step for one in found.steps[: found.steps.index(each) + 1])).state
    assert found.state == state
    assert (found.frozen is None) == (found.state in report_life.OPEN)


@given(st.permutations(taken("submit", "return", "resubmit", "accept")))
def test_fold_does_not_depend_on_the_order_of_reading(revisions):
    assert report_life.lives(revisions)[PLACE].state == "accepted"


@pytest.mark.parametrize(
    ("state", "is_top", "kept", "changed"),
    [
        ("submitted", False, ("return", "accept"), ("return", "accept")),
        ("submitted", True, ("archive",), ("return",)),
        ("accepted", False, ("archive",), ("return",)),
        ("archived", False, (), ()),
    ],
)
def test_report_that_could_only_be_archived_is_given_back_where_it_changed(state, is_top, kept, changed):
    assert report_life.open_steps(state, is_top=is_top) == kept
    assert report_life.open_steps(state, is_top=is_top, is_changed=True) == changed


@given(
    st.lists(st.sampled_from(report_life.STEPS), max_size=8),
    st.sampled_from(report_life.STEPS),
    st.booleans(),
    st.booleans(),
)
def test_a_step_is_admitted_exactly_where_it_is_open(steps, step, is_top, is_changed):
    now = life(*steps)
    asking = Asking(step, seen=len(now.steps), by="P001", comment="请改", is_top=is_top, is_changed=is_changed)
    if step in report_life.open_steps(now.state, is_top=is_top, is_changed=is_changed):
        assert report_life.admit_step(now, asking) is None
    else:
        with pytest.raises(Refusal) as refusal:
            report_life.admit_step(now, asking)
        assert refusal.value.code == f"report_life.{step}_out_of_turn"


@pytest.mark.parametrize(
    ("asking", "code"),
    [
        (Asking("accept", seen=0, by="P001"), "report_life.stale"),
        (Asking("resubmit", seen=1, by="P001"), "report_life.resubmit_out_of_turn"),
        (Asking("return", seen=1, by="P001", comment="  "), "report_life.comment_missing"),
        (Asking("return", seen=1, by="P001", comment="改" * 2001), "report_life.comment_too_long"),
        (Asking("accept", seen=1, by="P002"), "report_life.own_report"),
    ],
)
def test_a_step_that_may_not_be_is_refused(asking, code):
    with pytest.raises(Refusal) as refusal:
        report_life.admit_step(life("submit"), asking)
    assert refusal.value.code == code


def test_hash_leaves_out_instants_and_remarks():
    shape = {"title": "报告", "as_known_at": "2026", "snapshot": "", "findings": [], "figures": [{"text": "5"}]}
    later = shape | {"as_known_at": "2027", "snapshot": "x", "findings": [{"code": "y"}]}
    later["figures"] = [{"text": "5", "as_known_at": "2027"}]
    other = shape | {"figures": [{"text": "6"}]}
    assert report_life.content_hash(shape) == report_life.content_hash(later)
    assert report_life.content_hash(shape) != report_life.content_hash(other)
