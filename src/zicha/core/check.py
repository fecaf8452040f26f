"""The checker: all rules over one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, get_args

from zicha.core.checks import (
    brackets,
    copied,
    doubled,
    figures_previous,
    figures_traced,
    figures_typed,
    layout,
    lists,
    next_steps,
    numbering,
    periods,
    placeholders,
    punctuation,
    signature,
    title_body,
)
from zicha.core.checks.base import Context, Remark, Rule
from zicha.core.document import Document
from zicha.core.message_tables import check_rules, checks

RULES: tuple[tuple[str, Rule], ...] = (
    ("placeholders", placeholders.find),
    ("doubled", doubled.find),
    ("brackets", brackets.find),
    ("punctuation", punctuation.find),
    ("numbering", numbering.find),
    ("lists", lists.find),
    ("periods", periods.find),
    ("signature", signature.find),
    ("title_body", title_body.find),
    ("figures_typed", figures_typed.find),
    ("figures_traced", figures_traced.find),
    ("figures_previous", figures_previous.find),
    ("copied", copied.find),
    ("next_steps", next_steps.find),
    ("layout", layout.find),
)
"""Every rule by the name that a person switches it by; the first part of its codes is the same name."""

Grade = Literal["off", "error", "warning", "note", "info"]
GRADES: tuple[Grade, ...] = get_args(Grade)


def check(
    document: Document,
    *,
    context: Context,
    without: frozenset[str] = frozenset(),
    grades: Mapping[str, Grade] | None = None,
) -> tuple[Remark, ...]:
    """Return what the rules say, in the order of the text, the rules named in ``without`` left out.

    ``grades`` holds another severity, or ``off``, by rule or by code; a code's goes before its rule's.
    """
    chosen = grades or {}
    remarks = [
        graded
        for name, find in RULES
        if name not in without and _wanted(name, chosen)
        for graded in _graded(find(document, context), name, chosen)
    ]
    return tuple(
        sorted(remarks, key=lambda remark: (remark.paragraph or 1 << 30, remark.start, remark.end, remark.code))
    )


def codes() -> tuple[str, ...]:
    """Return the code of every sentence a rule may say."""
    rules = {name for name, _ in RULES}
    return tuple(code for table in (checks, check_rules) for code in table.SENTENCES if code.split(".")[0] in rules)


def _wanted(name: str, grades: Mapping[str, Grade]) -> bool:
    return grades.get(name) != "off" or any(key.startswith(f"{name}.") and grades[key] != "off" for key in grades)


def _graded(remarks: Iterator[Remark], name: str, grades: Mapping[str, Grade]) -> Iterator[Remark]:
    for remark in remarks:
        grade = grades.get(remark.code, grades.get(name, remark.severity))
        if grade == remark.severity:
            yield remark
        elif grade != "off":
            yield replace(remark, severity=grade)
