"""The demo's study plan: most topics studied, one moved, one called off, one missed, and some to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zicha.core.ledger import Revision
from zicha.core.study import Completes, Form, StepName
from zicha.services import study
from zicha.services.study import Planned
from zicha.store.queries import ledger as queries
from zicha.store.queries import units as unit_queries

_TOPICS: tuple[tuple[str, Form, Completes], ...] = (
    ("安全生产法重点条款", "collective", "made_up"),
    ("安全生产责任制与岗位职责", "collective", "attended"),
    ("消防法与单位消防职责", "collective", "made_up"),
    ("应急预案与演练要求", "collective", "attended"),
    ("劳动法与工时休假", "self", "read"),
    ("事故案例与整改要求", "collective", "made_up"),
    ("数据安全法与办公信息管理", "collective", "attended"),
    ("食品安全法与食堂管理", "self", "read"),
    ("道路交通安全法", "collective", "attended"),
    ("特种设备安全监察要求", "collective", "made_up"),
    ("职业病防治法", "collective", "attended"),
    ("全年学习回顾与下年计划", "collective", "attended"),
)
_MOVED, _CALLED_OFF, _MISSED = 4, 7, 9
"""Months of the plan in which something came between."""


def plan(*, units: Sequence[str], until: date, at: datetime) -> int:
    """Write some units' plans of the year over records that are there, and return how many entries that made."""
    before = queries.size()
    for unit in units:
        _written(unit, until, at)
        _alone(unit, until, at)
    return queries.size() - before


def _written(unit: str, until: date, at: datetime) -> None:
    by = _recorder(unit, until)
    there = study.plan(unit=unit, year=until.year, on=until, as_known_at=at).unplanned
    themes = {each.draft.happened_on.month: str(each.draft.value("theme") or "") for each in reversed(there)}
    planned = [
        Planned(
            month=date(until.year, month, 1),
            topic=themes.get(month) or topic,
            form=form,
            completes=completes,
            days=30 if completes == "made_up" else 0,
        )
        for month, (topic, form, completes) in enumerate(_TOPICS, 1)
    ]
    study.add_many(unit=unit, planned=planned, recorded_at=at, recorded_by=by)
    found = study.plan(unit=unit, year=until.year, on=until, as_known_at=at)
    for line in found.lines:
        month = line.item.month
        if month > until:
            continue
        if month.month == _CALLED_OFF:
            _step(line.item.entry, "call_off", by, at, reason="与防汛值班冲突，内容并入八月")
        elif month.month == _MOVED and until.month > _MOVED:
            _step(line.item.entry, "move", by, at, month=date(until.year, _MOVED + 1, 1), reason="当月全员参加应急演练")
            _link(line.item.entry, found.unplanned, date(until.year, _MOVED + 1, 1), by, at, seen=1)
        elif month.month != _MISSED:
            _link(line.item.entry, found.unplanned, month, by, at)


def _link(item: int, sessions: Sequence[Revision], month: date, by: str, at: datetime, *, seen: int = 0) -> None:
    """Link the first session of the month, or the second to what was moved into it."""
    held = [
        each
        for each in sessions
        if (each.draft.happened_on.year, each.draft.happened_on.month) == (month.year, month.month)
    ]
    if len(held) > seen:
        study.step(item=item, name="link", recorded_at=at, recorded_by=by, seen=seen, record=held[seen].entry)


def _step(item: int, name: StepName, by: str, at: datetime, *, reason: str, month: date | None = None) -> None:
    study.step(item=item, name=name, recorded_at=at, recorded_by=by, seen=0, month=month, reason=reason)


def _alone(unit: str, until: date, at: datetime) -> None:
    """Two people of the unit register what they studied alone."""
    kind = study.alone_kind(on=until, as_known_at=at)
    for place, person in enumerate(_people(unit, until)[:2]):
        for day in (5, 18):
            happened = date(until.year, until.month, day)
            if happened <= until:
                study.log_alone(
                    unit=unit, person=person, kind=kind, happened_on=happened, minutes=45 + 15 * place, recorded_at=at
                )


def _people(unit: str, until: date) -> list[str]:
    return sorted({held.person for held in unit_queries.holdings(units=[unit]) if until in held.span})


def _recorder(unit: str, until: date) -> str:
    posts = {held.post: held.person for held in unit_queries.holdings(units=[unit]) if until in held.span}
    return posts.get("recorder") or posts.get("lead") or _people(unit, until)[0]
