"""How long a command takes from nothing: the bare interpreter, the help, a measure, a board.

Every one is a whole process, with a warm disk. What each imports is counted, because that is what start-up costs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import dataset, harness, lengths

UNIT = lengths.of(short="U00005", full="U00050")
COMMANDS: dict[str, tuple[str, ...]] = {
    "zicha --help": ("--help",),
    "zicha import --help": ("import", "--help"),
    "zicha measure, one unit": ("measure", "studys", "--unit", UNIT, "--period", "2021H1"),
    "zicha board, one unit": ("board", "--unit", UNIT, "--period", "2021H1"),
}
_SET_UP = "import os, pathlib; from zicha.conf import start; start.django(home=pathlib.Path(os.environ['ZICHA_HOME']))"
_COUNTED = (
    "import sys; from zicha.cli.main import main\ntry:\n main()\nfinally:\n print(len(sys.modules), file=sys.stderr)"
)


def main() -> None:
    """Print how much longer each takes than a Python that does nothing."""
    home = dataset.prepare("S")
    contenders: dict[str, Callable[[], object]] = {"python -c pass": partial(_run, home, ["-c", "pass"])}
    contenders["django.setup() with zicha's apps"] = partial(_run, home, ["-c", _SET_UP])
    for name, words in COMMANDS.items():
        contenders[name] = partial(_run, home, ["-m", "zicha.cli", *words])
    harness.report("from nothing to the answer, whole process", harness.interleave(contenders, rounds=7))
    for name, words in COMMANDS.items():
        print(f"  {_run(home, ['-c', _COUNTED, *words]).split()[-1]:>8} modules  {name}")


def _run(home: Path, words: list[str]) -> str:
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": "src"}
    done = subprocess.run([sys.executable, *words], env=environ, capture_output=True, text=True, check=True)
    return done.stderr


if __name__ == "__main__":
    main()
