"""The token that a form is sent with against forgery, once a page."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString


def token(request: HttpRequest) -> dict[str, object]:
    """Return what a template says of it; a page that has no form makes none.

    Django's backend would mask it anew for each form of a page, by sixty-four draws each time.
    """
    made = SimpleLazyObject(lambda: get_token(request))

    def hidden() -> SafeString:
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', made)

    return {"csrf_token": made, "csrf_input": SimpleLazyObject(hidden)}
