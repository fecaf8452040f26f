"""Where a long title is broken: between words, into lines that make a trapezoid or a diamond.

GB/T 9704-2012 7.3.1: a title of several lines keeps words whole, is well balanced, and is set as a trapezoid or a
diamond.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

_NEVER_FIRST = frozenset("的地得了和与及或等、，。；：？！）》”’】」")
_NEVER_LAST = frozenset("（《“‘【「")
_UNIT_ENDS = frozenset("局部委厅办院会队所站处科司校厂")
"""A unit's long name is best broken behind the unit above it: 城市管理局 | 第三支队."""

_MOST_LINES = 4
_WORD, _UNIT, _PHRASE, _FORBIDDEN = 60.0, 100.0, 400.0, 900.0
_RECTANGLE, _HOURGLASS, _ORPHAN = 10.0, 40.0, 200.0
_FEWEST_CHARACTERS = 8


def width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(1 if character < "\u2000" else 2 for character in text)


def broken(title: str, *, words: Sequence[str], phrases: Sequence[str], widest: int) -> tuple[str, ...]:
    """Return the title's lines, none wider than ``widest`` half-width characters if it can be done.

    Takes the title's ``words`` in order, which together are the title, and ``phrases`` in it that should stay whole
    and behind which a line ends best, such as the unit and the period.
    """
    if width(title) <= widest:
        return (title,)
    costs = _costs(title, words, phrases)
    for count in range(2, _MOST_LINES + 1):
        chosen = _best(title, costs, count, widest)
        if chosen:
            return chosen
    return _filled(title, words, widest)


def _costs(title: str, words: Sequence[str], phrases: Sequence[str]) -> dict[int, float]:
    """Return what it costs to break the title before each character that begins a word."""
    costs: dict[int, float] = {}
    place = 0
    for word in words[:-1]:
        place += len(word)
        forbidden = title[place] in _NEVER_FIRST or title[place - 1] in _NEVER_LAST or _inside_word(title, place)
        costs[place] = _FORBIDDEN if forbidden else _WORD
    for phrase in phrases:
        start = title.find(phrase) if phrase else -1
        if start >= 0:
            end = start + len(phrase)
            inner = {cut: cost for cut, cost in costs.items() if start < cut < end}
            costs |= {cut: cost + (_UNIT if title[cut - 1] in _UNIT_ENDS else _PHRASE) for cut, cost in inner.items()}
            costs |= {end: 0.0} if end < len(title) and title[end] not in _NEVER_FIRST else {}
    return costs


def _inside_word(title: str, place: int) -> bool:
    """Whether a break would split a word of letters or a number."""
    before, after = title[place - 1], title[place]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _best(title: str, costs: dict[int, float], count: int, widest: int) -> tuple[str, ...]:
    found: tuple[float, tuple[str, ...]] | None = None
    for cuts in combinations(sorted(costs), count - 1):
        ends = (*cuts, len(title))
        lines = tuple(title[start:end].strip() for start, end in zip((0, *cuts), ends, strict=True))
        widths = [width(line) for line in lines]
        if max(widths) > widest:
            continue
        cost = sum(costs[cut] for cut in cuts) + _shape(widths)
        if found is None or cost < found[0]:
            found = cost, lines
    return found[1] if found else ()


def _shape(widths: list[int]) -> float:
    """Return how far lines of these widths are from a trapezoid or a diamond of even lines."""
    mean = sum(widths) / len(widths)
    cost = sum((each - mean) ** 2 for each in widths) / len(widths)
    cost += _RECTANGLE * (len(set(widths)) == 1)
    cost += _HOURGLASS * any(left > middle < right for left, middle, right in zip(widths, widths[1:], widths[2:]))  # noqa: B905 -- shorter by design
    return cost + _ORPHAN * (min(widths) < _FEWEST_CHARACTERS)


def _filled(title: str, words: Sequence[str], widest: int) -> tuple[str, ...]:
    """Fill line after line; for a title of more than four lines, and for a word wider than a line."""
    lines = [""]
    for word in words:
        if lines[-1] and width(lines[-1] + word) > widest and word[0] not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += word
    return tuple(line.strip() for line in lines if line.strip()) or (title,)
