"""Problems as JSON values and as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zicha.core import instants, messages
from zicha.core.ledger import Evidence
from zicha.core.problems import SOURCES, STATES, Problem, Step
from zicha.core.text import Language

COLUMNS = (
    "number", "unit", "found_on", "source", "matter", "cause", "measure", "owner", "acceptor", "original_due", "due",
    "extended", "state", "closed_on", "refused", "recurring",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem with how near its deadline is and the numbers of the earlier problems it repeats."""

    problem: Problem
    due_state: str
    before: tuple[str, ...] = ()


def as_json(shown: Shown) -> dict[str, Any]:
    """Return the published JSON shape of a problem, people by id."""
    problem, cell = shown.problem, shown.problem.cell
    return {
        "number": problem.number,
        "entry": problem.entry,
        "seq": problem.seq,
        "unit": problem.unit,
        "scheme": problem.scheme or None,
        "clause": problem.clause or None,
        "duty": cell.duty if cell else None,
        "window": cell.window.isoformat() if cell else None,
        "source": problem.source,
        "state": problem.state,
        "matter": problem.matter,
        "cause": problem.cause,
        "measure": problem.measure,
        "owner": problem.owner or None,
        "acceptor": problem.acceptor or None,
        "found_on": problem.found_on.isoformat(),
        "original_due": problem.original_due.isoformat(),
        "due": problem.due.isoformat(),
        "due_state": shown.due_state,
        "extended": problem.extended,
        "refused": len(problem.refusals),
        "reopened": problem.reopened,
        "recurring": list(shown.before),
        "closed_on": problem.closed_on.isoformat() if problem.closed_on else None,
        "on_time": problem.is_on_time,
        "evidence": [_file(file) for file in problem.evidence],
        "steps": [_step(step) for step in problem.steps],
    }


def as_csv(rows: Iterable[Shown], *, names: Mapping[str, str], units: Mapping[str, str], language: Language) -> str:
    """Return problems as a table with a head, people and units by name; a cell is never a formula (CWE-1236)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([messages.sentence(f"problems.column_{name}", language=language) for name in COLUMNS])
    for shown in rows:
        values = _cells(shown, names, units, language)
        writer.writerow([_plain(values[name]) for name in COLUMNS])
    return out.getvalue()


def _cells(shown: Shown, names: Mapping[str, str], units: Mapping[str, str], language: Language) -> dict[str, str]:
    problem = shown.problem
    given = {name: str(value) for name, value in as_json(shown).items() if isinstance(value, str | int)}
    said = {
        "unit": units.get(problem.unit, problem.unit),
        "source": SOURCES[problem.source].in_language(language),
        "state": STATES[problem.state].in_language(language),
        "owner": names.get(problem.owner, problem.owner),
        "acceptor": names.get(problem.acceptor, problem.acceptor),
        "recurring": " ".join(shown.before),
    }
    return dict.fromkeys(COLUMNS, "") | given | said


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "seq": step.seq,
        "on": step.on.isoformat(),
        "recorded_at": instants.written(step.recorded_at) if step.recorded_at else None,
        "by": step.by,
        "reason": step.reason,
        "due": step.due.isoformat() if step.due else None,
        "evidence": [_file(file) for file in step.evidence],
    }


def _file(file: Evidence) -> dict[str, Any]:
    return {"kind": file.kind, "file": file.name, "sha256": file.sha256, "size": file.size}
