"""The templates' environment: what every page may say and call."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

from zicha.core.board import STATES
from zicha.services.keeping import Kept
from zicha.web import language, states, words

_MOST_DRAWN = 8_000_000
"""So many characters of pages are kept by a process, of two bytes each."""


class _Drawn:
    """Macros of ``parts/drawn.html`` as they stand for some values, out of what was drawn before if they were.

    A macro sees these values, the language, and nothing of the request: so it is the same for everybody, and says no
    more than the values do.
    """

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        self._kept: Kept[Hashable, str] = Kept(_MOST_DRAWN)

    def __call__(self, name: str, *values: Hashable) -> str:
        """Return a macro's markup for some values."""
        said = language.current()
        return self._kept.made((said, name, values), partial(self._draw, name, values), weight=len)

    def _draw(self, name: str, values: tuple[Hashable, ...]) -> str:
        drawing: Callable[..., str] = getattr(self._environment.get_template("parts/drawn.html").module, name)
        return drawing(*values)


class _Context(jinja2.runtime.Context):
    """Jinja's, but that it looks at nothing it calls: no function of the templates asks for its context."""

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """Call what a template calls."""
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment Django's Jinja2 backend renders with; a misspelt name is an error, not a blank."""
    made = jinja2.Environment(  # noqa: S701 # autoescape is on, below  # noqa: S701 -- Django's backend hands autoescape in with the options
        **{
            **options,
            "autoescape": True,
            "undefined": jinja2.StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.context_class = _Context
    made.globals.update(
        _=translated,
        _n=words.counted,
        drawn=_Drawn(made),
        static=cache(static),
        url=address,
        words=words,
        states=states,
        STATES=STATES,
        language=language.current,
        zip=zip,
    )
    made.filters.update(local=language.local, day=words.day, full_day=words.full_day, instant=words.instant)
    return made


def translated(text: str, **facts: object) -> str:
    """Return the translation of ``text``, its ``%(named)s`` places filled."""
    return gettext(text) % facts if facts else gettext(text)


def address(name: str, *args: object, **query: object) -> str:
    """Return the path of a named page with a query; empty values are left out."""
    path = reverse(name, args=args)
    asked = {key: value for key, value in query.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
