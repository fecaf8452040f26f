"""Runs the benchmarks: ``python -m bench`` for all, ``python -m bench imports board`` for some.

A benchmark is a module here with a function ``main()``. It says what it compares, checks that the contenders
agree, times them with :mod:`bench.harness` and prints ratios.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

NOT_BENCHMARKS = {"__init__", "__main__", "dataset", "harness", "lengths"}


def names() -> tuple[str, ...]:
    """Return the benchmarks there are, in alphabetical order."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS))


def main(asked: list[str]) -> int:
    """Run the benchmarks named, or all; return 2 if a name is unknown."""
    unknown = sorted(set(asked) - set(names()))
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    for name in asked or names():
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
