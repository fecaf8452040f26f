"""The hidden bookmarks that tell, in an edited document, which section and which drafted paragraph a place belongs to.

Bookmarks are what every word processor kept in every round trip that was measured; their names begin with ``_``, which
hides them, and have 40 characters at most (ECMA-376-1 17.13.6.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zicha.core.figures import digest

NEIGHBOURS = 12
"""Characters kept from each side of a figure, to find it again where control and bookmark are gone."""

_NAME = re.compile(
    r"_z(?P<sort>[csfp])_(?P<digest>[0-9a-f]{16})(?:_(?P<place>\d{1,6}))?(?P<copy>[_ ]?Copy[_ ]?\d*|_\d+)?"
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a hidden bookmark's name says.

    Attributes:
        sort: ``c`` a figure, ``s`` a section's heading, ``f`` a paragraph that zicha drafted, ``p`` one of people's.
        digest: of the figure's or the section's id.
        place: the figure's place in the document, or the paragraph's in its section; 0 for a heading.
        copied: whether the word processor renamed it because the place was copied.
    """

    sort: str
    digest: str
    place: int
    copied: bool


def section(section_id: str) -> str:
    """Return the bookmark of a section's heading."""
    return f"_zs_{digest(section_id)}"


def drafted(section_id: str, place: int) -> str:
    """Return the bookmark of a paragraph that zicha drafted; the signature belongs to the section without a name."""
    return f"_zf_{digest(section_id)}_{place}"


def by_people(section_id: str, place: int) -> str:
    """Return the bookmark of a paragraph that people wrote, or are still to write."""
    return f"_zp_{digest(section_id)}_{place}"


def parse(name: str) -> Name | None:
    """Return what a bookmark's name says, or ``None`` if it is not zicha's."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return Name(found["sort"], found["digest"], int(found["place"] or 0), found["copy"] is not None)


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the characters before and behind a place of a paragraph."""
    return text[max(0, start - NEIGHBOURS) : start], text[end : end + NEIGHBOURS]
