"""Sentences of the room's imports part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
