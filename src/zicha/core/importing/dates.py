"""Reading dates, and finding the year that a date without one belongs to."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from zicha.core.findings import Refusal
from zicha.core.importing import cells
from zicha.core.importing.tables import Cell

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
SERIALS = range(20_000, 80_001)
"""Serial dates taken for days: 1954 to 2119. A smaller bare number is more likely something else."""

_TAIL = (
    r"\s*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"\s*(?:上午|下午|晚上|晚|中午|早上)?"
    r"(?:[ T]?\s*\d{1,2}[:时点]\d{0,2}分?(?::\d{2})?(?:\s*[-—–~至到]+\s*\d{1,2}[:时点]\d{0,2}分?)?)?"
)
_SEP = r"\s*[./\-年、]\s*"
_FULL = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*[./\-月]\s*(\d{{1,2}})\s*[日号]?{_TAIL}")
_PART = re.compile(rf"(\d{{1,2}})\s*[./\-月]\s*(\d{{1,2}})\s*[日号]?{_TAIL}")
_MONTH_DOT_DAY = re.compile(r"(?:[1-9]|1[0-2])\.\d{1,2}")
_LOST_ZERO = re.compile(r"(?:[1-9]|1[0-2])\.[1-3]")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_DAY = re.compile(rf"\d{{4}}{_SEP}\d{{1,2}}\s*月?(?:份|上旬|中旬|下旬)?|\d{{1,2}}\s*月份?(?:上旬|中旬|下旬)?")
_SHORT_YEAR = re.compile(r"\d{2}\s*[./\-年]\s*\d{1,2}\s*[./\-月]\s*\d{1,2}\s*日?")
_DAY_FIRST = re.compile(r"\d{1,2}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*\d{4}")
_RANGE = re.compile(r"\d.*(?:[日号]|\d)\s*(?:-|—|–|~|至|到|、|,|和)+\s*\d.*")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=\s*(?:年|[-—–~至]\s*20\d{2}|[HhQq][1-4]|上半年|下半年|$|[^\d]))")

_DIGITS = {**dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)), "○": "0"}
_HANZI_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+(?=[年月日号])")


@functools.lru_cache(maxsize=4096, typed=True)
def read_day(value: Cell, *, year: int | None = None, date_1904: bool = False) -> date:
    """Return the day a cell names.

    Takes real dates, serial numbers, ``2026.4.1``, ``2026-04-01``, ``20260401``, ``2026年4月1日``,
    ``二〇二六年四月一日``, and ``4月1日`` if ``year`` is known. A weekday or a time behind it is let pass.
    Raises ``Refusal`` for a missing year or day, a two-digit year, a span of days, an order of day and month
    that cannot be told, and a day that does not exist.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | time | timedelta) or value is None:
        raise Refusal("imports.not_a_date", value=cells.shown(value))
    if isinstance(value, float | int):
        return _serial(value, date_1904=date_1904)
    return _written(_western(cells.plain(value)), year=year, date_1904=date_1904, shown=cells.shown(value))


def _serial(value: float, *, date_1904: bool) -> date:
    whole = int(value) if abs(value) < sys.maxsize else 0
    if whole in SERIALS:
        return (EPOCH_1904 if date_1904 else EPOCH_1900) + timedelta(days=whole)
    compact = _COMPACT.fullmatch(cells.decimal_text(value))
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]), compact[0])
    words = cells.decimal_text(value)
    # 4.1 may have been typed as 4.10: a number keeps no trailing zero.
    raise Refusal("imports.date_as_decimal" if _MONTH_DOT_DAY.fullmatch(words) else "imports.not_a_date", value=words)


def _written(words: str, *, year: int | None, date_1904: bool, shown: str) -> date:
    if found := _FULL.fullmatch(words) or _COMPACT.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]), shown)
    if _LOST_ZERO.fullmatch(words):
        raise Refusal("imports.date_as_decimal", value=shown)
    if found := _PART.fullmatch(words):
        if year is None:
            raise Refusal("imports.date_no_year", value=shown)
        return _day(year, int(found[1]), int(found[2]), shown)
    if words.isdecimal() and int(words[:9]) in SERIALS:
        return _serial(int(words), date_1904=date_1904)
    raise Refusal(_why(words), value=shown)


def _why(words: str) -> str:
    for pattern, code in (
        (_NO_DAY, "imports.date_no_day"),
        (_SHORT_YEAR, "imports.date_short_year"),
        (_DAY_FIRST, "imports.date_order"),
        (_RANGE, "imports.date_span"),
    ):
        if pattern.fullmatch(words):
            return code
    return "imports.not_a_date"


def _day(year: int, month: int, day: int, shown: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal("imports.no_such_day", value=shown) from None


def _western(words: str) -> str:
    return _HANZI_NUMBER.sub(lambda found: _number(found[0]), words)


def _number(hanzi: str) -> str:
    if "十" not in hanzi:
        return "".join(_DIGITS[sign] for sign in hanzi)
    tens, _, ones = hanzi.partition("十")
    return f"{int(_DIGITS.get(tens, '1'))}{_DIGITS.get(ones, '0')}"


def lacks_year(value: Cell) -> bool:
    """Whether a cell is a date written without its year."""
    return isinstance(value, str) and bool(_PART.fullmatch(_western(cells.plain(value))))


def year_in(texts: Iterable[str]) -> int | None:
    """Return the one year that the first text naming any year names; ``None`` if it names several, or none does."""
    for words in texts:
        years = {int(year) for year in _YEAR.findall(_western(cells.plain(words)))}
        if years:
            return years.pop() if len(years) == 1 else None
    return None
