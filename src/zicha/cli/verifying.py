"""Verifying the whole log on several cores: for every command that does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from zicha.cli import pool
from zicha.cli.session import Session

if TYPE_CHECKING:
    from zicha.core.audit import Seen
    from zicha.services.log import Verified
    from zicha.services.log_stretches import Span

MOST_PROCESSES = 4
"""More would take more memory than an office's machine can spare."""
_FEWEST_STRETCHES = 20
"""Below that, starting processes takes longer than they save."""


def verify(session: Session, *, key: str | None = None, workers: int | None = None) -> Verified:
    """Verify the log, with progress on a terminal; in ``workers`` processes, or as many as help."""
    from zicha.services import log

    return log.verify(home=session.home, key=key, looking=looking(session, workers), progress=progress(session))


def progress(session: Session) -> Callable[[int, int], None]:
    """Return what tells a terminal how far it is."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("cli.verifying", done=done, total=total))
            sys.stderr.write("\n" if done == total else "")

    return tell


def looking(session: Session, workers: int | None = None) -> Callable[[Sequence[Span]], Iterable[Seen]]:
    """Return what looks at stretches of the log; see ``services.log_walk``."""
    from zicha.services import log_stretches

    def look(spans: Sequence[Span]) -> Iterable[Seen]:
        processes = workers or (min(os.cpu_count() or 1, MOST_PROCESSES) if len(spans) >= _FEWEST_STRETCHES else 1)
        given = (str(session.home.resolve()), log_stretches.LENGTH)
        if processes == 1:
            return map(log_stretches.looker(*given), spans)
        return pool.each(
            spans,
            prepare=log_stretches.looker,
            given=given,
            at=pool.place(session),
            workers=processes,
            count=len(spans),
        )

    return look
