"""What people wrote in a Word file, back in the sections it belongs to.

The edited document is held against the same report as zicha would write it again: what stood there and is nobody's
prose is drafted text, whatever the layout puts around it. Everything else is prose of the section it stands in, or
could not be placed. Nothing is dropped: each paragraph with words in it ends up in exactly one of the three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from zicha.core import figures, marks, tracking
from zicha.core.document import Document, Paragraph
from zicha.core.figures import Figure
from zicha.core.findings import Refusal
from zicha.core.report import BY_PEOPLE, Report, Section, walk
from zicha.core.report import Paragraph as Block

Reason = Literal["outside", "no_slot", "copy", "textbox", "footnote", "table"]

MOST_PARAGRAPHS = 20_000
MOST_ALIKE = 500
LIKE = 0.6
"""How much of a drafted paragraph must be left for it to be recognised without its bookmark."""

_NUMBERED = re.compile(r"^\s*(?:\d+[.．、]|[（(]\d+[）)]|[-•·])\s*")
_UNSEEN = re.compile(r"[\s\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_SIGNATURE = figures.digest("")


@dataclass(frozen=True, slots=True)
class LineChange:
    """Lines of a text that stand differently; no lines before means added, none after means taken out."""

    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProseBack:
    """The prose of one section.

    Attributes:
        written: as it was when the document was made, word for word as people saved it.
        new: as the document has it, figures as ``{measure}``.
    """

    section: str
    title: str
    written: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the document says anything else than was written."""
        return self.new != self.written

    @property
    def changes(self) -> tuple[LineChange, ...]:
        """What stands differently, line by line."""
        return difference(self.written, self.new)


@dataclass(frozen=True, slots=True)
class DraftedChange:
    """A text of zicha's that people changed by hand.

    Attributes:
        section: the section's id, empty for title, addressee and signature.
        now: empty if it was taken out.
        paragraph: its number in the document, 0 if it was taken out.
    """

    section: str
    was: str
    now: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A paragraph that belongs to no section's prose.

    Attributes:
        section: the section it stands in, empty before the first and behind the signature.
    """

    paragraph: int
    section: str
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Back:
    """What was read back from a document.

    Attributes:
        sections: every section people write in, in the report's order.
        drafted: what they changed of zicha's own text.
        unplaced: what could not be placed.
    """

    sections: tuple[ProseBack, ...]
    drafted: tuple[DraftedChange, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


def read(*, report: Report, fresh: Document, edited: Document, written: Mapping[str, str]) -> Back:
    """Return the prose of an edited document by section, and what else was changed.

    Takes the report as it was composed for that document, the document as it would be written anew, the edited one, and
    people's saved texts by section. Raises ``Refusal`` for a document of absurd length.
    """
    if len(edited.paragraphs) > MOST_PARAGRAPHS:
        raise Refusal("tracking.too_long", most=MOST_PARAGRAPHS)
    frame = _Frame.of(report, fresh)
    before, after = _Walk(frame, fresh), _Walk(frame, edited)
    after.recognise(before)
    own = {figure.id: figure for figure in report.figures}
    shown = own | {figures.digest(name): figure for name, figure in own.items()}
    sections = tuple(
        ProseBack(each.id, each.title, written.get(each.id, ""), new)
        for each in walk(report.parts)
        if each.id in frame.slots
        for new in [_Lines(each, shown).merge(written.get(each.id, ""), before.prose[each.id], after.prose[each.id])]
    )
    unplaced = [Unplaced(part.number, section, part.whole, reason) for part, section, reason in after.left]
    return Back(sections, (*after.loose_changes, *_drafted(before, after)), tuple(unplaced))


def difference(old: str, new: str) -> tuple[LineChange, ...]:
    """Return how two texts differ, line by line."""
    was, now = old.splitlines(), new.splitlines()
    return tuple(
        LineChange(tuple(was[a:b]), tuple(now[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
        if tag != "equal"
    )


def _key(text: str) -> str:
    """Return a text without white space, which word processors move about, and without what no file can hold."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of a document is zicha's own.

    Attributes:
        ids: sections by the digest of their id; the signature has the empty id.
        titles: the keys of headings without their numbers, by section.
        headings, drafted: the texts behind bookmarks, by section, and by section and place.
        loose: the keys of other texts, such as title and addressee, with how often each stands there.
        words: texts by key.
        slots: ids of the sections people write in.
        blanks: keys of what stands where nothing is written yet.
    """

    ids: Mapping[str, str]
    titles: Mapping[str, str]
    headings: Mapping[str, str]
    drafted: Mapping[tuple[str, int], str]
    loose: Counter[str]
    words: Mapping[str, str]
    slots: frozenset[str]
    blanks: frozenset[str]

    @classmethod
    def of(cls, report: Report, fresh: Document) -> _Frame:
        sections = {figures.digest(each.id): each for each in walk(report.parts)}
        ids = {digest: each.id for digest, each in sections.items()} | {_SIGNATURE: ""}
        headings: dict[str, str] = {}
        drafted: dict[tuple[str, int], str] = {}
        loose: Counter[str] = Counter()
        for paragraph in fresh.paragraphs:
            names = [name for name in _names(paragraph) if name.digest in ids]
            for name in names:
                if name.sort == "s":
                    headings[ids[name.digest]] = paragraph.text
                elif name.sort == "f":
                    drafted[ids[name.digest], name.place] = paragraph.text
            if not names and paragraph.place != "table" and _key(paragraph.text):
                loose[_key(paragraph.text)] += 1
        people = [block for each in sections.values() for block in _people(each)]
        return cls(
            ids=ids,
            titles={each.id: _key(each.title) for each in sections.values()},
            headings=headings,
            drafted=drafted,
            loose=loose,
            words={_key(each.text): each.text for each in fresh.paragraphs},
            slots=frozenset(each.id for each in sections.values() if any(_people(each))),
            blanks=frozenset(_key(block.text) for block in people if block.role == "blank"),
        )


def _people(section: Section) -> list[Block]:
    """Return the paragraphs of a section that people write, the note that there are none included."""
    return [block for block in section.blocks if isinstance(block, Block) and block.role in BY_PEOPLE]


def _names(paragraph: Paragraph) -> list[marks.Name]:
    """Return what the bookmarks of sections and their paragraphs say that begin in a paragraph."""
    names = (marks.parse(mark.name) for mark in paragraph.marks)
    return [name for name in names if name is not None and name.sort in "sfp"]


@dataclass(slots=True)
class _Seen:
    """A drafted text as it stands in a document."""

    text: str
    paragraph: int


class _Walk:
    """Goes through a document once and puts each paragraph where it belongs."""

    def __init__(self, frame: _Frame, document: Document) -> None:
        self.frame = frame
        self.prose: dict[str, list[Paragraph]] = {section: [] for section in frame.slots}
        self.headings: dict[str, _Seen] = {}
        self.drafted: dict[tuple[str, int], _Seen] = {}
        self.cells: dict[str, list[Paragraph]] = {}
        self.left: list[tuple[Paragraph, str, Reason]] = []
        self.loose_changes: list[DraftedChange] = []
        self._loose = Counter(frame.loose)
        self._section = ""
        self._signed = False
        self._marked = {name.digest for part in document.paragraphs for name in _names(part) if name.sort == "s"}
        for paragraph in document.paragraphs:
            if paragraph.place == "table":
                self.cells.setdefault(self._section, []).append(paragraph)
            elif paragraph.text.strip():
                self._take(paragraph)

    def _take(self, paragraph: Paragraph) -> None:
        names = [name for name in _names(paragraph) if name.digest in self.frame.ids]
        if any(self._by_mark(name, paragraph) for name in [each for each in names if not each.copied]):
            return
        if any(name.copied and name.sort != "p" for name in names):
            self._leave(paragraph, "copy")
        elif _key(paragraph.whole) not in self.frame.blanks and not self._by_text(paragraph, names):
            self._by_place(paragraph)

    def _by_mark(self, name: marks.Name, paragraph: Paragraph) -> bool:
        section, seen = self.frame.ids[name.digest], _Seen(paragraph.whole, paragraph.number)
        if name.sort == "s":
            return self._enter(section, seen)
        if section and name.digest not in self._marked and section not in self.headings:
            self._section, self._signed = section, False
        place = (section, name.place)
        if name.sort == "p" or place not in self.frame.drafted or place in self.drafted:
            return False
        self.drafted[place] = seen
        self._signed = self._signed or not section
        return True

    def _enter(self, section: str, seen: _Seen) -> bool:
        if section in self.headings:
            return False
        self.headings[section] = seen
        self._section, self._signed = section, False
        return True

    def _by_text(self, paragraph: Paragraph, names: list[marks.Name]) -> bool:
        """Recognise what lost its bookmark, or never had one, by its words."""
        key = _key(paragraph.whole)
        if any(name.sort == "p" for name in names):
            return False
        if self._loose[key] > 0:
            self._loose[key] -= 1
            return True
        seen = _Seen(paragraph.whole, paragraph.number)
        for place, text in self.frame.drafted.items():
            if place not in self.drafted and _key(text) == key:
                self.drafted[place] = seen
                return True
        if paragraph.level:
            title = _key(_unnumbered_heading(paragraph.text))
            for section, wanted in self.frame.titles.items():
                if wanted == title and self._enter(section, seen):
                    return True
        return False

    def _by_place(self, paragraph: Paragraph) -> None:
        if paragraph.place in ("textbox", "footnote"):
            self._leave(paragraph, "textbox" if paragraph.place == "textbox" else "footnote")
        elif self._signed or not self._section:
            self._leave(paragraph, "outside")
        elif self._section not in self.prose:
            self._leave(paragraph, "no_slot")
        else:
            self.prose[self._section].append(paragraph)

    def _leave(self, paragraph: Paragraph, reason: Reason) -> None:
        self.left.append((paragraph, "" if self._signed else self._section, reason))

    def recognise(self, before: _Walk) -> None:
        """Look again at what is left: sections without a heading, drafted text typed anew or parted."""
        for section in [each for each in self.prose if each not in self.headings]:
            self._gather(section, {_key(part.text) for part in before.prose[section]})
        self._recognise_drafted()
        for key in (+self._loose).elements():
            self._recognise_loose(self.frame.words[key])

    def _gather(self, section: str, keys: set[str]) -> None:
        """Give a section whose heading is gone the lines that were its own."""
        for each in [each for each in self.left if _key(each[0].text) in keys]:
            self.left.remove(each)
            self.prose[section].append(each[0])
        for other in [each for each in self.prose if each != section]:
            for part in [part for part in self.prose[other] if _key(part.text) in keys]:
                self.prose[other].remove(part)
                self.prose[section].append(part)
        self.prose[section].sort(key=lambda part: part.number)

    def _recognise_loose(self, text: str) -> None:
        strays = [part for part, _section, reason in self.left if reason in ("outside", "no_slot")]
        part = _likest(text, [*strays, *(part for parts in self.prose.values() for part in _unmarked(parts))])
        self.loose_changes.append(DraftedChange("", text, part.text if part else "", part.number if part else 0))
        if part is not None:
            self.left = [each for each in self.left if each[0] is not part]
            self.prose = {each: [one for one in parts if one is not part] for each, parts in self.prose.items()}

    def _recognise_drafted(self) -> None:
        for place, text in self.frame.drafted.items():
            around = self.prose.get(place[0], [])
            if place in self.drafted:
                self._rejoin(self.drafted[place], text, around)
                continue
            part = _likest(text, _unmarked(around))
            if part is not None:
                self.drafted[place] = _Seen(part.text, part.number)
                around.remove(part)

    def _rejoin(self, seen: _Seen, was: str, around: list[Paragraph]) -> None:
        """Put a drafted paragraph together that somebody parted by pressing Enter in it."""
        for part in around:
            if part.number == seen.paragraph + 1 and _key(seen.text + part.text) == _key(was):
                seen.text = f"{seen.text}\n{part.text}"
                around.remove(part)
                return


def _unmarked(parts: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that do not say of themselves that people wrote them."""
    return [part for part in parts if not any(name.sort == "p" for name in _names(part))]


def _likest(text: str, parts: Iterable[Paragraph]) -> Paragraph | None:
    """Return the paragraph most like a text, if enough of it is left; a crowd of strangers is not searched."""
    likenesses = [(_likeness(text, part.text), part) for part in islice(parts, MOST_ALIKE)]
    best = max(likenesses, key=lambda each: each[0], default=(0.0, None))
    return best[1] if best[0] >= LIKE else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def _unnumbered_heading(text: str) -> str:
    return re.sub(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|（\d+）|[\d.]+)\s*", "", text)


def _drafted(before: _Walk, after: _Walk) -> Iterator[DraftedChange]:
    """Yield what became of headings, drafted paragraphs, loose texts and table cells."""
    for section, seen in before.headings.items():
        yield from _change(section, seen, after.headings.get(section))
    for (section, place), seen in before.drafted.items():
        yield from _change(section, seen, after.drafted.get((section, place)))
    for section in dict.fromkeys([*before.cells, *after.cells]):
        yield from _cells(section, before.cells.get(section, []), after.cells.get(section, []))


def _change(section: str, was: _Seen, now: _Seen | None) -> Iterator[DraftedChange]:
    if now is None:
        yield DraftedChange(section, was.text, "", 0)
    elif now.text.strip() != was.text.strip():
        yield DraftedChange(section, was.text, now.text, now.paragraph)


def _cells(section: str, was: list[Paragraph], now: list[Paragraph]) -> Iterator[DraftedChange]:
    """Yield cells that were changed one by one, or, where rows came or went, all between the first and the last."""
    if len(was) == len(now):
        for old, new in zip(was, now, strict=True):
            if _key(old.text) != _key(new.text):
                yield DraftedChange(section, old.text, new.text, new.number)
        return
    first = 0
    while first < min(len(was), len(now)) and _key(was[first].text) == _key(now[first].text):
        first += 1
    last = 0
    while last < min(len(was), len(now)) - first and _key(was[-1 - last].text) == _key(now[-1 - last].text):
        last += 1
    gone, come = was[first : len(was) - last], now[first : len(now) - last]
    yield DraftedChange(section, _row(gone), _row(come), come[0].number if come else 0)


def _row(cells: Iterable[Paragraph]) -> str:
    return "　".join(each.text for each in cells)


def _saved(written: str) -> Iterator[str]:
    """Yield the lines of a text that say something, each with the empty ones above it."""
    empty: list[str] = []
    for line in written.splitlines():
        if not _key(line):
            empty.append(line)
            continue
        yield "\n".join([*empty, line])
        empty.clear()


class _Lines:
    """The lines of one section's text; those of a list of next steps are numbered by the report, not by people."""

    def __init__(self, section: Section, shown: Mapping[str, Figure]) -> None:
        self._shown = shown
        self._numbered = any(block.role == "item" for block in _people(section))

    def merge(self, written: str, before: list[Paragraph], after: list[Paragraph]) -> str:
        """Return the section's text: lines that read as before stay as saved, the others come from the document."""
        old, new = [self._key(each) for each in before], [self._key(each) for each in after]
        if old == new:
            return written
        saved = list(_saved(written))
        if len(saved) != len(old):
            saved = [self._line(each) for each in before]
        lines: list[str] = []
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            lines += saved[a:b] if tag == "equal" else [self._line(each) for each in after[c:d]]
        return "\n".join(lines).strip("\n")

    def _key(self, paragraph: Paragraph) -> str:
        return _key(self._unnumbered(paragraph.whole))

    def _line(self, paragraph: Paragraph) -> str:
        """Return a paragraph as people write it: figures that still say their value are references."""
        text, end = paragraph.label, 0
        for found in sorted(tracking.places(paragraph), key=lambda found: found.start):
            figure = self._shown.get(found.id)
            if figure is not None and found.start >= end and found.text.strip() == figure.text:
                text += paragraph.text[end : found.start] + f"{{{figure.measure}}}"
                end = found.end
        return self._unnumbered(text + paragraph.text[end:]).strip()

    def _unnumbered(self, text: str) -> str:
        return _NUMBERED.sub("", text) if self._numbered else text
