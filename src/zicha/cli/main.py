"""The command ``zicha``: reads the clock once, runs the command, turns what goes wrong into one sentence."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from zicha.cli import session, trouble
from zicha.cli.root import root

_YOUNG = 20_000
"""New objects between two looks for garbage: starting makes many objects, and hardly any garbage."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_YOUNG)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:], environ=os.environ, now=datetime.now(UTC)))


def run(argv: Sequence[str], *, environ: Mapping[str, str], now: datetime) -> int:
    """Run one command and return its exit code: 0 fine, 1 something is wrong, 2 unusable input."""
    begun = session.begin(argv=argv, environ=environ, now=now)
    try:
        session.read_language(environ.get("ZICHA_LANG", "").strip() or begun.language)
        code = root.main(args=list(argv), prog_name="zicha", standalone_mode=False, obj=begun)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 -- whatever it is, a person gets a sentence and no traceback
        return trouble.answer(error, session=begun)
    return code if isinstance(code, int) else 0
