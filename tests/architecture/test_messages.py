"""Every sentence a person may read exists in both languages, fits what is handed to it, and is used."""

import ast
import re
import string
from collections.abc import Iterator

from tests.architecture import source
from zicha.core import messages

TABLES = source.SRC / "core" / "message_tables"


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a function or class named ``name`` in src."""
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    yield source.place(path, node), node


def literal_refusals() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield place, code and the names of the facts (``None`` if some are handed on by ``**``)."""
    for place, call in calls("Refusal"):
        code = call.args[0] if call.args else None
        if isinstance(code, ast.Constant):
            names = {keyword.arg for keyword in call.keywords}
            yield place, code.value, None if None in names else names


def places(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_refusal_has_a_sentence():
    assert {(place, code) for place, code, _ in literal_refusals() if code not in messages.SENTENCES} == set()


def test_each_refusal_hands_over_what_its_sentence_names():
    short = {
        (place, code, language, tuple(sorted(places(messages.SENTENCES[code].in_language(language)) - facts)))
        for place, code, facts in literal_refusals()
        if facts is not None and code in messages.SENTENCES
        for language in ("zh", "en")
        if not places(messages.SENTENCES[code].in_language(language)) <= facts
    }
    assert short == set()


def test_each_sentence_is_written_in_both_languages():
    assert {code for code, text in messages.SENTENCES.items() if not text.zh or not text.en} == set()


def test_no_sentence_stands_in_two_tables():
    sizes = [len(table) for table in messages.SENTENCES.maps]
    assert sum(sizes) == len(messages.SENTENCES)


def written() -> Iterator[str]:
    """Yield a pattern for each string in src that may be a code; a place in an f-string stands for any word."""
    for path in source.modules():
        if path.parent == TABLES:
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


def test_each_sentence_is_used():
    patterns = {pattern for pattern in written() if re.fullmatch(r"[a-z_]+\\\.[\w\\+.]+", pattern)}
    used = re.compile("|".join(sorted(patterns)))
    assert {code for code in messages.SENTENCES if not used.fullmatch(code)} == set()
