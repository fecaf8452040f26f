"""``zicha user``: sign-ins."""

from __future__ import annotations

import sys

import click

from zicha.cli import installation, questions, show
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session
from zicha.core.findings import Refusal

user = Group("user", help="cli.help.user")


@command("add", "cli.help.user_add")
@click.argument("username", metavar="NAME")
@option("--password", metavar="TEXT", help="cli.option.password")
@option("--person", metavar="PERSON", default="", help="cli.option.person")
@option("--admin", is_flag=True, help="cli.option.admin")
def add(session: Session, username: str, password: str | None, person: str, *, admin: bool) -> None:
    """Add a sign-in, linked to a person or for running the installation."""
    installation.open_home(session)
    from zicha.services import accounts

    owner = questions.person(person, people=installation.names(session).people) if person else ""
    accounts.add(username=username, password=_password(session, password), person=owner, is_admin=admin)
    data = {"username": username, "person": owner or None, "is_admin": admin}
    show.answer(session, data, lambda: show.line(session.say("cli.user_added", username=username)))


def _password(session: Session, given: str | None) -> str:
    if given is not None:
        return given
    if sys.stdin.isatty():
        return str(click.prompt(session.say("cli.password_prompt"), hide_input=True, confirmation_prompt=False))
    typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise Refusal("cli.no_password")
    return typed


user.add_command(add)
