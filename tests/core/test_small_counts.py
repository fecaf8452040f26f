"""Nothing smaller than five is told by its parts."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture import source
from zicha.core import small_counts
from zicha.core.periods import parse
from zicha.core.scheme import Count, DistinctPeople, Selector, Sum
from zicha.core.small_counts import Closed
from zicha.formats import scheme_yaml


def test_small_are_one_to_four():
    assert [count for count in range(8) if small_counts.is_small(count)] == [1, 2, 3, 4]


def test_parts_are_told_when_none_is_small():
    assert small_counts.broken_down({"work": 5, "health": 0, "family": 9}) == {"work": 5, "health": 0, "family": 9}


def test_no_part_is_told_when_one_is_small_or_it_could_be_subtracted():
    assert small_counts.broken_down({"work": 20, "health": 1, "family": 9}) == {}


@given(st.lists(st.sampled_from("abcd")))
def test_whoever_reads_the_parts_finds_nobody_among_fewer_than_five(kinds):
    told = small_counts.broken_down(Counter(kinds))
    assert all(kinds.count(kind) >= small_counts.LEAST for kind in told)
    assert told == {} or sum(told.values()) == len(kinds)


TALKS = Selector(("talk",))
MAY = date(2026, 5, 8)
H1, YEAR = parse("2026H1"), parse("2026")


def of_unit(count, *path, day=MAY):
    return [Closed(path or ("U1",), day)] * count


@pytest.mark.parametrize(
    ("rule", "instead"),
    [
        (Count(TALKS), ["", "<5", "<5", "<5", "<5", "", ""]),
        (DistinctPeople(TALKS), ["", "<5", "<5", "<5", "<5", "", ""]),
        (Sum("present", TALKS), ["", "<5", "<5", "<5", "<5", "", ""]),
        (Sum("duration", TALKS), [""] * 7),
    ],
)
def test_few_entries_or_heads_of_private_kinds_are_withheld(rule, instead):
    assert [small_counts.withheld(rule, of_unit(n), period=H1, per="half") for n in range(7)] == instead


@pytest.mark.parametrize(("period", "instead"), [("2026H1", ""), ("2026", ""), ("2026Q2", "≥5"), ("2026-05", "≥5")])
def test_shorter_periods_than_the_schemes_are_not_told(period, instead):
    asked = {"period": parse(period), "per": "half"}
    assert small_counts.withheld(Count(TALKS), of_unit(7), **asked) == instead
    assert small_counts.withheld(Sum("duration", TALKS), of_unit(7), **asked) == ("*" if instead else "")


def test_year_with_a_half_of_a_few_is_not_told():
    autumn = date(2026, 10, 1)
    found = [small_counts.withheld(Count(TALKS), of_unit(7) + of_unit(n, day=autumn), period=YEAR, per="half")
             for n in (0, 1, 4, 5)]  # fmt: skip
    assert found == ["", "≥8", "≥8", ""]


PATHS = [("U1",), ("U1", "U2"), ("U1", "U2", "U4"), ("U1", "U2", "U5"), ("U1", "U3")]


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_whoever_subtracts_all_that_is_told_below_a_unit_finds_no_few(counts):
    """Every unit's own count and every sum over a unit and those below it that is told, from the lowest up."""
    own = dict(zip(PATHS, counts, strict=True))

    def tells(top):
        below = [path for path in PATHS if path[: len(top)] == top]
        found = [one for path in below for one in of_unit(own[path], *path[len(top) - 1 :])]
        return small_counts.withheld(Count(TALKS), found, period=H1, per="half") == ""

    def left(top):
        """What is left of the sum over ``top`` when everything told of the units below is taken away."""
        children = [path for path in PATHS if len(path) == len(top) + 1 and path[: len(top)] == top]
        rest = own[top] if small_counts.is_small(own[top]) else 0
        return rest + sum(0 if tells(child) else left(child) for child in children)

    assert all(not tells(top) or not small_counts.is_small(left(top)) for top in PATHS)


@pytest.mark.parametrize("path", sorted((source.SRC / "schemes").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_shipped_scheme_owes_or_breaks_down_talks(path):
    """A duty's cell would tell a unit's talks month by month, so none is fulfilled by a kind with a topic."""
    scheme = scheme_yaml.read(path.read_bytes(), name=path.name, language="zh").scheme
    talks = {kind.id for kind in scheme.kinds if kind.private and any(field.choices for field in kind.fields)}
    assert [duty.id for duty in scheme.duties if talks & set(duty.fulfilled_by.kinds)] == []


def test_scheme_that_counts_private_entries_by_a_choice_is_refused():
    data = (source.SRC / "schemes" / "theory-study.yaml").read_text("utf-8")
    by_topic = data.replace("count: {kind: talk}", "count: {kind: talk, where: {topic: [health]}}", 1)
    read = scheme_yaml.read(by_topic.encode(), name="x.yaml", language="zh")
    assert [finding.code for finding in read.findings] == ["scheme.private_broken_down"]


@pytest.mark.parametrize(
    "rule",
    [
        "count: {kinds: [talk, lecture]}",
        "count: {kinds: [talk, self_study]}",
        "count: {kind: talk, backfilled: true}",
        "distinct: {people: present, kinds: [talk, lecture]}",
        "sum: {of: present, kinds: [talk, lecture]}",
        "rate: {present: of_expected, kind: talk}",
        "share: {part: {kind: talk}, whole: {kinds: [talk, lecture]}}",
    ],
)
def test_scheme_that_counts_a_private_kind_so_that_it_can_be_subtracted_is_refused(rule):
    data = (source.SRC / "schemes" / "theory-study.yaml").read_text("utf-8")
    unit = "unit: 次\n    count: {kind: talk}"
    assert data.count(unit) == 1
    read = scheme_yaml.read(data.replace(unit, rule).encode(), name="x.yaml", language="zh")
    assert [finding.code for finding in read.findings] == ["scheme.private_mixed"]


@pytest.mark.parametrize(
    "rule",
    [
        "count: {kind: talk}",
        "distinct: {people: present, kind: talk}",
        "sum: {of: duration, kinds: [self_study, lecture]}",
        "share: {of: duration, part: {kind: self_study}, whole: {kinds: [self_study, lecture]}}",
    ],
)
def test_scheme_may_count_a_private_kind_whole_and_add_up_its_time(rule):
    data = (source.SRC / "schemes" / "theory-study.yaml").read_text("utf-8")
    read = scheme_yaml.read(
        data.replace("unit: 次\n    count: {kind: talk}", rule).encode(), name="x.yaml", language="zh"
    )
    assert [finding.code for finding in read.findings if finding.severity == "error"] == []
