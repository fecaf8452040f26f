"""A waiver is an entry with an approver and a reason, and has its own state on the board."""

from datetime import date

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.periods import parse

pytestmark = pytest.mark.django_db


def waive(**changed):
    from zicha.services import waivers

    given = {
        "unit": "U01",
        "duty": "exit-inspection",
        "window": date(2026, 4, 1),
        "approver": "P001",
        "reason": "停工改造",
    }
    return waivers.waive(**{**given, **changed}, recorded_at=factories.NOW, recorded_by="P002")


def test_waived_window_is_counted_on_its_own():
    from zicha.services import boards

    factories.organisation()
    waive()
    found = boards.show(
        unit="U01", period=parse("2026Q2"), on=date(2026, 6, 10), as_known_at=factories.NOW, subtree=False
    )
    states = {cell.window.start.month: cell.state for cell in found.cells if cell.duty == "exit-inspection"}
    assert states == {4: "waived", 5: "overdue", 6: "open"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"duty": "no-such"}, "waiver.duty_unknown"),
        ({"reason": ""}, "ledger.field_missing"),
        ({"approver": "P999"}, "ledger.field_wrong"),
        ({"unit": "U99"}, "ledger.unit_absent"),
    ],
)
def test_waiver_that_cannot_be_is_refused(wrong, code):
    from zicha.store.queries import ledger

    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        waive(**wrong)
    assert (refusal.value.code, ledger.size()) == (code, 0)
