"""Refusals and findings: a machine code and a sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):
    """Something cannot be done, and the person can mend it.

    Services and formats raise it; web and cli show it in the person's language. The code names an entry
    of ``zicha.core.messages.REFUSALS``: the sentence in both languages with ``{name}`` places, which says
    what is wrong, where, and what to do.

    Attributes:
        code: ``room.thing`` in lower case, such as ``period.unreadable``.
        facts: values for the places in the sentence.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a checker has to say.

    Attributes:
        code: the rule's code.
        severity: ``error``, ``warning`` or ``note``.
        place: where, in words a person can follow (``第 12 行第 5 列``, ``Sheet1!C7``).
        message: a sentence in the asked language.
        facts: machine-readable details.
    """

    code: str
    severity: str
    place: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)
