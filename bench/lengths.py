"""How long a benchmark is: whole, or in short with ``ZICHA_BENCH=short``, which the tests run.

In short a benchmark compares the same answers on a tiny organisation, once; its ratios say nothing.
"""

from __future__ import annotations

import os
from typing import TypeVar

Value = TypeVar("Value")
SHORT = os.environ.get("ZICHA_BENCH") == "short"


def of(*, short: Value, full: Value) -> Value:
    """Return the value for how long this run is."""
    return short if SHORT else full
