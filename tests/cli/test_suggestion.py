"""``zicha suggestion count``: numbers only, and no part that is a few."""

import pytest

HAND_IN = """
import sys
from datetime import date
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from zicha.services import suggestions
for number in range(int(sys.argv[2])):
    said = suggestions.Handed("U02" if number < 6 else "U03", "service", "食堂太远")
    suggestions.hand_in(handed=said, nonce=f"{number:016}", day=date(2026, 11, 24))
"""


def hand_in(copy, count):
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", HAND_IN, str(copy.home), str(count)], check=True)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (4, {"total": None, "states": {}, "urgencies": {}, "units": {}}),
        (
            7,
            {
                "total": 7,
                "states": {"open": 7, "answered": 0, "withdrawn": 0},
                "urgencies": {"safety": 0, "deadline": 0, "service": 7},
                "units": {},
            },
        ),
    ],
)
def test_few_are_not_broken_down(count, said, copy):
    hand_in(copy, count)
    ran = copy("suggestion", "count", "--since", "2026-11-24", "--on", "2026-11-25", "--format", "json")
    assert (ran.code, ran.json) == (0, {"since": "2026-11-24", **said})
    assert "食堂" not in ran.out
