"""Finding a person where there are too many for a list."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zicha.web import people_desk
from zicha.web.asking import Asked, asks, require
from zicha.web.views.units import Found, answered, chosen

_FIELD = re.compile(r"[a-z]{1,20}")


@asks
@require_safe
def people(request: Asked) -> HttpResponse:
    """Name the people who fit ``q``, of those whom the asker may choose for the unit at hand; never more than a few.

    ``everywhere`` is asked by who manages the organisation, and the unit at hand is then called ``about``; with
    ``others`` its own people do not come first.
    """
    question, everywhere = request.question, "everywhere" in request.GET
    unit = request.GET.get("about", "") if everywhere else question.unit
    near = "" if "others" in request.GET else unit
    require(allowed=question.manages if everywhere else question.may_record)
    text = request.GET.get("q", "").strip()[: people_desk.LONGEST_NAME]
    told, most = people_desk.found(question, text, unit=near, everywhere=everywhere), people_desk.most(text)
    return answered(
        request,
        "people",
        [_found(request, one) for one in told[:most]],
        more=len(told) > most,
        kept=("to", "field", "unit", "everywhere", "about", "others"),
    )


def _found(request: Asked, told: people_desk.Told) -> Found:
    """The name is handed back with the id, so that the page does not have to tell whose id it is."""
    field, person = request.GET.get("field", ""), told.person
    name = field if _FIELD.fullmatch(field) else "person"
    href = chosen(request.GET.get("to", ""), name, person.id, **{f"{name}-name": person.name})
    return Found(person.id, person.name, told.places, href)
