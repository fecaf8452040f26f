"""What pages call things, in either language."""

import pytest
from django.utils import translation

from zicha.core import periods
from zicha.web import words


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2026H1", "2026 年上半年", "first half 2026"),
        ("2026H2", "2026 年下半年", "second half 2026"),
        ("2026Q3", "2026 年第三季度", "Q3 2026"),
        ("2026-05", "2026 年 5 月", "May 2026"),
        ("2026", "2026 年", "2026"),
    ],
)
def test_period_is_named_as_documents_name_it(period, chinese, english):
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(words.period(periods.parse(period)))
    assert said == [chinese, english]
