"""A mapping as a YAML file a person can read and change.

::

    sheets:
      - sheet: 2026上半年
        kind: exit_inspection
        columns:
          检查日期: happened_on
          检查人: inspector
          序号: '-'
    kinds: {例行检查: exit_inspection}
    units: {一车间: U03}
    year: 2026
"""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

from zicha.core.findings import Refusal
from zicha.core.importing.mapping import IGNORED, Column, Mapping, SheetMapping
from zicha.formats import yaml_tree


def write(mapping: Mapping) -> bytes:
    """Return the mapping as YAML in UTF-8; a column that is read as nothing is written ``-``."""
    content: dict[str, Any] = {
        "sheets": [
            {"sheet": one.sheet, "kind": one.kind, "columns": {column.header: _said(column) for column in one.columns}}
            for one in mapping.sheets
        ]
    }
    content |= {"kinds": dict(mapping.kinds)} if mapping.kinds else {}
    content |= {"units": dict(mapping.units)} if mapping.units else {}
    content |= {"year": mapping.year} if mapping.year else {}
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel declares it as None
    out = io.BytesIO()
    yaml.dump(content, out)
    return out.getvalue()


def _said(column: Column) -> str | list[str]:
    if len(column.targets) > 1:
        return list(column.targets)
    return column.targets[0] if column.targets else IGNORED


def read(data: bytes) -> Mapping:
    """Return the mapping in a YAML file; raise ``Refusal`` that names the place if it is none."""
    tree, faults = yaml_tree.read(data)
    if tree is None or faults:
        mark = faults[0].mark
        raise Refusal("imports.mapping_unreadable", line=mark.line, column=mark.column)
    content = yaml_tree.plain(tree)
    if not isinstance(content, dict) or content.keys() - {"sheets", "kinds", "units", "year"}:
        raise Refusal("imports.mapping_shape", place="—")
    sheets = content.get("sheets")
    if not isinstance(sheets, list):
        raise Refusal("imports.mapping_shape", place="sheets")
    return Mapping(
        sheets=tuple(_sheet(one, f"sheets[{place}]") for place, one in enumerate(sheets, start=1)),
        kinds=_words(content.get("kinds"), "kinds"),
        units=_words(content.get("units"), "units"),
        year=_year(content.get("year")),
    )


def _sheet(content: Any, place: str) -> SheetMapping:
    if not isinstance(content, dict) or content.keys() - {"sheet", "kind", "columns"}:
        raise Refusal("imports.mapping_shape", place=place)
    columns = content.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(content.get(key) or "", str) for key in ("sheet", "kind")):
        raise Refusal("imports.mapping_shape", place=f"{place}.columns")
    read = tuple(Column(header, _targets(said, f"{place}.{header}")) for header, said in columns.items())
    return SheetMapping(content.get("sheet") or "", content.get("kind") or "", read)


def _targets(said: Any, place: str) -> tuple[str, ...]:
    targets = said if isinstance(said, list) else [said or IGNORED]
    if not all(isinstance(target, str) for target in targets):
        raise Refusal("imports.mapping_shape", place=place)
    return tuple(target for target in targets if target != IGNORED)


def _words(content: Any, place: str) -> tuple[tuple[str, str], ...]:
    if content is None:
        return ()
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise Refusal("imports.mapping_shape", place=place)
    return tuple(content.items())


def _year(content: Any) -> int | None:
    if content is None:
        return None
    if not isinstance(content, str) or len(content) != len("2026") or not content.isdigit():
        raise Refusal("imports.mapping_shape", place="year")
    return int(content)
