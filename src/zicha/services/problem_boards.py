"""Problems of many units, some at a time: by state, in order, narrowed; and what waits for one person.

A question about now reads kept rows and only the problems it shows; one about the past reads all that there were and
says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from string import ascii_lowercase, ascii_uppercase

from zicha.core import actions, problem_rules, problems
from zicha.core.actions import Action
from zicha.core.problems import SOON_DAYS, STATES, UNFINISHED, Problem
from zicha.core.scheme import ProblemState as State
from zicha.services import actions as action_services
from zicha.services import problems as services
from zicha.services.problems import Listed
from zicha.store.queries import kept_threads, ledger, schemes
from zicha.store.queries.kept_threads import Asked

_ALL = tuple(STATES)
_OPEN = tuple(state for state in _ALL if state in UNFINISHED)
_PROMISED = tuple(sorted(actions.UNFINISHED))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom problems shall wait for, and for which units that person may accept."""

    person: str
    decides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What problems are narrowed to; empty for all.

    Attributes:
        due: ``soon`` or ``overdue``.
        text: a part of number, matter, measure or cause; A to Z are the same large and small.
    """

    state: str = ""
    source: str = ""
    due: str = ""
    text: str = ""
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Some:
    """Some of many problems, and how many there are in all."""

    rows: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Question:
    """Whose problems are meant, as they stood on a day and as known at an instant."""

    units: tuple[str, ...]
    on: date
    as_known_at: datetime
    wanted: Narrowing = Narrowing()


def page(asked: Question, *, offset: int, limit: int) -> Some:
    """Return a part of the problems: what is pressing first, then by deadline and number."""
    if not _stand(asked):
        found = _folded(asked)
        return Some(found[offset : offset + limit], len(found))
    meant = _meant(asked)
    if meant is None:
        return Some((), 0)
    total = sum(kept_threads.counts(meant).values())
    shown = kept_threads.some(meant, offset=offset, limit=limit) if offset < total else ()
    return Some(_listed(asked, shown), total)


def by_state(asked: Question, *, most: int) -> dict[State, Some]:
    """Return the first ``most`` problems of each state that has any: the pressing ones, or those closed last."""
    if not _stand(asked):
        return _parted(_folded(asked), most)
    meant = _meant(asked)
    if meant is None:
        return {}
    totals = kept_threads.counts(meant)
    chosen = [part for state in _ALL if state in totals for part in _first(meant, state, most)]
    rows: dict[State, list[Listed]] = {}
    for row in _listed(asked, chosen):
        rows.setdefault(row.problem.state, []).append(row)
    return {state: Some(_in_order(state, rows[state]), totals[state]) for state in _ALL if state in rows}


def waiting(asked: Question, *, most: int) -> tuple[Some, tuple[Action, ...]]:
    """Return the first problems that wait for a person, without what came before them, and the person's promises.

    Whom they wait for is all that is looked at of what they are narrowed to.
    """
    asked = replace(asked, wanted=Narrowing(waiting=asked.wanted.waiting or Waiting("", frozenset())))
    if _stand(asked):
        return _waiting(asked, most)
    found = tuple(replace(row, before=()) for row in _folded(asked))
    return Some(found[:most], len(found)), _promised(asked)[:most]


def earlier(problem: Problem, *, on: date, as_known_at: datetime) -> tuple[Problem, ...]:
    """Return the problems on the same clause that a problem's unit had before, within four periods."""
    asked = Question((problem.unit,), on, as_known_at)
    if not _stand(asked):
        near = services.listed(units=asked.units, on=on, as_known_at=as_known_at)
        before = next((row.before for row in near if row.problem.entry == problem.entry), ())
        return tuple(row.problem for row in near if row.problem.entry in before)
    before = _before(asked, [problem]).get(problem.entry, ())
    parts = kept_threads.parts((problems.PROBLEM, entry) for entry in before)
    return tuple(sorted(_read(asked, parts.values()), key=_pressing)) if before else ()


def _stand(asked: Question) -> bool:
    return kept_threads.stand(on=asked.on, as_known_at=asked.as_known_at)


def _meant(asked: Question) -> Asked | None:
    """The rows that are meant; ``None`` where none can be."""
    wanted = asked.wanted
    states = tuple(state for state in _ALL if wanted.state in ("", state) and (not wanted.due or state == "open"))
    limits = _limits(wanted.due, asked.on)
    if not states or limits is None:
        return None
    meant = Asked(problems.PROBLEM, asked.units, states, wanted.source, *limits, _small(wanted.text))
    return meant if wanted.waiting is None else _waiting_for(asked, meant, _owned(asked, (problems.PROBLEM,)))


def _limits(due: str, on: date) -> tuple[date | None, date | None] | None:
    """The first and the last deadline that are meant; ``None`` for a word that means none."""
    soon = date.fromordinal(min(on.toordinal() + SOON_DAYS, date.max.toordinal()))
    before = date.fromordinal(max(on.toordinal() - 1, 1))
    known: Mapping[str, tuple[date | None, date | None]] = {
        "": (None, None),
        "soon": (on, soon),
        "overdue": (None, before),
    }
    return known.get(due)


_Owned = Mapping[tuple[str, int], tuple[int, ...]]


def _owned(asked: Question, kinds: Sequence[str]) -> _Owned:
    person = asked.wanted.waiting.person if asked.wanted.waiting else ""
    states = (*_OPEN, *_PROMISED)
    return kept_threads.owned(kinds=kinds, person=person, units=asked.units, states=states) if person else {}


def _waiting_for(asked: Question, meant: Asked, owned: _Owned) -> Asked | None:
    waiting = asked.wanted.waiting
    states = tuple(state for state in meant.states if state in UNFINISHED)
    if waiting is None or not waiting.person or not states:
        return None
    entries = frozenset(entry for kind, entry in owned if kind == problems.PROBLEM)
    decides = tuple(unit for unit in asked.units if unit in waiting.decides)
    return replace(meant, states=states, mine=kept_threads.Mine(waiting.person, entries, decides))


def _waiting(asked: Question, most: int) -> tuple[Some, tuple[Action, ...]]:
    owned = _owned(asked, (problems.PROBLEM, actions.ACTION))
    meant = _waiting_for(asked, Asked(problems.PROBLEM, asked.units, _OPEN), owned)
    if meant is None:
        return Some((), 0), ()
    total = sum(kept_threads.counts(meant).values())
    shown = kept_threads.some(meant, limit=most) if total else ()
    promised = [parts for (kind, _entry), parts in owned.items() if kind == actions.ACTION]
    seqs = [seq for parts in (*shown, *promised) for seq in parts]
    found = ledger.told(seqs=seqs) if seqs else ()
    rows = sorted(problems.read(found, on=asked.on), key=_pressing)
    listed = tuple(Listed(each, each.due_state(asked.on), ()) for each in rows)
    return Some(listed, total), actions.read(found, on=asked.on)[:most]


def _first(meant: Asked, state: State, most: int) -> tuple[tuple[int, ...], ...]:
    order: kept_threads.Order = "pressing" if state in UNFINISHED else "latest"
    return kept_threads.some(replace(meant, states=(state,)), order=order, limit=most)


def _listed(asked: Question, parts: Iterable[Iterable[int]]) -> tuple[Listed, ...]:
    found = sorted(_read(asked, parts), key=_pressing)
    before = _before(asked, found)
    return tuple(Listed(each, each.due_state(asked.on), before.get(each.entry, ())) for each in found)


def _read(asked: Question, parts: Iterable[Iterable[int]]) -> tuple[Problem, ...]:
    seqs = [seq for each in parts for seq in each]
    return problems.read(ledger.told(seqs=seqs) if seqs else (), on=asked.on)


def _before(asked: Question, found: Iterable[Problem]) -> dict[int, tuple[int, ...]]:
    """The earlier problems on the same clause of its unit, by entry, of some problems."""
    clauses = {(each.unit, each.scheme, each.clause) for each in found if each.clause and each.state != "dropped"}
    if not clauses:
        return {}
    in_force = schemes.in_force(on=asked.on, as_known_at=asked.as_known_at)
    opened = kept_threads.opened(units=sorted({unit for unit, _scheme, _clause in clauses}))
    return services.came_before([each for each in opened if (each.unit, each.scheme, each.clause) in clauses], in_force)


def _folded(asked: Question) -> tuple[Listed, ...]:
    rows = services.listed(units=asked.units, on=asked.on, as_known_at=asked.as_known_at)
    return tuple(row for row in rows if _fits(row, asked.wanted))


def _fits(row: Listed, wanted: Narrowing) -> bool:
    problem, waiting = row.problem, wanted.waiting
    said = (problem.number, problem.matter, problem.measure, problem.cause)
    return (
        wanted.state in ("", problem.state)
        and wanted.source in ("", problem.source)
        and wanted.due in ("", row.due_state)
        and any(_small(wanted.text) in _small(each) for each in said)
        and (waiting is None or problem_rules.waits_for(problem, waiting.person, decides=waiting.decides))
    )


def _parted(found: Sequence[Listed], most: int) -> dict[State, Some]:
    states = {state: tuple(row for row in found if row.problem.state == state) for state in _ALL}
    return {state: Some(_in_order(state, rows)[:most], len(rows)) for state, rows in states.items() if rows}


def _in_order(state: State, rows: Iterable[Listed]) -> tuple[Listed, ...]:
    """What is over in the order in which it came to be so, the latest first; the rest as it is."""
    if state in UNFINISHED:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: row.problem.last.seq if row.problem.last else 0, reverse=True))


def _promised(asked: Question) -> tuple[Action, ...]:
    person = asked.wanted.waiting.person if asked.wanted.waiting else ""
    found = action_services.listed(units=asked.units, on=asked.on, as_known_at=asked.as_known_at, only_open=True)
    return tuple(action for action in found if person and action.owner == person)


def _pressing(problem: Problem) -> tuple[int, date, str, int]:
    return _ALL.index(problem.state), problem.due, problem.number, problem.entry


def _small(text: str) -> str:
    """A text with A to Z in small letters, as both databases write it too."""
    return text.translate(_LETTERS)


_LETTERS = str.maketrans(ascii_uppercase, ascii_lowercase)
