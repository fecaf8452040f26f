"""The keys that sign the log's head: that one took the place of another is an entry of the log.

An entry names the new key and the former one. The former key signs a head that holds the entry: who trusts it is
shown by that head which key to trust from then on. Where the former key is lost nothing of the kind can be shown;
the entry says so.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from zicha.core.ledger import Draft
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText

LOG_KEY = "log_key"

Ground = Literal["routine", "lost"]
"""Why the key changes: as planned, with the former key's signature; or without it."""

KIND = Kind(
    id=LOG_KEY,
    title=LocalText("更换签名密钥", "Change of the signing key"),
    fields=(
        Field("key", LocalText("新公钥", "New public key"), "text", required=True, code=True),
        Field("former", LocalText("原公钥", "Former public key"), "text", code=True),
        Field("ground", LocalText("原因", "Ground"), "text", required=True, code=True),
    ),
)
"""It belongs to no unit: its unit is empty."""


def draft(*, key: str, former: str, ground: Ground, on: date) -> Draft:
    """Return the entry that says which key takes the place of which."""
    known = (("former", former),) if former else ()
    return Draft(unit="", kind=LOG_KEY, happened_on=on, fields=(*known, ("ground", ground), ("key", key)))
