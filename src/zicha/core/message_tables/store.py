"""Sentences of the room's store part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
