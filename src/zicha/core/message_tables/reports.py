"""Sentences of the room's reports part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
