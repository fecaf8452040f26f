"""The guide to schemes keeps its word: every key is explained, every form it shows can be read."""

import re
from pathlib import Path

import pytest

from zicha.core import scheme as core
from zicha.formats import scheme_yaml

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("zh", "en")
EXAMPLE = re.compile(r"^```yaml\n(id: .*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def guide(language: str) -> str:
    return (ROOT / "docs" / language / "writing-a-scheme.md").read_text("utf-8")


def example(language: str) -> str:
    [found] = EXAMPLE.findall(guide(language))
    return found


def read(text: str):
    return scheme_yaml.read(text.encode(), name="example.yaml", language="zh")


def test_both_guides_show_one_example_that_has_nothing_amiss():
    assert example("zh") == example("en")
    assert read(example("zh")).findings == ()


@pytest.mark.parametrize("language", GUIDES)
def test_guide_explains_every_key(language):
    schema = scheme_yaml.json_schema()
    keys = {key for each in (schema, *schema["$defs"].values()) for key in each["properties"]}
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", guide(language)))))
    assert keys - words == set()


@pytest.mark.parametrize("language", GUIDES)
def test_guide_names_every_type_post_and_evidence(language):
    quoted = set(re.findall(r"`([^`\n]+)`", guide(language)))
    named = {*core.FIELD_TYPES, *core.COUNTERS, *core.BUILT_IN_POSTS, *core.BUILT_IN_EVIDENCE, core.WAIVER}
    assert named - quoted == set()


def rows(language: str, start: str) -> list[str]:
    return [row for row in ROW.findall(guide(language)) if re.match(start, row)]


CADENCES = [(language, row) for language in GUIDES for row in rows(language, r"\{|standing")]
RULES = [(language, row) for language in GUIDES for row in rows(language, r"[a-z]+: \{")]


def test_both_guides_show_the_same_forms():
    assert [row for language, row in CADENCES if language == "zh"] == [
        row for language, row in CADENCES if language == "en"
    ]
    assert [row for language, row in RULES if language == "zh"] == [row for language, row in RULES if language == "en"]
    assert (len(CADENCES), len(RULES)) == (20, 16)


@pytest.mark.parametrize(("language", "cadence"), CADENCES)
def test_cadence_of_the_guide_is_read(language, cadence):
    text = example(language).replace("{at_least: 1, per: quarter}", cadence)
    assert read(text).findings == ()


@pytest.mark.parametrize(("language", "rule"), RULES)
def test_rule_of_the_guide_is_read(language, rule):
    text = example(language).replace("measures:\n", f"measures:\n  shown: {{title: 例, {rule}}}\n")
    assert read(text).scheme.measure("shown").title.zh == "例"


@pytest.mark.parametrize("language", GUIDES)
def test_selector_of_the_guide_is_read(language):
    selectors = re.findall(r"^- `(\{[^`]+)`", guide(language), re.MULTILINE)
    assert len(selectors) == 4
    for selector in selectors:
        text = example(language).replace("measures:\n", f"measures:\n  shown: {{title: 例, count: {selector}}}\n")
        assert read(text).findings == (), selector
