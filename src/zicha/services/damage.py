"""Whether a stored value that nobody can make sense of is the database's fault, or the program's."""

from __future__ import annotations

from pathlib import Path

from zicha.core.audit import Fault
from zicha.services import log
from zicha.store.queries import health

_OF_A_VALUE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError)


def behind(error: BaseException, *, home: Path) -> Fault | None:
    """Return what is wrong with the ledger if an unforeseen error may come from a damaged value in it.

    Verifies the whole ledger, which takes as long as it takes: an error that nobody foresaw is rare, and whoever
    sees it must know whether to restore a backup or to report a defect.
    """
    if not isinstance(error, _OF_A_VALUE):
        return None
    try:
        return log.verify(home=home).fault
    except Exception:  # noqa: BLE001 -- whoever looks for the cause of an error must not add another one
        return _of_the_file()


def _of_the_file() -> Fault | None:
    """What the engine says of a file that cannot be verified; one that it cannot even name the faults of is damaged."""
    try:
        found = health.faults()
    except _OF_A_VALUE as error:
        return Fault("log.file_broken", {"fault": type(error).__name__})
    except Exception:  # noqa: BLE001 -- the same
        return None
    return Fault("log.file_broken", {"fault": found[0]}) if found else None
