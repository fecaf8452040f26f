"""The next steps of earlier reports are accounted for, one by one."""

from datetime import UTC, date, datetime

import pytest

from zicha.core import report_promises
from zicha.core.actions import Action, Step, folded
from zicha.core.periods import parse

H2 = parse("2026H2")


def promise(entry, *steps, origin="rep-s-U01-2026H1", source="report", owner="", matter="更换灭火器。"):
    made = Action(
        entry=entry, seq=entry, number=1, unit="U01", made_on=date(2026, 7, 1),
        made_at=datetime(2026, 7, 1, tzinfo=UTC), made_by="P002", source=source, matter=matter, origin=origin, owner=owner,
    )  # fmt: skip
    return folded(made, steps)


AUGUST = date(2026, 8, 3)
DONE = promise(1, Step("done", AUGUST, reason="已全部更换", record="9", seq=11), owner="P002")
WORKING = promise(2, Step("work", AUGUST, seq=21), matter="修订预案")
DROPPED = promise(3, Step("drop", AUGUST, reason="由总部统一办理", seq=31), matter="购置推车")
SILENT = promise(4, matter="组织演练")


def test_report_accounts_for_what_was_open_when_its_period_began():
    old = Step("done", date(2026, 6, 1), record="9")
    others = [
        promise(5, origin="rep-s-U01-2026H2"),
        promise(6, origin="rep-other-U01-2026H1"),
        promise(7, origin="rep-s-U01-2025H2", source="meeting"),
        promise(8, old, origin="rep-s-U01-2025H2"),
        promise(9, origin="rep-s-U01-nonsense"),
    ]
    older = promise(10, origin="rep-s-U01-2025H1")
    found = report_promises.due([DONE, SILENT, *others, older], scheme="s", unit="U01", period=H2)
    assert found == (DONE, SILENT, older)


def test_step_of_an_earlier_period_is_no_answer_for_this_one():
    early = promise(5, Step("work", date(2026, 6, 30)))
    assert report_promises.unanswered([DONE, WORKING, DROPPED, SILENT, early], period=H2) == (SILENT, early)


def test_every_promise_is_accounted_for_in_words():
    paragraphs = list(
        report_promises.paragraphs([DONE, WORKING, DROPPED, SILENT], period=H2, names={"P002": "周启明"}, language="zh")
    )
    assert [(each.text, each.records) for each in paragraphs] == [
        ("往期报告提出的打算共4项：已办结1项，正在办1项，不再办1项，尚未交代1项。", ()),
        ("1.更换灭火器（责任人周启明）：2026年8月3日办结，已全部更换。", (1, 11)),
        ("2.修订预案：正在办。", (2, 21)),
        ("3.购置推车：不再办，由总部统一办理。", (3, 31)),
        ("4.组织演练：尚未交代。", (4,)),
    ]


def test_nothing_promised_is_said_in_words():
    (only,) = report_promises.paragraphs([], period=H2, names={}, language="en")
    assert only.text == "There is no earlier next step to account for."


@pytest.mark.parametrize(
    ("line", "matter", "owner", "due"),
    [
        ("更换灭火器。", "更换灭火器", "", None),
        ("更换灭火器（责任人：林远，2026年9月30日前）。", "更换灭火器", "林远", date(2026, 9, 30)),
        ("更换灭火器（2026-09-30）", "更换灭火器", "", date(2026, 9, 30)),
        ("Replace extinguishers (owner: Lin Yuan, by 2026-09-30).", "Replace extinguishers", "Lin Yuan", date(2026, 9, 30)),
        ("更换灭火器（仓库、车间）", "更换灭火器（仓库、车间）", "", None),
        ("更换灭火器（2026年13月1日前）", "更换灭火器（2026年13月1日前）", "", None),
    ],
)  # fmt: skip
def test_line_names_its_owner_and_deadline_in_brackets(line, matter, owner, due):
    assert report_promises.next_step(line, section="next") == report_promises.NextStep(matter, owner, due, "next")
