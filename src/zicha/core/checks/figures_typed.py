"""Numbers that people typed and the ledger knows better: ``召开安全例会6次`` where five are recorded.

A number is compared if the words of a measure's title stand before it in the same sentence, or right behind it, and no
other number with the same unit word stands between them. A number for one month, a part or a plan is not the period's
and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zicha.core.checks.base import Context, Known, Remark, mark
from zicha.core.document import Document, Paragraph
from zicha.core.numerals import chinese_number

_UNIT_WORDS = ("人次", "场次", "课时", "小时", "分钟", "百分点", "个月", "次", "人", "场", "个", "本", "%", "％")
_COUNTING = re.compile(r"(?:总?次数|总?人数|人次数?|[场件条本篇个项处]数|总?时长|[小课]时数|分钟数|占比|数量|总数)$")
_SENTENCE = re.compile(r"[^。；！？;\n]+")
_NOT_THE_PERIODS = re.compile(
    r"\d月|\d日|[一二三四]季度|每|各|其中|比上|较上|同比|环比|上期|上年|去年|同期|增加|减少|提高|下降|计划|拟|应于|不少于|至少"
    r"|不低于|不超过|以上|约|近|逾|超过|人均|平均|下一步|打算|全年"
)
_SPAN_OF_MONTHS = re.compile(
    r"1(?:月份?)?\s*[至到—–~-]+\s*\d{1,2}\s*月份?|截[至止]\S{0,6}?\d{1,2}月(?:\d{1,2}日|底|份)?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")

_NEAR = 4
"""Characters behind a number in which the thing counted may stand: 发现5个问题."""

_GOES_ON = frozenset("均已并其全都和及或与但且共仍未正占为是")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A number with its unit word.

    Attributes:
        value: as it was typed.
        places: how many decimals it was typed with.
    """

    start: int
    end: int
    value: Fraction
    places: int
    unit_word: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A measure with the words that name it."""

    known: Known
    words: tuple[str, ...]


def find(document: Document, context: Context) -> Iterator[Remark]:
    """Yield the typed numbers that differ from the ledger's; live figures are not typed."""
    named = [_Named(known, words) for known in context.known if (words := _words(known, context))]
    if not named:
        return
    number = _number({each.known.unit_word for each in named})
    for paragraph in document.paragraphs:
        for sentence in _SENTENCE.finditer(paragraph.text):
            yield from _sentence(paragraph, sentence, named, number)


def _words(known: Known, context: Context) -> tuple[str, ...]:
    """Return the words of a title that a sentence must hold to speak of the measure."""
    stem = _COUNTING.sub("", known.title)
    return tuple(dict.fromkeys(word for word in context.cut(stem) if _HAN.fullmatch(word)))


def _number(more: set[str]) -> re.Pattern[str]:
    words = sorted({*_UNIT_WORDS, *(word for word in more if word)}, key=len, reverse=True)
    units = "|".join(map(re.escape, words))
    return re.compile(
        rf"(?<![\d.第年月])(?P<number>\d+(?:\.\d+)?|(?<![一二三四五六七八九十百千])[二两三四五六七八九十]{{1,3}})"
        rf"\s*(?P<unit>{units})(?![余多])"
    )


def _sentence(
    paragraph: Paragraph, sentence: re.Match[str], named: list[_Named], number: re.Pattern[str]
) -> Iterator[Remark]:
    typed = [each for each in _typed(paragraph, sentence, number) if each is not None]
    for place, each in enumerate(typed):
        same = [other.end for other in typed[:place] if other.unit_word == each.unit_word]
        before = paragraph.text[max([sentence.start(), *same]) : each.start]
        behind = paragraph.text[each.end : each.end + _NEAR]
        meant = _meant(before, behind, each, named)
        live = _counts_other_things(behind[:2], each, meant) or any(
            figure.start <= each.start < figure.end for figure in paragraph.figures
        )
        if live or not meant or _aside(paragraph.text[sentence.start() : each.start], before):
            continue
        if not any(_agrees(each, known) for known in meant):
            known = meant[0]
            yield mark(
                paragraph,
                each.start,
                each.end,
                code="figures_typed.differs",
                severity="warning",
                suggestion=_said(known),
                title=known.title,
                known=_said(known),
            )


def _typed(paragraph: Paragraph, sentence: re.Match[str], number: re.Pattern[str]) -> Iterator[_Typed | None]:
    for found in number.finditer(paragraph.text, sentence.start(), sentence.end()):
        text = found["number"]
        value = Fraction(text) if text[0].isdecimal() else Fraction(chinese_number(text) or 0)
        places = len(text.partition(".")[2])
        yield _Typed(found.start(), found.end(), value, places, found["unit"].replace("％", "%"))


def _aside(sentence: str, before: str) -> bool:
    """Whether a number is said of a part of the period, of a part of the thing, or of a plan."""
    whole = _SPAN_OF_MONTHS.sub("", sentence)
    clause = re.split(r"[，,：:]", before)[-1]
    return bool(re.search(r"\d月|\d日|季度|计划|打算|下一步|去年|上年|上期|同期", whole)) or bool(
        _NOT_THE_PERIODS.search(_SPAN_OF_MONTHS.sub("", clause))
    )


def _counts_other_things(behind: str, typed: _Typed, meant: list[Known]) -> bool:
    """Whether a word behind 个 or 本 says that something else is counted: 五个工作日, 3个班组."""
    if typed.unit_word not in ("个", "本", "场") or not _HAN.fullmatch(behind) or behind[0] in _GOES_ON:
        return False
    return not any(behind in known.title for known in meant)


def _meant(before: str, behind: str, typed: _Typed, named: list[_Named]) -> list[Known]:
    """Return the measures that the words around a number name, those with the most words alone."""
    fitting = [
        each
        for each in named
        if _same_unit(each.known.unit_word, typed.unit_word)
        and any(word in before for word in each.words)
        and all(word in before or word in behind for word in each.words)
    ]
    longest = max((sum(map(len, each.words)) for each in fitting), default=0)
    return [each.known for each in fitting if sum(map(len, each.words)) == longest]


def _same_unit(known: str, typed: str) -> bool:
    return known == typed or (known, typed) == ("分钟", "小时")


def _agrees(typed: _Typed, known: Known) -> bool:
    """Whether the ledger's value is the typed one, rounded to the decimals that were typed."""
    value = Fraction(known.value) * (100 if known.unit_word == "%" else 1)
    if known.unit_word != typed.unit_word:
        value /= 60
    shown = known.text.rstrip("%")
    step = Fraction(1, 10**typed.places)
    rounded = (value / step + Fraction(1, 2)).__floor__() * step
    return typed.value == rounded or (known.unit_word == typed.unit_word and shown == str(typed.value))


def _said(known: Known) -> str:
    return known.text if known.text.endswith(known.unit_word) else known.text + known.unit_word
