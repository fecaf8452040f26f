"""What options and arguments are read as; a value that cannot be read is refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import click

from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.periods import Period, PeriodError

LARGEST_FILE = 200_000_000
MOST_WORKERS = 64
_LARGEST_NOTE = 100_000


class _PeriodType(click.ParamType[Period]):
    name = "PERIOD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:  # noqa: ARG002 -- click's signature
        """Return the period; raise ``Refusal``, which names the four ways to write one."""
        try:
            return value if isinstance(value, Period) else periods.parse(str(value))
        except PeriodError as error:
            raise Refusal("cli.period", value=value) from error


class _PortType(click.ParamType[int]):
    name = "PORT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002 -- click's signature
        """Return the port; raise ``Refusal`` if it is none."""
        text = str(value)
        if not text.isdecimal() or not 1 <= int(text) <= 65535:
            raise Refusal("cli.port", value=text)
        return int(text)


class _CountType(click.ParamType[int]):
    name = "N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002 -- click's signature
        """Return a number from 1 to 64; raise ``Refusal`` if it is none."""
        text = str(value)
        if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
            raise Refusal("cli.workers", value=text, most=MOST_WORKERS)
        return int(text)


PERIOD = _PeriodType()
COUNT = _CountType()
PORT = _PortType()


def require_with(other: str, *, given: object, **options: object) -> None:
    """Raise ``Refusal`` for the first of some options that is set without ``other``, which alone gives it a meaning.

    Options are named as words of Python; what is ``None``, empty or off is not set.
    """
    for name, value in options.items():
        if value and not given:
            raise Refusal("cli.only_with", option=f"--{name.replace('_', '-')}", other=other)


def require_without(other: str, *, given: object, **options: object) -> None:
    """Raise ``Refusal`` for the first of some options that is set beside ``other``, under which it says nothing."""
    for name, value in options.items():
        if value and given:
            raise Refusal("cli.not_with", option=f"--{name.replace('_', '-')}", other=other)


def read_file(path: Path) -> bytes:
    """Return a file's bytes; raise ``Refusal`` if it is no readable file or is absurdly large."""
    if path.is_dir():
        raise Refusal("cli.is_a_folder", path=path)
    if path.exists() and path.stat().st_size > LARGEST_FILE:
        raise Refusal("cli.file_too_large", path=path, limit=LARGEST_FILE // 1_000_000)
    return path.read_bytes()


def read_note(path: Path) -> str:
    """Return the text of a checkpoint, a request for one or a key; raise ``Refusal`` for a file that is none."""
    content = read_file(path)
    if len(content) > _LARGEST_NOTE:
        raise Refusal("cli.no_note", path=path)
    return content.decode("utf-8", errors="replace")


def require_writable(path: Path) -> None:
    """Raise ``Refusal`` if a file of this name cannot be written; ask before long work, not after it."""
    if path.is_dir():
        raise Refusal("cli.is_a_folder", path=path)
    if not path.parent.is_dir():
        raise Refusal("cli.no_folder", path=path.parent)
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise Refusal("cli.not_allowed", path=path)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raise ``Refusal`` if the folder is not there or may not be written."""
    require_writable(path)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except PermissionError as error:
        raise Refusal("cli.not_allowed", path=path) from error
    finally:
        draft.unlink(missing_ok=True)


def key_text(given: str | None) -> str | None:
    """Return a public key given as it is written or as a file that holds it; raise ``Refusal`` for no such file."""
    if not given or "+" in given:
        return given
    return read_note(Path(given))
