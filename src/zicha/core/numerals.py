"""Chinese numerals as they stand in headings and counts."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese_number(text: str) -> int | None:
    """Return the value of Arabic digits or of a Chinese numeral below one thousand, ``None`` for anything else."""
    if text.isdecimal():
        return int(text)
    text = text.replace("两", "二").replace("〇", "零")
    hundreds, hundred, rest = text.rpartition("百")
    if not hundred:
        return _below_hundred(text)
    above = _DIGITS.index(hundreds) if len(hundreds) == 1 and hundreds in _DIGITS[1:] else None
    below = _below_hundred(rest.removeprefix("零")) if rest else 0
    return None if above is None or below is None else 100 * above + below


def _below_hundred(text: str) -> int | None:
    tens, ten, ones = text.rpartition("十")
    if any(len(part) > 1 or (part and part not in _DIGITS) for part in (tens, ones)) or not text:
        return None
    if not ten:
        return _DIGITS.index(ones)
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)


def chinese_numeral(number: int) -> str:
    """Return ``number``, 1 to 99, as a Chinese numeral; raise ``ValueError`` outside that range."""
    if not 1 <= number <= 99:
        raise ValueError(f"no numeral for {number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
