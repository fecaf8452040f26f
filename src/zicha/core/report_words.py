"""Dates, periods and numbers as they stand in an official report (GB/T 9704-2012 7.3.5.4: no leading zero)."""

from __future__ import annotations

from datetime import date

from zicha.core.numerals import chinese_numeral
from zicha.core.periods import MONTHS_IN, Period, PerPeriod, Span, containing
from zicha.core.text import Language

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_HALVES = {"zh": ("上半年", "下半年"), "en": ("first half", "second half")}
_QUARTERS = ("first quarter", "second quarter", "third quarter", "fourth quarter")


def day(day: date, *, language: Language, year: bool = True) -> str:
    """Return a date: 2026年7月1日, 1 July 2026; without its year if the reader knows it."""
    if language == "zh":
        return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def period(period: Period, *, language: Language) -> str:
    """Return a period: 2026年上半年, 2026年第三季度, 2026年5月; first half of 2026, May 2026."""
    start = period.span.start
    number = (start.month - 1) // MONTHS_IN[period.per]
    if language == "zh":
        part = {
            "year": "",
            "half": _HALVES["zh"][number % 2],
            "quarter": f"第{chinese_numeral(number % 4 + 1)}季度",
            "month": f"{start.month}月",
        }[period.per]
        return f"{start.year}年{part}"
    if period.per == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    part = {"year": "", "half": _HALVES["en"][number % 2], "quarter": _QUARTERS[number % 4]}[period.per]
    return f"{part} of {start.year}" if part else str(start.year)


def window(span: Span, *, language: Language) -> str:
    """Return a window as a person would call it: the calendar period it is, or its first and last day."""
    lengths: tuple[PerPeriod, ...] = ("month", "quarter", "half", "year")
    for per in lengths:
        whole = containing(day=span.start, per=per)
        if whole.span == span:
            return period(whole, language=language)
    first = day(span.start, language=language)
    if span.end == date.max:
        return f"{first}起" if language == "zh" else f"from {first}"
    last = day(span.last_day, language=language, year=span.last_day.year != span.start.year or language == "en")
    return f"{first}至{last}" if language == "zh" else f"{first} to {last}"


def windows(spans: tuple[Span, ...], *, language: Language) -> str:
    """Return several windows; in Chinese the year stands once while it stays the same: 2026年2月、3月."""
    said = [window(span, language=language) for span in spans]
    if language == "en":
        return ", ".join(said)
    for place in range(len(said) - 1, 0, -1):
        year = f"{spans[place].start.year}年"
        if spans[place].start.year == spans[place - 1].start.year and len(said[place]) > len(year):
            said[place] = said[place].removeprefix(year)
    return "、".join(said)


def number(place: int, level: int, parents: tuple[int, ...], *, language: Language) -> str:
    """Return the number of a heading: 一、 （一） 1. （1） by level (GB/T 9704-2012 7.3.3); 1. 1.1 1.1.1 in English."""
    if language == "en":
        return f"{place}." if level == 1 else ".".join(map(str, (*parents, place)))
    if level == 1:
        return f"{chinese_numeral(place)}、"
    if level == 2:
        return f"（{chinese_numeral(place)}）"
    return f"{place}." if level == 3 else f"（{place}）"


def attachment(place: int, *, language: Language) -> str:
    """Return what stands above an attachment: 附件1, Annex 1; 附件, Annex for ``place`` 0, where there is but one."""
    number = str(place or "")
    return f"附件{number}" if language == "zh" else f"Annex {number}".rstrip()
