"""The small parts of a scheme file's shape: ids, texts in two languages, lengths of time, dates, shares.

Each is read from the text that was typed and named in the published JSON Schema.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic import Field as Key
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from zicha.core import scheme as core
from zicha.core.text import LocalText

ID_PATTERN = r"^[a-z][a-z0-9_-]{0,63}$"
NAME_PATTERN = r"^[a-z][a-z0-9_]{0,63}$"
LENGTH_PATTERN = r"^\s*(\d{1,4})\s*(days?|working days?|weeks?|months?|years?|天|日|个?工作日|周|个?月|年)\s*$"

_LENGTH = re.compile(LENGTH_PATTERN)
_LENGTH_UNITS: dict[str, tuple[int, core.LengthUnit]] = {
    "day": (1, "days"), "天": (1, "days"), "日": (1, "days"),
    "working day": (1, "working_days"), "工作日": (1, "working_days"),
    "week": (1, "weeks"), "周": (1, "weeks"),
    "month": (1, "months"), "月": (1, "months"),
    "year": (12, "months"), "年": (12, "months"),
}  # fmt: skip
LONGEST: dict[core.LengthUnit, int] = {"days": 3660, "working_days": 2610, "weeks": 522, "months": 120}
"""Ten years: beyond them a slip of the finger is likelier than a duty."""

_DAY = re.compile(r"(19|20|21)\d{2}-\d{2}-\d{2}")
_SHARE = re.compile(r"(\d{1,4})\s*(?:/\s*(\d{1,4})|(%))|(\d?\.\d{1,6}|[01])")


def _length(value: Any) -> core.Length:
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("length", "not a length")
    times, unit = _LENGTH_UNITS[found[2].removesuffix("s").removeprefix("个")]
    count = int(found[1]) * times
    if count > LONGEST[unit]:
        raise PydanticCustomError("length", "longer than ten years")
    return core.Length(count, unit)


def _gap(value: Any) -> int:
    length = _length(value)
    if length.unit not in ("days", "weeks"):
        raise PydanticCustomError("gap", "not a number of days")
    return length.count * (7 if length.unit == "weeks" else 1)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a date")


def _share(value: Any) -> Fraction:
    found = _SHARE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or (found[2] and not int(found[2])):
        raise PydanticCustomError("share", "not a share")
    share = Fraction(found[4]) if found[4] else Fraction(int(found[1]), int(found[2] or 100))
    if not 0 < share <= 1:
        raise PydanticCustomError("share", "not a share")
    return share


Groups = tuple[tuple[str, ...], ...]
"""Of each group of keys, a mapping has exactly one."""


class Shape(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
    exactly_one: ClassVar[Groups] = ()

    @model_validator(mode="after")
    def _one_of_a_kind(self) -> Self:
        for group in self.exactly_one:
            given = tuple(name for name in group if getattr(self, name) is not None)
            if len(given) != 1:
                raise PydanticCustomError("exactly_one", "not exactly one", {"keys": group, "given": given})
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler.resolve_ref_schema(handler(schema))
        if cls.exactly_one:
            made["allOf"] = [{"oneOf": [{"required": [name]} for name in group]} for group in cls.exactly_one]
        return made


def _text_form(value: Any) -> str | None:
    return "<str>" if isinstance(value, str) else "<Bilingual>" if isinstance(value, dict) else None


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Bilingual(Shape):
    """A text in both languages; a missing one falls back to the other."""

    zh: Words = Key(default="", description="Chinese text.")
    en: Words = Key(default="", description="English text.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.zh or self.en):
            raise PydanticCustomError("text", "neither language")
        return self


Plain = Annotated[Words, Tag("<str>")]
Text = Annotated[
    Plain | Annotated[Bilingual, Tag("<Bilingual>")],
    Discriminator(_text_form, custom_error_type="text", custom_error_message="not a text"),
]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
Length = Annotated[
    core.Length,
    PlainValidator(_length),
    WithJsonSchema({"type": "string", "pattern": LENGTH_PATTERN, "examples": ["3 days", "5 working days", "6 months"]}),
]
Gap = Annotated[int, PlainValidator(_gap), WithJsonSchema({"type": "string", "examples": ["20 days", "2 weeks"]})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Part = Annotated[
    Fraction,
    PlainValidator(_share),
    WithJsonSchema({"type": ["string", "number"], "examples": ["2/3", "80%", 1]}),
]
Some = Annotated[list[Id], Key(min_length=1)]
Values = Annotated[
    list[str],
    Key(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
_LEVEL = {"type": "integer", "minimum": 1, "maximum": 9}
Levels = Annotated[
    list[Annotated[int, Key(ge=1, le=9)]],
    Key(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [_LEVEL, {"type": "array", "items": _LEVEL, "minItems": 1}]}),
]


def local(text: str | Bilingual) -> LocalText:
    """Return a title as the core's value; a text written once is the Chinese one."""
    if isinstance(text, str):
        return LocalText(text)
    return LocalText(text.zh or text.en, text.en)
