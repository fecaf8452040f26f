"""Data folders that are expensive to make: each is made once in a run, kept as a pattern, and copied for a test."""

import os
import shutil
from pathlib import Path

from filelock import FileLock

_PLACE = "PATTERNS_OF_TESTS"


def keep_in(folder: Path) -> None:
    """Say where the patterns of this run are kept; workers that are started later share them."""
    os.environ.setdefault(_PLACE, str(folder))


def made(name: str, make) -> Path:
    """Return the folder of a name, to be read only; whoever asks first makes it, by ``make(folder)``."""
    place = Path(os.environ[_PLACE]) / name
    whole = place.with_suffix(".whole")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):
        if not whole.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(mode=0o700)
            make(place)
            whole.touch()
    return place


def copied(name: str, make, *, into: Path) -> Path:
    """Make ``into`` a copy of the folder of a name, and return it; all copies have the same keys."""
    return Path(shutil.copytree(made(name, make), into, dirs_exist_ok=True))
