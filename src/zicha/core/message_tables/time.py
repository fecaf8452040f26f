"""Sentences of the room's time part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
