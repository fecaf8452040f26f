"""The page behind ``--help``, laid out by the width that letters take on a terminal."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable

import click

from zicha.cli.session import Session

WIDEST = 100
Row = tuple[str, str]


def page(ctx: click.Context, *, session: Session) -> str:
    """Return the help page of the command a context belongs to, in the session's language."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    own, common = _options(ctx, session)
    parts = [
        f"{session.say('cli.help.usage')} {_usage(ctx, session)}",
        "\n".join(wrapped(session.say(ctx.command.help or "cli.help.zicha"), width)),
        _block(session.say("cli.help.commands"), _commands(ctx, session), width),
        _block(session.say("cli.help.options"), own, width),
        _block(session.say("cli.help.global_options"), common, width),
    ]
    return "\n\n".join(part for part in parts if part)


def _usage(ctx: click.Context, session: Session) -> str:
    words = [ctx.command_path, session.say("cli.help.options_place")]
    words += [param.make_metavar(ctx) for param in ctx.command.params if isinstance(param, click.Argument)]
    if isinstance(ctx.command, click.Group):
        words.append(session.say("cli.help.command_place"))
    return " ".join(words)


def _commands(ctx: click.Context, session: Session) -> list[Row]:
    group = ctx.command
    if not isinstance(group, click.Group):
        return []
    lazy = getattr(group, "lazy", None)
    if lazy is not None:
        return [(name, _first_sentence(session.say(each.help))) for name, each in lazy.items()]
    return [(name, _first_sentence(session.say(each.help or ""))) for name, each in group.commands.items()]


def _first_sentence(text: str) -> str:
    """Return what stands before the first full stop, colon, semicolon or bracket, with a full stop."""
    full_stop = "。" if "。" in text else "."
    return re.split(r"[。；（]|[.;] | \(", text.rstrip(".。"), maxsplit=1)[0] + full_stop


def _options(ctx: click.Context, session: Session) -> tuple[list[Row], list[Row]]:
    own: list[Row] = []
    common: list[Row] = []
    for param in ctx.command.params:
        if isinstance(param, click.Option) and not param.hidden:
            names = ", ".join((*param.opts, *param.secondary_opts))
            metavar = "" if param.is_flag else f" {param.make_metavar(ctx)}"
            row = (names + metavar, session.say(param.help or ""))
            (common if getattr(param, "is_global", False) else own).append(row)
    return own, common


def _block(title: str, rows: list[Row], width: int) -> str:
    if not rows:
        return ""
    left = min(30, max(cells(name) for name, _text in rows) + 2)
    lines = [title]
    for name, text in rows:
        beside = wrapped(text, width - left - 2)
        head = f"  {name}" + " " * (left - cells(name))
        if cells(name) + 2 > left:
            lines.append(f"  {name}")
            head = " " * (left + 2)
        lines.append((head + beside[0]).rstrip())
        lines += [" " * (left + 2) + line for line in beside[1:]]
    return "\n".join(lines)


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide letter."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text cut into lines of at most ``width`` columns, at spaces and between wide letters."""
    lines = [""]
    for piece in _pieces(text):
        if piece == "\n":
            lines.append("")
        elif cells(lines[-1]) + cells(piece.rstrip()) <= width or not lines[-1]:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterable[str]:
    """Cut a text where a line may end. Closing punctuation stays with what it closes."""
    piece = ""
    for letter in text:
        if letter == "\n":
            yield from (piece, "\n")
            piece = ""
            continue
        wide = unicodedata.east_asian_width(letter) in "WF"
        closing = unicodedata.category(letter) in ("Pe", "Pf", "Po")
        if wide and not closing and piece:
            yield piece
            piece = ""
        piece += letter
        if letter == " ":
            yield piece
            piece = ""
    yield piece
