"""Chinese numerals, there and back."""

import pytest

from zicha.core.numerals import chinese_number, chinese_numeral


def test_numerals_one_to_ninety_nine_there_and_back():
    assert [chinese_number(chinese_numeral(number)) for number in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("两", 2), ("07", 7), ("百", None), ("", None), ("一二", None)],
)
def test_number_of_a_numeral(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize("number", [0, 100, -1])
def test_numeral_out_of_range_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_numeral(number)
