"""What the documents promise is there: targets, links, translations, schemes that load."""

import re
from pathlib import Path

import pytest

from zicha.formats import scheme_yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changelog.d/README.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")
SCHEME = re.compile(r"^```yaml\n(id: .*?)^```$", re.MULTILINE | re.DOTALL)


def text(path: Path) -> str:
    return path.read_text("utf-8")


def anchors(path: Path) -> set[str]:
    """Return the anchors that a document's headings get, as code forges write them."""
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text(path), flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_link_leads_somewhere():
    broken = set()
    for path in DOCUMENTS:
        for target, anchor in LINK.findall(text(path)):
            goal = path.parent / target if target else path
            if not goal.exists() or (anchor and goal.suffix == ".md" and anchor[1:] not in anchors(goal)):
                broken.add(f"{path.relative_to(ROOT)}: {target}{anchor}")
    assert broken == set()


def test_each_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {
        (path.name, target)
        for path in DOCUMENTS
        for target in re.findall(r"(?:`|^)make ([a-z]+)", text(path), re.MULTILINE)
    }
    assert {each for each in named if each[1] not in targets} == set()


def test_each_make_target_is_described():
    makefile = text(ROOT / "Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert phony == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_both_readmes_name_the_same_two_commands():
    commands = [re.findall(r"^(make \w+)", text(ROOT / name), re.MULTILINE) for name in ("README.md", "README.zh.md")]
    assert commands == [["make demo", "make test"]] * 2


def test_each_guide_is_written_in_both_languages():
    zh, en = ({path.name for path in (ROOT / "docs" / language).glob("*.md")} for language in ("zh", "en"))
    assert zh == en
    assert zh >= {"writing-a-scheme.md", "importing-a-ledger.md"}


def test_each_document_is_reached_from_the_index():
    index = text(ROOT / "docs" / "README.md")
    linked = {(ROOT / "docs" / target).resolve() for target, _anchor in LINK.findall(index)}
    found = {path.resolve() for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts}
    assert found - linked == {(ROOT / "docs" / "README.md").resolve()}


def schemes() -> list[tuple[str, str]]:
    return [(str(path.relative_to(ROOT)), block) for path in DOCUMENTS for block in SCHEME.findall(text(path))]


@pytest.mark.parametrize(("name", "block"), schemes(), ids=lambda value: value.split("\n")[0])
def test_each_scheme_in_a_document_loads(name, block):
    read = scheme_yaml.read(data=block.encode("utf-8"), name=name)
    assert [finding for finding in read.findings if finding.severity == "error"] == []
    assert read.scheme is not None


def test_the_documents_show_a_scheme_in_each_language():
    assert {name for name, _block in schemes()} >= {"docs/zh/writing-a-scheme.md", "docs/en/writing-a-scheme.md"}


def test_each_file_of_the_code_that_is_named_exists():
    rooms = "core|formats|store|services|web|cli|conf|schemes"
    path_in_code = re.compile(rf"`((?:{rooms})/[\w/]+(?:\.\w+|/)|tests/[\w/.]+)`")
    missing = {
        (path.name, named)
        for path in DOCUMENTS
        for named in path_in_code.findall(text(path))
        if not ((ROOT / "src" / "zicha" / named).exists() or (ROOT / named).exists())
    }
    assert missing == set()
