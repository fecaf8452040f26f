"""The units that ever recorded anything, in order, some at a time: each is one seek in the index of facts."""

from __future__ import annotations

from zicha.store.queries import sums

_NEXT = "select min(unit) from store_fact where unit > "
_AFTER = (
    f"with recursive u(unit) as ({_NEXT} %s union all select ({_NEXT} u.unit) from u where u.unit is not null)"  # noqa: S608 -- constants
    " select unit from u where unit is not null limit %s"
)
_COUNTED = "select count(distinct case when unit <= %s then unit end), count(distinct unit) from store_unitspan"


def after(unit: str, *, most: int) -> list[str]:
    """Return so many units that follow one, or the first ones if it is empty."""
    return [found for (found,) in sums.rows(_AFTER, [unit, most])]


def counted(*, upto: str) -> tuple[int, int]:
    """Return how many of how many units of the organisation come up to one, to tell how far a work is."""
    ((done, every),) = sums.rows(_COUNTED, [upto])
    return done, every
