"""Figures that zicha wrote into the document and people have changed by hand or removed since."""

from __future__ import annotations

from collections.abc import Iterator

from zicha.core import tracking
from zicha.core.checks.base import Context, Remark
from zicha.core.document import Document
from zicha.core.tracking import Tracked


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield the figures whose number is another one now, and those that are nowhere any more."""
    if not context.written:
        return
    for each in tracking.track(document, written=context.written):
        if each.state == "changed":
            yield _remark("figures_traced.changed", each, suggestion=each.was)
        elif each.state == "missing":
            yield _remark("figures_traced.missing", each)


def _remark(code: str, tracked: Tracked, *, suggestion: str = "") -> Remark:
    facts = (("quote", tracked.quote.strip()), ("was", tracked.was))
    return Remark(
        code, "warning", tracked.paragraph, tracked.start, tracked.end, tracked.found, suggestion, tuple(sorted(facts))
    )
