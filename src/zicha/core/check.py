"""The checker: all rules over one document."""

from __future__ import annotations

from zicha.core.checks import (
    brackets,
    copied,
    doubled,
    figures_previous,
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
    ("figures_previous", figures_previous.find),
    ("copied", copied.find),
    ("next_steps", next_steps.find),
    ("layout", layout.find),
)
"""Every rule by the name that a person switches it by."""


def check(document: Document, *, context: Context, without: frozenset[str] = frozenset()) -> tuple[Remark, ...]:
    """Return what the rules say, in the order of the text, the rules named in ``without`` left out."""
    remarks = [remark for name, find in RULES if name not in without for remark in find(document, context)]
    return tuple(
        sorted(remarks, key=lambda remark: (remark.paragraph or 1 << 30, remark.start, remark.end, remark.code))
    )
