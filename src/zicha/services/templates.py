"""An organisation's own Word template: its slots, what is wrong in it, and one to start from."""

from __future__ import annotations

from typing import Any

from zicha.core import messages, template_slots, template_tags
from zicha.core.official_document import OfficialDocument
from zicha.core.report import Paragraph, Section, Signature, Text
from zicha.core.scheme import Scheme
from zicha.core.scheme import Section as Outlined
from zicha.core.template_tags import Checked, Fault, Slot, key
from zicha.core.text import Language
from zicha.formats import docx_template, docx_write


def slots(*, scheme: Scheme, language: Language) -> tuple[Slot, ...]:
    """Return what a template for a scheme's reports may hold."""
    return template_slots.of_scheme(scheme, language=language)


def check(*, content: bytes, scheme: Scheme, language: Language) -> Checked:
    """Return which slots a template uses and leaves out, and what is wrong in it; raise ``Refusal`` if unreadable."""
    return template_tags.check(
        docx_template.lines(content),
        slots=slots(scheme=scheme, language=language),
        sections=template_slots.sections(scheme, language=language),
    )


def spoken(fault: Fault, *, language: Language) -> tuple[str, str]:
    """Return where a fault is and what it is, in words."""
    place = f"templates.place_{fault.part}" if fault.paragraph else "templates.place_whole"
    where = messages.sentence(place, language=language, paragraph=fault.paragraph)
    return where, messages.sentence(fault.code, language=language, quote=fault.quote, **fault.facts)


def as_json(checked: Checked, *, scheme: Scheme, language: Language) -> dict[str, Any]:
    """Return the published JSON shape of a check."""
    return {
        "scheme": scheme.id,
        "slots": [
            {"slot": slot.name, "title": slot.title, "sort": slot.sort, "used": slot.name in checked.used}
            for slot in slots(scheme=scheme, language=language)
        ],
        "missing": list(checked.missing),
        "findings": [_finding(fault, language) for fault in checked.faults],
    }


def _finding(fault: Fault, language: Language) -> dict[str, Any]:
    place, message = spoken(fault, language=language)
    return {
        "code": fault.code,
        "severity": fault.severity,
        "part": fault.part,
        "paragraph": fault.paragraph,
        "text": fault.quote,
        "place": place,
        "message": message,
    }


def example(*, scheme: Scheme, language: Language) -> bytes:
    """Return a template to start from: every section of the scheme, laid out after GB/T 9704-2012."""
    outline = scheme.report
    has_attachments = bool(outline.attachments)
    document = OfficialDocument(
        title=_tag("title_lines"),
        addressee=_tag("addressee") if outline.addressee else "",
        sections=(*map(_example_section, outline.sections), *(_tagged("attachment_note"),) * has_attachments),
        closing=(_tagged("attachments"),) * has_attachments,
        # On one axis, as with a stamp: how wide the names will be is not known yet.
        signature=Signature(_tag("organisation"), _tag("date"), sealed=True),
        language=language,
    )
    return docx_write.render_document(document)


def _example_section(section: Outlined) -> Section:
    name = key(section.id)
    return Section(section.id, "", _tag(f"headings.{name}"), 1, _tagged(f"sections.{name}").blocks)


def _tagged(name: str) -> Section:
    return Section("", "", "", 1, (Paragraph((Text(_tag(name)),), "prose"),))


def _tag(name: str) -> str:
    return f"{{{{ {name} }}}}"
