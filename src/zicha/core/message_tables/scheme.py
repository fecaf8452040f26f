"""Sentences of the room's scheme part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
