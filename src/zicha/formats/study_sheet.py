"""The study plan as a sheet that offices fill in: one row an item, Chinese headings, read back as it is written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from zicha.core import study
from zicha.core.findings import Refusal
from zicha.formats import tables_in

HEADINGS = ("月份", "学习内容", "形式", "怎样算完成", "补学期限", "阅读材料", "活动类型")
_WIDTHS = (12, 44, 12, 26, 12, 44, 18)
_NEEDED = HEADINGS[:2]
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]
"""``month``, ``topic``, ``form``, ``completes``, ``days``, ``reading``, ``activity``: as the service's ``Planned``."""


def write(rows: Iterable[Row], *, activities: Mapping[str, str]) -> bytes:
    """Return the plan as an xlsx file; ``activities`` are the titles of kinds by id."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "学习计划"
    sheet.append(HEADINGS)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = width
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(_cells(row, activities), start=1):
            cell = sheet.cell(place, column)
            cell.value = value
            if isinstance(value, str) and value.startswith(_RISKY):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for letter, choices in (("C", study.FORMS.values()), ("D", study.COMPLETIONS.values())):
        offered = DataValidation(
            type="list", formula1='"' + ",".join(each.zh for each in choices) + '"', allow_blank=True
        )
        offered.add(f"{letter}2:{letter}500")
        sheet.add_data_validation(offered)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Row, activities: Mapping[str, str]) -> tuple[str | int | None, ...]:
    month: date = row["month"]
    reading = "\n".join(row["reading"])
    form, completes = study.FORMS[row["form"]].zh, study.COMPLETIONS[row["completes"]].zh
    activity = activities.get(row["activity"], row["activity"])
    return f"{month:%Y-%m}", row["topic"], form, completes, row["days"] or None, reading, activity


def read(data: bytes, *, name: str, activities: Mapping[str, str], year: int) -> tuple[dict[str, Any], ...]:
    """Return the rows of a plan; ``year`` is meant where a month stands without one.

    Raises ``Refusal`` ``study.sheet_column`` without the headings, ``study.sheet_cell`` naming the first cell that
    cannot be read, and as :func:`zicha.formats.tables_in.read`.
    """
    table = next((each for each in tables_in.read(data, name=name).tables if each.rows), None)
    rows: Sequence[Sequence[Any]] = table.rows if table is not None else ()
    heads = [str(cell or "").strip() for cell in rows[0]] if rows else []
    for heading in _NEEDED:
        if heading not in heads:
            raise Refusal("study.sheet_column", column=heading)
    places = {heading: heads.index(heading) for heading in HEADINGS if heading in heads}
    kinds = {title: kind for kind, title in activities.items()} | {kind: kind for kind in activities}
    found = []
    for number, row in enumerate(rows[1:], start=2):
        said = {heading: row[place] if place < len(row) else None for heading, place in places.items()}
        if any(value not in (None, "") for value in said.values()):
            found.append(_row(said, number, kinds, year))
    return tuple(found)


def _row(said: Mapping[str, Any], number: int, kinds: Mapping[str, str], year: int) -> dict[str, Any]:
    topic = str(said["学习内容"] or "").strip()
    if not topic:
        raise Refusal("study.sheet_cell", row=number, column="学习内容", value="")
    return {
        "month": _month(said["月份"], number, year),
        "topic": topic,
        "form": _chosen(said, "形式", {title.zh: form for form, title in study.FORMS.items()}, "collective", number),
        "completes": _chosen(
            said, "怎样算完成", {title.zh: rule for rule, title in study.COMPLETIONS.items()}, "attended", number
        ),
        "days": _days(said.get("补学期限"), number),
        "reading": tuple(
            each.strip() for each in re.split(r"[\n；;]", str(said.get("阅读材料") or "")) if each.strip()
        ),
        "activity": _chosen(said, "活动类型", kinds, "", number),
    }


def _month(value: Any, number: int, year: int) -> date:
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1)
    written = str(value or "").strip()
    found = re.fullmatch(r"(?:(\d{4})\s*[-./年]\s*)?0?(\d{1,2})\s*月?(?:份)?", written.removesuffix(".0"))
    if found is None or not 1 <= int(found[2]) <= 12:
        raise Refusal("study.sheet_cell", row=number, column="月份", value=written)
    return date(int(found[1] or year), int(found[2]), 1)


def _chosen(said: Mapping[str, Any], heading: str, choices: Mapping[str, str], default: str, number: int) -> str:
    written = str(said.get(heading) or "").strip()
    if written and written not in choices:
        raise Refusal("study.sheet_cell", row=number, column=heading, value=written)
    return choices.get(written, default)


def _days(value: Any, number: int) -> int:
    found = (
        re.fullmatch(r"(\d{1,3})(?:\.0+)?\s*(?:天|日)?(?:内)?", str(value).strip()) if value not in (None, "") else None
    )
    if value not in (None, "") and found is None:
        raise Refusal("study.sheet_cell", row=number, column="补学期限", value=value)
    return int(found[1]) if found else 0
