"""How long a drill is: short with every test run, whole with ``make drill``."""

import os


def of(*, short, full):
    """The number of trials."""
    return full if os.environ.get("ZICHA_DRILL") == "full" else short
