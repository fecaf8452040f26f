"""The templates' environment: what every page may say and call."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

from zicha.core.board import STATES
from zicha.web import language, states, words


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
    made.globals.update(
        _=translated,
        _n=words.counted,
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
