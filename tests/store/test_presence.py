"""Different people by kept rows are those of the fold: whoever sits where, whatever is corrected, whoever is erased."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.ledgers import append
from zicha.core import measures, presence
from zicha.core.ledger import Attendance, known
from zicha.core.periods import Span
from zicha.core.scheme import DistinctPeople, Measure, Selector
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan, tree_at

pytestmark = pytest.mark.django_db

SPAN = Span(date(2020, 1, 1), date.max)
BELOW = tuple(f"A{number:02}" for number in range(55))
TREE = (UnitSpan("A", "总队", "", 1, SPAN), *(UnitSpan(unit, f"{unit}中队", "A", 2, SPAN) for unit in BELOW))
BUSY = ("A", "A00", "A01", "A02", "X1")
"""Units that have sheets; X1 stands in no tree."""
SEATS = {
    "A": ("P1", "P2"), "A00": ("P2", "P3", "P4"), "A01": ("P4", "P5", "P1"), "A02": ("P6", "P7"), "X1": ("P1", "P8"),
}  # fmt: skip
"""P1, P2 and P4 have several seats; whoever is seen elsewhere is a guest."""
RULES = (
    DistinctPeople(ledgers.ALL_STUDY),
    DistinctPeople(ledgers.READING),
    DistinctPeople(Selector(("study", "visit"), backfilled=True)),
)
SCHEME = replace(
    ledgers.SCHEME,
    measures=tuple(Measure(f"m{place}", LocalText("数", "n"), rule) for place, rule in enumerate(RULES)),
)


def prepare(tree=TREE):
    """A large subtree with seats, a scheme that counts different people in three ways, and rows that are kept."""
    from zicha.store.writes import organisation, schemes
    from zicha.store.writes import presence as writes

    organisation.add_units(tree, recorded_at=ledgers.START)
    schemes.add(scheme=SCHEME, text=b"", sha256=ledgers.named(SCHEME), recorded_at=ledgers.START, recorded_by="")
    with connection.cursor() as cursor:
        rows = [(unit, slot, person) for unit, seated in SEATS.items() for slot, person in enumerate(seated)]
        cursor.executemany("INSERT INTO store_slot (unit, slot, person) VALUES (%s, %s, %s)", rows)
    writes.rebuild()


def history(chance, count):
    """A random ledger of the busy units; a correction may move an entry to another unit, kind or year, some share an instant."""
    found, instant = [], ledgers.START
    for each in (ledgers.moved(chance, one) for one in ledgers.revisions(chance, count)):
        instant += timedelta(hours=chance.choice((0, 1, 5, 30)))
        found.append(replace(each, recorded_at=instant, draft=replace(each.draft, unit=chance.choice(BUSY))))
    return tuple(found)


def question(chance, revisions):
    """Units of the subtree and around it, days that may begin and end within a month, an instant within the ledger."""
    units = dict.fromkeys([*tree_at(TREE, on=date(2026, 1, 1)).subtree("A"), *chance.sample(BUSY, 2)])
    left = set(chance.sample(BUSY, chance.randrange(3)))
    return ledgers.question(chance, revisions, units=tuple(unit for unit in units if unit not in left))


def folded(revisions, scope):
    entries = measures.in_question(
        known(revisions, as_known_at=scope.as_known_at), units=scope.units, span=scope.span, on=scope.on
    )
    return [measures.evaluate(rule, revisions=entries).value for rule in RULES]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_people_counted_from_rows_equal_the_fold(seed):
    from zicha.store.queries import measures as queries

    chance = random.Random(seed)
    revisions = history(chance, 45)
    asked = [question(chance, revisions) for _ in range(15)]
    with transaction.atomic():
        prepare()
        append(revisions[:20])
        append(revisions[20:21])
        append(revisions[21:])
        found = [[queries.value(rule, scope=scope) for rule in RULES] for scope in asked]
        whole = [[queries.measured(rule, scope=scope).value for rule in RULES] for scope in asked]
        kept = rows()
        transaction.set_rollback(True)
    assert kept
    assert found == [folded(revisions, scope) for scope in asked]
    assert whole == found


def rows():
    """The kept rows that say something else than the one before: one that came and went within an instant does not."""
    found, last = [], {}
    for *key, instant, cells in stored():
        months = presence.unpack(cells)
        if months != last.get(tuple(key), [presence.NOBODY] * 12):
            found.append((*key, instant, months))
        last[tuple(key)] = months
    return found


def stored():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.digest, r.year, r.unit, r.rec_at, r.cells FROM store_presencerow r"
            " JOIN store_presenceselector s ON s.id = r.selector ORDER BY 1, 2, 3, 4"
        )
        return [(*key, bytes(cells)) for *key, cells in cursor.fetchall()]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_rebuilt_rows_equal_those_kept_while_recording(seed):
    from zicha.store.writes import facts

    revisions = history(random.Random(seed), 40)
    with transaction.atomic():
        prepare()
        for start in range(0, 40, 3):
            append(revisions[start : start + 3])
        before = rows()
        facts.rebuild(kind_of=ledgers.kind_of, progress=lambda _done, _total: None)
        after = rows()
        transaction.set_rollback(True)
    assert before
    assert after == before


def study(day, *present, unit="A00"):
    """A study that these people came to, recorded at once."""
    sheet = Attendance(len(present), len(present), 0, 0, present, present)
    (blank,) = ledgers.revisions(random.Random(1), 1)
    draft = replace(blank.draft, unit=unit, kind="study", happened_on=day, fields=(), attendance=sheet, makes_up=None)
    return replace(blank, draft=draft, backfilled=False)


def whole(*, hours=1000):
    from zicha.store.queries.measures import Scope

    units = tree_at(TREE, on=date(2026, 1, 1)).subtree("A")
    instant = ledgers.START + timedelta(hours=hours)
    return Scope(units, Span(date(2026, 1, 1), date(2026, 7, 1)), date(2026, 6, 30), instant)


def test_person_with_seats_in_two_units_and_a_guest_seen_elsewhere_are_one_each():
    from zicha.store.queries import measures as queries

    prepare()
    append([study(date(2026, 2, 3), "P2", "P3", "P9"), study(date(2026, 3, 4), "P2", "P9", unit="A")])
    assert queries.value(RULES[0], scope=whole()) == len({"P2", "P3", "P9"})


def test_erased_person_still_counts_as_one():
    from zicha.store.queries import measures as queries

    prepare()
    append([study(date(2026, 2, 3), "P2", "P3"), study(date(2026, 3, 4), "P2", unit="A")])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_slot SET person = 'erased-0123456789ab' WHERE person = 'P2'")
        cursor.execute("DELETE FROM store_slot WHERE person = 'P3'")
    assert queries.value(RULES[0], scope=whole()) == 2


def test_people_of_ten_months_ago_are_told_as_known_then():
    from zicha.store.queries import measures as queries

    prepare()
    first = study(date(2026, 2, 3), "P3", "P4")
    second = replace(study(date(2026, 2, 3), "P3"), seq=2, number=2, recorded_at=first.recorded_at + timedelta(hours=9))
    append([first])
    append([replace(second, entry=1)])
    assert [queries.value(RULES[0], scope=whole(hours=hours)) for hours in (0, 8, 999)] == [0, 2, 1]


@pytest.mark.parametrize("days", [3, 9])
def test_subtree_is_counted_in_few_statements_whatever_its_sheets(days, django_assert_num_queries):
    from zicha.store.queries import measures as queries

    prepare()
    append([study(date(2026, 2, day + 1), "P3", "P4") for day in range(days)])
    with django_assert_num_queries(4):
        assert queries.value(RULES[0], scope=whole()) == 2


@pytest.mark.parametrize(("tree", "statements"), [(TREE, 4), (TREE[:20], 1)])
def test_sheet_costs_few_statements_and_one_where_nothing_is_kept(tree, statements):
    prepare(tree)
    with CaptureQueriesContext(connection) as asked:
        append([study(date(2026, 2, 3), "P3")])
    told = [each["sql"] for each in asked.captured_queries]
    kept = [sql for sql in told if "store_presence" in sql or (sql.startswith("select seq, present"))]
    assert len(kept) == statements
    assert bool(rows()) == (tree is TREE)


def test_selector_of_a_new_version_is_kept_at_once_in_a_small_ledger():
    from zicha.store.writes import presence as writes
    from zicha.store.writes import schemes

    prepare()
    append([study(date(2026, 2, 3), "P3", "P4")])
    before = rows()
    late = Measure("late", LocalText("补录人数", "Late"), DistinctPeople(Selector(("study",), backfilled=False)))
    later = replace(SCHEME, version="2", measures=(*SCHEME.measures, late))
    schemes.add(scheme=later, text=b"", sha256=ledgers.named(later), recorded_at=ledgers.START, recorded_by="")
    writes.align()
    after = rows()
    assert len(after) == len(before) + 1
    writes.rebuild()
    assert rows() == after
