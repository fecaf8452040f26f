"""Every pair of colours that the pages put on one another reaches WCAG 2.2 AA."""

import re

import pytest

from tests.architecture import source

TOKENS = (source.SRC / "web" / "static" / "zicha" / "tokens.css").read_text("utf-8")
GROUNDS = ("paper", "card", "wash", "now")
TEXTS = ("ink", "soft", "faint", "accent", "met", "late", "open", "risk", "grace", "over", "lack", "none", "waive")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("on-accent", "accent"),
    ("ink", "tint"),
    ("accent", "tint"),
    ("over", "over-wash"),
    ("met", "met-wash"),
    ("ink", "over-wash"),
    ("ink", "risk-wash"),
    ("ink", "met-wash"),
    ("card", "met"),
    ("card", "late"),
    ("card", "over"),
]
EDGES = [("edge", ground) for ground in ("paper", "card", "wash")]


def themes() -> list[dict[str, str]]:
    blocks = re.findall(r"\{([^{}]*--paper[^{}]*)\}", TOKENS)
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks]


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_the_definitions_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_dark_themes_are_the_same():
    light, dark, automatic = themes()
    assert dark == automatic
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(theme):
    colours = themes()[theme]
    weak = {
        pair: round(contrast(*map(colours.get, pair)), 2) for pair in PAIRS if contrast(*map(colours.get, pair)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_are_seen(theme):
    colours = themes()[theme]
    weak = {
        pair: round(contrast(*map(colours.get, pair)), 2) for pair in EDGES if contrast(*map(colours.get, pair)) < 3
    }
    assert weak == {}
