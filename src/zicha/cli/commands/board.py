"""``zicha board``: how every duty stands."""

from __future__ import annotations

from collections import Counter

from zicha.cli import installation, questions, shapes, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG
from zicha.core.board import STATES, Board, Cell, as_json
from zicha.core.periods import Period

PRESSING = ("overdue", "insufficient", "grace", "at_risk")


@command("board", "cli.help.board")
@option("--unit", metavar="UNIT", help="cli.option.unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@option("--subtree", is_flag=True, help="cli.option.subtree")
@option("--strict", is_flag=True, help="cli.option.strict")
def board(session: Session, unit: str | None, period: Period | None, *, subtree: bool, strict: bool) -> int:
    """Show one unit's windows, or, for a subtree, the counts of each unit and what presses.

    Without a unit the whole organisation is meant.
    """
    installation.open_to_read(session)
    from zicha.services import boards

    names = installation.names(session)
    code = questions.unit(unit, spans=names.spans) if unit else questions.root(names.spans)
    shown = boards.show(
        unit=code,
        period=questions.period(session, period),
        on=session.on,
        as_known_at=session.as_known_at,
        subtree=subtree or not unit,
    )
    show.answer(session, as_json(shown), lambda: _tell(session, shown, names, whole=subtree or not unit))
    failing = any(each.state in ("overdue", "insufficient") for each in shown.cells)
    return WRONG if strict and failing else FINE


def _tell(session: Session, shown: Board, names: installation.Names, *, whole: bool) -> None:
    facts = {"unit": names.unit(shown.unit), "period": shown.period, "on": shown.on}
    show.line(session.say("cli.board_head", **facts))
    show.line(show.totals(session, shown.totals))
    count = len(shown.reported)
    show.line(session.say("cli.board_reported", reported=count, units=count + len(shown.missing)))
    if whole:
        _tell_units(session, shown, names)
    cells = [each for each in shown.cells if not whole or each.state in PRESSING]
    if cells:
        show.line()
        _tell_cells(session, cells, names, whole=whole)


def _tell_units(session: Session, shown: Board, names: installation.Names) -> None:
    counts: dict[str, Counter[str]] = {}
    for each in shown.cells:
        counts.setdefault(each.unit, Counter())[each.state] += 1
    states = [state for state in STATES if any(row[state] for row in counts.values())]
    show.line()
    show.table(
        heads=[session.say("cli.head.unit"), *(show.state(session, state).plain for state in states)],
        rows=[[names.unit(unit), *(str(row[state] or "") for state in states)] for unit, row in counts.items()],
        numbers=frozenset(range(1, len(states) + 1)),
    )


def _tell_cells(session: Session, cells: list[Cell], names: installation.Names, *, whole: bool) -> None:
    heads = [session.say(f"cli.head.{name}") for name in ("unit", "duty", "window", "done", "state", "records")]
    rows: list[list[show.Cell]] = [
        [
            names.unit(each.unit),
            names.duty(each.scheme, each.duty, session) + names.subject(each.subject, session),
            shapes.named_window(each.window),
            f"{each.done}/{each.owed}",
            show.state(session, each.state),
            " ".join(map(str, each.records or (miss.seq for miss in each.near))),
        ]
        for each in sorted(cells, key=lambda cell: STATES.index(cell.state) if whole else 0)
    ]
    skip = 0 if whole else 1
    show.table(heads=heads[skip:], rows=[row[skip:] for row in rows], numbers=frozenset({3 - skip}))
