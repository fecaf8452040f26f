"""Sentences of the room's cli part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
