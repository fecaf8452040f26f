"""A text in the product's languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class LocalText:
    """One text in Chinese and, where it has been translated, in English.

    Attributes:
        zh: the Chinese text; never empty.
        en: the English text, or empty if there is none.
    """

    zh: str
    en: str = ""

    def in_language(self, language: Language) -> str:
        """Return the text in ``language``; a missing translation falls back, it is never blank."""
        return (self.en if language == "en" else self.zh) or self.zh or self.en
