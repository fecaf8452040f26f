"""The ledger out again: as ndjson that can be imported elsewhere, and as a journal that hledger recounts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from zicha.core import built_in, instants, small_counts
from zicha.core.ledger import Attendance, FieldValue, Revision
from zicha.core.periods import PerPeriod, Span
from zicha.formats import hledger as journal
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import schemes as scheme_queries


def entries(*, units: Iterable[str], span: Span, as_known_at: datetime) -> Iterator[str]:
    """Yield one line of JSON an entry, oldest first, as known at an instant; entries of private kinds are left out.

    The lines can be imported again; ``seq``, ``recorded_at`` and ``recorded_by`` say where they come from.
    """
    hidden = {*_private(), *built_in.NEVER_IMPORTED}
    found = ledger_queries.revisions(units=tuple(units), span=span, as_known_at=as_known_at, people=True, texts=True)
    for revision in found:
        if revision.draft.kind not in hidden:
            yield json.dumps(_entry(revision), ensure_ascii=False)


def hledger(*, units: Iterable[str], span: Span, as_known_at: datetime) -> Iterator[str]:
    """Yield the lines of a journal in which hledger finds every count and every sum that is told again.

    Entries of private kinds are one transaction a unit, kind and period of the scheme.
    """
    found = ledger_queries.revisions(units=tuple(units), span=span, as_known_at=as_known_at)
    return journal.lines(found, together=_private())


def _private() -> dict[str, PerPeriod]:
    """The kinds that any version calls private, each with the length of its scheme's periods."""
    schemes = [each.scheme for each in scheme_queries.versions()]
    return {kind: scheme.period for scheme in schemes for kind in small_counts.private_kinds(scheme)}


def _entry(revision: Revision) -> dict[str, Any]:
    draft = revision.draft
    line: dict[str, Any] = {
        "key": draft.key or None,
        "unit": draft.unit,
        "kind": draft.kind,
        "happened_on": draft.happened_on.isoformat(),
        "title": draft.title,
        "fields": {name: _value(value) for name, value in draft.fields},
    }
    if draft.attendance is not None:
        line |= _attendance(draft.attendance)
    if draft.makes_up is not None:
        line["makes_up"] = draft.makes_up.isoformat()
    line["evidence"] = [
        {"kind": item.kind, "file": item.name, "sha256": item.sha256, "size": item.size} for item in draft.evidence
    ]
    return line | {
        "seq": revision.seq,
        "entry": revision.entry,
        "recorded_at": instants.written(revision.recorded_at),
        "recorded_by": revision.recorded_by,
        "backfilled": revision.backfilled,
        "withdrawn": revision.withdrawn,
    }


def _attendance(sheet: Attendance) -> dict[str, Any]:
    """Names where they are known, counts where only heads were counted."""
    parts = ("expected", "present", "excused", "made_up")
    named = {part: getattr(sheet, f"{part}_people") for part in parts}
    return {part: list(named[part]) if named[part] else (getattr(sheet, part) or []) for part in parts}


def _value(value: FieldValue) -> FieldValue | list[str]:
    return list(value) if isinstance(value, tuple) else value
