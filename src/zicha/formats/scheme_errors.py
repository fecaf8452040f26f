"""What is wrong with a scheme file, said with its line and column in the person's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from zicha.core import messages, scheme_faults
from zicha.core.findings import Finding
from zicha.core.text import Language, LocalText
from zicha.formats import scheme_model, scheme_scalars, yaml_tree
from zicha.formats.scheme_model import SchemeShape
from zicha.formats.yaml_tree import Fault, Node

Path = tuple[str | int, ...]

_MODELS = {
    f"<{name}>": model
    for name, model in {**vars(scheme_scalars), **vars(scheme_model)}.items()
    if isinstance(model, type) and issubclass(model, BaseModel)
}
_QUOTED = re.compile(r"'([^']*)'")
_EXPECTS = {
    "model_type": "mapping", "model_attributes_type": "mapping", "dict_type": "mapping", "list_type": "list",
    "string_type": "word", "string_too_short": "text", "text": "text",
    "int_parsing": "number", "int_type": "number", "int_from_float": "number", "int_parsing_size": "number",
    "bool_parsing": "yes_no", "bool_type": "yes_no", "string_pattern_mismatch": "id",
    "greater_than_equal": "at_least", "less_than_equal": "at_most", "too_short": "some", "string_too_long": "shorter",
    "length": "length", "gap": "gap", "day": "day", "share": "share", "cadence": "cadence", "term_order": "term",
}  # fmt: skip


def shape_faults(error: ValidationError, tree: Node) -> Iterator[Fault]:
    """Yield one fault for each thing pydantic refuses, placed in the file."""
    for each in error.errors(include_url=False):
        yield _fault(str(each["type"]), each["loc"], each.get("ctx", {}), tree)


def placed(fault: scheme_faults.Fault, tree: Node) -> Fault:
    """Return a cross-check's fault with its place in the file."""
    mark, _ = yaml_tree.find(tree, _written(fault.path, tree))
    return Fault(fault.code, mark, dict(fault.facts))


def _written(path: Path, tree: Node) -> Path:
    """Return ``path`` with ``kind`` and ``duty`` where the file has one of them instead of a list."""
    written: Path = ()
    for part in path:
        _, node = yaml_tree.find(tree, written)
        single = {"kinds": "kind", "duties": "duty"}.get(str(part), "")
        is_single = isinstance(node.value, dict) and part not in node.value and single in node.value
        written = (*written, single if is_single else part)
    return written


def finding(fault: Fault, severity: str, *, name: str, language: Language) -> Finding:
    """Return the finding for a fault: file, line and column in front, facts for machines behind."""
    facts = {key: scheme_faults.said(value, language=language) for key, value in fault.facts.items()}
    line, column = fault.mark.line, fault.mark.column
    place = messages.sentence("scheme.place", language=language, file=name, line=line, column=column)
    message = scheme_faults.sentence(fault.code, fault.facts, language=language)
    return Finding(fault.code, severity, place, message, {**facts, "file": name, "line": line, "column": column})


def _fault(kind: str, loc: tuple[int | str, ...], context: dict[str, Any], tree: Node) -> Fault:
    path = _path(loc)
    mark, node = yaml_tree.find(tree, path)
    if kind == "extra_forbidden":
        known = _keys_at(loc[:-1])
        facts = {"found": path[-1], "expected": known, "hint": _hint(str(path[-1]), known)}
        return Fault("scheme.key_unknown", yaml_tree.key_mark(tree, path), facts)
    if kind == "missing":
        return Fault("scheme.key_missing", mark, {"expected": path[-1], "known": _keys_at(loc[:-1])})
    if kind == "exactly_one":
        code = "scheme.one_too_many" if context["given"] else "scheme.one_missing"
        return Fault(code, mark, {"expected": context["keys"], "found": context["given"]})
    if kind == "literal_error":
        choices = tuple(_QUOTED.findall(str(context["expected"])))
        found = node.value if isinstance(node.value, str) else ""
        facts = {"found": _found(node), "expected": choices, "hint": _hint(found, choices)}
        return Fault("scheme.value_not_listed", mark, facts)
    if loc[-1:] == ("[key]",):
        return Fault("scheme.id_wrong", yaml_tree.key_mark(tree, path), {"found": path[-1]})
    guess = _cadence_hint(node) if kind == "cadence" else _colon_hint(node)
    facts = {"found": _found(node), "expected": _expected(kind, context), "hint": guess}
    return Fault("scheme.value_wrong", mark, facts)


def _path(loc: tuple[int | str, ...]) -> Path:
    return tuple(part for part in loc if not _is_tag(part) and part != "[key]")


def _is_tag(part: int | str) -> bool:
    return isinstance(part, str) and part.startswith("<") and part.endswith(">")


def _expected(kind: str, context: dict[str, Any]) -> LocalText:
    sentence = messages.SENTENCES[f"scheme.expects_{_EXPECTS.get(kind, 'other')}"]
    facts = {"limit": next(iter(context.values()), "")}
    return LocalText(sentence.zh.format(**facts), sentence.en.format(**facts))


def _found(node: Node) -> LocalText:
    if isinstance(node.value, dict):
        return messages.SENTENCES["scheme.found_mapping"]
    if isinstance(node.value, list):
        return messages.SENTENCES["scheme.found_list" if node.value else "scheme.found_empty_list"]
    if node.empty:
        return messages.SENTENCES["scheme.found_nothing"]
    text = node.value if len(node.value) <= 40 else node.value[:39] + "…"
    return LocalText(f"“{text}”", f"“{text}”")


def _hint(word: str, known: tuple[str, ...]) -> LocalText:
    nearest = scheme_faults.nearest(word, known)
    return scheme_faults.hint(nearest) if nearest else LocalText("")


def _colon_hint(node: Node) -> LocalText:
    # 全角冒号 and a colon without a space both turn "key: value" into one long text.
    if isinstance(node.value, str) and re.search(r"^\w+\s*(：|:\S)", node.value):
        return messages.SENTENCES["scheme.hint_colon"]
    return LocalText("")


def _cadence_hint(node: Node) -> LocalText:
    keys = node.value if isinstance(node.value, dict) else ()
    return next((guess for key in keys if (guess := _hint(key, tuple(scheme_model.CADENCES))).zh), LocalText(""))


def _keys_at(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys that the mapping at ``loc`` may have."""
    at: Any = SchemeShape
    for part in loc:
        if _is_tag(part):
            at = _MODELS.get(str(part), at)
        elif isinstance(at, type) and issubclass(at, BaseModel):
            at = _inner({_key(at, name): field.annotation for name, field in at.model_fields.items()}.get(str(part)))
        else:
            at = _inner(get_args(at)[-1])
    if not (isinstance(at, type) and issubclass(at, BaseModel)):
        return ()
    return tuple(_key(at, name) for name in at.model_fields)


def _key(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _inner(annotation: Any) -> Any:
    """Return an annotation without ``Annotated`` and ``| None``."""
    while get_origin(annotation) is Annotated or type(None) in get_args(annotation):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation
