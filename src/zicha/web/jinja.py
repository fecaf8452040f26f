"""The templates' environment: what every page may say and call."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

import jinja2
from django.templatetags.static import static
from django.utils.translation import gettext

from zicha.core import periods
from zicha.core.board import STATES
from zicha.core.text import Language
from zicha.services.keeping import Kept
from zicha.web import addresses, language, states, words
from zicha.web.folding import Folding

_MOST_DRAWN = 8_000_000
"""So many characters of pages are kept by a process, of two bytes each."""


class _Drawn:
    """Macros of ``parts/drawn.html`` as they stand for some values, out of what was drawn before if they were.

    A macro sees these values, the language, and nothing of the request: so it is the same for everybody, and says no
    more than the values do.
    """

    def __init__(self, environment: jinja2.Environment, said: Language, kept: Kept[Hashable, str]) -> None:
        self._environment, self._said, self._kept = environment, said, kept

    def __call__(self, name: str, *values: Hashable) -> str:
        """Return a macro's markup for some values."""
        return self._kept.made((self._said, name, values), partial(self._draw, name, values), weight=len)

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


class Environments:
    """What Django's Jinja2 backend renders with: an environment a language, and a page is of the one it is asked in."""

    def __init__(self, **options: Any) -> None:
        kept: Kept[Hashable, str] = Kept(_MOST_DRAWN)
        self._by_language: Mapping[Language, jinja2.Environment] = {
            said: _environment(said, kept, options) for said in language.LANGUAGES
        }

    def get_template(self, name: str) -> jinja2.Template:
        """Return a template in the present language."""
        return self.of(language.current()).get_template(name)

    def of(self, said: Language) -> jinja2.Environment:
        """Return the environment of one language."""
        return self._by_language[said]


def _environment(said: Language, kept: Kept[Hashable, str], options: Mapping[str, Any]) -> jinja2.Environment:
    """A misspelt name is an error, not a blank."""
    made = Folding(
        said,
        **{
            **options,
            "autoescape": True,
            "undefined": jinja2.StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    )
    made.context_class = _Context
    made.globals.update(
        _=translated,
        _n=words.counted,
        drawn=_Drawn(made, said, kept),
        static=cache(static),
        url=address,
        offered=periods.offered,
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
    path = addresses.path(name, *args)
    asked = {key: value for key, value in query.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
