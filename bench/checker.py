"""Precision and recall of the checker's rules: ``python -m bench.checker`` on the corpus of tests/corpus.

``python -m bench.checker FOLDER`` counts what the rules say of any folder of .txt, .md and .docx files instead; on
texts that are known to be right, that is the number of false hits. ``--list`` shows each of them.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from zicha.core import check, periods
from zicha.core.checks.base import Context, Known, Remark
from zicha.core.document import Document, Paragraph
from zicha.core.findings import Refusal
from zicha.core.numerals import chinese_numeral
from zicha.formats import text_read
from zicha.services import checks

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
HAN = re.compile(r"[\u4e00-\u9fff]")
LEFT_OPEN = ("*次", "**党委", "XX", "××", "____", "{{单位}}", "待补充")


@dataclass(slots=True)
class Tally:
    """How one rule did.

    Attributes:
        planted: defects there are.
        caught: of these, those the rule names at their place.
        false: what the rule says of places where there is none.
        missed, wrong: the places, for whoever mends the rule.
    """

    planted: int = 0
    caught: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the defects that is caught; 1 where there is none."""
        return self.caught / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what is said that is right; 1 where nothing is said."""
        said = self.caught + self.false
        return self.caught / said if said else 1.0


def main(words: list[str] | None = None) -> None:
    """Print the tables, or what is said of a folder."""
    asked = [word for word in words or [] if not word.startswith("--")]
    if asked:
        _folder(Path(asked[0]), show="--list" in (words or []))
        return
    print("\nchecker: the labelled corpus (tests/corpus)")
    print(f"  {'rule':<18}{'planted':>8}{'caught':>8}{'false':>7}{'recall':>9}{'precision':>11}")
    for rule, tally in corpus().items():
        numbers = f"{tally.planted:>8}{tally.caught:>8}{tally.false:>7}{tally.recall:>9.3f}{tally.precision:>11.3f}"
        print(f"  {rule:<18}{numbers}")
        if "--list" in (words or []):
            print("".join(f"    missed {each}\n" for each in tally.missed), end="")
            print("".join(f"    false  {each}\n" for each in tally.wrong), end="")
    print("\nchecker: defects planted at random, false hits on right texts")
    for name, value, target in measured():
        print(f"  {name:<64}{value:>9}   target {target}")


def corpus() -> dict[str, Tally]:
    """Return each rule's tally over the labelled texts."""
    labels: dict[str, Any] = json.loads((CORPUS / "labels.json").read_text("utf-8"))
    tallies = {
        name: Tally() for name, _rule in check.RULES if name not in ("layout", "figures_previous", "figures_traced")
    }
    for name, label in labels.items():
        document = _read(CORPUS / name)
        said = check.check(document, context=_context(label), without=frozenset({"figures_previous"}))
        _count(name, label["found"], said, tallies)
    return tallies


def _count(name: str, planted: list[dict[str, Any]], said: tuple[Remark, ...], tallies: dict[str, Tally]) -> None:
    left = list(said)
    for defect in planted:
        tally = tallies[defect["rule"]]
        tally.planted += 1
        hits = [remark for remark in left if _meets(remark, defect)]
        left = [remark for remark in left if remark not in hits]
        tally.caught += bool(hits)
        if not hits:
            tally.missed.append(f"{name}:{defect['paragraph']} {defect['text']}")
    for remark in left:
        tally = tallies[remark.code.split(".")[0]]
        tally.false += 1
        tally.wrong.append(f"{name}:{remark.paragraph} {remark.code} {remark.text}")


def _meets(remark: Remark, defect: dict[str, Any]) -> bool:
    """Whether a remark names a defect: same rule, same paragraph, and some of the same signs."""
    if remark.code.split(".")[0] != defect["rule"] or remark.paragraph != defect["paragraph"]:
        return False
    if not remark.paragraph:
        return defect["text"] in str(dict(remark.facts).get("item", ""))
    end = defect["start"] + max(len(defect["text"]), 1)
    return bool(remark.start < end and defect["start"] < max(remark.end, remark.start + 1))


def _context(label: dict[str, Any]) -> Context:
    known = tuple(_known(each) for each in label.get("known", ()))
    return Context(
        cut=cutter(),
        period=periods.parse(label["period"]) if "period" in label else None,
        previous=_read(CORPUS / label["previous"]) if "previous" in label else None,
        unit_name=label.get("unit", ""),
        known=known,
    )


def _known(each: dict[str, str]) -> Known:
    value = Fraction(each["value"])
    text = f"{value * 100}%" if each["unit_word"] == "%" else str(value)
    return Known(each["title"], each["title"], each["unit_word"], value, text)


def measured() -> Iterator[tuple[str, str, str]]:
    """Yield what is measured on texts made for it: a name, the value, the target."""
    law = law_like()
    signs = sum(map(len, law))
    recall = doubled_recall(law)
    yield "doubled characters: recall, one planted in each of 1,500 paragraphs", f"{recall:.3f}", ">= 0.80"
    false = len(said("doubled", law)) * 10_000 / signs
    yield f"doubled characters: false per 10,000 signs of law-like text ({signs:,})", f"{false:.2f}", "<= 0.5"
    hard = accidents()
    yield (
        f"doubled characters: of {len(hard)} sentences with an accident at a word border, flagged",
        f"{len(said('doubled', hard))}", "few",
    )  # fmt: skip
    many = law_like(10_000)
    yield "brackets: false in 10,000 law-like paragraphs", f"{len(said('brackets', many))}", "<= 1"
    yield "brackets: recall, one of a pair taken away", f"{brackets_recall():.3f}", "-"
    items = numbered_items()
    false = len(said("numbering", items)) * 5_000 / len(items)
    yield f"numbering: false per 5,000 items ({len(items):,})", f"{false:.2f}", "<= 1"
    yield "numbering: recall, one item taken out of a row", f"{numbering_recall():.3f}", "-"
    yield "placeholders: recall, each of 7 forms in each clean sentence", f"{placeholders_recall():.3f}", ">= 0.95"
    yield (
        "placeholders: false hits on products, stars of notes, models",
        f"{len(said('placeholders', LOOK_ALIKES))}",
        "0",
    )
    caught, fresh = copied_shares()
    yield "copied paragraphs: caught with 10 % of the signs changed", f"{caught:.3f}", ">= 0.98"
    yield "copied paragraphs: fresh ones flagged", f"{fresh:.4f}", "<= 0.005"


LOOK_ALIKES = [
    "防雨布3×5米，共20块。",
    "货架规格2×6米、1.2×1.0米、40×30×25厘米。",
    "面积为12×5＝60平方米，4×100米接力。",
    "纸箱350个*。",
    "*不含已报废的15个。",
    "注：**为重点部位，*为一般部位。",
    "安全出口*号牌已更换。",
    "型号XXL的工作服12套，XK3190型仪表1台。",
    "计算式为2*3=6，a*b。",
    "按2×次数计算，乘以×符号。",
    "表中“—”表示没有。",
    "A×B表示两数之积，倍率10×。",
]


def doubled_recall(law: list[str]) -> float:
    """Return the share of doubled characters that is found, one at a random place in each sentence."""
    stream = random.Random(1)
    planted = []
    for text in law[:1_500]:
        places = [place for place, sign in enumerate(text) if HAN.match(sign)]
        place = stream.choice(places)
        planted.append((text[: place + 1] + text[place:], place))
    found = {(remark.paragraph, place) for remark in said("doubled", [text for text, _ in planted])
             for place in range(remark.start - 1, remark.end)}  # fmt: skip
    return sum((number, place) in found for number, (_, place) in enumerate(planted, start=1)) / len(planted)


def brackets_recall() -> float:
    """Return the share of sentences found that lost one half of a pair."""
    sentences = [text for text in clean_sentences() if re.search("[（《“]", text)]
    broken = [text[:place] + text[place + 1 :] for text in sentences for place in _halves(text)]
    return len({remark.paragraph for remark in said("brackets", broken)}) / len(broken)


def _halves(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign in "（）《》“”"]


def numbering_recall() -> float:
    """Return the share of rows found that lost one of their middle items."""
    rows = [[f"（{number}）完成第{number}项检查；" for number in "一二三四五六"] for _ in range(4)]
    broken = [row[:place] + row[place + 1 :] for place, row in enumerate(rows, start=1)]
    return sum(bool(said("numbering", ["一、检查情况", *row])) for row in broken) / len(broken)


def placeholders_recall() -> float:
    """Return the share found of every form of placeholder put behind the first comma of every clean sentence."""
    sentences = [text for text in clean_sentences() if "，" in text]
    planted = [text.replace("，", f"，{form}", 1) for text in sentences for form in LEFT_OPEN]
    return len({remark.paragraph for remark in said("placeholders", planted)}) / len(planted)


def copied_shares() -> tuple[float, float]:
    """Return the share of edited paragraphs that is found, and of fresh ones that is flagged."""
    stream = random.Random(2)
    old, fresh = law_like(400, half=0), law_like(400, half=1)
    signs = "".join(dict.fromkeys("".join(old)))
    edited = [_edited(stream, text, signs) for text in old]
    context = Context(cut=cutter(), previous=_document(old))
    caught, wrong = (_shares(context, texts) for texts in (edited, fresh))
    return caught, wrong


def _edited(stream: random.Random, text: str, signs: str) -> str:
    places = set(stream.sample(range(len(text)), len(text) // 10))
    return "".join(stream.choice(signs) if place in places else sign for place, sign in enumerate(text))


def _shares(context: Context, texts: list[str]) -> float:
    without = frozenset(name for name, _ in check.RULES if name != "copied")
    return len(check.check(_document(texts), context=context, without=without)) / len(texts)


def said(rule: str, texts: list[str]) -> tuple[Remark, ...]:
    """Return what one rule says of paragraphs."""
    without = frozenset(name for name, _ in check.RULES if name != rule)
    return check.check(_document(texts), context=Context(cut=cutter()), without=without)


def law_like(count: int = 1_500, *, half: int | None = None) -> list[str]:
    """Return law-like paragraphs, put together from parts, always the same ones.

    Paragraphs of ``half`` 0 and of ``half`` 1 have no part in common.
    """
    parts: dict[str, list[str]] = json.loads((CORPUS / "law" / "parts.json").read_text("utf-8"))
    if half is not None:
        parts = {name: texts[half::2] for name, texts in parts.items()}
    stream = random.Random(3)

    def pick(name: str) -> str:
        return stream.choice(parts[name])

    return [
        f"{pick('subjects')}{pick('duties')}；{pick('conditions')}的，{pick('consequences')}。{pick('subjects')}"
        f"{pick('conditions')}的，{pick('consequences')}。{pick('duties').removeprefix('应当')}，{pick('consequences')}。"
        for _ in range(count)
    ]


def accidents() -> list[str]:
    """Return sentences in which two words meet with the same character."""
    return (CORPUS / "law" / "clauses.txt").read_text("utf-8").splitlines()


def numbered_items() -> list[str]:
    """Return articles with chapters, items and sub-items in good order."""
    stream, lines, article = random.Random(4), [], itertools.count(1)
    texts = law_like(400)
    for chapter in range(1, 91):
        lines.append(f"{chinese_numeral(chapter)}、{stream.choice(texts)[:12]}")
        for section in range(1, stream.randint(3, 12)):
            lines.append(f"（{chinese_numeral(section)}）第{next(article)}项：{stream.choice(texts)}")
            lines += [f"{place}.{stream.choice(texts)}" for place in range(1, stream.randint(2, 9))]
            lines += [f"（{place}）{stream.choice(texts)}" for place in range(1, stream.randint(2, 7))]
    return lines


def clean_sentences() -> list[str]:
    """Return the sentences of the corpus that carry no defect."""
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / "clean").glob("*.txt"))]
    return [line for text in texts for line in text.splitlines() if len(line) > 15]


def cutter() -> Callable[[str], list[str]]:
    """Return what splits a text into words."""
    return checks.cutter()


def _read(path: Path) -> Document:
    return text_read.read(path.read_bytes(), markdown=False)


def _document(texts: list[str]) -> Document:
    return Document(tuple(Paragraph(number, text) for number, text in enumerate(texts, start=1)))


def _folder(folder: Path, *, show: bool) -> None:
    counted, signs, files = Counter[str](), 0, 0
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in (".txt", ".md", ".docx")):
        try:
            document = checks.read(content=path.read_bytes(), name=path.name)
        except Refusal as refusal:
            print(f"  {path}: {refusal.code}")
            continue
        files, signs = files + 1, signs + sum(len(part.text) for part in document.paragraphs)
        for remark in check.check(document, context=Context(cut=cutter())):
            counted[remark.code] += 1
            if show:
                print(f"  {path.name}:{remark.paragraph} {remark.code} {remark.text[:40]}")
    print(f"\nchecker: {files} files, {signs:,} signs")
    for code, count in counted.most_common():
        print(f"  {code:<28}{count:>7}{count * 10_000 / max(signs, 1):>10.2f} per 10,000 signs")


if __name__ == "__main__":
    main(sys.argv[1:])
