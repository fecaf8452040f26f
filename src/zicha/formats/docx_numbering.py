"""Automatic numbers of a Word document: ``numPr`` and ``numbering.xml`` resolved to what the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from zicha.core.numerals import chinese_numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand",
    "chineseLegalSimplified", "ideographTraditional",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    form: str
    start: int


class Numbering:
    """The counters of one document; ask for labels in reading order."""

    def __init__(self, levels: dict[str, tuple[str, dict[int, _Level]]]) -> None:
        self._levels = levels
        self._counts: dict[tuple[str, int], int] = {}

    def label(self, number_id: str, level: int) -> str:
        """Return the label of the next paragraph of this list and level, or empty if it shows none."""
        if number_id not in self._levels:
            return ""
        abstract, levels = self._levels[number_id]
        if level not in levels or levels[level].form in ("bullet", "none"):
            return ""
        self._count(abstract, levels, level)
        return re.sub(r"%(\d)", lambda found: self._shown(abstract, levels, int(found[1]) - 1), levels[level].text)

    def _count(self, abstract: str, levels: dict[int, _Level], level: int) -> None:
        self._counts[abstract, level] = self._counts.get((abstract, level), levels[level].start - 1) + 1
        for deeper in levels:
            if deeper > level:
                self._counts.pop((abstract, deeper), None)

    def _shown(self, abstract: str, levels: dict[int, _Level], level: int) -> str:
        if level not in levels:
            return ""
        count = self._counts.get((abstract, level), levels[level].start)
        form = levels[level].form
        if form in _CHINESE and 1 <= count <= 99:
            return chinese_numeral(count)
        if form in ("upperLetter", "lowerLetter"):
            letter = chr(ord("A") + (count - 1) % 26)
            return letter if form == "upperLetter" else letter.lower()
        return str(count)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the numbering that the root of ``numbering.xml`` declares; ``None`` declares none."""
    if root is None:
        return Numbering({})
    abstracts = {
        abstract.get(f"{_W}abstractNumId", ""): {
            int(level.get(f"{_W}ilvl", "0")): _read_level(level) for level in abstract.iter(f"{_W}lvl")
        }
        for abstract in root.iter(f"{_W}abstractNum")
    }
    levels = {}
    for number in root.iter(f"{_W}num"):
        pointer = number.find(f"{_W}abstractNumId")
        abstract = pointer.get(f"{_W}val", "") if pointer is not None else ""
        levels[number.get(f"{_W}numId", "")] = (abstract, abstracts.get(abstract, {}))
    return Numbering(levels)


def _read_level(level: etree._Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{_W}{name}")
        return found.get(f"{_W}val", otherwise) if found is not None else otherwise

    start = value("start", "1")
    return _Level(value("lvlText", ""), value("numFmt", "decimal"), int(start) if start.isdecimal() else 1)
