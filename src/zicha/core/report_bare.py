"""A report without any value that can be erased: what is left of it is the same before and after an erasure.

A submission keeps the hash of this beside that of the whole. Where the whole is another one later and this is not,
names, titles or texts are gone or were altered, and the log tells which of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zicha.core import bodies
from zicha.core.actions import Action
from zicha.core.ledger import Revision
from zicha.core.problems import Problem
from zicha.core.report_outline import Material
from zicha.core.scheme import Scheme


def bare(material: Material) -> Material:
    """Return what a report is composed of, without names of people and without titles and texts of records.

    Figures, days, choices and what people wrote for this report stay.
    """
    plain = {kind.id: bodies.plain_fields(kind) for kind in material.scheme.kinds}
    return replace(
        material,
        names={},
        entries=tuple(_entry(entry, plain.get(entry.draft.kind, frozenset())) for entry in material.entries),
        problems=replace(material.problems, problems=tuple(map(_problem, material.problems.problems))),
        promises=tuple(map(_promise, material.promises)),
    )


def records(material: Material) -> frozenset[int]:
    """Return the revisions whose names, titles and texts a report may show."""
    problems, promises = material.problems.problems, material.promises
    entries = (entry.seq for entry in material.entries)
    things: tuple[Problem | Action, ...] = (*problems, *promises)
    steps = (step.seq for thing in things for step in thing.steps)
    return frozenset((*entries, *(thing.seq for thing in things), *steps))


def people(material: Material) -> frozenset[str]:
    """Return the ids of the people whose names a report may show."""
    things: tuple[Problem | Action, ...] = (*material.problems.problems, *material.promises)
    owners = (thing.owner for thing in things)
    return frozenset(filter(None, (*owners, *_named(material.scheme, material.entries))))


def _named(scheme: Scheme, entries: tuple[Revision, ...]) -> Iterator[str]:
    fields = {kind.id: [field.id for field in kind.fields if field.type == "person"] for kind in scheme.kinds}
    for entry in entries:
        said = dict(entry.draft.fields)
        yield from (str(said[name]) for name in fields.get(entry.draft.kind, ()) if name in said)


def _entry(entry: Revision, plain: frozenset[str]) -> Revision:
    left = tuple((name, value) for name, value in entry.draft.fields if name in plain)
    return replace(entry, draft=replace(entry.draft, title="", fields=left))


def _problem(problem: Problem) -> Problem:
    return replace(problem, matter="", measure="", cause="", owner="", acceptor="")


def _promise(promise: Action) -> Action:
    steps = tuple(replace(step, reason="", owner="") for step in promise.steps)
    return replace(promise, matter="", owner="", steps=steps)
