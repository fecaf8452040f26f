"""Which tables are bound by the row log, and what of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A bound table.

    Attributes:
        model: its name.
        columns: what is hashed.
        people: those of them that may hold somebody's id or sign-in.
    """

    model: str
    columns: tuple[str, ...]
    people: tuple[str, ...] = ()


TABLES = {
    "scheme": Table(
        "SchemeVersion",
        ("scheme", "version", "text", "parsed", "sha256", "effective", "loaded_at"),
    ),
    "unit": Table("UnitSpan", ("unit", "name", "parent", "level", "start", "end", "rec_at")),
    "person": Table("Person", ("id", "name"), ("id",)),
    "post": Table("Holding", ("person_id", "unit", "post", "start", "end", "rec_at"), ("person_id",)),
    "seat": Table("Slot", ("unit", "slot", "person"), ("person",)),
    "change": Table(
        "OrganisationChange",
        ("kind", "unit", "other", "name", "person", "post", "effective", "rec_at", "recorded_by"),
        ("person", "recorded_by"),
    ),
    "prose": Table(
        "ProseRevision",
        ("scheme", "unit", "period", "section", "number", "text", "rec_at", "recorded_by"),
        ("recorded_by",),
    ),
}
"""By sort. Where a reminder is sent to is not bound: no answer rests on it; nor is who loaded a scheme, since a bundle
shows what is bound of one to strangers."""
