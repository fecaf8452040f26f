import re

from tests.architecture import source


def test_each_fragment_is_a_sentence_or_two():
    fragments = [path for path in (source.ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
    texts = {path.name: path.read_text("utf-8").strip() for path in fragments}
    wrong = {name for name, text in texts.items() if not re.search(r"[.。]$", text) or text.startswith("#")}
    assert wrong == set()
