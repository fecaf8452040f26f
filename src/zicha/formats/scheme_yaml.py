"""A scheme file: YAML in, a scheme or findings out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema

from zicha.core import scheme_checks
from zicha.core.findings import Finding
from zicha.core.scheme import Scheme
from zicha.core.text import Language
from zicha.formats import scheme_build, scheme_errors, yaml_tree
from zicha.formats.scheme_model import SchemeShape
from zicha.formats.yaml_tree import Fault, Node


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """What reading a scheme file gave.

    Attributes:
        scheme: the scheme, or ``None`` if any finding is an error.
        findings: everything there is to say, in order of the file.
        sha256: lower-case hex digest of the bytes.
        text: the file's text, without a byte order mark; empty if it is not UTF-8.
    """

    scheme: Scheme | None
    findings: tuple[Finding, ...]
    sha256: str
    text: str


def read(data: bytes, *, name: str, language: Language = "zh") -> SchemeFile:
    """Read a scheme file.

    Takes the file's bytes, the name to call it by, and the language of the findings' sentences. Every
    finding names file, line, column, what was found and what was expected. A file whose shape is wrong is
    not checked further. Raises nothing: a hopeless file gives one finding.
    """
    tree, faults = yaml_tree.read(data)
    scheme = None
    found = [(fault, "error") for fault in faults]
    if tree is not None:
        scheme, more = _understand(tree)
        found.extend(more)
    found.sort(key=lambda each: (each[0].mark.line, each[0].mark.column))
    findings = tuple(scheme_errors.finding(fault, severity, name=name, language=language) for fault, severity in found)
    if any(finding.severity == "error" for finding in findings):
        scheme = None
    return SchemeFile(scheme, findings, hashlib.sha256(data).hexdigest(), _text(data))


def _understand(tree: Node) -> tuple[Scheme | None, list[tuple[Fault, str]]]:
    try:
        made = SchemeShape.model_validate(yaml_tree.plain(tree))
    except ValidationError as error:
        return None, [(fault, "error") for fault in scheme_errors.shape_faults(error, tree)]
    scheme = scheme_build.build(made)
    return scheme, [(scheme_errors.placed(fault, tree), fault.severity) for fault in scheme_checks.check(scheme)]


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scheme file, made from the same models that read one."""
    schema = SchemeShape.model_json_schema(by_alias=True)
    head = {"$schema": GenerateJsonSchema.schema_dialect, "$id": "urn:zicha:scheme", "title": "zicha scheme"}
    return head | {key: value for key, value in schema.items() if key not in head}
