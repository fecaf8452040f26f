"""The loaded schemes, readable: clauses, the duties that rest on them, measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import scheme_words
from zicha.core.scheme import Clause, Duty, Scheme
from zicha.web import words
from zicha.web.asking import Asked, asks, page, require, sees_installation
from zicha.web.language import local
from zicha.web.lookups import in_force

Clauses = tuple[tuple[Clause, tuple[Duty, ...]], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What a scheme's ids are called."""

    @staticmethod
    def post(scheme: Scheme, duty: Duty) -> str:
        """Return who answers: directly, then first."""
        titles = dict(scheme.posts)
        return words.listed(local(titles[post]) for post in (duty.post, duty.lead_post) if post in titles)

    @staticmethod
    def evidence(scheme: Scheme, duty: Duty) -> str:
        """Return the evidence an entry must carry."""
        titles = dict(scheme.evidence)
        return local(scheme_words.listed(titles.get(one, one) for one in duty.evidence))


@asks
@require_safe
def schemes(request: Asked) -> HttpResponse:
    """Show the schemes that hold in the asked period."""
    require(allowed=sees_installation(request.question))
    found = tuple(in_force(request.question).values())
    return page(
        request,
        "schemes.html",
        room="schemes",
        schemes=found,
        clauses={scheme.id: by_clause(scheme) for scheme in found},
        names=Names,
        rules={
            measure.id: local(scheme_words.rule(measure.rule, scheme=scheme))
            for scheme in found
            for measure in scheme.measures
        },
    )


def by_clause(scheme: Scheme) -> Clauses:
    """Return each clause with the duties that rest on it; a clause without one is left out."""
    duties: Sequence[Duty] = scheme.duties
    rows = ((clause, tuple(duty for duty in duties if duty.clause == clause.id)) for clause in scheme.clauses)
    return tuple((clause, found) for clause, found in rows if found)
