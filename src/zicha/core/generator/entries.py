"""Made-up entries: the fields, the attendance and the evidence of one occasion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random

from zicha.core.generator import words
from zicha.core.generator.plan import Occasion
from zicha.core.ledger import Attendance, Draft, Evidence, FieldValue
from zicha.core.scheme import Field, Kind, Scheme

DEADLINE = timedelta(days=21)
LEADING = frozenset({"host", "lecturer", "leader", "commander"})
"""Fields that name the person first responsible, as a rule."""

NUMBERS: dict[str, Sequence[int]] = {
    "pieces": range(20, 81),
    "seconds": range(90, 241),
    "cost": range(100, 3000, 50),
    "blocked": (0, 0, 0, 1, 2),
    "outstanding": (0, 0, 0, 1, 2),
}
"""What a number may be, by field id."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who belongs to a unit on a day, and who answers for it."""

    unit: str
    roster: tuple[str, ...]
    lead: str
    units_below: int


def draft(occasion: Occasion, *, scheme: Scheme, crew: Crew, key: str, rnd: Random) -> Draft:
    """Return the draft of an occasion, natural to read and complete by its kind."""
    kind = scheme.kind(occasion.kind)
    forced = dict(occasion.where)
    fields = tuple(
        (field.id, forced.get(field.id) or _value(field, occasion.day, crew, rnd))
        for field in kind.fields
        if field.id in forced or field.required or rnd.random() < 0.75
    )
    return Draft(
        unit=crew.unit,
        kind=kind.id,
        happened_on=occasion.day,
        title=_without_title(kind, _title(kind, dict(fields), occasion.makes_up or occasion.day, rnd)),
        fields=fields,
        attendance=_attendance(kind, occasion, crew, rnd),
        evidence=_evidence(kind, occasion, rnd),
        makes_up=occasion.makes_up,
        key=key,
    )


def _value(field: Field, day: date, crew: Crew, rnd: Random) -> FieldValue:
    makers: dict[str, Callable[[], FieldValue]] = {
        "choice": lambda: _choice(field, rnd),
        "number": lambda: _number(field, crew, rnd),
        "duration": lambda: rnd.choice((45, 60, 60, 90, 90, 120)),
        "date": (day + DEADLINE).isoformat,
        "person": lambda: crew.lead if field.id in LEADING else rnd.choice(crew.roster),
        "reading_list": lambda: _readings(field, rnd),
        "link": lambda: f"https://example.org/{field.id}",
        "text": lambda: _text(field, rnd),
    }
    return makers[field.type]()


def _choice(field: Field, rnd: Random) -> str:
    """The first choice is the usual one; of two, the other is rare."""
    usual = 0.85 if len(field.choices) == 2 else 0.3
    return field.choices[0][0] if rnd.random() < usual else rnd.choice(field.choices)[0]


def _readings(field: Field, rnd: Random) -> tuple[str, ...]:
    stock = words.LICENCES if field.id == "licences" else words.BOOKS
    return tuple(rnd.sample(stock, rnd.randint(1, 3)))


def _text(field: Field, rnd: Random) -> str:
    if field.title.zh == "所在章节":
        return rnd.choice(words.CHAPTERS)
    return rnd.choice(words.TEXTS.get(field.id, (f"{field.title.zh}见附件",)))


def _number(field: Field, crew: Crew, rnd: Random) -> str:
    if field.id == "offered":
        return str(len(crew.roster))
    if field.id == "units_inspected":
        return str(max(1, crew.units_below))
    return str(rnd.choice(NUMBERS.get(field.id, range(1, 6))))


def _without_title(kind: Kind, title: str) -> str:
    """Nothing for a private kind. The title is made all the same, so that what is drawn after it stays as it was."""
    return "" if kind.private else title


def _title(kind: Kind, fields: dict[str, FieldValue], day: date, rnd: Random) -> str:
    facts = {name: value for name, value in fields.items() if isinstance(value, str)}
    calendar = {
        "month": day.month,
        "quarter": "一二三四"[(day.month - 1) // 3],
        "half": "上" if day.month < 7 else "下",
    }
    return rnd.choice(words.TITLES.get(kind.id, (kind.title.zh,))).format(**facts | calendar)


def _attendance(kind: Kind, occasion: Occasion, crew: Crew, rnd: Random) -> Attendance | None:
    if kind.attendance == "none" or (kind.attendance == "optional" and rnd.random() < 0.3 and not kind.private):
        return None
    if kind.private:
        people = tuple(rnd.sample(crew.roster, min(2, len(crew.roster))))
        return Attendance(len(people), len(people), expected_people=people, present_people=people)
    expected = occasion.newcomers or crew.roster
    present = _present(expected, occasion, rnd)
    away = [person for person in expected if person not in present]
    excused = tuple(person for person in away if rnd.random() < 0.7)
    made_up = tuple(person for person in away if rnd.random() < 0.2)
    return Attendance(
        len(expected), len(present), len(excused), len(made_up), tuple(expected), present, excused, made_up
    )


def _present(expected: tuple[str, ...], occasion: Occasion, rnd: Random) -> tuple[str, ...]:
    """Enough to reach the duty's threshold, unless that is the flaw."""
    threshold = occasion.duty.threshold if occasion.duty and occasion.duty.threshold is not None else 0
    least = ceil(len(expected) * threshold)
    if occasion.newcomers:
        return expected
    if occasion.flaw == "threshold":
        count = max(0, least - 1 - rnd.randrange(2))
    else:
        count = max(least, round(len(expected) * min(1.0, rnd.gauss(0.88, 0.07))))
    chosen = set(rnd.sample(expected, min(count, len(expected))))
    return tuple(person for person in expected if person in chosen)


def _evidence(kind: Kind, occasion: Occasion, rnd: Random) -> tuple[Evidence, ...]:
    """Paper originals: which kinds there are, and no files."""
    needed = occasion.duty.evidence if occasion.duty else ()
    dropped = needed[-1] if occasion.flaw == "evidence" else ""
    return tuple(
        Evidence(each, "", "")
        for each in dict.fromkeys((*kind.evidence, *needed))
        if each != dropped and (each in needed or rnd.random() < 0.6)
    )
