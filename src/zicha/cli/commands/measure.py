"""``zicha measure``: one number, and the records behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core import figures as figure_shapes
from zicha.core import instants, small_counts
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.scheme import Measure

if TYPE_CHECKING:
    from zicha.services.months import ByMonth

MONTH = "month"


@command("measure", "cli.help.measure")
@click.argument("name", metavar="MEASURE")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--by", metavar="month", help="months.option_by")
@option("--brief", is_flag=True, help="cli.option.brief")
def measure(
    session: Session, name: str, unit: str, period: Period | None, by: str | None, *, subtree: bool, brief: bool
) -> None:
    """Compute a measure for a unit and a period."""
    if by not in (None, MONTH):
        raise Refusal("months.by", value=by)
    values.require_without("--by", given=by, brief=brief)
    installation.open_to_read(session)
    names = installation.names(session)
    found = questions.measure(name, schemes=names.schemes)
    asked: dict[str, Any] = {
        "measure": found.id,
        "unit": questions.unit(unit, spans=names.spans),
        "period": questions.period(session, period),
        "on": session.on,
        "as_known_at": session.as_known_at,
        "subtree": subtree,
    }
    if by:
        _by_month(session, names, asked)
        return
    if brief:
        _alone(session, names, found, asked)
        return
    from zicha.services import figures

    figure = figures.evaluate(**asked)

    def tell() -> None:
        facts = {"title": session.title(found.title), "unit": names.unit(figure.unit), "period": figure.period}
        show.line(session.say("cli.measure", text=figure.text, **facts))
        if figure.records or not (figure.withheld or small_counts.is_unsaid(figure.text)):
            show.line(session.say("cli.records", count=len(figure.records), seqs=" ".join(map(str, figure.records))))
        if figure.withheld:
            show.line(session.say("cli.withheld", count=figure.withheld))

    show.answer(session, figure_shapes.as_json(figure), tell)


def _alone(session: Session, names: installation.Names, found: Measure, asked: dict[str, Any]) -> None:
    """Tell the number without the records behind it: of ten thousand units those are a million."""
    from zicha.services import numbers

    number = numbers.evaluate(**asked)
    facts = {"title": session.title(found.title), "unit": names.unit(asked["unit"]), "period": asked["period"]}
    said = {
        **{key: asked[key] for key in ("measure", "unit", "subtree")},
        "period": str(asked["period"]),
        "on": session.on.isoformat(),
        "as_known_at": instants.written(session.as_known_at),
        "value": number.plain,
        "text": number.text,
    }
    show.answer(session, said, lambda: show.line(session.say("cli.measure", text=number.text, **facts)))


def _by_month(session: Session, names: installation.Names, asked: dict[str, Any]) -> None:
    from zicha.services import months

    found = months.show(**asked)
    show.answer(session, _shape(found, asked), lambda: _tell(session, names, found))


def _shape(found: ByMonth, asked: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"unit": row.unit, "values": [found.plain(value) for value in row.values], "whole": found.plain(row.whole)}
        for row in found.rows
    ]
    return {
        "measure": found.measure.id,
        "title": found.measure.title.zh,
        "unit": found.unit,
        "period": str(found.period),
        "subtree": asked["subtree"],
        "unit_word": found.measure.unit,
        "months": list(found.months),
        "rows": rows,
        "sums": [found.plain(value) for value in found.sums],
        "whole": found.plain(found.whole),
    }


def _tell(session: Session, names: installation.Names, found: ByMonth) -> None:
    show.line(session.say("months.title", title=session.title(found.measure.title), unit=names.unit(found.unit)))
    lines = [(names.unit(row.unit), row.values, row.whole) for row in found.rows]
    if len(lines) > 1:
        lines.append((session.say("months.all_units"), found.sums, found.whole))
    heads = [session.say("months.head_unit"), *found.months, session.say("months.head_whole")]
    # One width for all: a table of ten thousand lines is written as it is made.
    cells = [[unit, *map(found.text, values), found.text(whole)] for unit, values, whole in lines]
    show.columns(heads=heads, rows=cells)
