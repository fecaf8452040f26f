"""Forms that are sent without leaving the page, so that what was typed is still there if they do not arrive.

``zicha.js`` lets htmx send them. What the browser would follow by itself is told to it in words here: a new
page is opened whole, and a sign-in that ran out does not take the place of the form.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

Answer = Callable[[HttpRequest], HttpResponseBase]


def answers_sent_forms(answer: Answer) -> Answer:
    """Middleware: answer a form sent by htmx with 204 and where to go, or 401 if nobody is signed in any more."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if request.method != "POST" or request.headers.get("HX-Boosted") != "true" or response.status_code != 302:
            return response
        return _told(response)

    return answered


def _told(response: HttpResponseBase) -> HttpResponse:
    to = response["Location"]
    if to.split("?", 1)[0] == reverse("sign_in"):
        return HttpResponse(status=401)
    told = HttpResponse(status=204, headers={"HX-Redirect": to})
    told.cookies = response.cookies
    return told
