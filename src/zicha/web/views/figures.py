"""One number: its rule, the clause it rests on, and the records behind it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import scheme_words, small_counts
from zicha.core.figures import Figure
from zicha.core.findings import Refusal
from zicha.services import figures
from zicha.web.asking import Asked, Question, asks, page, require, whole_or_part
from zicha.web.language import local
from zicha.web.lookups import vocabulary
from zicha.web.rows import rows_of


@asks
@require_safe
def figure(request: Asked, figure_id: str) -> HttpResponse:
    """Explain a figure: what is counted, why, and each record that counted."""
    question = request.question
    try:
        found = figures.explain(figure_id=figure_id, on=question.on, as_known_at=question.as_known_at)
    except (Refusal, LookupError) as error:
        raise Http404 from error
    require(allowed=all(question.sees(unit) for unit in _scope(question, found.figure)))
    known = vocabulary(question)
    return page(
        request,
        whole_or_part(request, "figure"),
        room="report",
        found=found,
        rule=local(scheme_words.rule(found.measure.rule, scheme=found.scheme)),
        rows=rows_of(question, known, found.records),
        unsaid=small_counts.is_unsaid(found.figure.text),
    )


def _scope(question: Question, figure: Figure) -> tuple[str, ...]:
    """Return the units a figure is about: whoever sees one unit alone is not told the sum over those below it."""
    within = figure.subtree and figure.unit in question.tree
    return question.tree.subtree(figure.unit) if within else (figure.unit,)
