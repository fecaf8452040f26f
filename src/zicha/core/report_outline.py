"""Composing a report: the scheme's outline filled with figures, lists, gaps and people's prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zicha.core import (
    messages,
    report_gaps,
    report_lists,
    report_problems,
    report_promises,
    report_words,
    scheme,
    scheme_figures,
)
from zicha.core.actions import Action
from zicha.core.board import Cell
from zicha.core.figures import Figure
from zicha.core.findings import Finding
from zicha.core.ledger import Revision
from zicha.core.periods import Period
from zicha.core.problem_measures import NOTHING, Asked
from zicha.core.report import Block, Paragraph, Report, Role, Run, Section, Signature, Table, Text
from zicha.core.scheme import Scheme
from zicha.core.text import Language

_REFERENCE = re.compile(r"\{([a-z][a-z0-9_-]{0,63})\}")
_NUMBERED = re.compile(r"^\s*(?:\d+[.．、]|[（(]\d+[）)]|[-•·])\s*")


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a report is composed of.

    Attributes:
        unit_name: the unit's name in the period.
        figures: the figure of each measure that facts or prose refer to (:func:`referenced`).
        cells: the board's cells of the period.
        entries: the period's entries with their titles and texts, by day, of the kinds that are listed.
        happened: the day of each revision the cells speak of, by seq.
        names, units: names of people by id and of units by code.
        prose: what people wrote, by section.
        problems: the problems of the scheme and its units, as they stood at the period's end.
        promises: the next steps of earlier reports that this one accounts for.
        snapshot: see :class:`zicha.core.report.Report`.
        asked: ids of measures that are asked for beside the text; they are among ``figures``.
    """

    scheme: Scheme
    unit: str
    unit_name: str
    period: Period
    on: date
    as_known_at: datetime
    language: Language
    figures: Mapping[str, Figure]
    cells: tuple[Cell, ...] = ()
    entries: tuple[Revision, ...] = ()
    happened: Mapping[int, date] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, str] = field(default_factory=dict)
    problems: Asked = NOTHING
    promises: tuple[Action, ...] = ()
    subtree: bool = False
    snapshot: str = ""
    asked: tuple[str, ...] = ()


def compose(material: Material) -> Report:
    """Return the report; a reference to no measure, or a slot nobody wrote in, is a finding of it."""
    outline = material.scheme.report
    composer = _Composer(material)
    sections = composer.sections(outline.sections, ())
    attachments = composer.attachments(outline.attachments)
    language = material.language
    period = report_words.period(material.period, language=language)
    return Report(
        id=f"rep-{material.scheme.id}-{material.unit}-{material.period}",
        title=outline.title.in_language(language).format(unit=material.unit_name, period=period),
        scheme=material.scheme.id,
        version=material.scheme.version,
        unit=material.unit,
        unit_name=material.unit_name,
        period=material.period,
        on=material.on,
        as_known_at=material.as_known_at,
        language=language,
        addressee=_addressee(material, period),
        sections=sections,
        signature=Signature(material.unit_name, report_words.day(material.on, language=language), outline.seal),
        subtree=material.subtree,
        snapshot=material.snapshot,
        findings=tuple(composer.findings),
        attachments=attachments,
        asked=tuple(material.figures[measure] for measure in material.asked),
    )


def referenced(outline: scheme.Outline, *, prose: Mapping[str, str], measures: Mapping[str, object]) -> tuple[str, ...]:
    """Return the ids of the measures that the outline's facts and people's prose refer to, each once, in order."""
    found: dict[str, None] = {}
    for section in scheme_figures.all_sections(outline.parts):
        texts = [section.facts.zh, section.facts.en] if section.facts else []
        names = [name for text in texts for name in _REFERENCE.findall(text)]
        names += _REFERENCE.findall(prose.get(section.id, ""))
        found.update(dict.fromkeys(name for name in names if name in measures))
    return tuple(found)


def _addressee(material: Material, period: str) -> str:
    addressee = material.scheme.report.addressee
    if addressee is None:
        return ""
    text = addressee.in_language(material.language).format(unit=material.unit_name, period=period)
    colon = "：" if material.language == "zh" else ":"
    return text if text.endswith(("：", ":")) else text + colon


class _Composer:
    """Walks the outline once; counts tables, and gathers what is found wanting."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.findings: list[Finding] = []
        self.tables = 0

    def sections(self, sections: tuple[scheme.Section, ...], parents: tuple[int, ...]) -> tuple[Section, ...]:
        level = len(parents) + 1
        language = self.material.language
        return tuple(
            Section(
                id=section.id,
                number=report_words.number(place, level, parents, language=language),
                title=section.title.in_language(language),
                level=level,
                blocks=tuple(self._blocks(section)),
                sections=self.sections(section.sections, (*parents, place)),
            )
            for place, section in enumerate(sections, start=1)
        )

    def attachments(self, attached: tuple[scheme.Section, ...]) -> tuple[Section, ...]:
        """Return the attachments; a single one has no number (GB/T 9704-2012 7.3.4)."""
        language = self.material.language
        return tuple(
            Section(
                id=each.id,
                number=report_words.attachment(place if len(attached) > 1 else 0, language=language),
                title=each.title.in_language(language),
                level=0,
                blocks=tuple(self._blocks(each)),
                sections=self.sections(each.sections, ()),
            )
            for place, each in enumerate(attached, start=1)
        )

    def _blocks(self, section: scheme.Section) -> Iterator[Block]:
        material = self.material
        if section.facts is not None:
            yield Paragraph(self._runs(section.facts.in_language(material.language), section), "facts")
        if section.gaps:
            asked = report_gaps.Asked(
                material.scheme, material.on, material.language, material.happened, material.units, material.subtree
            )
            yield from report_gaps.paragraphs(material.cells, asked=asked)
        if section.promises and (self.material.promises or section.facts is None):
            yield from self._promises(section)
        if section.problems:
            yield self._problems(section)
        if section.prose:
            yield from self._prose(section)
        for kind in section.kinds:
            yield self._list(kind)

    def _promises(self, section: scheme.Section) -> Iterator[Paragraph]:
        material = self.material
        for action in report_promises.unanswered(material.promises, period=material.period):
            self._find("reports.promise_unanswered", "warning", section, matter=action.matter, entry=str(action.entry))
        yield from report_promises.paragraphs(
            material.promises, period=material.period, names=material.names, language=material.language
        )

    def _problems(self, section: scheme.Section) -> Block:
        material = self.material
        block = report_problems.table(
            material.problems,
            only_open=section.problems == "open",
            place=self.tables + 1,
            words=report_problems.Words(material.names, material.units, material.language),
            subtree=material.subtree,
        )
        self.tables += isinstance(block, Table)
        return block

    def _prose(self, section: scheme.Section) -> Iterator[Paragraph]:
        lines = [line.strip() for line in self.material.prose.get(section.id, "").splitlines() if line.strip()]
        role: Role = "item" if section.next_steps else "prose"
        for place, line in enumerate(lines, start=1):
            text = f"{place}.{' ' * (self.material.language == 'en')}{_NUMBERED.sub('', line)}"
            yield Paragraph(self._runs(text if section.next_steps else line, section), role)
        if not lines:
            self._find("reports.prose_empty", "note", section)
            blank = messages.sentence("reports.blank", language=self.material.language)
            yield Paragraph((Text(blank),), "blank")

    def _list(self, kind_id: str) -> Block:
        material = self.material
        block = report_lists.table(
            material.scheme.kind(kind_id),
            material.entries,
            place=self.tables + 1,
            names=material.names,
            units=material.units,
            language=material.language,
            subtree=material.subtree,
        )
        self.tables += isinstance(block, Table)
        return block

    def _runs(self, text: str, section: scheme.Section) -> tuple[Run, ...]:
        runs: list[Run] = []
        for place, part in enumerate(_REFERENCE.split(text)):
            if place % 2 == 0:
                runs += [Text(part)] if part else []
            elif part in self.material.figures:
                runs.append(self.material.figures[part])
            else:
                self._find("reports.reference_unknown", "error", section, name=part)
                runs.append(Text(f"{{{part}}}", unknown=True))
        return tuple(runs)

    def _find(self, code: str, severity: str, section: scheme.Section, **facts: str) -> None:
        title = section.title.in_language(self.material.language)
        message = messages.sentence(code, language=self.material.language, section=title, **facts)
        self.findings.append(Finding(code, severity, title, message, {"section": section.id, **facts}))
