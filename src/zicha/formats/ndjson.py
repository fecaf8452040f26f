"""Newline-delimited JSON: one object a line, read strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zicha.core.findings import Refusal
from zicha.core.importing.entries import Line
from zicha.formats import table_guard, tables_in

MAX_LINE = 1_000_000
"""Characters of one line; an entry with a thousand people present has ten thousand."""


def looks_like(data: bytes, *, name: str) -> bool:
    """Whether a file is ndjson, by its ending or by its first character."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    is_object = start.startswith(b"{") and not start.startswith(b"{\\rtf")
    return is_object or name.lower().endswith((".ndjson", ".jsonl"))


def read(data: bytes) -> tuple[Line, ...]:
    """Return the lines of a file, numbered from 1, blank ones left out.

    A line that is no JSON object, writes a key twice, holds ``NaN`` or nests too deep carries its fault. Raises
    ``Refusal`` for an empty, too large or undecodable file, and for more lines than rows are allowed.
    """
    if table_guard.kind_of(data) != "text":
        raise Refusal("imports.not_a_table")
    lines = tuple(_lines(tables_in.decode(data)))
    if not lines:
        raise Refusal("imports.file_empty")
    if len(lines) > table_guard.MAX_ROWS:
        raise Refusal("imports.too_many_rows", limit=table_guard.MAX_ROWS)
    return lines


def _lines(text: str) -> Iterator[Line]:
    for number, words in enumerate(text.split("\n"), start=1):
        if not words.strip():
            continue
        try:
            yield Line(number, _object(words))
        except Refusal as refusal:
            yield Line(number, {}, refusal)


def _object(words: str) -> dict[str, Any]:
    if len(words) > MAX_LINE:
        raise Refusal("imports.line_too_long", limit=MAX_LINE)
    try:
        value = json.loads(words, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal("imports.line_not_json") from None
    if not isinstance(value, dict):
        raise Refusal("imports.line_not_json")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refusal("imports.line_key_twice", key=key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)
