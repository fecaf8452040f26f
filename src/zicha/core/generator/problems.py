"""Problems of the made-up organisation, in every state they can be in, each with its way so far.

Their numbers, and the entries their steps speak of, are known only when they are recorded; until then a step names
its problem by ``@`` and the problem's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from zicha.core import periods, problems
from zicha.core.generator.world import Act, World
from zicha.core.ledger import Draft, Evidence
from zicha.core.scheme import ProblemSource, Scheme
from zicha.core.values import filled

MARK = "@"
_PHOTO = (Evidence("photo", "", "整改后照片"),)


@dataclass(frozen=True, slots=True)
class Happening:
    """A step of a problem's way: how many days after it was found, and what was said."""

    days: int
    step: problems.StepName
    reason: str = ""
    due: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A problem that is told of every second unit: how long ago it was found, and what became of it."""

    ago: int
    due: int
    source: ProblemSource
    words: int
    happenings: tuple[Happening, ...] = ()


_DONE = (Happening(6, "hand_in", "已整改，附照片"), Happening(8, "accept", "现场看过，符合要求"))
WAYS: tuple[Way, ...] = (
    Way(250, 15, "self_inspection", 0, _DONE),
    Way(
        210,
        10,
        "inspection",
        1,
        (
            Happening(9, "extend", "配件未到货", 25),
            Happening(28, "hand_in", "配件已更换"),
            Happening(30, "accept", "同意销号"),
        ),
    ),
    Way(120, 14, "superior", 0, _DONE),
    Way(60, 10, "meeting", 2, (Happening(5, "drop", "与上级指出的问题重复登记"),)),
    Way(34, 12, "inspection", 3, (*_DONE, Happening(20, "reopen", "抽查时又发现同样情况", 45))),
    Way(26, 14, "self_inspection", 1, (Happening(10, "hand_in", "已整改"), Happening(12, "refuse", "复查时仍有两处"))),
    Way(12, 14, "inspection", 0, (Happening(3, "work", "已联系供货单位，下周到货"),)),
    Way(9, 21, "meeting", 3, (Happening(4, "hand_in", "制度已修订并公布"),)),
    Way(4, 30, "inspection", 2),
)
WORDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "work-safety": (
        ("通道临时堆放杂物", "盘点期间没有划定堆放区", "当日清走，划线并指定临时堆放区"),
        ("两具灭火器压力不足", "检修周期登记有遗漏", "更换并逐具登记检修日期"),
        ("安全例会议定事项没有写明时限", "会议记录格式没有这一栏", "改用统一格式，逐项写明责任人和时限"),
        ("新进人员教育记录缺签名", "带班人员调休", "三天内补齐，今后当场签名"),
    ),
    "theory-study": (
        ("主题学习的签到表没有归档", "月底集中整理，临时缺页", "两个工作日内归档，每月二十五日核对"),
        ("轮班人员没有补学", "补学安排没有排进班次", "按班次安排两场，缺席人员一周内补学"),
        ("专题会议议定事项没有跟踪结果", "没有指定跟踪人", "逐项指定责任人，下次会议先报结果"),
        ("必读书目没有按时公布", "采购时间较长", "先公布书目，再分批到书"),
    ),
}
"""Matter, cause and measure, by scheme."""


def acts(made: World, *, schemes: Sequence[Scheme], until: date) -> tuple[Act, ...]:
    """Return what was told of problems before a day, oldest first; the same world always has the same problems."""
    units = list(dict.fromkeys(each.unit for each in made.units))
    found = [
        act
        for place, unit in enumerate(units)
        for number, way in enumerate(WAYS)
        if (place + number) % 2 == 0
        for act in _told(made, schemes[(place + number // 2) % len(schemes)], unit, number, _varied(way, place), until)
    ]
    return tuple(sorted(found, key=lambda act: (act.recorded_at, act.key)))


def merged(told: Iterable[Act], problems_told: Iterable[Act]) -> tuple[Act, ...]:
    """Return all acts, oldest first."""
    return tuple(sorted((*told, *problems_told), key=lambda act: act.recorded_at))


def settled(draft: Draft, entries: Mapping[str, int]) -> Draft:
    """Return a draft whose mark of another entry is that entry's number."""
    return replace(
        draft,
        fields=tuple(
            (name, str(entries[value[1:]])) if isinstance(value, str) and value.startswith(MARK) else (name, value)
            for name, value in draft.fields
        ),
    )


def numbered(told: Iterable[Act], *, schemes: Sequence[Scheme]) -> tuple[Act, ...]:
    """Return acts whose problems have numbers, in the order of recording."""
    taken: set[str] = set()
    by_id = {scheme.id: scheme for scheme in schemes}
    found = []
    for act in told:
        draft = act.draft
        if draft.kind == problems.PROBLEM:
            scheme = by_id[str(draft.value("scheme"))]
            period = periods.containing(day=draft.happened_on, per=scheme.period)
            number = problems.numbered(scheme.problems.numbering, unit=draft.unit, period=period, taken=taken)
            taken.add(number)
            draft = replace(draft, title=number, fields=(("number", number), *draft.fields))
        found.append(replace(act, draft=draft))
    return tuple(found)


def _varied(way: Way, place: int) -> Way:
    return replace(way, words=(way.words + place // 2) % 4)


def _told(made: World, scheme: Scheme, unit: str, number: int, way: Way, until: date) -> Iterator[Act]:
    day = until - timedelta(days=way.ago)
    stands = any(each.unit == unit and day in each.span and until <= each.span.end for each in made.units)
    owner, acceptor = _holder(made, unit, day, ("direct", "recorder")), _holder(made, unit, day, ("lead",))
    if not stands or not owner or not acceptor or owner == acceptor:
        return
    key = f"{unit}-problem-{number}"
    matter, cause, measure = WORDS[scheme.id][way.words]
    fields = filled(
        (
            ("source", way.source),
            ("matter", matter),
            ("cause", cause),
            ("measure", measure),
            ("owner", owner),
            ("acceptor", acceptor),
            ("due", day + timedelta(days=way.due)),
            ("scheme", scheme.id),
            ("clause", scheme.clauses[way.words % len(scheme.clauses)].id),
        )
    )
    draft = Draft(unit, problems.PROBLEM, day, fields=fields, key=key)
    yield Act(_at(day, number), owner, "record", key, draft)
    for place, each in enumerate(way.happenings):
        on = day + timedelta(days=each.days)
        if on < until:
            by = acceptor if each.step in ("accept", "refuse", "drop", "reopen") else owner
            yield Act(_at(on, number), by, "record", f"{key}-{place}", _step(unit, key, day, each))


def _step(unit: str, key: str, found_on: date, each: Happening) -> Draft:
    fields = filled(
        (
            ("problem", f"{MARK}{key}"),
            ("step", each.step),
            ("reason", each.reason),
            ("due", found_on + timedelta(days=each.due) if each.due else None),
        )
    )
    on = found_on + timedelta(days=each.days)
    evidence = _PHOTO if each.step == "hand_in" else ()
    return Draft(unit, problems.STEP, on, fields=fields, evidence=evidence, key=f"{key}-{each.days}-{each.step}")


def _holder(made: World, unit: str, day: date, posts: Sequence[str]) -> str:
    held = [each for each in made.holdings if each.unit == unit and each.post in posts and day in each.span]
    return min(held, key=lambda each: (posts.index(each.post), each.person)).person if held else ""


def _at(day: date, number: int) -> datetime:
    return datetime.combine(day, time(2, number), UTC)
