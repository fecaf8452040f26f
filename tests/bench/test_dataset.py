"""Generated organisations are the same each time, and the program reads them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
from pathlib import Path
from bench import dataset
dataset.make(home=Path(sys.argv[1]), units=12, years=1)
"""
ASK = ["board", "--unit", "U00001", "--period", "2021H1", "--subtree", "--on", "2021-07-15"]


def made(home):
    subprocess.run([sys.executable, "-c", MAKE, str(home)], check=True, cwd=ROOT, capture_output=True)
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        facts = database.execute("SELECT * FROM store_fact ORDER BY seq").fetchall()
        units = database.execute("SELECT unit, parent, level FROM store_unitspan ORDER BY unit").fetchall()
    return facts, units


def test_organisation_is_drawn_the_same_twice_and_read_by_the_program(tmp_path):
    facts, units = made(tmp_path / "one")
    assert made(tmp_path / "two") == (facts, units)
    assert len({fact[1] for fact in facts}) == 12 * 204
    assert [fact[0] for fact in facts] == list(range(1, len(facts) + 1))
    assert [level for _unit, _parent, level in units] == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]
    words = ["-m", "zicha.cli", "--home", str(tmp_path / "one"), "--format", "json", *ASK]
    shown = subprocess.run([sys.executable, *words], check=True, cwd=ROOT, capture_output=True)
    board = json.loads(shown.stdout)
    assert {cell["unit"] for cell in board["cells"]} == {unit for unit, _parent, _level in units}
    assert {cell["duty"] for cell in board["cells"]} == {f"d{place:02}" for place in range(1, 21)}
