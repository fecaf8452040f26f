import json
from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core.ledger import Draft
from zicha.core.periods import ALWAYS, Span

pytestmark = pytest.mark.django_db

LATER = factories.NOW + timedelta(hours=1)


def test_entries_are_the_published_shape_oldest_first():
    from zicha.services import exports

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 2)))
    factories.record(factories.meeting(date(2026, 4, 2), present=("P003",)))
    first, second = (json.loads(line) for line in exports.entries(units=("U01", "U03"), span=ALWAYS, as_known_at=LATER))
    assert first == {
        "key": None, "unit": "U03", "kind": "safety_meeting", "happened_on": "2026-04-02", "title": "安全例会",
        "fields": {"agenda": "月度安全例会", "decisions": "1", "duration": 60, "host": "P003"},
        "expected": ["P003", "P004"], "present": ["P003"], "excused": [], "made_up": [], "evidence": [],
        "seq": 2, "entry": 2, "recorded_at": "2026-06-10T08:00:00Z", "recorded_by": "P002", "backfilled": True,
        "withdrawn": False,
    }  # fmt: skip
    assert (second["seq"], second["evidence"]) == (1, [{"kind": "checklist", "file": "", "sha256": "", "size": 0}])


def test_entries_of_private_kinds_stay_inside():
    from zicha.services import exports

    factories.organisation(schemes=("theory-study",))
    fields = (("help", "none"), ("offered_by", "P003"), ("topic", "work"))
    factories.record(Draft("U03", "talk", date(2026, 5, 3), fields=fields))
    assert list(exports.entries(units=("U03",), span=ALWAYS, as_known_at=LATER)) == []
    asked = {"units": ("U03",), "span": ALWAYS, "as_known_at": LATER}
    assert list(exports.hledger(**asked))[1:] == ["", "2026-01-01 talk", "    equity"]
    for day in range(4):
        factories.record(Draft("U03", "talk", date(2026, 2, 3 + day), fields=fields))
    assert list(exports.hledger(**asked))[1:] == ["", "2026-01-01 talk", "    U03:talk  5 entry", "    equity"]


def test_a_journal_holds_the_asked_days_and_units():
    from zicha.services import exports

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 30)))
    factories.record(factories.inspection(date(2026, 5, 1)))
    factories.record(factories.inspection(date(2026, 5, 1), unit="U03"))
    written = list(exports.hledger(units=("U01",), span=Span(date(2026, 5, 1), date(2026, 6, 1)), as_known_at=LATER))
    assert [line for line in written if line.endswith(" entry")] == ["    U01:exit_inspection  1 entry"]
