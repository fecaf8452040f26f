"""The ledger as an hledger journal, in which every count and every sum can be recounted.

A transaction stands for an entry, on the day it happened. Its postings add to the account ``unit:kind`` one ``entry``,
and one commodity for each attendance counter and each number or duration field; the other side is ``equity``. So
``hledger balance U02:lecture --period 2026Q1`` gives the count and all sums of the quarter. Tags carry the entry's
number, its choices, and ``late`` for what was recorded late, so that ``tag:role=secretary`` narrows as a measure does.
An entry that makes up for an earlier window carries a day of that window as its secondary date, so that ``--date2``
counts by windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from zicha.core import measures, small_counts
from zicha.core.ledger import Draft, Revision
from zicha.core.periods import PerPeriod, containing
from zicha.core.scheme import COUNTERS

HEAD = "; zicha: every entry is one transaction; commodities are what is counted or summed."
_NONE: Mapping[str, PerPeriod] = {}
_UNSAFE = re.compile(r"[\s:;,()\[\]*!|=@\"']+")
_NUMBER = re.compile(r"-?\d+(\.\d{1,12})?")


def lines(
    revisions: Iterable[Revision], *, under: str = "", together: Mapping[str, PerPeriod] = _NONE
) -> Iterator[str]:
    """Yield the journal's lines for standing revisions in any order; accounts begin with ``under``, if given.

    Of kinds that are told ``together``, all entries of a unit and a period of that length are one transaction on the
    period's first day; how many entries and heads they were stands in it unless they are a few.
    """
    yield HEAD
    summed: dict[tuple[date, str, str], list[Draft]] = {}
    for revision in sorted(revisions, key=lambda each: (each.draft.happened_on, each.seq)):
        draft = revision.draft
        if draft.kind in together:
            start = containing(day=draft.happened_on, per=together[draft.kind]).span.start
            summed.setdefault((start, draft.unit, draft.kind), []).append(draft)
        else:
            yield ""
            yield from _transaction(revision, under)
    for (start, unit, kind), drafts in sorted(summed.items(), key=lambda each: each[0]):
        yield ""
        yield f"{start} {kind}"
        yield from _postings(account(unit, kind, under=under), _together(drafts))


def _together(drafts: Sequence[Draft]) -> Iterator[tuple[str, Fraction]]:
    sums: dict[str, Fraction] = {}
    for draft in drafts:
        for name, amount in _amounts(draft):
            sums[name] = sums.get(name, Fraction(0)) + amount
    few = small_counts.is_small(len(drafts))
    return ((name, amount) for name, amount in sums.items() if not (few and name in ("entry", *COUNTERS)))


def account(unit: str, kind: str, *, under: str = "") -> str:
    """Return the account of a unit's entries of a kind."""
    return ":".join(_name(part) for part in (under, unit, kind) if part)


def commodity(of: str) -> str:
    """Return the commodity of an attendance counter or a field; a symbol with more than letters is quoted."""
    return of if of.isascii() and of.isalpha() else f'"{of}"'


def _transaction(revision: Revision, under: str) -> Iterator[str]:
    draft = revision.draft
    makes_up = f"={draft.makes_up}" if draft.makes_up else ""
    yield f"{draft.happened_on}{makes_up} ({revision.seq}) {_plain(draft.title) or draft.kind}"
    tags = [("seq", str(revision.seq)), *_choices(draft)]
    tags += [("late", "yes")] if revision.backfilled else []
    yield "    ; " + ", ".join(f"{name}:{value}" for name, value in tags)
    yield from _postings(account(draft.unit, draft.kind, under=under), _amounts(draft))


def _postings(where: str, amounts: Iterable[tuple[str, Fraction]]) -> Iterator[str]:
    for name, amount in amounts:
        yield f"    {where}  {_decimal(amount)} {commodity(name)}"
    yield "    equity"


def _amounts(draft: Draft) -> Iterator[tuple[str, Fraction]]:
    yield "entry", Fraction(1)
    if draft.attendance is not None:
        for counter in COUNTERS:
            yield counter, Fraction(getattr(draft.attendance, counter))
    for name, value in draft.fields:
        if isinstance(value, int) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
            yield name, measures.number(value)


def _choices(draft: Draft) -> Iterator[tuple[str, str]]:
    """Values that are words of the scheme, not of a person: one lower-case word."""
    for name, value in draft.fields:
        if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]*", value):
            yield name, value


def _decimal(amount: Fraction) -> str:
    return measures.decimal(amount, 0 if amount.denominator == 1 else 6)


def _name(part: str) -> str:
    return _UNSAFE.sub("_", part).strip("_") or "_"


def _plain(text: str) -> str:
    return re.sub(r"[;|\r\n\t]+", " ", text).strip()
