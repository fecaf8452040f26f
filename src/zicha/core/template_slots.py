"""What a report offers to a template, and the plain texts among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zicha.core import messages, scheme_figures
from zicha.core.report import Report, Section, walk
from zicha.core.scheme import Scheme
from zicha.core.scheme import Section as Outlined
from zicha.core.template_tags import Slot, key
from zicha.core.text import Language

TEXTS = ("title", "title_lines", "unit", "period", "addressee", "organisation", "date")
BLOCKS = ("body", "attachment_note", "attachments")


def of_scheme(scheme: Scheme, *, language: Language) -> tuple[Slot, ...]:
    """Return the slots of a scheme's reports: what every report has, then by section, then by measure."""

    def said(name: str, **facts: str) -> str:
        return messages.sentence(f"templates.slot_{name}", language=language, **facts)

    outline = scheme.report
    covers = {"body": _ids(outline.sections), "attachments": _ids(outline.attachments)}
    blocks = [name for name in BLOCKS if outline.attachments or name == "body"]
    sections = tuple(scheme_figures.all_sections(outline.parts))
    titles = {section.id: section.title.in_language(language) for section in sections}
    return (
        *(Slot(name, said(name)) for name in TEXTS),
        *(Slot(name, said(name), "block", covers.get(name, frozenset())) for name in blocks),
        *(Slot(f"headings.{key(each.id)}", said("heading", title=titles[each.id])) for each in sections),
        *(
            Slot(f"sections.{key(each.id)}", said("section", title=titles[each.id]), "block", _ids((each,)))
            for each in sections
        ),
        *(
            Slot(f"figures.{each.id}", said("figure", title=each.title.in_language(language)), "figure")
            for each in scheme.measures
        ),
    )


def sections(scheme: Scheme, *, language: Language) -> dict[str, str]:
    """Return the titles of the sections and attachments that hold something of their own, by id."""
    return {
        each.id: each.title.in_language(language)
        for each in scheme_figures.all_sections(scheme.report.parts)
        if each.facts or each.prose or each.gaps or each.problems or each.next_steps or each.kinds
    }


def texts(report: Report, *, period: str, lines: Sequence[str]) -> dict[str, str]:
    """Return the plain texts of a report by slot; takes its period in words and its title's lines."""
    return {
        "title": report.title,
        "title_lines": "\n".join(lines),
        "unit": report.unit_name,
        "period": period,
        "addressee": report.addressee,
        "organisation": report.signature.organisation,
        "date": report.signature.date,
    } | dict(_headings(report))


def _headings(report: Report) -> Iterator[tuple[str, str]]:
    space = " " * (report.language == "en")
    for section in walk(report.parts):
        gap = "　" if section.level == 0 else space
        yield f"headings.{key(section.id)}", f"{section.number}{gap}{section.title}"


def plain(section: Section) -> str:
    """Return a section's paragraphs, and those of the sections in it, as lines of text; tables are left out."""
    said = [block.text for block in section.blocks if not hasattr(block, "rows")]
    return "\n".join([*said, *(plain(inner) for inner in section.sections)])


def _ids(outlined: Sequence[Outlined]) -> frozenset[str]:
    return frozenset(each.id for each in scheme_figures.all_sections(outlined))
