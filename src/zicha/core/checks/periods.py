"""Years, halves and months that contradict the report's own: 截至7月份 in a first half, last year's date left in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document, Paragraph
from zicha.core.periods import Period, PeriodError, parse

_STATED = re.compile(r"(?P<year>20\d\d)\s*年\s*(?P<half>上半年|下半年|第?[一二三四1-4]季度)?")
_UNTIL = re.compile(
    r"截[至止](?:到|目前|(?P<year>20\d\d)\s*年|今年|本年)?\s*(?P<month>1[0-2]|0?[1-9])\s*月"
    r"(?:\s*(?P<day>[12]\d|3[01]|0?[1-9])\s*日)?(?![^。；]*所知)"
)
_OTHER_HALF = {"上半年": "下半年", "下半年": "上半年"}
_LOOKS_ELSEWHERE = re.compile(
    r"下一步|下一阶段|打算|计划于|上年|去年|上期|同期|以来|自20|较20|比20|《[^》]*$|〔[^〕]*$"
)


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield dates in the body that lie outside the period; the title states it if the context does not."""
    period = context.period or stated(document)
    if period is None:
        return
    for paragraph in document.body:
        if "截" in paragraph.text:
            yield from _until(paragraph, period)
        if "半年" in paragraph.text:
            yield from _halves(paragraph, period)


def stated(document: Document) -> Period | None:
    """Return the year or half-year that the document's title names, or ``None``."""
    found = _STATED.search(document.title.text) if document.title else None
    if found is None or found["half"] not in (None, "上半年", "下半年"):
        return None
    suffix = {None: "", "上半年": "H1", "下半年": "H2"}[found["half"]]
    try:
        return parse(found["year"] + suffix)
    except PeriodError:
        return None


def _until(paragraph: Paragraph, period: Period) -> Iterator[Remark]:
    for found in _UNTIL.finditer(paragraph.text):
        if not _allowed(found, period):
            end = found.end("month") + 1
            yield mark(
                paragraph, found.start(), end, code="periods.until", severity="error", period=str(period),
                suggestion=f"截至{period.span.last_day.month}月",
            )  # fmt: skip


def _allowed(found: re.Match[str], period: Period) -> bool:
    """A month must lie in the period; a day may also be the eve of it, or the day of writing, after its end."""
    year, month = int(found["year"] or period.span.start.year), int(found["month"])
    if found["day"] is None:
        return date(year, month, 1) in period.span
    told = (year, month, int(found["day"]))
    eve = period.span.start - timedelta(days=1)
    return told >= (eve.year, eve.month, eve.day)


def _halves(paragraph: Paragraph, period: Period) -> Iterator[Remark]:
    if period.per != "half":
        return
    own = "上半年" if period.span.start.month == 1 else "下半年"
    for found in re.finditer(rf"(?:(?P<year>20\d\d)年)?{_OTHER_HALF[own]}", paragraph.text):
        before = re.split(r"[。；]", paragraph.text[: found.start()])[-1]
        if _LOOKS_ELSEWHERE.search(before) or (found["year"] and int(found["year"]) != period.span.start.year):
            continue
        if paragraph.level or re.match(r"开展|组织|召开|，|共|以来", paragraph.text[found.end() : found.end() + 2]):
            yield mark(
                paragraph, found.start(), found.end(), code="periods.half", severity="warning", suggestion=own,
                period=str(period),
            )  # fmt: skip
