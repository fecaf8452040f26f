"""The person's language and theme: Chinese unless the person chose otherwise, kept in two cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from zicha.core.text import Language, LocalText

LANGUAGE_COOKIE = "zicha_language"
THEME_COOKIE = "zicha_theme"
LANGUAGES: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
THEMES = ("auto", "light", "dark")


def chooses_the_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a middleware that answers in the language of the cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "zh-hans"
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return answer


def current() -> Language:
    """Return the language of the present answer."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def local(text: LocalText | str | None) -> str:
    """Return a text of a scheme in the present language; a missing translation falls back."""
    if text is None:
        return ""
    return text if isinstance(text, str) else text.in_language(current())
