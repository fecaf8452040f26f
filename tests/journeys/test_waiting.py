"""A journey asks its pages with what waits for them: on a busy machine a click comes back before the page is there."""

import re
from pathlib import Path

ASKS_AT_ONCE = re.compile(
    r"assert .*\.(all_inner_texts|count|inner_html|inner_text|input_value|is_visible|text_content)\("
)
JOURNEYS = sorted(Path(__file__).parent.glob("test_*.py"))


def test_no_journey_asserts_what_a_page_answers_at_once():
    lines = [(path.name, line.strip()) for path in JOURNEYS for line in path.read_text("utf-8").splitlines()]
    assert [(name, line) for name, line in lines if ASKS_AT_ONCE.search(line)] == []
