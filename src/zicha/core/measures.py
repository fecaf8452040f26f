"""Measures: the rules of a scheme evaluated over the ledger, exactly, with the records behind the number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zicha.core import problem_measures, status, study_measures
from zicha.core.board import Cell
from zicha.core.ledger import FieldValue, Revision
from zicha.core.periods import Span
from zicha.core.scheme import (
    COUNTERS,
    Cells,
    Count,
    DistinctPeople,
    Measure,
    ProblemCount,
    ProblemShare,
    Rate,
    Rule,
    Selector,
    Share,
    StudyCount,
    StudyShare,
    Sum,
)
from zicha.core.study import Line

Value = int | Fraction | None

_MILLION = 10**6
DASH = "—"
"""What is shown where there is nothing to divide by."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure's exact value.

    Attributes:
        value: ``None`` where there is nothing to divide by. A share is between 0 and 1, not times one hundred.
        records: ``seq`` of every entry the rule looked at, ascending.
        unnamed: those among them whose heads were counted and not named, so that people in them are not counted
            as different people.
    """

    value: Value
    records: tuple[int, ...]
    unnamed: tuple[int, ...] = ()


def evaluate(
    rule: Rule,
    *,
    revisions: Iterable[Revision],
    cells: Iterable[Cell] = (),
    asked: problem_measures.Asked = problem_measures.NOTHING,
    planned: Sequence[Line] = (),
) -> Measured:
    """Return a rule's value over standing revisions that are all in question, a board's cells, problems, and plans.

    Takes revisions as :func:`zicha.core.ledger.known` gives them, cut to units and days (:func:`in_question`).
    """
    match rule:
        case Cells():
            return _cells(rule, cells)
        case Share():
            return _share(rule, tuple(revisions))
        case ProblemCount():
            counted = problem_measures.counted(rule, asked)
            return Measured(len(counted), problem_measures.records(counted))
        case ProblemShare():
            part, whole = problem_measures.shared(rule, asked)
            value = divided(Fraction(len(part)), Fraction(len(whole)))
            return Measured(value, problem_measures.records(whole))
        case StudyCount(outcomes=outcomes):
            items = study_measures.counted(outcomes, planned)
            return Measured(len(items), study_measures.records(items))
        case StudyShare(outcomes=outcomes):
            some = len(study_measures.counted(outcomes, planned))
            return Measured(divided(Fraction(some), Fraction(len(planned))), study_measures.records(planned))
        case _:
            return _over(rule, chosen(rule.selector, revisions))


def in_question(revisions: Iterable[Revision], *, units: Iterable[str], span: Span, on: date) -> tuple[Revision, ...]:
    """Return the revisions of ``units`` that happened in ``span``, and not after ``on``."""
    codes = frozenset(units)
    return tuple(
        revision
        for revision in revisions
        if revision.draft.unit in codes and revision.draft.happened_on in span and revision.draft.happened_on <= on
    )


def chosen(selector: Selector, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return the revisions a selector means, in order of their number."""
    return tuple(sorted((each for each in revisions if status.selects(selector, each)), key=lambda each: each.seq))


def amount(revision: Revision, of: str) -> Fraction:
    """Return an attendance counter or a number or duration field of an entry; 0 where it was not filled in."""
    if of in COUNTERS:
        attendance = revision.draft.attendance
        return Fraction(getattr(attendance, of)) if attendance is not None else Fraction(0)
    return number(revision.draft.value(of))


def number(value: FieldValue | None) -> Fraction:
    """Return a number as typed (``3``, ``2.50``) or minutes; 0 for what is not filled in or no number.

    Digits beyond the sixth decimal are cut off, as the store keeps millionths.
    """
    try:
        found = Fraction(value) if isinstance(value, str | int) else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
    return Fraction(int(found * _MILLION), _MILLION)


def exact(value: Fraction) -> int | Fraction:
    """Return a whole number as ``int``, any other as it is."""
    return value.numerator if value.denominator == 1 else value


def divided(above: Fraction, below: Fraction) -> Value:
    """Return a quotient, or ``None`` where there is nothing to divide by."""
    return exact(above / below) if below else None


def shown(value: Value, *, measure: Measure) -> Fraction | None:
    """Return the value as it is shown: times one hundred for ``%``, rounded to the measure's places, halves up.

    A share (rate or share, whatever its unit word) that is short of the whole is never rounded up to the whole,
    and one that is more than nothing never down to 0: 99.6 % shows 99 %, 0.2 % shows 1 %, or 99.9 and 0.1 with
    one place.
    """
    if value is None:
        return None
    whole = 100 if measure.unit == "%" else 1
    scaled = Fraction(value) * whole
    step = Fraction(1, 10**measure.places)
    rounded = half_up(scaled, step)
    if not isinstance(measure.rule, Rate | Share) or not 0 < scaled < whole or step >= whole:
        return rounded
    return min(max(rounded, step), whole - step)


def half_up(value: Fraction, step: Fraction) -> Fraction:
    """Return ``value`` rounded to a multiple of ``step``; a half goes up."""
    return (value / step + Fraction(1, 2)).__floor__() * step


def text(value: Value, *, measure: Measure) -> str:
    """Return the value as it stands in a sentence: ``12``, ``92%``, ``3.5``, ``—``; other unit words are left out."""
    if isinstance(value, int) and measure.unit != "%" and not measure.places:
        return str(value)
    figure = shown(value, measure=measure)
    if figure is None:
        return DASH
    return decimal(figure, measure.places) + ("%" if measure.unit == "%" else "")


def decimal(value: Fraction, places: int) -> str:
    """Return a multiple of ``10 ** -places`` written with exactly that many decimals."""
    units = (abs(value) * 10**places).__floor__()
    sign = "-" if value < 0 and units else ""
    if not places:
        return f"{sign}{units}"
    head, tail = divmod(units, 10**places)
    return f"{sign}{head}.{tail:0{places}}"


def plain(value: Value, *, measure: Measure) -> int | float | None:
    """Return the shown value for JSON: an ``int`` where it is whole, else a decimal number, ``None`` for none."""
    if isinstance(value, int) and measure.unit != "%":
        return value
    figure = shown(value, measure=measure)
    if figure is None:
        return None
    return figure.numerator if figure.denominator == 1 else float(decimal(figure, measure.places))


def _over(rule: Count | Sum | DistinctPeople | Rate, entries: Sequence[Revision]) -> Measured:
    records = tuple(entry.seq for entry in entries)
    match rule:
        case Count():
            return Measured(len(entries), records)
        case Sum(of=of):
            return Measured(exact(_total(of)(entries)), records)
        case Rate(numerator=above, denominator=below):
            return Measured(divided(_total(above)(entries), _total(below)(entries)), records)
        case DistinctPeople():
            return _distinct(entries, records)


def _distinct(entries: Sequence[Revision], records: tuple[int, ...]) -> Measured:
    sheets = [(entry.seq, entry.draft.attendance) for entry in entries]
    people = {person for _seq, sheet in sheets if sheet is not None for person in sheet.present_people}
    unnamed = tuple(seq for seq, sheet in sheets if sheet is not None and len(sheet.present_people) < sheet.present)
    return Measured(len(people), records, unnamed)


def _share(rule: Share, revisions: Sequence[Revision]) -> Measured:
    part, whole = chosen(rule.part, revisions), chosen(rule.whole, revisions)
    total = _total(rule.of)
    records = sorted({entry.seq for entry in (*part, *whole)})
    return Measured(divided(total(part), total(whole)), tuple(records))


def _total(of: str) -> Callable[[Sequence[Revision]], Fraction]:
    """Return what adds entries up: how many there are, or one amount of each."""
    if not of:
        return lambda entries: Fraction(len(entries))
    return lambda entries: sum((amount(entry, of) for entry in entries), Fraction(0))


def _cells(rule: Cells, cells: Iterable[Cell]) -> Measured:
    counted = [cell for cell in cells if cell.duty in rule.duties and (not rule.states or cell.state in rule.states)]
    records = {seq for cell in counted for seq in cell.records}
    records |= {miss.seq for cell in counted if cell.state == "insufficient" for miss in cell.near}
    return Measured(len(counted), tuple(sorted(records)))
