"""Tables of entries, one a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zicha.core import messages, report_words
from zicha.core.ledger import FieldValue, Revision
from zicha.core.report import Block, Paragraph, Row, Table, Text
from zicha.core.scheme import Field, Kind
from zicha.core.text import Language

MOST_FIELDS = 3
_WEIGHTS = {"text": 7, "reading_list": 7, "choice": 4, "number": 3, "duration": 3, "date": 4, "person": 3}
_WIDE = ("text", "reading_list")


def table(
    kind: Kind,
    entries: Iterable[Revision],
    *,
    place: int,
    names: Mapping[str, str],
    units: Mapping[str, str],
    language: Language,
    subtree: bool,
) -> Block:
    """Return the entries of a kind as a table numbered ``place``, or a sentence that there are none.

    Takes names of people by id and of units by code. Shows the day, the title, up to three fields and who came.
    """
    rows = [entry for entry in entries if entry.draft.kind == kind.id]
    title = kind.title.in_language(language)
    if not rows or kind.private:
        return Paragraph((Text(messages.sentence("reports.list_empty", language=language, kind=title)),), "none")
    columns = _columns(kind, rows, names=names, units=units, language=language, subtree=subtree)
    weights = [weight for _head, weight, _wide, _cells in columns]
    return Table(
        caption=messages.sentence("reports.table", language=language, place=place, kind=title),
        heads=tuple(head for head, *_rest in columns),
        rows=tuple(Row(tuple(cells[line] for *_rest, cells in columns), entry.seq) for line, entry in enumerate(rows)),
        widths=shares(weights),
        wide=tuple(wide for _head, _weight, wide, _cells in columns),
    )


_Column = tuple[str, int, bool, list[str]]


def _columns(
    kind: Kind,
    rows: Sequence[Revision],
    *,
    names: Mapping[str, str],
    units: Mapping[str, str],
    language: Language,
    subtree: bool,
) -> list[_Column]:
    def head(code: str) -> str:
        return messages.sentence(code, language=language)

    width = 5 if any(entry.backfilled for entry in rows) else 3
    columns: list[_Column] = [(head("reports.head_day"), width, False, [_day(entry, language) for entry in rows])]
    if subtree:
        columns.append((head("reports.head_unit"), 4, False, [units.get(e.draft.unit, e.draft.unit) for e in rows]))
    titled = any(entry.draft.title for entry in rows)
    if titled:
        columns.append((head("reports.head_title"), 6, True, [entry.draft.title for entry in rows]))
    for field in _fields(kind)[: MOST_FIELDS - titled - subtree]:
        said = [_said(field, entry.draft.value(field.id), names, language) for entry in rows]
        columns.append((_field_head(field, language), _WEIGHTS[field.type], field.type in _WIDE, said))
    if any(entry.draft.attendance for entry in rows):
        columns.append((head("reports.head_present"), 3, False, [_present(entry) for entry in rows]))
    return columns


def _fields(kind: Kind) -> list[Field]:
    """Required fields first, in the kind's order; links are not for paper."""
    return sorted((field for field in kind.fields if field.type != "link"), key=lambda field: not field.required)


def _field_head(field: Field, language: Language) -> str:
    unit = messages.sentence("reports.minutes", language=language) if field.type == "duration" else field.unit
    title = field.title.in_language(language)
    if not unit:
        return title
    return f"{title}（{unit}）" if language == "zh" else f"{title} ({unit})"


def _day(entry: Revision, language: Language) -> str:
    day = report_words.day(entry.draft.happened_on, language=language, year=False)
    return day + (messages.sentence("reports.backfilled", language=language) if entry.backfilled else "")


def _said(field: Field, value: FieldValue | None, names: Mapping[str, str], language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return messages.sentence("reports.comma", language=language).join(value)
    if field.type == "choice":
        titles = {choice: title.in_language(language) for choice, title in field.choices}
        return titles.get(str(value), str(value))
    return names.get(str(value), str(value)) if field.type == "person" else str(value)


def _present(entry: Revision) -> str:
    attendance = entry.draft.attendance
    return f"{attendance.present}/{attendance.expected}" if attendance else ""


def shares(weights: Sequence[int]) -> tuple[int, ...]:
    """Return the weights as thousandths that add up to 1000."""
    total = sum(weights)
    shares = [weight * 1000 // total for weight in weights]
    shares[-1] += 1000 - sum(shares)
    return tuple(shares)
