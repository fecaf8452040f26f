"""What went wrong, in one sentence that says how to mend it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import exceptions

from zicha.cli.session import Session, without_password
from zicha.core.findings import Refusal

if TYPE_CHECKING:
    from zicha.core.audit import Fault

FINE, WRONG, UNUSABLE = 0, 1, 2
INTERRUPTED = 130
LOG = "zicha.log"


def answer(error: BaseException, *, session: Session) -> int:
    """Say what went wrong on stderr, if there is anything to say, and return the exit code."""
    if isinstance(error, exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else UNUSABLE
    if isinstance(error, KeyboardInterrupt | exceptions.Abort):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        # Whoever read the answer has read enough; Python must not try to write the rest on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    click.echo(sentence(error, session=session), err=True)
    return UNUSABLE


def sentence(error: BaseException, *, session: Session) -> str:
    """Return the one sentence for an error; one that nobody foresaw is written to a log file and named by it."""
    if isinstance(error, Refusal):
        return session.say(error.code, **error.facts)
    if isinstance(error, exceptions.UsageError):
        return _usage(error, session)
    if isinstance(error, OSError):
        said = _system(error, session)
        if said:
            return said
    return _database(error, session) or _unforeseen(error, session)


def _usage(error: exceptions.UsageError, session: Session) -> str:
    command = error.ctx.command_path if error.ctx else "zicha"
    if isinstance(error, exceptions.NoSuchCommand) and error.ctx and isinstance(error.ctx.command, click.Group):
        near = _near(error.command_name, error.ctx.command.list_commands(error.ctx), session)
        return session.say("cli.no_such_command", name=error.command_name, command=command, near=near)
    if isinstance(error, exceptions.NoSuchOption) and error.ctx:
        near = _near(error.option_name, (name for param in error.ctx.command.params for name in param.opts), session)
        return session.say("cli.no_such_option", name=error.option_name, command=command, near=near)
    return _value(error, session, command)


def _value(error: exceptions.UsageError, session: Session, command: str) -> str:
    if isinstance(error, exceptions.MissingParameter) and error.param is not None:
        return session.say("cli.missing", name=_name(error.param, error.ctx), command=command)
    if isinstance(error, exceptions.BadParameter) and error.param is not None:
        return session.say("cli.bad_value", name=_name(error.param, error.ctx), command=command)
    if isinstance(error, exceptions.BadOptionUsage):
        return session.say("cli.option_without_value", name=error.option_name, command=command)
    return session.say("cli.usage", command=command)


def _name(param: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(ctx) if ctx else param.human_readable_name


def _near(name: str, possible: Iterable[str], session: Session) -> str:
    import difflib

    names = difflib.get_close_matches(name, list(possible))
    return session.say("cli.did_you_mean", names=" / ".join(names)) if names else ""


def _system(error: OSError, session: Session) -> str:
    path = error.filename if isinstance(error.filename, str) else ""
    codes = {
        errno.ENOENT: "cli.file_missing",
        errno.EACCES: "cli.not_allowed",
        errno.EPERM: "cli.not_allowed",
        errno.EROFS: "cli.not_allowed",
        errno.ENOTDIR: "cli.not_a_folder",
        errno.EEXIST: "cli.not_a_folder",
        errno.EISDIR: "cli.is_a_folder",
        errno.ENAMETOOLONG: "cli.name_too_long",
    }
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return session.say("cli.disk_full", home=session.home)
    if error.errno in codes and path:
        return session.say(codes[error.errno], path=path)
    return ""


def _database(error: BaseException, session: Session) -> str:
    """Django hands on the engine's words; which engine it is decides what can be done."""
    from zicha.services import faults

    if not faults.is_database(error):
        return ""
    where = without_password(session.database_url) if session.database_url else session.home
    held = faults.held(error)
    if held and held[0]:
        code = "cli.database_held_by_session" if session.database_url else "cli.database_held"
        number, machine, seconds = held[0].number, held[0].machine or "localhost", f"{held[1]:g}"
        return session.say(code, where=where, number=number, machine=machine, seconds=seconds)
    fault = faults.of(error, home=session.home)
    return session.say(_FAULTS[fault], where=where, home=session.home) if fault else ""


_FAULTS = {
    "full": "cli.disk_full",
    "readonly": "cli.database_readonly",
    "busy": "cli.database_busy",
    "damaged": "cli.database_damaged",
    "disk": "cli.database_disk",
    "empty": "cli.database_empty",
    "away": "cli.database_unreachable",
}


def _unforeseen(error: BaseException, session: Session) -> str:
    log = _written_down(error, session)
    fault = _damage(error, session)
    if fault is not None:
        return session.say("cli.unforeseen_damage", fault=session.say(fault.code, **fault.facts), log=log)
    return session.say("cli.unforeseen", kind=type(error).__name__, log=log)


def _damage(error: BaseException, session: Session) -> Fault | None:
    """What is wrong with the ledger, if a command had it open."""
    if "zicha.conf.settings" not in sys.modules:
        return None
    from zicha.services import damage

    return damage.behind(error, home=session.home)


def _written_down(error: BaseException, session: Session) -> Path | str:
    """Write the error to a log file and return it, or a dash where no folder can be written to."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    for folder in (session.home, Path(tempfile.gettempdir())):
        try:
            if folder.is_dir():
                with (folder / LOG).open("a", encoding="utf-8") as log:
                    log.write(f"{session.now.isoformat()}\n{text}\n")
                return folder / LOG
        except OSError:
            continue
    return "-"
