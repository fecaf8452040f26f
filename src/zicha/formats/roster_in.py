"""Reads units, people and posts from xlsx, xls or csv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zicha.core.importing import roster
from zicha.core.importing.refusals import Note
from zicha.core.text import LocalText
from zicha.core.units import Person, UnitSpan
from zicha.formats import tables_in

RosterFile = roster.Found


def read(
    data: bytes,
    *,
    name: str,
    posts: Iterable[tuple[str, LocalText]] = (),
    spans: Iterable[UnitSpan] = (),
    people: Iterable[Person] = (),
) -> RosterFile:
    """Return the roster in a file, with every refused cell and skipped row.

    Takes its bytes and name, the posts that loaded schemes declare, and the units and people already known. Raises
    ``Refusal`` for a file that cannot be read, has no header of a roster, or has a column of identity numbers.
    """
    book = tables_in.read(data, name=name)
    found = roster.read(book.tables, posts=posts, spans=spans, people=people)
    hidden = tuple(Note("imports.sheet_hidden", {"sheet": sheet}) for sheet in book.hidden)
    return replace(found, notes=hidden + found.notes)
