"""Addresses written out once: a page has hundreds of links, and most of them differ in one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.urls import get_script_prefix, reverse

_quoted = lru_cache(maxsize=8_192)(quote_plus)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a page about one of many units, asking the same question of each.

    Attributes:
        rest: what its address says beside the unit.
    """

    path: str
    rest: str

    def to(self, unit: str) -> str:
        """Return the address for a unit."""
        return f"{self.path}?unit={_quoted(unit)}{self.rest}"


@dataclass(frozen=True, slots=True)
class Links:
    """The ways to the pages that are about nothing in particular, asking the same question on each.

    Attributes:
        prefix: what stands before every path of the site.
        said: what an address says of the question.
    """

    prefix: str
    said: str

    def to(self, name: str) -> str:
        """Return the address of a page."""
        path = _path(self.prefix, name)
        return f"{path}?{self.said}" if self.said else path


def links(pairs: Iterable[str]) -> Links:
    """Return the ways that ask a question, given as pairs; those that say nothing are left out."""
    return Links(get_script_prefix(), "&".join(filter(None, pairs)))


def path(name: str, *args: object) -> str:
    """Return the path of a page; ``args`` say what it is about."""
    return _path(get_script_prefix(), name, *args)


def pair(name: str, value: object) -> str:
    """Return a parameter as an address says it; nothing for a value that is empty or ``None``."""
    return "" if value is None or value == "" else f"{name}={_quoted(str(value))}"


def asking(path: str, pairs: Iterable[str]) -> str:
    """Return a path with a query of some pairs; those that say nothing are left out."""
    query = "&".join(filter(None, pairs))
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=8_192, typed=True)
def _path(_prefix: str, name: str, *args: object) -> str:
    """The same under one prefix, which ``reverse`` puts before it."""
    return reverse(name, args=args)
