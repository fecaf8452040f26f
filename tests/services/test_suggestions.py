"""What the box keeps, what the ledger is told and when, and what an erasure leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tests import factories
from tests.services import committed
from zicha.core.findings import Refusal
from zicha.core.suggestions import Suggestion

TODAY = date(2026, 6, 10)
NONCE = "n" * 16


@pytest.fixture(name="home")
def installation(home, django_db_blocker, settings, tmp_path):
    """An installation of the test's own."""
    settings.ZICHA_HOME = tmp_path
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        factories.organisation()
        yield tmp_path


def hand_in(*, nonce=NONCE, day=TODAY, **more):
    from zicha.services import suggestions

    said = {"unit": "U01", "urgency": "service", "text": "食堂太远，中午来不及", **more}
    return suggestions.hand_in(handed=suggestions.Handed(**said), nonce=nonce, day=day)


def at(days=0, hours=1):
    return factories.NOW + timedelta(days=days, hours=hours)


def told():
    """Kind, day, fields and unit of everything the ledger was told of the box, in order."""
    from zicha.store.queries import ledger

    found = ledger.by_seq(seqs=range(1, ledger.size() + 1))
    return [
        (each.draft.kind, each.draft.unit, each.draft.happened_on, dict(each.draft.fields))
        for each in found
        if each.draft.kind in ("suggestion", "suggestion_step", "erasure")
    ]


def test_unnamed_one_is_kept_with_its_day_and_nothing_else(home):
    found = hand_in().suggestion
    assert found == Suggestion(found.id, "U01", "service", TODAY, "食堂太远，中午来不及")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_suggestion")
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    assert {key: value for key, value in row.items() if value not in ("", 0, None, False)} == {
        "id": found.id,
        "unit": "U01",
        "urgency": "service",
        "day": row["day"],
        "text": "食堂太远，中午来不及",
        "digest": row["digest"],
    }
    assert str(row["day"]) == "2026-06-10"
    assert told() == []


def test_second_tap_finds_the_first_ones_receipt(home):
    first = hand_in()
    assert hand_in() == first
    assert hand_in(nonce="m" * 16).suggestion.id != first.suggestion.id
    assert hand_in(nonce="short").code != hand_in(nonce="short").code


def test_matter_about_the_unit_itself_goes_to_the_unit_above(home):
    assert hand_in(above=True).suggestion.unit == "U00"
    with pytest.raises(Refusal, match=r"suggestions\.nobody_above"):
        hand_in(unit="U00", above=True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "suggestions.empty"),
        ({"text": "长" * 4001}, "suggestions.long"),
        ({"urgency": "urgent"}, "suggestions.urgency"),
        ({"unit": "U99"}, "suggestions.unit_unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused(more, code, home):
    with pytest.raises(Refusal) as caught:
        hand_in(**more)
    assert caught.value.code == code


def test_ledger_is_told_on_a_later_day_in_no_order_that_means_anything(home):
    from zicha.services import suggestions

    handed = [hand_in(nonce=f"{number:016}").suggestion.id for number in range(4)]
    suggestions.settle(now=at())
    assert told() == []
    suggestions.settle(now=at(days=1))
    suggestions.settle(now=at(days=1))
    assert told() == [
        ("suggestion", "", TODAY, {"number": str(number), "urgency": "service"}) for number in sorted(handed)
    ]


def test_lead_triages_forwards_and_answers_and_the_ledger_has_no_word_of_it(home):
    from zicha.services import log, suggestions

    receipt = hand_in()
    number = receipt.suggestion.id
    suggestions.triage(number=number, urgency="safety", at=at(), by="P002")
    suggestions.triage(number=number, urgency="safety", at=at(), by="P002")
    suggestions.forward(number=number, unit="U02", at=at(), by="P002")
    said = suggestions.answer(number=number, text="下周起送餐到岗", at=at(days=1), by="P001")
    assert suggestions.answer(number=number, text="下周起送餐到岗", at=at(days=1), by="P001") == said
    assert suggestions.of_receipt(code=receipt.code.lower()) == Suggestion(
        number, "U02", "safety", TODAY, "食堂太远，中午来不及", entry=1, answer="下周起送餐到岗",
        answered_on=TODAY + timedelta(1), answered_by="P001", forwarded=1,
    )  # fmt: skip
    assert told() == [
        ("suggestion", "", TODAY, {"number": str(number), "urgency": "service"}),
        ("suggestion_step", "", TODAY, {"number": str(number), "step": "triage", "urgency": "safety"}),
        ("suggestion_step", "", TODAY, {"number": str(number), "step": "forward"}),
        ("suggestion_step", "", TODAY + timedelta(1), {"number": str(number), "step": "answer"}),
    ]
    assert log.verify(home=home).fault is None
    with pytest.raises(Refusal, match=r"suggestions\.settled"):
        suggestions.forward(number=number, unit="U01", at=at(days=1), by="P001")


def test_first_step_of_another_day_tells_of_all_that_came_before(home):
    from zicha.services import suggestions

    first, second = hand_in().suggestion, hand_in(nonce="m" * 16).suggestion
    suggestions.answer(number=first.id, text="好", at=at(days=1), by="P001")
    kinds = [(kind, fields["number"]) for kind, _unit, _day, fields in told()]
    assert kinds == [("suggestion", str(first.id)), ("suggestion", str(second.id)), ("suggestion_step", str(first.id))]


def test_hander_in_erases_with_the_receipt_and_the_counts_stay(home):
    from zicha.services import log, suggestions
    from zicha.store.queries import suggestions as queries

    receipt = hand_in(person="P003")
    number = receipt.suggestion.id
    suggestions.answer(number=number, text="已经在办", at=at(), by="P002")
    gone = suggestions.erase(code=receipt.code, today=TODAY)
    assert gone == Suggestion(number, "U01", "service", TODAY, "", entry=1, answered_on=TODAY, erased_on=TODAY)
    assert suggestions.erase(code=receipt.code, today=TODAY + timedelta(3)) == gone
    assert [each.state for each in queries.of_units(units=["U01"])] == ["answered"]
    assert all(word.encode() not in path.read_bytes() for word in ("食堂太远", "已经在办")
               for path in home.glob("zicha.sqlite3*"))  # fmt: skip
    assert [kind for kind, *_ in told()] == ["suggestion", "suggestion_step"]
    suggestions.settle(now=at(days=1))
    suggestions.settle(now=at(days=2))
    kind, unit, day, fields = told()[-1]
    assert (len(told()), kind, unit, day) == (3, "erasure", "", TODAY + timedelta(1))
    assert (fields["ground"], fields["targets"]) == ("request", (f"suggestion {number}",))
    assert log.verify(home=home).fault is None


def test_what_a_receipt_erased_goes_again_when_a_backup_brings_it_back(home):
    from zicha.services import erasure, suggestions
    from zicha.store import models

    first, other = hand_in(nonce="a" * 16), hand_in(nonce="b" * 16, text="路灯坏了")
    before = models.Suggestion.objects.filter(pk=first.suggestion.id).values().get()
    suggestions.erase(code=first.code, today=TODAY)
    models.Suggestion.objects.filter(pk=first.suggestion.id).update(**before)
    assert suggestions.of_receipt(code=first.code).text == "食堂太远，中午来不及"
    (again,) = erasure.replay(home=home, recorded_at=at(days=1))
    assert (again.entries, again.values) == ((), 1)
    found = suggestions.of_receipt(code=first.code)
    assert (found.text, found.erased_on) == ("", TODAY + timedelta(1))
    assert suggestions.of_receipt(code=other.code).text == "路灯坏了"
    assert erasure.replay(home=home, recorded_at=at(days=2)) == ()


def test_unknown_receipt_is_refused(home):
    from zicha.services import suggestions

    for code in ("", "ABCD-ABCD-ABCD-ABCD"):
        with pytest.raises(Refusal, match=r"suggestions\.receipt_unknown"):
            suggestions.of_receipt(code=code)


def test_text_goes_a_year_after_it_was_handed_in_and_the_going_is_told(home):
    from zicha.services import retention
    from zicha.store.queries import suggestions as queries

    number = hand_in().suggestion.id
    kept = retention.retain(home=home, now=datetime(2027, 6, 10, 4, 0, tzinfo=UTC), recorded_by="cli")
    assert kept.counts["suggestions"] == 0
    done = retention.retain(home=home, now=datetime(2027, 6, 11, 4, 0, tzinfo=UTC), recorded_by="cli")
    assert done.counts["suggestions"] == 1
    found = queries.one(number=number)
    assert (found.text, found.erased_on, found.state) == ("", date(2027, 6, 11), "withdrawn")
    assert [(kind, fields.get("targets")) for kind, _unit, _day, fields in told()] == [
        ("suggestion", None),
        ("erasure", (f"suggestion {number}",)),
    ]
    again = retention.retain(home=home, now=datetime(2027, 6, 12, 4, 0, tzinfo=UTC), recorded_by="cli")
    assert (again.counts["suggestions"], again.entries) == (0, ())


def test_person_who_is_erased_leaves_neither_name_nor_words_in_the_box(home):
    from zicha.services import erasure
    from zicha.store.queries import suggestions as queries

    number = hand_in(person="P003").suggestion.id
    other = hand_in(nonce="m" * 16, text="别人的").suggestion.id
    order = erasure.Order("request", at(), "P001", home, approver="P001")
    erasure.erase_person(person="P003", order=order)
    found = {each.id: (each.text, each.person) for each in queries.of_units(units=["U01"])}
    assert found == {number: ("", ""), other: ("别人的", "")}


def test_what_waits_stands_first_by_the_day_its_answer_is_due(home):
    from zicha.services import suggestions

    slow = hand_in().suggestion.id
    urgent = hand_in(nonce="m" * 16, urgency="safety").suggestion.id
    done = hand_in(nonce="k" * 16).suggestion.id
    suggestions.answer(number=done, text="好", at=at(), by="P002")
    assert [each.id for each in suggestions.listed(units=["U01"], on=TODAY)] == [urgent, slow, done]
    assert [each.id for each in suggestions.waiting(units=["U01", "U02"])] == sorted([urgent, slow])


def test_problem_opened_from_a_suggestion_is_found_from_it(home):
    from zicha.services import problems, suggestions

    number = hand_in().suggestion.id
    entry = suggestions.entry_of(number=number, at=at())
    assert suggestions.entry_of(number=number, at=at()) == entry
    found = problems.Finding("U01", "suggestion", "午餐供应", "P002", date(2026, 6, 30), origin=str(entry))
    made = problems.open_problem(found=found, recorded_at=at(), recorded_by="P002")
    assert suggestions.problems_from(entry=entry, as_known_at=at()) == ((made.entry, made.number),)
    assert suggestions.problems_from(entry=0, as_known_at=at()) == ()
