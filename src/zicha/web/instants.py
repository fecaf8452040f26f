"""The instants of knowledge that a page may be asked at.

Where private kinds are declared, an instant that somebody types is that of its day's end: else whoever asks for one
minute after the other learns when somebody's private record was made, out of any count, window or list of names that
it changed. An instant at which zicha itself answered, as that of a submitted report, is sealed in the link and stays
exact: it tells what was told then.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from zicha.core import periods
from zicha.store.queries import schemes

_LENGTH = 16
_MARK = "~"


def sealed(instant: str) -> str:
    """Return an instant as it stands in a link of zicha's own."""
    return f"{instant}{_MARK}{_seal(instant)}"


def read(text: str) -> datetime | None:
    """Return the instant a link or a person asks for, nothing for no text; raise ``ValueError`` for what is none."""
    if not text:
        return None
    said, _, seal = text.partition(_MARK)
    found = periods.admit(datetime.fromisoformat(said).replace(tzinfo=None))
    is_told = bool(seal) and constant_time_compare(seal, _seal(said))
    is_day = len(said) == len("2026-05-28")
    return _day_end(found) if is_day or (not is_told and _has_private()) else found


def _seal(instant: str) -> str:
    return Signer(salt="zicha.web.instants").signature(instant)[:_LENGTH]


def _day_end(found: datetime) -> datetime:
    return datetime.combine(found.date() + timedelta(days=1), time()) - timedelta(microseconds=1)


def _has_private() -> bool:
    return bool(schemes.private_kinds())
