from datetime import date

import pytest

from zicha.core.periods import Span
from zicha.core.reorganising import Line
from zicha.core.reorganising_told import told
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan

DAY = date(2026, 12, 1)
SPANS = (
    UnitSpan("U1", "一队", "", 1, Span(date(2024, 1, 1), DAY)),
    UnitSpan("U1", "先锋队", "", 1, Span(DAY, date.max)),
    UnitSpan("U2", "二队", "", 1, Span(date(2024, 1, 1), date.max)),
)


def sentence(line, language="zh"):
    posts = {"lead": LocalText("第一责任人", "first person responsible")}
    return told(line, spans=SPANS, people={"P1": "林远"}, posts=posts, language=language)


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        (
            Line("renamed", DAY, "U1", name="先锋队"),
            "从 2026-12-01 起一队（U1）改名为先锋队。",
            "From 2026-12-01: 一队 (U1) is called 先锋队.",
        ),
        (
            Line("founded", DAY, "U3", other="U2", name="三队"),
            "从 2026-12-01 起设立三队（U3），隶属二队（U2）。",
            "From 2026-12-01: 三队 (U3) is founded below 二队 (U2).",
        ),
        (
            Line("moved", DAY, "U2"),
            "从 2026-12-01 起二队（U2）连同下级成为最上级单位。",
            "From 2026-12-01: 二队 (U2), with all below it, stands at the top.",
        ),
        (
            Line("appointed", DAY, "U2", person="P1", post="lead"),
            "从 2026-12-01 起林远（P1）任二队（U2）的第一责任人。",
            "From 2026-12-01: 林远 (P1) is first person responsible of 二队 (U2).",
        ),
        (
            Line("left", DAY, person="P9"),
            "从 2026-12-01 起P9离开本组织，所有岗位同时结束。",
            "From 2026-12-01: P9 leaves; all posts end.",
        ),
        (
            Line("left", DAY, "U2", person="P1"),
            "从 2026-12-01 起林远（P1）离开二队（U2），在其中的岗位同时结束。",
            "From 2026-12-01: 林远 (P1) leaves 二队 (U2); posts there end.",
        ),
    ],
)
def test_line_is_told_with_the_names_of_the_day_before(line, zh, en):
    assert (sentence(line), sentence(line, "en")) == (zh, en)


@pytest.mark.parametrize(
    "kind", ["founded", "renamed", "moved", "merged", "split", "closed", "joined", "left", "appointed", "relieved"]
)
def test_every_kind_of_line_has_its_sentence(kind):
    assert "2026-12-01" in sentence(Line(kind, DAY, "U1", other="U2", name="新", person="P1", post="lead"))
