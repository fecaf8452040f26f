"""Answers on the terminal: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import click

from zicha.cli.help_page import cells as cell_len
from zicha.cli.session import Session
from zicha.core.importing.refusals import RefusedCell
from zicha.core.replication import Lag
from zicha.core.scheme import State

if TYPE_CHECKING:  # rich is loaded by what draws with it: an answer in JSON, or a line of text, needs none of it
    from rich.console import Console
    from rich.text import Text

    Cell = str | Text

PIPED_WIDTH = 160
"""Columns of a table that nobody's terminal limits."""

SHAPES: dict[State, tuple[str, str]] = {
    "overdue": ("✗", "bold red"),
    "insufficient": ("◪", "magenta"),
    "grace": ("◷", "yellow"),
    "at_risk": ("◬", "yellow"),
    "open": ("◦", "blue"),
    "upcoming": ("⋯", "dim"),
    "met": ("✓", "green"),
    "met_late": ("◩", "green"),
    "waived": ("⊘", "cyan"),
    "no_data": ("-", "dim"),
}
"""Each state's shape and colour. The shapes are one column wide in every terminal font, Chinese ones too."""
_CONTROLS = dict.fromkeys([7, 8, 11, 12, 13])
"""What would move a terminal's cursor, or ring its bell."""


def answer(session: Session, data: Any, text: Callable[[], None]) -> None:
    """Print ``data`` as JSON, or let ``text`` print it for a person, as the session asks."""
    if session.form == "json":
        click.echo(json.dumps(_with_lag(session, data), ensure_ascii=False, indent=2))
        return
    text()
    if session.lag is not None:
        code = "engine.read_from_replica_behind" if session.lag.is_behind else "engine.read_from_replica"
        click.echo(session.say(code, seconds=_seconds(session.lag)), err=True)


def _with_lag(session: Session, data: Any) -> Any:
    """An answer read from the replica says how far that was behind."""
    if session.lag is None or not isinstance(data, dict):
        return data
    return {**data, "replica": {"behind_seconds": session.lag.seconds}}


def _seconds(lag: Lag) -> int | str:
    return "?" if lag.seconds is None else lag.seconds


def line(text: Cell = "") -> None:
    """Print one line; colour is left out where nobody sees it."""
    if isinstance(text, str):
        click.echo(text.translate(_CONTROLS))
        return
    _console().print(text, soft_wrap=True)


def table(*, heads: Sequence[str], rows: Iterable[Sequence[Cell]], numbers: frozenset[int] = frozenset()) -> None:
    """Print an aligned table. ``numbers`` are the places of the columns to align on the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        drawn.add_column(Text(head), justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    console = _console()
    with console.capture() as drawn_text:
        console.print(drawn)
    for each in drawn_text.get().rstrip("\n").split("\n"):
        click.echo(each.rstrip(), color=console.is_terminal or None)


def columns(*, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a long table of numbers, words on the left and numbers on the right: quicker than :func:`table`."""
    lines = [heads, *rows]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(heads))]
    text = []
    for line in lines:
        first = line[0] + " " * (widths[0] - cell_len(line[0]))
        rest = (" " * (width - cell_len(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True))
        text.append("  ".join((first, *rest)))
    click.echo("\n".join(text))


def state(session: Session, value: State) -> Text:
    """Return a state as a shape and a word."""
    from rich.text import Text

    shape, colour = SHAPES[value]
    return Text(f"{shape} {session.say(f'cli.state.{value}')}", style=colour)


def totals(session: Session, counts: Iterable[tuple[State, int]]) -> Text:
    """Return counts by state on one line; a percentage would hide what is missing, so there is none."""
    from rich.text import Text

    return Text("   ").join(state(session, value) + f" {count}" for value, count in counts)


def refused(session: Session, cells: Sequence[RefusedCell]) -> None:
    """Print every cell that was not taken, with its place and the reason."""
    if not cells:
        return
    heads = [session.say(f"cli.head.{name}") for name in ("sheet", "row", "column", "value", "reason")]
    rows = [
        [each.sheet, str(each.row), f"{each.column} {each.header}".strip(), each.value, each.reason(session.language)]
        for each in cells
    ]
    table(heads=heads, rows=rows, numbers=frozenset({1}))
    line()


def refused_shape(session: Session, cells: Sequence[RefusedCell]) -> list[dict[str, Any]]:
    """Return the JSON shape of refused cells."""
    return [
        {
            "sheet": each.sheet,
            "row": each.row,
            "column": each.column,
            "header": each.header,
            "value": each.value,
            "code": each.code,
            "reason": each.reason(session.language),
        }
        for each in cells
    ]


def _console() -> Console:
    from rich.console import Console

    out = cast("Any", sys.stdout)
    width = None if out.isatty() else PIPED_WIDTH
    return Console(
        file=out, width=width, highlight=False, markup=False, emoji=False, no_color=None if out.isatty() else True
    )
