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
    urgency = "service" if number < int(sys.argv[3]) else "safety"
    said = suggestions.Handed("U02" if number < 6 else "U03", urgency, "食堂太远")
    suggestions.hand_in(handed=said, nonce=f"{number:016}", day=date(2026, 11, 24))
"""


def hand_in(copy, count, *, service=100):
    """Hand in so many suggestions; those after the first ``service`` are about safety."""
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", HAND_IN, str(copy.home), str(count), str(service)], check=True)


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


def test_few_in_a_part_are_said_not_to_be_told_by_part(copy):
    hand_in(copy, 7, service=5)
    ran = copy("suggestion", "count", "--since", "2026-11-24", "--on", "2026-11-25")
    assert (ran.code, ran.out.splitlines()) == (
        0, ["收到 7 件", "  待答复  7", "  已答复  0", "  未答复即撤回  0", "有的分组不足 5 件，不按缓急和单位细分。"]
    )  # fmt: skip
