"""The demo is built where there is nothing yet, or where it stands already."""

import pytest

from tests.services.test_demo import NOW, UNTIL


def test_real_data_is_left_alone(db, tmp_path):
    from zicha.core.findings import Refusal
    from zicha.core.periods import ALWAYS
    from zicha.core.units import Roster, UnitSpan
    from zicha.services import demo as service
    from zicha.services import organisation

    organisation.apply(roster=Roster((UnitSpan("A", "甲", "", 1, ALWAYS),), (), ()), recorded_at=NOW)
    with pytest.raises(Refusal) as refused:
        service.build(home=tmp_path, until=UNTIL, now=NOW, language="zh")
    assert refused.value.code == "demo.not_a_demo"
