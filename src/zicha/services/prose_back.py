"""A report edited in Word, read back: what people wrote by section, and what else they changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from zicha.core import differences, reimport
from zicha.core.document import Document
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.prose import Prose
from zicha.core.reimport import DraftedChange, LineChange, ProseBack, Unplaced
from zicha.core.report import Report
from zicha.core.text import Language
from zicha.core.tracking import Origin
from zicha.formats import docx_read
from zicha.services import filling, reports, tracking
from zicha.store.queries import prose as queries


@dataclass(frozen=True, slots=True)
class SectionBack:
    """One section's prose.

    Attributes:
        written: as it was when the document was made.
        saved: as it is saved now, and ``number`` of that state, 0 if nothing is.
        new: as the document has it, with references to figures in braces, and with what others have saved since in
            other paragraphs.
        is_contested: whether others have saved another text in the same paragraph since; then ``new`` is the
            document's alone, and people decide.
    """

    section: str
    title: str
    written: str
    saved: str
    number: int
    new: str
    is_contested: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether taking the document over would change what is saved."""
        return self.new != self.saved

    @property
    def changes(self) -> tuple[LineChange, ...]:
        """How the document differs from what is saved, line by line."""
        return reimport.difference(self.saved, self.new) if self.is_changed else ()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was read back from one document.

    Attributes:
        origin: the question the document answers.
        sections: every section people write in, in the report's order.
        drafted: what was changed of the text that zicha drafted.
        unplaced: paragraphs that belong to no section's prose; nothing is dropped.
    """

    file: str
    origin: Origin
    sections: tuple[SectionBack, ...]
    drafted: tuple[DraftedChange, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def changed(self) -> tuple[SectionBack, ...]:
        """The sections whose text would change."""
        return tuple(each for each in self.sections if each.is_changed)


def read_back(
    *,
    content: bytes,
    name: str,
    scheme: str,
    unit: str,
    period: Period,
    as_known_at: datetime,
    template: bytes | None = None,
) -> ReadBack:
    """Return what people changed in a report's .docx or .odt, against what is saved at an instant; nothing is saved.

    The report is composed once more as it was known when the document was made, so that every figure and fact can be
    told from prose; ``template`` is the organisation's own, if the document was made with one. Raises ``Refusal`` for a
    file that cannot be read, that zicha did not write, or that is the report of another unit, period or scheme.
    """
    marked = tracking.read(content=content, name=name)
    origin = marked.origin
    if origin is None:
        raise Refusal("tracking.none")
    if (origin.scheme, origin.unit, origin.period) != (scheme, unit, period):
        facts = {"unit": origin.unit, "period": origin.period, "scheme": origin.scheme}
        raise Refusal("tracking.other_report", **facts)
    report, fresh = _again(origin, template)
    place = {"scheme": scheme, "unit": unit, "period": str(period)}
    written = {key: each.text for key, each in queries.texts(**place, as_known_at=origin.as_known_at).items()}
    back = reimport.read(report=report, fresh=fresh, edited=marked.document, written=written)
    saved = queries.texts(**place, as_known_at=as_known_at)
    sections = tuple(_section(each, saved.get(each.section)) for each in back.sections)
    return ReadBack(name, origin, sections, back.drafted, back.unplaced)


def _section(back: ProseBack, saved: Prose | None) -> SectionBack:
    text, number = (saved.text, saved.number) if saved else ("", 0)
    if not back.is_changed:
        return SectionBack(back.section, back.title, back.written, text, number, text)
    both = differences.merged(base=back.written, mine=back.new, theirs=text)
    new = back.new if both is None else both
    return SectionBack(back.section, back.title, back.written, text, number, new, is_contested=both is None)


def _again(origin: Origin, template: bytes | None) -> tuple[Report, Document]:
    """Return the report as it was composed for the document, and the document as it would be written anew."""
    asked = _Asked(
        unit=origin.unit, period=origin.period, scheme=origin.scheme, on=origin.on, as_known_at=origin.as_known_at,
        language=origin.language, subtree=origin.subtree,
    )  # fmt: skip
    if template is not None:
        filled = filling.fill(content=template, **asked)
        return filled.report, docx_read.read(filled.content)
    report = reports.compose(**asked)
    return report, docx_read.read(reports.render(report=report, form="docx"))


class _Asked(TypedDict):
    unit: str
    period: Period
    scheme: str
    on: date
    as_known_at: datetime
    language: Language
    subtree: bool
