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


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


_COUNT = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    form: str
    start: int


def level_of(written: str) -> int:
    """Return the level in an attribute (ECMA-376-1 17.9.3: 0 to 8); anything unreadable is the deepest there is."""
    return int(written) if re.fullmatch("[0-9]", written) else 9


class Numbering:
    """The counters of one document; ask for labels in reading order."""

    def __init__(
        self,
        levels: dict[str, tuple[str, dict[int, _Level]]],
        restarts: dict[str, dict[int, int]] | None = None,
    ) -> None:
        self._levels = levels
        self._restarts = dict(restarts or {})
        self._counts: dict[tuple[str, int], int] = {}

    def label(self, number_id: str, level: int) -> str:
        """Return the label of the next paragraph of this list and level, or empty if it shows none."""
        if number_id not in self._levels:
            return ""
        abstract, levels = self._levels[number_id]
        self._restart(abstract, number_id)
        if level not in levels or levels[level].form in ("bullet", "none"):
            return ""
        self._count(abstract, levels, level)
        return re.sub(r"%(\d)", lambda found: self._shown(abstract, levels, int(found[1]) - 1), levels[level].text)

    def _restart(self, abstract: str, number_id: str) -> None:
        """A list that says where it starts begins there when it is first used (ECMA-376-1 17.9.27)."""
        for level, start in self._restarts.pop(number_id, {}).items():
            self._counts[abstract, level] = start - 1

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
        if form in ("upperRoman", "lowerRoman") and 1 <= count <= 39:
            roman = "X" * (count // 10) + _ROMAN[count % 10]
            return roman if form == "upperRoman" else roman.lower()
        if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= 20:
            return chr(0x2460 + count - 1)
        return f"{count:02}" if form == "decimalZero" else str(count)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the numbering that the root of ``numbering.xml`` declares; ``None`` declares none."""
    if root is None:
        return Numbering({})
    abstracts = {
        abstract.get(f"{_W}abstractNumId", ""): {
            level_of(level.get(f"{_W}ilvl", "0")): _read_level(level) for level in abstract.iter(f"{_W}lvl")
        }
        for abstract in root.iter(f"{_W}abstractNum")
    }
    levels, restarts = {}, {}
    for number in root.iter(f"{_W}num"):
        restarts[number.get(f"{_W}numId", "")] = _starts(number)
        pointer = number.find(f"{_W}abstractNumId")
        abstract = pointer.get(f"{_W}val", "") if pointer is not None else ""
        levels[number.get(f"{_W}numId", "")] = (abstract, abstracts.get(abstract, {}))
    return Numbering(levels, restarts)


def _starts(number: etree._Element) -> dict[int, int]:
    found = {}
    for override in number.iter(f"{_W}lvlOverride"):
        start, level = override.find(f"{_W}startOverride"), override.get(f"{_W}ilvl", "0")
        value = start.get(f"{_W}val", "1") if start is not None else ""
        if _COUNT.fullmatch(value):
            found[level_of(level)] = int(value)
    return found


def _read_level(level: etree._Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{_W}{name}")
        return found.get(f"{_W}val", otherwise) if found is not None else otherwise

    start = value("start", "1")
    return _Level(value("lvlText", ""), value("numFmt", "decimal"), int(start) if _COUNT.fullmatch(start) else 1)
