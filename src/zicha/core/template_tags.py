"""The tags of an organisation's own Word template: which there are, which a template uses, and what is wrong in it.

A tag is ``{{ slot }}``, or ``{% if slot %}`` … ``{% else %}`` … ``{% endif %}``; written ``{%p if slot %}`` it stands
alone in its paragraph and takes whole paragraphs. That is all of Jinja that a template may use: no loop, filter, call
or arithmetic, so that a stranger's template can neither reach into the program nor keep it busy.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["text", "block", "figure"]
Part = Literal["body", "header", "footer", "footnote"]
Severity = Literal["error", "warning", "note"]

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of what becomes paragraphs or a control once the template is filled; private-use characters."""

LONGEST_QUOTE = 40
MOST_TAGS = 2_000
MOST_FAULTS = 200
"""Faults told of one template; nobody mends more at a time."""

_OPENERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_EDGE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}")
_FULL_WIDTH = re.compile("[{｛][｛]|[｛][{%％]|[}｝][｝]|[%％][｝]|[{]％|％[}]")
_SINGLE = re.compile(r"(?<![{｛])[{｛]\s*([a-z][\w.-]*)\s*[}｝](?![}｝])")
_NAME = re.compile(r"[a-z]\w*(?:\.\w+)?")
_PREFIXED = re.compile(r"(?:p|r|tr|tc)\s")
_CONDITION = re.compile(r"(?P<p>p\s)?\s*(?P<word>if|else|endif)\b(?P<rest>.*)", re.DOTALL)
_TESTED = re.compile(r"(?:not\s+)?(?P<name>\S+)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that a template may hold.

    Attributes:
        name: as it is written in a tag: ``title``, ``sections.work``, ``figures.studies``.
        title: what it is filled with, in the words of the scheme.
        sort: ``text``; a ``block`` of paragraphs and tables; a ``figure`` that stays traceable.
        covers: ids of the sections whose content it shows.
    """

    name: str
    title: str
    sort: Sort = "text"
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a template: in which part, its number there from 1, what it says, and what directly holds it."""

    part: Part
    number: int
    text: str
    holder: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something found in a template.

    Attributes:
        code: of its sentence in ``core/message_tables/templates.py``.
        part, paragraph: where; paragraph 0 is the template as a whole.
        quote: the words in question.
        facts: for the sentence.
    """

    code: str
    severity: Severity
    part: Part = "body"
    paragraph: int = 0
    quote: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a template uses, in order, what it leaves out of what it could, and what is wrong in it, in its order."""

    used: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What keeps the template from being filled."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


def check(lines: Iterable[Line], *, slots: tuple[Slot, ...], sections: Mapping[str, str]) -> Checked:
    """Return what the tags in ``lines`` are and what is wrong with them.

    Takes the ``slots`` there are, and the titles of the ``sections`` that a report has content for, by id.
    """
    checker = _Checker({slot.name: slot for slot in slots})
    for line in lines:
        checker.line(line)
    checker.end()
    used = tuple(dict.fromkeys(checker.used))
    covered = frozenset[str]().union(*(checker.slots[name].covers for name in used))
    missing = [Fault("templates.section_missing", "warning", quote=f"sections.{key(section)}", facts={"title": title})
               for section, title in sections.items() if section not in covered]  # fmt: skip
    left = tuple(slot.name for slot in slots if slot.sort != "figure" and slot.name not in used)
    return Checked(used, left, (*checker.faults, *missing))


def key(section_id: str) -> str:
    """Return a section's id as a tag writes it: a hyphen would be a minus."""
    return section_id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class _Tag:
    opener: str
    inner: str
    quote: str


class _Checker:
    """Goes through a template's paragraphs in order; keeps the conditions that are still open."""

    def __init__(self, slots: dict[str, Slot]) -> None:
        self.slots = slots
        self.used: list[str] = []
        self.faults: list[Fault] = []
        self._count = Counter[str]()
        self._open: dict[tuple[Part, int], list[tuple[Line, _Tag]]] = {}
        self._line = Line("body", 0, "")

    def line(self, line: Line) -> None:
        """Take in the next paragraph."""
        self._line = line
        self._look_alikes(line.text)
        inline: list[_Tag] = []
        for tag in self._tags(line.text):
            self._count["tags"] += 1
            if tag.opener == "{{":
                self._output(tag)
            elif tag.opener == "{%":
                self._statement(tag, inline)
        for tag in inline:
            self._find("templates.if_open", tag.quote)

    def end(self) -> None:
        """Take in the end of the template."""
        for line, tag in (each for opened in self._open.values() for each in opened):
            self.faults.append(Fault("templates.if_open", "error", line.part, line.number, tag.quote))
        if self._count["tags"] > MOST_TAGS:
            self.faults.insert(0, Fault("templates.too_many", "error", facts={"most": str(MOST_TAGS)}))

    def _find(self, code: str, quote: str, severity: Severity = "error", **facts: str) -> None:
        short = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(code, severity, self._line.part, self._line.number, short, facts))

    def _look_alikes(self, text: str) -> None:
        for found in _FULL_WIDTH.finditer(text):
            self._find("templates.full_width", text[max(0, found.start() - 4) : found.end() + 16])
        for found in _SINGLE.finditer(text):
            if found[1] in self.slots:
                self._find("templates.single_brace", found[0], name=found[1])

    def _tags(self, text: str) -> Iterator[_Tag]:
        edges = list(_EDGE.finditer(text))
        place = 0
        while place < len(edges):
            edge = edges[place]
            wanted = _OPENERS.get(edge[0])
            if wanted is None:
                self._find("templates.unopened", text[max(0, edge.start() - 20) : edge.end()])
                place += 1
                continue
            end = text.find(wanted, edge.end())
            inside = text[edge.end() : end]
            if end < 0 or (edge[0] != "{#" and _EDGE.search(inside)):
                self._find("templates.unclosed", text[edge.start() : edge.start() + 30], close=wanted)
                place += 1
                continue
            yield _Tag(edge[0], inside, text[edge.start() : end + 2])
            place = next((at for at, each in enumerate(edges) if each.start() >= end + 2), len(edges))

    def _output(self, tag: _Tag) -> None:
        inner = tag.inner.strip()
        if _PREFIXED.match(tag.inner):
            self._find("templates.prefix", tag.quote, right=f"{{{{ {inner.split(None, 1)[-1]} }}}}")
        elif not _NAME.fullmatch(inner):
            self._find("templates.expression", tag.quote)
        elif self._known(inner, tag):
            self._use(self.slots[inner], tag)

    def _use(self, slot: Slot, tag: _Tag) -> None:
        self.used.append(slot.name)
        self._count[slot.name] += 1
        if slot.sort != "block":
            return
        if self._count[slot.name] == 2:
            self._find("templates.twice", tag.quote)
        if self._line.part != "body" or self._line.text.strip() != tag.quote:
            self._find("templates.as_text", tag.quote, "warning")

    def _known(self, name: str, tag: _Tag) -> bool:
        if name in self.slots:
            return True
        near = difflib.get_close_matches(name, self.slots, n=1, cutoff=0.6)
        code = "templates.unknown_near" if near else "templates.unknown"
        self._find(code, tag.quote, near=near[0] if near else "")
        return False

    def _statement(self, tag: _Tag, inline: list[_Tag]) -> None:
        found = _CONDITION.fullmatch(tag.inner.rstrip())
        if found is None:
            self._find("templates.statement", tag.quote)
            return
        if found["p"] and self._line.text.strip() != tag.quote:
            self._find("templates.not_alone", tag.quote)
        word, rest = found["word"], found["rest"].strip()
        tested = _TESTED.fullmatch(rest)
        if (word == "if") != bool(rest) or (word == "if" and not (tested and _NAME.fullmatch(tested["name"]))):
            self._find("templates.statement", tag.quote)
        elif word == "if" and tested:
            self._known(tested["name"], tag)
        self._pair(tag, word, inline, whole=bool(found["p"]))

    def _pair(self, tag: _Tag, word: str, inline: list[_Tag], *, whole: bool) -> None:
        """Match a condition with its end: in the same paragraph, or as whole paragraphs of the same cell."""
        opened = self._open.setdefault((self._line.part, self._line.holder), [])
        if word == "if" and whole:
            opened.append((self._line, tag))
        elif word == "if":
            inline.append(tag)
        elif not (opened if whole else inline):
            self._find("templates.if_extra", tag.quote)
        elif word == "endif":
            (opened if whole else inline).pop()
