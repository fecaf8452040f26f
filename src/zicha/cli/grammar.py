"""Commands, groups and options as zicha wants them: two languages, global options anywhere, quick to start."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from zicha.cli import help_page, session
from zicha.cli.session import Session

Setter = Callable[[Session, str], None]


def session_of(ctx: click.Context) -> Session:
    """Return the session of the running command."""
    found = ctx.find_root().obj
    assert isinstance(found, Session)  # noqa: S101 -- main hands it to click
    return found


class Option(click.Option):
    """An option whose help is the code of a sentence."""

    is_global = False


class NeededOption(Option):
    """An option that its :class:`ActingGroup` needs, and the commands below it do not."""


class GlobalOption(Option):
    """An option that may stand before or after the command's name."""

    is_global = True


def _set_language(place: Session, text: str) -> None:
    place.language = session.read_language(text)


def _set_home(place: Session, text: str) -> None:
    place.home = Path(text)
    place.home_named = True


def _set_day(place: Session, text: str) -> None:
    place.day = session.read_day(text)


def _set_instant(place: Session, text: str) -> None:
    place.instant = session.read_instant(text)


def _set_format(place: Session, text: str) -> None:
    place.form = session.read_format(text)


GLOBAL: tuple[tuple[str, str, str, Setter], ...] = (
    ("--home", "DIR", "cli.option.home", _set_home),
    ("--lang", "zh|en", "cli.option.lang", _set_language),
    ("--on", "DATE", "cli.option.on", _set_day),
    ("--as-known-at", "INSTANT", "cli.option.as_known_at", _set_instant),
    ("--format", "text|json", "cli.option.format", _set_format),
)


def _global_option(name: str, metavar: str, text: str, setter: Setter) -> GlobalOption:
    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value is not None and not ctx.resilient_parsing:
            setter(session_of(ctx), value)

    return GlobalOption([name], metavar=metavar, help=text, callback=keep, expose_value=False, is_eager=True)


def _show_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 -- click's signature
    if value and not ctx.resilient_parsing:
        click.echo(help_page.page(ctx, session=session_of(ctx)))
        ctx.exit()


def _common() -> list[click.Parameter]:
    asked = Option(
        ["--help", "-h"], is_flag=True, expose_value=False, callback=_show_help, help="cli.option.help", is_eager=False
    )
    return [*(_global_option(*each) for each in GLOBAL), asked]


class _Placed(click.Command):
    """Says with every usage error which command it was."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; a mistake the parser finds is told with this command's name."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(_Placed):
    """A command; its help is the code of a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["add_help_option"] = False
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_common()]


class Group(_Placed, click.Group):
    """A command with commands below it."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["add_help_option"] = False
        kwargs["no_args_is_help"] = False
        kwargs["invoke_without_command"] = True
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *_common()]

    def invoke(self, ctx: click.Context) -> Any:
        """Show the help page if no command was named."""
        if not ctx._protected_args and not ctx.args:  # noqa: SLF001 -- click offers no public way to ask
            click.echo(help_page.page(ctx, session=session_of(ctx)))
            return None
        return super().invoke(ctx)


class ActingGroup(Group):
    """A command that does something by itself and has commands below it, which are named first."""

    def invoke(self, ctx: click.Context) -> Any:
        """Do what the command does, unless one below it was named; an option it cannot do without is asked for."""
        if ctx._protected_args:  # noqa: SLF001 -- click offers no public way to ask
            return super().invoke(ctx)
        for param in self.params:
            if isinstance(param, NeededOption) and ctx.params.get(param.name or "") is None:
                raise click.MissingParameter(ctx=ctx, param=param)
        return click.Command.invoke(self, ctx)


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command is to be found when it is called.

    Attributes:
        module: the module's last name under ``zicha.cli.commands``.
        name: the command's name in the module.
        help: the code of its one line in the list of commands.
    """

    module: str
    name: str
    help: str


class LazyGroup(Group):
    """The root: a command's module is imported when the command is called."""

    def __init__(self, *args: Any, lazy: dict[str, Lazy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands' names in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Return a command, its module imported, or ``None``."""
        found = self.lazy.get(cmd_name)
        if found is None:
            return None
        made: click.Command = getattr(importlib.import_module(f"zicha.cli.commands.{found.module}"), found.name)
        return made


def option(*names: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a command with an option whose help is the code of a sentence."""
    return click.option(*names, cls=Option, **settings)


def command(name: str, text: str, **settings: Any) -> Callable[[Callable[..., Any]], Command]:
    """Decorate a function as a command whose help is the code of a sentence; it gets the session first."""

    def made(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, help=text, **settings)(_with_session(function))

    return made


def needed(*names: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate an acting group with an option that it cannot do without."""
    return click.option(*names, cls=NeededOption, **settings)


def acting(name: str, text: str) -> Callable[[Callable[..., Any]], ActingGroup]:
    """Decorate a function as a command that may have others below it; those run without this one."""

    def made(function: Callable[..., Any]) -> ActingGroup:
        return click.group(name, cls=ActingGroup, help=text)(_with_session(_alone(function)))

    return made


def _alone(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(session: Session, **values: Any) -> Any:
        return None if click.get_current_context().invoked_subcommand else function(session, **values)

    run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined] # click's own way
    return run


def _with_session(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(**values: Any) -> Any:
        return function(session_of(click.get_current_context()), **values)

    run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined] # click's own way
    return run
