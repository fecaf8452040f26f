from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import figures, periods
from zicha.core.figures import Name
from zicha.core.findings import Refusal
from zicha.core.measures import Measured
from zicha.core.scheme import Count, Measure, Selector
from zicha.core.text import LocalText

KNOWN = datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
STUDIES = Measure("studies", LocalText("学习次数", "Sessions"), Count(Selector(("study",))), "次")

PERIODS = st.sampled_from(["2026", "2026H1", "2026Q3", "2026-05"]).map(periods.parse)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), PERIODS, st.booleans())
def test_an_id_is_read_back(measure, unit, period, subtree):
    name = Name(measure, unit, period, subtree)
    assert figures.parse(str(name)) == name
    assert "/" not in str(name)
    assert len(figures.tag(str(name))) <= 64


def test_an_id_reads_as_people_would_write_it():
    assert str(Name("studies", "U03", periods.parse("2026H1"))) == "fig-studies-U03-2026H1"
    assert (
        str(Name("put-right", "一中队", periods.parse("2026-05"), subtree=True))
        == "fig-put~2d~right-一中队-2026-05-all"
    )


@pytest.mark.parametrize(
    "text", ["", "fig-001", "fig-a-b-2026H3", "fig-a-b-2026-13", "fig-~ffffffff~-b-2026", "a-b-2026"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(Refusal) as refused:
        figures.parse(text)
    assert (refused.value.code, refused.value.facts) == ("reports.figure_unreadable", {"value": text})


def test_a_bookmark_is_hidden_short_and_not_shared():
    ids = [f"fig-{'m' * 60}-U{number}-2026H1" for number in range(50)]
    names = [figures.bookmark(each, place) for each in ids for place in (1, 2, 9999)]
    assert len(set(names)) == 150
    assert all(name.startswith("_zc_") and len(name) <= 40 and name.replace("_", "").isalnum() for name in names)
    assert figures.tag("fig-studies-U03-2026H1") == "zicha:fig-studies-U03-2026H1"


def test_json_is_the_published_shape():
    name = Name("studies", "U03", periods.parse("2026H1"))
    figure = figures.make(Measured(2, (4, 9)), measure=STUDIES, name=name, on=date(2026, 7, 1), as_known_at=KNOWN)
    assert figures.as_json(figure) == {
        "figure": "fig-studies-U03-2026H1", "measure": "studies", "title": "学习次数", "unit": "U03", "period": "2026H1",
        "subtree": False, "on": "2026-07-01", "as_known_at": "2026-07-01T00:30:00Z", "value": 2, "unit_word": "次",
        "text": "2", "records": [4, 9], "unnamed": [],
    }  # fmt: skip
    assert figure.as_known_at.astimezone(UTC) == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
