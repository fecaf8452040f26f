"""Writes the generated parts of docs/ anew: the command line's page from its own help."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from zicha.cli import help_page, session
from zicha.cli.root import root
from zicha.cli.session import Session

ROOT = Path(__file__).resolve().parent.parent
HEADS = ROOT / "tools"
PAGE = ROOT / "docs" / "cli.md"
WIDTH = "100"


def main() -> int:
    """Write the page; with ``--check`` only say whether it is up to date."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the whole page: every command's help in Chinese, then in English."""
    os.environ["COLUMNS"] = WIDTH
    return "\n".join(part for language in ("zh", "en") for part in _in_language(language))


def _in_language(language: str) -> Iterator[str]:
    asked = session.begin(argv=["--lang", language], environ={}, now=datetime.min.replace(tzinfo=UTC))
    yield (HEADS / f"cli_head.{language}.md").read_text("utf-8")
    for path, context in _contexts(asked):
        yield f"## `{path}`\n\n```text\n{help_page.page(context, session=asked)}\n```\n"


def _contexts(asked: Session) -> Iterator[tuple[str, click.Context]]:
    top = click.Context(root, info_name="zicha", obj=asked)
    yield "zicha", top
    for name in root.list_commands(top):
        found = root.get_command(top, name)
        if found is not None:
            yield from _below(found, top)


def _below(found: click.Command, above: click.Context) -> Iterator[tuple[str, click.Context]]:
    context = click.Context(found, info_name=found.name, parent=above)
    yield context.command_path, context
    if isinstance(found, click.Group):
        for each in found.commands.values():
            yield from _below(each, context)


if __name__ == "__main__":
    sys.exit(main())
