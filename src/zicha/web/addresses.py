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


def path(name: str) -> str:
    """Return the path of a page that is about nothing in particular."""
    return _path(get_script_prefix(), name)


def pair(name: str, value: object) -> str:
    """Return a parameter as an address says it; nothing for a value that is empty or ``None``."""
    return "" if value is None or value == "" else f"{name}={_quoted(str(value))}"


def asking(path: str, pairs: Iterable[str]) -> str:
    """Return a path with a query of some pairs; those that say nothing are left out."""
    query = "&".join(filter(None, pairs))
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=1_024)
def _path(_prefix: str, name: str) -> str:
    """The same under one prefix, which ``reverse`` puts before it."""
    return reverse(name)
