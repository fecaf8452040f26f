"""Checking a report's file against the ledger and the unit's last report, before it is sent."""

from __future__ import annotations

from zicha.core import report_check, report_text
from zicha.services import checks, report_draft
from zicha.services.check_knowledge import Ledger
from zicha.services.checks import Checked
from zicha.services.report_draft import Asked


def check(*, asked: Asked, content: bytes, name: str) -> Checked:
    """Return what the rules find in a file of the report that ``asked`` names.

    Raises ``Refusal`` for a file that cannot be read and a unit or scheme that does not hold in the period.
    """
    material = report_draft.material(asked)
    previous = report_draft.previous(asked)
    return checks.check_file(
        content=content,
        name=name,
        period=asked.which.period,
        previous=report_text.as_document(previous) if previous is not None else None,
        ledger=Ledger(material.unit_name, report_check.known(material.figures.values())),
    )
