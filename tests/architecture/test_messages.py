"""Every sentence a person may read exists in both languages, fits what is handed to it, and is used."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.architecture import source
from zicha.core import messages

TABLES = source.SRC / "core" / "message_tables"


WAYS = {"Refusal", "say", "sentence"}
"""What takes a code of a sentence and nothing else as its first argument."""
ADDED = {
    "mark": {"place", "text"},
    "_remark": {"text", "was", "quote"},
    "_differs": {"text", "named"},
    "_find": {"section", "quote"},
    "Fault": {"hint", "quote"},
    "unknown": {"found", "expected", "hint", "kind", "field"},
    "_places": {"found", "expected", "hint"},
    "_texts": {"found", "expected", "hint"},
    "_unit_code": {"value"},
    "_Refused": {"limit"},
    "RefusedCell": {"value"},
}
"""What takes a code and adds facts that the place of the call need not hand over."""


class Told(NamedTuple):
    """A call that hands a code on: where, by which name, its codes, and the facts; ``None`` if some are elsewhere."""

    place: str
    way: str
    codes: frozenset[str]
    facts: frozenset[str] | None


@cache
def told() -> tuple[Told, ...]:
    """Return every call in src that is handed a code, as it stands or as one of two."""
    return tuple(
        Told(source.place(path, call), way(call), codes, facts_of(call, known))
        for path in source.modules()
        if path.parent != TABLES
        for tree in (source.tree(path),)
        for known in (dictionaries(tree),)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and (codes := codes_of(call))
    )


def way(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def codes_of(call: ast.Call) -> frozenset[str]:
    """The codes a call is handed; any word in their form where nothing but a code is expected."""
    words = {each.value for value in arguments(call) for each in either(value) if isinstance(each, ast.Constant)}
    strict = way(call) in WAYS
    return frozenset(
        word
        for word in words
        if isinstance(word, str)
        and (word in messages.SENTENCES or (strict and re.fullmatch(r"[a-z_]+\.[a-z_.]+", word)))
    )


def arguments(call: ast.Call) -> tuple[ast.expr, ...]:
    return (*call.args, *(keyword.value for keyword in call.keywords))


def either(value: ast.expr) -> tuple[ast.expr, ...]:
    return (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)


def dictionaries(tree: ast.AST) -> dict[str, frozenset[str] | None]:
    """The keys of every dictionary that has a name, of all that share it; ``None`` if it is made of others."""
    found: dict[str, frozenset[str] | None] = {"facts": None, "counts": None}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    before = found.get(target.id) or frozenset()
                    keys = keys_of(node.value)
                    found[target.id] = None if keys is None else before | keys
    return found


def keys_of(one: ast.Dict) -> frozenset[str] | None:
    keys = [key.value if isinstance(key, ast.Constant) else None for key in one.keys]
    return None if None in keys else frozenset(map(str, keys))


def facts_of(call: ast.Call, known: dict[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Names of the keywords, and keys of the dictionaries among the arguments; ``None`` if some are handed on."""
    names = {keyword.arg for keyword in call.keywords}
    for value in arguments(call):
        if isinstance(value, ast.Dict):
            names |= keys_of(value) or {None}
        elif isinstance(value, ast.Name) and value.id in known:
            names |= known[value.id] or {None}
    return None if None in names else frozenset(name for name in names if name)


def places(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_message_that_is_told_has_a_sentence():
    told_of = {(each.place, code) for each in told() for code in each.codes}
    assert {(place, code) for place, code in told_of if code not in messages.SENTENCES} == set()


def test_each_message_that_is_told_gets_what_its_sentence_names():
    """A sentence with an empty place is a ``KeyError`` for whoever asked, and only on the day it is told."""
    short = {
        (each.place, code, language, tuple(sorted(missing)))
        for each in told()
        if each.facts is not None
        for code in each.codes & messages.SENTENCES.keys()
        for language in ("zh", "en")
        if (missing := places(messages.SENTENCES[code].in_language(language)) - each.facts - ADDED.get(each.way, set()))
    }
    assert short == set()


def test_ways_to_tell_a_message_are_those_there_are():
    ways = {each.way for each in told()}
    assert (WAYS | ADDED.keys()) - ways == set()


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
