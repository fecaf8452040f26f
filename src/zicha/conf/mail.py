"""The server that sends mail, from one address: ``smtp://user:password@host:port?from=zicha@example.org``."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
TIMEOUT_SECONDS = 15


def settings(url: str) -> dict[str, Any]:
    """Return Django's settings of mail for an address; none for an empty one and for one that cannot be read.

    A mistake in it keeps no page from being shown: ``zicha remind`` says what is wrong.
    """
    return _read(url) if url and is_readable(url) else {}


def is_readable(url: str) -> bool:
    """Whether an address is empty, or written as it must be."""
    try:
        return not url or bool(_read(url))
    except ValueError:
        return False


def _read(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in SCHEMES or not parts.hostname or "@" not in sender:
        raise ValueError("ZICHA_MAIL")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
    }
