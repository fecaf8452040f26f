"""Title against body and report: 自查报告 that calls itself 总结, last year's title, another unit's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.checks.periods import stated
from zicha.core.document import Document, Paragraph
from zicha.core.periods import Period

_KINDS = ("报告", "总结", "纪要", "通知", "通报", "请示", "方案", "计划", "决定", "办法", "意见", "批复", "函")
_KIND = "|".join(_KINDS)
_TITLE = re.compile(rf"([\u4e00-\u9fff]*?)(?P<kind>{_KIND})(?:[（(][^）)]*[）)])?\s*$")

# A body speaks of itself as 本报告, 以上报告, 特此通知, 现将…通报如下.
_ITSELF = re.compile(
    r"(?:本|此份|这份|以上)(?P<what>[\u4e00-\u9fff]{0,4}?)(?P<kind>报告|总结|纪要|通知|通报|请示|方案|计划)(?=[，。、；：的由自共]|是|为|如)"
    r"|特此(?P<verb>报告|通知|通报|请示|函复|批复)(?=[。！]|$)"
    r"|现将[^。；]{2,60}?(?P<below>通知|通报|请示|纪要|批复)如下"
)
_BEGINNINGS = ("本", "份", "以上", "特此", "现将")
_SPEAKS_OF_ANOTHER = re.compile(r"根据|按照|依据|《[^》]*$|附")
_SAME = {"函复": "函"}
_HALF = re.compile(r"(?P<year>20\d\d)\s*年\s*(?P<half>上半年|下半年)")
_REPORT = re.compile(r"报告|总结|汇报")
"""What a unit writes of itself."""

_OPENING = 3
_TO_COME = re.compile(r"拟|将|计划|打算|以来|相比|同期")


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield contradictions between the title and what is known of the report, and between title and body."""
    title = document.title
    if title is None:
        return
    yield from _period(title, context)
    yield from _unit(title, context)
    body = [part for part in document.body if part.number != title.number]
    yield from _opening(body, stated(document))
    yield from _calls_itself(title, body)


def _period(title: Paragraph, context: Context) -> Iterator[Remark]:
    said = stated(Document((title,)))
    if said is None or context.period is None or said == context.period:
        return
    found = re.search(r"20\d\d\s*年(?:\s*[上下]半年)?", title.text)
    overlaps = said.span.start < context.period.span.end and context.period.span.start < said.span.end
    # A title that names the year alone does not contradict one of its halves.
    if found and not (overlaps and "半年" not in found[0]):
        yield mark(
            title, found.start(), found.end(), code="title_body.period", severity="error",
            suggestion=_named(context.period), period=str(context.period),
        )  # fmt: skip


def _named(period: Period) -> str:
    year, month = period.span.start.year, period.span.start.month
    half = {1: "上半年", 7: "下半年"}[month] if period.per == "half" else ""
    return f"{year}年{half}" if period.per in ("year", "half") else ""


def _unit(title: Paragraph, context: Context) -> Iterator[Remark]:
    """A unit's name may stand in the title in part (城东支队一中队 as 一中队), but not be missing."""
    name = context.unit_name
    if (
        not name
        or not _REPORT.search(title.text)
        or any(name[place : place + 3] in title.text for place in range(max(1, len(name) - 2)))
    ):
        return
    yield mark(
        title, 0, len(title.text), code="title_body.unit", severity="warning", unit=name,
    )  # fmt: skip


def _opening(body: list[Paragraph], period: Period | None) -> Iterator[Remark]:
    if period is None or period.per != "half":
        return
    for paragraph in body[:_OPENING]:
        for found in _HALF.finditer(paragraph.text):
            before = re.split(r"[。；]", paragraph.text[: found.start()])[-1]
            if _TO_COME.match(paragraph.text, found.end()):
                continue
            if found[0].replace(" ", "") != _named(period) and not before.strip():
                yield mark(
                    paragraph, found.start(), found.end(), code="title_body.opening", severity="warning",
                    suggestion=_named(period), period=str(period),
                )  # fmt: skip


def _calls_itself(title: Paragraph, body: list[Paragraph]) -> Iterator[Remark]:
    own = _TITLE.search(title.text)
    if own is None:
        return
    for paragraph in body:
        if not any(word in paragraph.text for word in _BEGINNINGS):
            continue
        for found in _ITSELF.finditer(paragraph.text):
            group = next(name for name in ("kind", "verb", "below") if found[name])
            said = _SAME.get(found[group], found[group])
            before = re.split(r"[。；]", paragraph.text[: found.start()])[-1]
            if said in title.text or _SPEAKS_OF_ANOTHER.search(before):
                continue
            yield mark(
                paragraph, found.start(group), found.end(group), code="title_body.kind", severity="warning",
                suggestion=own["kind"], kind=own["kind"],
            )  # fmt: skip
