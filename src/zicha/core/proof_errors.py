"""What a proof does not show, and what of it cannot be read."""

from __future__ import annotations


class BundleError(ValueError):
    """A bundle does not show what it claims.

    Attributes:
        code: of the sentence for a person.
        facts: for the places in the sentence.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
