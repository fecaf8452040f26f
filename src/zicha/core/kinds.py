"""What an id of a kind meant: on a day, as known at an instant.

A record is read by the version of the scheme that holds on the day it happened, as known when it was
recorded: the same version as the board's for that day, however late the record comes in, and the same for
ever, so that everything derived from the ledger can be derived again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from zicha.core import built_in
from zicha.core.scheme import Kind, Scheme

DEFAULT_BACKFILL_DAYS = 14

KindOf = Callable[[str, date, datetime], Kind | None]
"""Takes a kind's id, the day it happened and the instant of recording."""


class Loaded(Protocol):
    """A version of a scheme and when it was loaded."""

    @property
    def scheme(self) -> Scheme:
        """What the file says."""

    @property
    def recorded_at(self) -> datetime:
        """When it was loaded."""


def holding(versions: Sequence[Loaded], *, on: date, as_known_at: datetime) -> tuple[Scheme, ...]:
    """Return the version of each scheme that holds on a day, as known at an instant, by id.

    Takes versions in order of loading. That is the latest loaded one that is effective by then; a scheme that
    nobody knew yet answers with its first version, so that an old period can still be asked about.
    """
    found: dict[str, Scheme] = {}
    for version in versions:
        scheme = version.scheme
        holds = scheme.effective is None or scheme.effective <= on
        if scheme.id not in found or (holds and version.recorded_at <= as_known_at):
            found[scheme.id] = scheme
    return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True, slots=True)
class Held:
    """What the versions that hold together declare.

    Attributes:
        kinds: every kind by id, the built-in ones among them.
        backfill_days: by kind, after how many days a record counts as recorded late.
    """

    kinds: Mapping[str, Kind]
    backfill_days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of all loaded versions, in order of loading; call it as a :data:`KindOf`."""

    versions: Sequence[Loaded]
    _held: dict[tuple[int, int], Held] = field(default_factory=dict, compare=False)
    _effective: list[date] = field(init=False, compare=False)
    _known: list[datetime] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        effective = sorted(each.scheme.effective or date.min for each in self.versions)
        object.__setattr__(self, "_effective", effective)
        object.__setattr__(self, "_known", sorted(each.recorded_at for each in self.versions))

    def __call__(self, kind: str, happened_on: date, recorded_at: datetime) -> Kind | None:
        """Return the kind an id meant."""
        return self.held(happened_on, recorded_at).kinds.get(kind)

    def held(self, happened_on: date, recorded_at: datetime) -> Held:
        """Return what holds for records of a day and an instant; equal answers are computed once."""
        effective = bisect_right(self._effective, happened_on)
        known = bisect_right(self._known, recorded_at)
        if (effective, known) not in self._held:
            self._held[effective, known] = _held(holding(self.versions, on=happened_on, as_known_at=recorded_at))
        return self._held[effective, known]


def _held(schemes: Sequence[Scheme]) -> Held:
    return Held(
        kinds=built_in.KINDS | {kind.id: kind for scheme in schemes for kind in scheme.kinds},
        backfill_days={kind.id: scheme.backfill_days for scheme in schemes for kind in scheme.kinds},
    )
