"""Sentences of the room's organisation part."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {}
