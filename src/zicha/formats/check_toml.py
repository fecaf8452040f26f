"""The file that switches the checker's rules off and gives them other grades.

.. code-block:: toml

    [rules]
    signature = "off"
    doubled = "note"
    punctuation.bracket = "off"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from zicha.core import check
from zicha.core.check import GRADES, Grade
from zicha.core.findings import Refusal

LONGEST = 100_000
_LINE = re.compile(r"at line (\d+)")


def read(content: bytes, *, name: str) -> dict[str, Grade]:
    """Return grades by rule or code (TOML 1.0); raise ``Refusal`` with file and line for anything else."""
    if len(content) > LONGEST:
        raise Refusal("check_toml.too_long", file=name, most=LONGEST // 1000)
    try:
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise Refusal("check_toml.unreadable", file=name, line=content[: error.start].count(b"\n") + 1) from error
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Refusal("check_toml.unreadable", file=name, line=line) from error
    return _grades(data, text, name)


def _grades(data: dict[str, Any], text: str, name: str) -> dict[str, Grade]:
    for key in data:
        if key != "rules":
            raise Refusal("check_toml.part", file=name, line=_line(text, key), part=key)
    rules = data.get("rules", {})
    if not isinstance(rules, dict):
        raise Refusal("check_toml.part", file=name, line=_line(text, "rules"), part="rules")
    known = {rule for rule, _ in check.RULES} | set(check.codes())
    return {key: _grade(key, value, known, text, name) for key, value in _flat(rules)}


def _flat(rules: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """``punctuation.bracket`` is written as a table in a table, or as one word in quotes."""
    for key, value in rules.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", graded) for inner, graded in value.items())
        else:
            yield key, value


def _grade(key: str, value: Any, known: set[str], text: str, name: str) -> Grade:
    line = _line(text, key)
    if key not in known:
        rules = " ".join(rule for rule, _ in check.RULES)
        raise Refusal("check_toml.rule", file=name, line=line, rule=key, rules=rules)
    for grade in GRADES:
        if value == grade:
            return grade
    raise Refusal("check_toml.grade", file=name, line=line, rule=key, value=value, grades=" ".join(GRADES))


def _line(text: str, key: str) -> int:
    """Return the line a key stands in; for one in a table of its own, that of its last part."""
    for wanted in (key, key.rpartition(".")[2]):
        pattern = re.compile(rf"^\s*\[?\s*[\"']?{re.escape(wanted)}[\"']?\s*(?:[=.\]])", re.MULTILINE)
        found = pattern.search(text)
        if found:
            return text.count("\n", 0, found.end()) + 1
    return 1
