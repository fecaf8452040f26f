"""A report's next steps are adopted once, accounted for, and stand in the next report."""

from datetime import UTC, date, datetime

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.core.periods import parse

pytestmark = pytest.mark.django_db

JULY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 6, 2, 0, tzinfo=UTC)


def adopt(*matters, recorded_at=JULY, **more):
    from zicha.services import promises

    return promises.adopt(
        unit="U01",
        scheme="work-safety",
        period=parse("2026H1"),
        steps=[promises.NextStep(matter, **more) for matter in matters],
        recorded_at=recorded_at,
        recorded_by="P002",
    )


def account(action, outcome, **given):
    from zicha.services import promises

    return promises.account(action=action.entry, outcome=outcome, recorded_at=NOVEMBER, recorded_by="P002", **given)


def test_report_submitted_again_promises_nothing_twice():
    factories.organisation()
    first = adopt("更换灭火器", "修订预案")
    again = adopt("更换灭火器", "组织演练", recorded_at=NOVEMBER)
    assert [each.matter for each in (*first, *again)] == ["更换灭火器", "修订预案", "更换灭火器", "组织演练"]
    assert (again[0].entry, again[1].entry) == (first[0].entry, first[1].entry + 1)


def test_unknown_owner_leaves_no_promise_behind():
    from zicha.store.queries import ledger

    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        adopt("更换灭火器", owner="P999")
    assert (refusal.value.code, ledger.size()) == ("ledger.field_wrong", 0)


def test_next_report_accounts_for_each_and_finds_the_unanswered():
    from zicha.services import promises, reports

    factories.organisation()
    changed, revised, dropped, silent = adopt("更换灭火器", "修订预案", "购置推车", "组织演练")
    account(changed, "done", evidence=(Evidence("receipt", "", ""),))
    account(revised, "under_way", reason="初稿已出")
    account(dropped, "dropped", reason="由总部统一办理")
    asked = {
        "unit": "U01", "scheme": "work-safety", "period": parse("2026H2"), "on": date(2026, 12, 30),
        "as_known_at": NOVEMBER,
    }  # fmt: skip
    assert [each.entry for each in promises.unanswered(**asked)] == [silent.entry]
    report = reports.compose(**asked, language="zh")
    said = [block.text for block in report.sections[0].blocks]
    assert said[1:] == [
        "往期报告提出的打算共4项：已办结1项，正在办1项，不再办1项，尚未交代1项。",
        "1.更换灭火器：2026年11月6日办结，附有佐证。",
        "2.修订预案：正在办，初稿已出。",
        "3.购置推车：不再办，由总部统一办理。",
        "4.组织演练：尚未交代。",
    ]
    found = [finding for finding in report.findings if finding.code == "reports.promise_unanswered"]
    assert [(finding.severity, finding.facts["entry"]) for finding in found] == [("warning", str(silent.entry))]


def test_report_that_promised_says_nothing_of_its_own_promises():
    from zicha.services import reports

    factories.organisation()
    adopt("更换灭火器")
    report = reports.compose(
        unit="U01",
        scheme="work-safety",
        period=parse("2026H1"),
        on=date(2026, 7, 6),
        as_known_at=JULY,
        language="zh",
    )
    assert len(report.sections[0].blocks) == 1


def test_done_without_proof_is_refused():
    factories.organisation()
    (made,) = adopt("更换灭火器")
    with pytest.raises(Refusal) as refusal:
        account(made, "done", reason="换好了")
    assert refusal.value.code == "actions.evidence_missing"


def test_submitted_report_promises_what_its_next_steps_say():
    from zicha.services import promises, prose, reports

    factories.organisation()
    asked = {"unit": "U01", "scheme": "work-safety", "period": parse("2026H1")}
    text = "1. 更换灭火器（责任人：周启明，2026年9月30日前）\n2. 修订预案（责任人：无此人）\n"
    prose.save(
        **{**asked, "period": "2026H1"}, section="next", text=text, recorded_at=factories.NOW, recorded_by="P002",
        seen_number=0,
    )  # fmt: skip
    report = reports.compose(**asked, on=date(2026, 7, 6), as_known_at=JULY, language="zh")
    made = promises.adopt_report(report=report, recorded_at=JULY, recorded_by="P002")
    assert [(each.matter, each.owner, each.due, each.section) for each in made] == [
        ("更换灭火器", "P002", date(2026, 9, 30), "next"),
        ("修订预案（无此人）", "", None, "next"),
    ]
