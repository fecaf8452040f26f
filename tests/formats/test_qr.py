"""The code on the wall can be read back."""

import re

import segno

from zicha.formats import qr

ADDRESS = "http://192.168.1.20:8000/s/12/?c=46119246"


def test_code_is_the_one_that_says_the_text():
    found = qr.svg(ADDRESS)
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', found)[1])
    code = segno.make_qr(ADDRESS, error="m")
    assert side == len(code.matrix) + 2 * 4
    assert found.startswith("<svg ")
    assert re.findall(r"(width|height|style|xmlns:xlink|script)=", found) == []
    assert _dark(found, side) == {
        (column + 4, row + 4) for row, line in enumerate(code.matrix) for column, dark in enumerate(line) if dark
    }


def _dark(svg: str, side: int) -> set[tuple[int, int]]:
    """Draw the strokes of the path; each is one row of modules."""
    found, x, y = set(), 0.0, 0.0
    path = re.findall(r' d="([^"]+)"', svg)[-1]
    for letter, numbers in re.findall(r"([MmhH])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            found |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return {place for place in found if max(place) < side}
