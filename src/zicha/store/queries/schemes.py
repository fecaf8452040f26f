"""Loaded schemes as values."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, connection

from zicha.core import bodies, kinds, scheme_plain
from zicha.core.kinds import Kinds
from zicha.core.periods import PerPeriod
from zicha.core.scheme import Scheme
from zicha.store import models

_LOADED = "SELECT sha256, loaded_at, loaded_by FROM store_schemeversion ORDER BY loaded_at, id"
_PARSED: dict[str, Scheme] = {}
"""Schemes by the hash of their file: as many as were ever loaded, a few dozen."""


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """One loaded version.

    Attributes:
        sha256: hex digest of the file.
        recorded_at: when it was loaded.
    """

    scheme: Scheme
    sha256: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, eq=False)
class Loaded:
    """Every loaded version, in order of loading, and what follows from them; the same object until one is loaded.

    Attributes:
        kinds: what every kind's id meant, on any day and as known at any instant.
    """

    versions: tuple[SchemeVersion, ...]
    kinds: Kinds


def versions() -> tuple[SchemeVersion, ...]:
    """Return every loaded version, in order of loading.

    A file is parsed once by a process: it is known by its hash, and versions are never changed.
    """
    return everything().versions


def everything() -> Loaded:
    """Return every loaded version, and what follows from them."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADED)
        return loaded(tuple(map(tuple, cursor.fetchall())))


@functools.lru_cache(maxsize=16)
def loaded(rows: tuple[tuple[str, int, str], ...]) -> Loaded:
    """Return the versions that some rows name, in their order: hash, instant and author of loading."""
    _read({sha256 for sha256, *_rest in rows} - _PARSED.keys())
    found = tuple(SchemeVersion(_PARSED[sha256], sha256, bodies.instant(at), by) for sha256, at, by in rows)
    return Loaded(found, Kinds(found))


def private_kinds() -> frozenset[str]:
    """Return the kinds that any loaded version calls private.

    What is private in one version is so whichever period is asked about: kinds are the installation's.
    """
    return private_among(versions())


def private_among(found: Iterable[SchemeVersion]) -> frozenset[str]:
    """Return the same of versions that were read."""
    return frozenset(kind.id for version in found for kind in version.scheme.kinds if kind.private)


def in_force(*, on: date, as_known_at: datetime) -> tuple[Scheme, ...]:
    """Return the version of each scheme that holds on a day, as known at an instant, by id.

    That is the latest loaded one that is effective by then; a scheme that nobody knew yet answers with its
    first version, so that an old period can still be asked about.
    """
    return kinds.holding(versions(), on=on, as_known_at=as_known_at)


def kinds_over_time() -> Kinds:
    """Return what every kind's id meant, on any day and as known at any instant."""
    return everything().kinds


def text(*, sha256: str) -> bytes | None:
    """Return the file of a version, or ``None`` if it was never loaded."""
    found = models.SchemeVersion.objects.filter(sha256=sha256).values_list("text", flat=True).first()
    return bytes(found) if found is not None else None


def period_length(*, on: date) -> PerPeriod:
    """Return how long a report's period is on a day: the shortest any scheme asks for, half a year without one."""
    lengths: tuple[PerPeriod, ...] = ("month", "quarter", "half", "year")
    schemes = [version.scheme for version in versions()]
    asked = {scheme.period for scheme in schemes if scheme.effective is None or scheme.effective <= on}
    return next((length for length in lengths if length in asked), "half")


def _read(hashes: Iterable[str]) -> None:
    """Parse the files of some hashes."""
    wanted = tuple(hashes)
    if not wanted:
        return
    for sha256, parsed in models.SchemeVersion.objects.filter(sha256__in=wanted).values_list("sha256", "parsed"):
        _PARSED[sha256] = _scheme(parsed, sha256)


def _scheme(parsed: str, sha256: str) -> Scheme:
    """Versions are never changed: one that cannot be read any more was damaged on the disk."""
    try:
        scheme = scheme_plain.from_plain(json.loads(parsed))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise DatabaseError(f"could not decode scheme {sha256}") from error
    if not isinstance(scheme, Scheme):
        raise DatabaseError(f"could not decode scheme {sha256}")
    return scheme
