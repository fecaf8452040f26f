"""A report in an organisation's own Word template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from zicha.core import report_outline
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.report_proof import ProofNote
from zicha.core.template_tags import Fault
from zicha.core.text import Language
from zicha.formats import docx_template, docx_template_values
from zicha.services import reports, templates


@dataclass(frozen=True, slots=True)
class Filled:
    """A report in an organisation's template: the file, the report, and what a person should know of the template."""

    content: bytes
    report: Report
    warnings: tuple[Fault, ...]


def fill(
    *,
    content: bytes,
    unit: str,
    period: Period,
    scheme: str,
    on: date,
    as_known_at: datetime,
    language: Language,
    subtree: bool = False,
    drafted: Mapping[str, str] | None = None,
    proof: ProofNote | None = None,
) -> Filled:
    """Return the report of a unit and a period in an organisation's own template.

    Takes what :func:`zicha.services.reports.compose` takes, the template, and the signed head that stands below
    everything. Raises ``Refusal`` as that does, and for
    a template with errors, naming the first, before anything is filled in.
    """
    material = reports.material(
        unit=unit, period=period, scheme=scheme, on=on, as_known_at=as_known_at, language=language,
        subtree=subtree, drafted=drafted, all_measures=True,
    )  # fmt: skip
    checked = templates.check(content=content, scheme=material.scheme, language=language)
    if checked.errors:
        place, said = templates.spoken(checked.errors[0], language=language)
        raise Refusal("templates.broken", count=len(checked.errors), place=place, sentence=said)
    report = report_outline.compose(replace(material, asked=tuple(each.id for each in material.scheme.measures)))
    filled = docx_template.fill(content, values=docx_template_values.values(report, used=checked.used, proof=proof))
    return Filled(filled, report, tuple(fault for fault in checked.faults if fault.severity == "warning"))
