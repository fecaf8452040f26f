"""The kinds every installation has, whatever its schemes say.

What an organisation must be able to prove belongs into the ledger, and so does what is decided about it:
a waiver, a problem, a promise. Such records are entries like any other; their kinds are declared here, by
the module that knows their rules, and a scheme neither declares nor changes them.
"""

from __future__ import annotations

from zicha.core import (
    actions,
    closing,
    erasure,
    log_keys,
    meetings,
    problems,
    reminders,
    report_life,
    study,
    suggestions,
)
from zicha.core.scheme import WAIVER_KIND, Kind

_STEP_BY_STEP = (
    actions.KIND,
    actions.STEP_KIND,
    closing.KIND,
    erasure.KIND,
    log_keys.KIND,
    *meetings.KINDS,
    problems.KIND,
    problems.STEP_KIND,
    reminders.KIND,
    report_life.KIND,
    study.ITEM_KIND,
    study.STEP_KIND,
    suggestions.KIND,
    suggestions.STEP_KIND,
)

KINDS: dict[str, Kind] = {kind.id: kind for kind in (WAIVER_KIND, *_STEP_BY_STEP)}
"""Every built-in kind, by id."""

NEVER_IMPORTED = frozenset(kind.id for kind in _STEP_BY_STEP)
"""Kinds that no file brings in: who may record such an entry is decided step by step."""

SUBJECTS: dict[str, str] = {
    actions.ACTION: "matter",
    actions.STEP: "step",
    meetings.ITEM: "topic",
    meetings.STEP: "step",
    problems.PROBLEM: "matter",
    problems.STEP: "step",
    report_life.REPORT_STEP: "step",
    study.ITEM: "topic",
    study.STEP: "step",
    suggestions.STEP: "step",
}
"""By kind, the field that says what an entry without a title is about."""
