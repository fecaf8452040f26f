"""``zicha measure``: one number, and the records behind it."""

from __future__ import annotations

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core import figures as figure_shapes
from zicha.core.periods import Period


@command("measure", "cli.help.measure")
@click.argument("name", metavar="MEASURE")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--subtree", is_flag=True, help="cli.option.subtree")
def measure(session: Session, name: str, unit: str, period: Period | None, *, subtree: bool) -> None:
    """Compute a measure for a unit and a period."""
    installation.open_to_read(session)
    from zicha.services import figures

    names = installation.names(session)
    found = questions.measure(name, schemes=names.schemes)
    figure = figures.evaluate(
        measure=found.id,
        unit=questions.unit(unit, spans=names.spans),
        period=questions.period(session, period),
        on=session.on,
        as_known_at=session.as_known_at,
        subtree=subtree,
    )

    def tell() -> None:
        facts = {"title": session.title(found.title), "unit": names.unit(figure.unit), "period": figure.period}
        show.line(session.say("cli.measure", text=figure.text, **facts))
        show.line(session.say("cli.records", count=len(figure.records), seqs=" ".join(map(str, figure.records))))

    show.answer(session, figure_shapes.as_json(figure), tell)
