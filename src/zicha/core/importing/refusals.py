"""What an import says about cells and rows it did not take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zicha.core import messages
from zicha.core.text import Language

MAX_SHOWN = 120


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One cell that cannot be taken, and why.

    Attributes:
        sheet: the sheet's name, or the file's name for a text file.
        row: from 1, as the spreadsheet shows it; for ndjson the line.
        column: letters as the spreadsheet shows them; for ndjson the key.
        header: the column's heading.
        value: the cell as shown, cut after :data:`MAX_SHOWN` characters.
        code: the sentence's code.
        facts: values for the places in the sentence.
    """

    sheet: str
    row: int
    column: str
    header: str
    value: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def reason(self, language: Language) -> str:
        """Return why it was refused, and what to do, in the person's language."""
        return messages.sentence(self.code, language=language, **self.facts)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not a record: a total, a note, a repeated header."""

    sheet: str
    row: int
    text: str
    code: str

    def reason(self, language: Language) -> str:
        """Return why it was left out."""
        return messages.sentence(self.code, language=language)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know about how the file was read."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Return it as a sentence."""
        return messages.sentence(self.code, language=language, **self.facts)


def shown(text: str) -> str:
    """Return the text cut to what a report of refusals can show."""
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
