"""How the page says dates, spans, lengths and cadences, in the language of the present answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zicha.core import periods, scheme_words
from zicha.core.periods import Period, Span
from zicha.core.scheme import Cadence, Length, Scheme
from zicha.web.language import current, local

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def counted(text: str, n: int, **facts: object) -> str:
    """Return the translation of ``text`` for ``n`` things, its places filled."""
    return ngettext(text, text, n) % {"n": n, **facts}


def day(value: date | None) -> str:
    """Return a date without its year: ``5 月 28 日``, ``28 May``."""
    if value is None:
        return "—"
    return f"{value.month} 月 {value.day} 日" if current() == "zh" else f"{value.day} {MONTHS[value.month - 1]}"


def full_day(value: date | None) -> str:
    """Return a date with its year: ``2026 年 5 月 28 日``, ``28 May 2026``."""
    if value is None:
        return "—"
    return f"{value.year} 年 {day(value)}" if current() == "zh" else f"{day(value)} {value.year}"


def weekday(value: date) -> str:
    """Return the day of the week: ``星期四``, ``Thursday``."""
    return f"星期{'一二三四五六日'[value.weekday()]}" if current() == "zh" else WEEKDAYS[value.weekday()]


def instant(value: datetime) -> str:
    """Return an instant in the organisation's time zone, to the minute."""
    here = value.astimezone(get_default_timezone())
    return f"{full_day(here.date())} {here:%H:%M}"


def month(value: date) -> str:
    """Return a month's name: ``5 月``, ``May``."""
    return f"{value.month} 月" if current() == "zh" else MONTHS[value.month - 1]


def period(value: Period) -> str:
    """Return a period's name: ``2026 年上半年``, ``first half 2026``."""
    return _named(value.span.start.year, value, with_year=True)


def window(span: Span) -> str:
    """Return how a person would call a window: ``4 月``, ``第二季度``, or its first and last day."""
    for per in ("month", "quarter", "half", "year"):
        whole = periods.containing(day=span.start, per=per)
        if whole.span == span:
            return _named(span.start.year, whole, with_year=per == "year")
    return dates(span)


def dates(span: Span) -> str:
    """Return a window's first and last day, one of them if it is one day long, or ``始于`` for an open end."""
    if span.end == date.max:
        return _("%(day)s 起") % {"day": full_day(span.start)}
    if span.days <= 1:
        return full_day(span.start)
    first = day(span.start) if span.start.year == span.last_day.year else full_day(span.start)
    return f"{first} – {full_day(span.last_day) if first != day(span.start) else day(span.last_day)}"


def _named(year: int, value: Period, *, with_year: bool) -> str:
    number = (value.span.start.month - 1) // periods.MONTHS_IN[value.per]
    if value.per == "year":
        return f"{year} 年" if current() == "zh" else str(year)
    if current() == "zh":
        part = {"half": ("上半年", "下半年"), "quarter": ("第一季度", "第二季度", "第三季度", "第四季度")}.get(
            value.per
        )
        name = part[number] if part else f"{number + 1} 月"
        joint = " 年 " if value.per == "month" else " 年"
        return f"{year}{joint}{name}" if with_year else name
    part = {"half": ("first half", "second half"), "quarter": ("Q1", "Q2", "Q3", "Q4"), "month": MONTHS}[value.per]
    return f"{part[number]} {year}" if with_year else part[number]


def length(value: Length) -> str:
    """Return a length of time: ``3 天``, ``3 days``; nothing is ``没有``."""
    return local(scheme_words.length(value)) if value.count else _("没有")


def cadence(value: Cadence, scheme: Scheme) -> str:
    """Return how often a duty of ``scheme`` is owed, in a few words."""
    return local(scheme_words.cadence(value, scheme=scheme))


def days_left(count: int) -> str:
    """Return ``还剩 3 天``, ``今天到期``."""
    return counted("还剩 %(n)d 天", count) if count else _("今天到期")


def listed(texts: Iterable[str]) -> str:
    """Return texts as one list: ``甲、乙``, ``a, b``."""
    return ("、" if current() == "zh" else ", ").join(texts)


def unit_word(word: str) -> str:
    """Return what stands behind a number: ``次`` in Chinese; English has no such words, and a share has its sign."""
    return "" if word == "%" or (current() == "en" and not word.isascii()) else word


def size(count: int) -> str:
    """Return a file's size: ``120 KB``."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def is_picture(name: str) -> bool:
    """Return whether a kept file of this name is a picture; kept files have the ending of what is in them."""
    return name.lower().endswith((".jpg", ".jpeg", ".png"))
