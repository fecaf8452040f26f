"""Asking for a correction or an erasure of what is held about oneself, and answering."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from zicha.core import data_requests
from zicha.core.access import Actor
from zicha.core.data_requests import DataRequest
from zicha.core.findings import Refusal
from zicha.services import erasure
from zicha.services.days import day_of
from zicha.services.erasure import Order
from zicha.store.queries import erasure as erasure_queries
from zicha.store.queries import mine as queries
from zicha.store.queries import units
from zicha.store.writes import data_requests as writes
from zicha.store.writes import erasure as erasure_writes
from zicha.store.writes.transaction import writing


def ask(*, person: str, wish: str, asked_at: datetime, about: int = 0, field: str = "", text: str = "") -> DataRequest:
    """Keep what a person asks and return it; a wish that still waits for its answer is the same one.

    Raises ``Refusal`` ``erasure.…`` as :func:`zicha.core.data_requests.admit`.
    """
    named = erasure.naming(ids=(person, *erasure_queries.usernames_of(person=person)))
    places = [(each.seq, each.field) for each in named]
    checked = data_requests.admit(wish=wish, about=about, field=field, text=text, places=places)
    with writing():
        waiting = (each for each in queries.requests_of(person=person) if each.granted is None)
        same = next((each for each in waiting if (each.wish, each.about, each.field) == (wish, about, field)), None)
        if same is not None and same.text == text.strip():
            return same
        number = writes.add(person=person, wish=checked, about=about, field=field, text=text.strip(), asked_at=asked_at)
        return _require(number)


def waiting_for(*, actor: Actor, now: datetime) -> tuple[DataRequest, ...]:
    """Return the requests that wait and that ``actor`` answers, the oldest first."""
    waiting = queries.requests_waiting()
    if not waiting:
        return ()
    paths = _paths({each.person for each in waiting}, now)
    on = day_of(now)
    return tuple(
        each
        for each in waiting
        if data_requests.may_answer(actor, asker=each.person, paths=paths.get(each.person, ()), on=on)
    )


def to_answer(*, request_id: int, actor: Actor, now: datetime) -> DataRequest | None:
    """Return a request that waits and that ``actor`` answers, or ``None``."""
    return next((each for each in waiting_for(actor=actor, now=now) if each.id == request_id), None)


def answer(
    *, request_id: int, actor: Actor, account: str, granted: bool, reason: str, now: datetime, home: Path
) -> DataRequest:
    """Answer a request, and erase what it asks for if it is granted; return it as it stands.

    Takes who answers, and the sign-in's name for one that is nobody's. What is to be corrected is corrected
    before, by whoever may; the reason says where. Raises ``Refusal`` without a reason, for a request that is not
    this actor's to answer or was answered, and as the erasure does.
    """
    if not reason.strip():
        raise Refusal("erasure.no_reason")
    with writing():
        request = to_answer(request_id=request_id, actor=actor, now=now)
        if request is None:
            raise Refusal("erasure.answered")
        answered_by = actor.person or account
        writes.answer(
            request_id=request_id, granted=granted, reason=reason.strip(), answered_at=now, answered_by=answered_by
        )
        if granted and request.wish == "erase":
            _erase(request, Order("request", now, answered_by, home, answered_by))
        answered = _require(request_id)
    erasure_writes.wipe()
    return replace(answered, person=request.person)


def _erase(request: DataRequest, order: Order) -> None:
    if request.is_everything:
        erasure.erase_person(person=request.person, order=order)
    else:
        erasure.erase_record(seq=request.about, field=request.field, order=order)


def _paths(people: set[str], now: datetime) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The paths of the units in which people hold posts, or held the last ones."""
    on = day_of(now)
    index = units.index()
    found: dict[str, list[tuple[str, ...]]] = {}
    for holding in units.holdings_among(people=people):
        if holding.unit in index:
            found.setdefault(holding.person, []).append(index.standing_path(holding.unit, on=on))
    return {person: tuple(dict.fromkeys(held)) for person, held in found.items()}


def _require(request_id: int) -> DataRequest:
    found = queries.request(request_id=request_id)
    assert found is not None  # noqa: S101 -- written in the same transaction
    return found
