"""What a cross-check of a scheme has to say, and the guess it makes at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zicha.core import messages
from zicha.core.text import Language, LocalText

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a scheme that cannot be right.

    Attributes:
        code: the sentence of ``zicha.core.message_tables.scheme``.
        path: where it stands, by the keys of a scheme file: ``("duties", "drill", "clause")``.
        severity: ``error`` keeps the scheme from loading, ``warning`` does not.
        facts: values for the sentence's places; a tuple is shown as a list.
    """

    code: str
    path: Path
    facts: dict[str, Any] = field(default_factory=dict)
    severity: str = "error"


def sentence(code: str, facts: Mapping[str, Any], *, language: Language) -> str:
    """Return the sentence of a fault; a text is said in the language, a tuple as a list, an empty one as “none”."""
    told = {"hint": "", **{name: said(value, language=language) for name, value in facts.items()}}
    return messages.sentence(code, language=language, **told)


def said(value: Any, *, language: Language) -> Any:
    """Return a fact as it is shown in ``language``."""
    if isinstance(value, LocalText):
        return value.in_language(language)
    if isinstance(value, tuple):
        none = "无" if language == "zh" else "none"
        return ("、" if language == "zh" else ", ").join(str(said(item, language=language)) for item in value) or none
    return value


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` was most likely meant to be, or an empty text."""
    spelt = {each.lower(): each for each in known}
    return next((spelt[each] for each in difflib.get_close_matches(word.lower(), spelt, n=1, cutoff=0.6)), "")


def hint(word: str) -> LocalText:
    """Return the question whether ``word`` was meant."""
    return LocalText(f"是不是想写“{word}”？", f" Did you mean “{word}”?")


def unknown(code: str, path: Path, word: str, known: Iterable[str]) -> Fault:
    """Return the fault of a word that names nothing, with what there is and the nearest of it."""
    there = tuple(known)
    guess = nearest(word, there)
    return Fault(code, path, {"found": word, "expected": there, "hint": hint(guess) if guess else LocalText("")})


def twice(words: Iterable[str], path: Path) -> Iterator[Fault]:
    """Yield a fault for every word of a list that stands in it before."""
    seen = set()
    for place, word in enumerate(words):
        if word in seen:
            yield Fault("scheme.listed_twice", (*path, place), {"found": word})
        seen.add(word)
