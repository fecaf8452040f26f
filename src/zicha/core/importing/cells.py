"""Reading single cells: text, numbers, counts, marks and lengths of time.

Every reader takes a cell as the file gave it and returns a value, or raises ``Refusal`` with a code of
``zicha.core.message_tables.imports``. Nothing is guessed: what can be read in two ways is refused.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from zicha.core.admission import LONGEST_TEXT
from zicha.core.findings import Refusal
from zicha.core.importing.tables import Cell


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY_MARKS = frozenset({"", "/", "\\", "-", "—", "——", "--"})
DITTO_MARKS = frozenset({"同上", "同前", "〃", "″", '"', "''", "”", "“", "ditto"})
YES_MARKS = _words(
    "√ ✓ ✔ ☑ ✅ ● v y yes true 有 是 已 对 齐 齐全 完整 1 已存 已归档 归档 存档 已存档 见附件 附后 已附 原件"
)
MAX_DITTO = 8
"""No mark that means "as above" is longer."""

NO_MARKS = _words("× ✗ ✘ ❌ x n no false 无 否 没有 未 缺 0")

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?|[+-]?\.\d+)\s*(\D{0,8})")
_COUNT_WORDS = _words("人 名 位 人次 次 个 项 份 本 篇 张 家 条 件 处 场 期 元 万元 people persons times")
_NONE_WORDS = frozenset({"无", "没有", "none", "零"})
_WHOLE_DIGITS = 15
_once = functools.lru_cache(maxsize=4096, typed=True)
"""For what is read of a cell and nothing else: most cells of a ledger say what another one says."""


@_once
def shown(value: Cell) -> str:
    """Return the cell as a person sees it, on one line."""
    return _SPACE.sub(" ", text(value)).strip()


def text(value: Cell) -> str:
    """Return the cell as text: whole numbers without ``.0``, dates as ISO, line breaks kept, edges trimmed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return decimal_text(value)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="minutes")
    return (
        (value.date() if isinstance(value, datetime) else value).isoformat()
        if isinstance(value, date | time)
        else str(value)
    )


@_once
def decimal_text(value: float) -> str:
    """Return a number as a spreadsheet shows it: at most 15 digits, no exponent, no trailing zeros."""
    number = Decimal(f"{value + 0:.{_WHOLE_DIGITS}g}")  # a zero below zero is none
    plain_text = f"{number:f}"
    return plain_text.rstrip("0").rstrip(".") if "." in plain_text else plain_text


def plain(value: Cell) -> str:
    """Return the cell's text with full-width letters and digits made half-width and spaces joined."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text(value))).strip()


@_once
def squeezed(label: str) -> str:
    """Return a label with nothing left but letters and digits, in lower case: what headers are compared by."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", label)).lower()


def is_blank(value: Cell) -> bool:
    """Whether the cell says nothing: empty, spaces, or a stroke put in to say "none"."""
    if value is None or value == "":
        return True
    return isinstance(value, str) and value.strip() in EMPTY_MARKS


def is_ditto(value: Cell) -> bool:
    """Whether the cell says that the one above holds."""
    return isinstance(value, str) and len(value) <= MAX_DITTO and value.strip().lower() in DITTO_MARKS


def read_text(value: Cell, *, longest: int = LONGEST_TEXT) -> str:
    """Return the text of a field; raise ``Refusal`` if it is longer than the ledger takes."""
    found = text(value)
    if len(found) > longest:
        raise Refusal("imports.text_too_long", found=len(found), limit=longest)
    return found


@_once
def read_number(value: Cell, *, unit: str = "") -> str:
    """Return a decimal number as text. Takes ``20``, ``３０``, ``1,200``, ``20人``, ``90%`` (unit ``%`` only).

    ``unit`` is the field's own unit word, which may stand behind the number. A bare share such as 0.95 under
    the unit ``%`` is refused here; :func:`percent` reads it where the whole column says what is meant.
    """
    if isinstance(value, bool | date | time | timedelta):
        raise Refusal("imports.not_a_number", value=shown(value))
    if isinstance(value, float | int):
        return _bare_number(decimal_text(value), unit)
    words = plain(value)
    found = _NUMBER.fullmatch(words)
    if found is None:
        raise Refusal("imports.not_a_number", value=shown(value))
    digits, word = _canonical(found[1]), found[2].strip()
    if not word:
        return _bare_number(digits, unit)
    if word == unit or (word in _COUNT_WORDS and unit in {"", *_COUNT_WORDS} and word != "万元"):
        return digits
    raise Refusal("imports.number_other_unit", value=shown(value), unit=unit or "—")


def percent(value: Cell) -> str:
    """Return a share written as a spreadsheet keeps it (0.95) in per cent (95)."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return read_number(value, unit="%")
    return _canonical(str(Decimal(decimal_text(value)) * 100))


def _bare_number(digits: str, unit: str) -> str:
    if unit == "%" and 0 < Decimal(digits) <= 1:
        raise Refusal("imports.share_unclear", value=digits)
    return digits


def _canonical(digits: str) -> str:
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        raise Refusal("imports.not_a_number", value=digits) from None
    plain_text = f"{number:f}"
    return (plain_text.rstrip("0").rstrip(".") if "." in plain_text else plain_text) or "0"


@_once
def read_count(value: Cell) -> int:
    """Return a head count; ``无`` is 0. Raise ``Refusal`` for anything but a whole number from 0."""
    if isinstance(value, str) and value.strip().lower() in _NONE_WORDS:
        return 0
    digits = read_number(value)
    if not digits.isdecimal():
        raise Refusal("imports.not_a_count", value=shown(value))
    return int(digits)


def looks_like_count(value: Cell) -> bool:
    """Whether the cell starts like a number, so that it is a head count and not a list of names."""
    if isinstance(value, str):
        words = plain(value)
        return words.lower() in _NONE_WORDS or bool(_NUMBER.fullmatch(words)) or words[:1].isdigit()
    return True


def read_mark(value: Cell) -> bool:
    """Return whether a cell such as ``√``, ``有``, ``3张``, ``×`` or ``无`` says that something is there."""
    words = plain(value).lower()
    if isinstance(value, bool):
        return value
    if words in NO_MARKS or words in EMPTY_MARKS:
        return False
    if words in YES_MARKS:
        return True
    try:
        return Decimal(read_number(value)) > 0
    except Refusal:
        raise Refusal("imports.not_a_mark", value=shown(value)) from None


_HOURS = re.compile(r"(?:(\d+(?:\.\d+)?)\s*(?:个?小时|h|hours?|时))?\s*(?:(\d+)\s*(?:分钟?|min|minutes?))?")
_CLOCKS = re.compile(r"(\d{1,2})[::](\d{2})\s*(?:-|—|–|~|至|到)+\s*(\d{1,2})[::](\d{2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


@_once
def read_duration(value: Cell) -> int:
    """Return whole minutes. Takes ``90``, ``90分钟``, ``1.5小时``, ``1小时30分``, ``1:30``, ``14:00-15:30``."""
    if isinstance(value, timedelta):
        return _whole_minutes(Decimal(int(value.total_seconds())) / 60, value)
    if isinstance(value, time):
        return _whole_minutes(Decimal(value.hour * 60 + value.minute), value)
    words = plain(value).lower()
    if clocks := _CLOCKS.fullmatch(words):
        start, end = (int(clocks[1]) * 60 + int(clocks[2]), int(clocks[3]) * 60 + int(clocks[4]))
        return _whole_minutes(Decimal(end - start), value)
    if clock := _CLOCK.fullmatch(words):
        return _whole_minutes(Decimal(int(clock[1]) * 60 + int(clock[2])), value)
    hours = _HOURS.fullmatch(words)
    if hours and (hours[1] or hours[2]):
        return _whole_minutes(Decimal(hours[1] or 0) * 60 + Decimal(hours[2] or 0), value)
    try:
        return _whole_minutes(Decimal(read_number(value)), value)
    except Refusal:
        raise Refusal("imports.not_a_duration", value=shown(value)) from None


def _whole_minutes(minutes: Decimal, value: Cell) -> int:
    if minutes <= 0 or minutes != minutes.to_integral_value():
        raise Refusal("imports.not_a_duration", value=shown(value))
    return int(minutes)


_BOOKS = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》[^、,,;；\n《]*")


def read_titles(value: Cell) -> tuple[str, ...]:
    """Return the titles of a reading list: ``《…》`` each, or parts divided by line breaks, 、 or ；."""
    words = text(value)
    books = _BOOKS.findall(words)
    if books and not re.sub(r"[、,,;；和及与\s\d..]", "", _BOOKS.sub("", words)):
        return tuple(book.strip().rstrip("和及与") for book in books)
    parts = (re.sub(r"^\s*\(?\d{1,2}[).、.]\s*", "", part).strip() for part in re.split(r"[\n;；、]", words))
    return tuple(part for part in parts if part)
